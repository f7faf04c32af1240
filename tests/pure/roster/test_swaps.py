"""Swaps: both agree, it is reported, the work is handed over - and the roster changes at that moment, not before."""

from datetime import timedelta
from typing import Any

import pytest

from jiaoban.followup import usecases as _followup  # noqa: F401 - declares the verbs
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.roster.swaps import Swap, open_of, swap, told_of_late
from tests import cast
from tests.pure.roster.ruled import MONDAY, SWAP, Ruled, rule

ONE = timedelta(days=1)
A, B, C, LEAD = cast.A_CCR, cast.B_CCR, cast.C_CCR, cast.B_LEAD
ASK: dict[str, Any] = {
    "day": MONDAY + ONE, "shift": cast.DAY, "colleague": C.key,
    "their_day": MONDAY, "their_shift": cast.EVENING, "reason": "孩子开家长会",
}  # fmt: skip
"""A has the day shift of Tuesday, C the evening of Monday."""


def asked(at: Ruled, **said: Any) -> str:
    return at.ok("roster.ask_swap", A, command="swap", **{**ASK, **said}).acts[0].command


def state(at: Ruled, key: str = "swap") -> Swap:
    found = swap(at.book, key)
    assert found
    return found


def test_a_swap_holds_once_both_agree_and_it_is_reported() -> None:
    at = Ruled(swap=SWAP)
    key = asked(at, more="无")
    assert (state(at).status, at.due(MONDAY + ONE, cast.DAY)) == ("ASKED", (A.key,))
    at.ok("roster.agree_swap", C, swap=key, more="无")
    assert (state(at).status, at.due(MONDAY + ONE, cast.DAY)) == ("AGREED", (A.key,)), "not reported: the roster stands"
    told = at.ok("roster.tell_swap", A, swap=key, to=LEAD.key)
    assert [one.kind for one in told.acts] == ["roster.swap_told", "roster.assigned", "roster.assigned"]
    assert all(one.clauses == ("hydro/4.3",) for one in told.acts)
    assert (state(at).status, state(at).told_to) == ("HOLDS", LEAD.key)
    assert at.due(MONDAY + ONE, cast.DAY) == (C.key,)
    assert at.due(MONDAY, cast.EVENING) == (A.key,)
    assert at.refused("roster.withdraw_swap", A, swap=key, reason="算了") == ["swap-settled"]


def test_standing_in_gives_nothing_in_return() -> None:
    at = Ruled(swap=SWAP)
    key = asked(at, their_day=None, their_shift=None, more="无")
    at.ok("roster.agree_swap", C, swap=key)
    at.ok("roster.tell_swap", A, swap=key, to=LEAD.key)
    assert at.due(MONDAY + ONE, cast.DAY) == (C.key,)
    assert at.due(MONDAY, cast.EVENING) == (C.key,)


def test_work_is_handed_over_piece_by_piece_and_nothing_is_said_not_left_empty() -> None:
    at = Ruled(swap=SWAP)
    said = {"what": "复查3号机", "where": "3号机", "state_so_far": "渗油", "next_step": "复查", "owner": A.key}
    at.ok("followup.open", B, command="f1", due_at=at.now + ONE, **said)
    (reason,) = at.reasons("roster.ask_swap", A, more="无", **ASK)
    assert (reason.code, reason.names) == ("work-not-handed-over", ("复查3号机",))
    work = [{"work": "f1", "note": "16点复查油位"}]
    (reason,) = at.reasons("roster.ask_swap", A, work=work, **ASK)
    assert (reason.code, reason.clause, reason.names) == ("work-not-handed-over", "hydro/4.3", ())
    with pytest.raises(BadInput, match="不是这个人的未了结工作"):
        at.do("roster.ask_swap", A, work=[{"work": "f2", "note": "?"}], more="无", **ASK)
    key = asked(at, work=work, more="无")
    assert [(one.title, one.note) for one in state(at).work] == [("复查3号机", "16点复查油位"), ("", "无")]
    assert at.refused("roster.agree_swap", C, swap=key) == ["work-not-handed-over"]


def test_each_step_is_for_one_of_the_two_and_in_its_turn() -> None:
    at = Ruled(swap=SWAP)
    key = asked(at, more="无")
    assert at.refused("roster.agree_swap", B, swap=key, more="无") == ["not-yours-to-say"]
    assert at.refused("roster.tell_swap", A, swap=key, to=LEAD.key) == ["swap-not-so-far"]
    assert at.refused("roster.withdraw_swap", C, swap=key, reason="不") == ["not-yours-to-say"]
    at.ok("roster.agree_swap", C, swap=key, more="无")
    assert at.refused("roster.decline_swap", C, swap=key, reason="不") == ["swap-not-so-far"]
    assert at.refused("roster.tell_swap", C, swap=key, to=LEAD.key) == ["not-yours-to-say"]
    for nobody in (A.key, C.key, B.key):
        with pytest.raises(BadInput):
            at.do("roster.tell_swap", A, swap=key, to=nobody)
    at.ok("roster.withdraw_swap", C, swap=key, reason="家里有事")
    assert (state(at).status, state(at).decided_by, open_of(at.book, A.key)) == ("WITHDRAWN", C.key, [])
    with pytest.raises(NotFound):
        at.do("roster.agree_swap", C, swap="none", more="无")


def test_a_colleague_declines() -> None:
    at = Ruled(swap=SWAP)
    key = asked(at, more="无")
    done = at.ok("roster.decline_swap", C, swap=key, reason="那天有事")
    assert done.acts[0].clauses == ("hydro/4.3",)
    assert (state(at).status, state(at).reason_against) == ("DECLINED", "那天有事")
    assert at.refused("roster.agree_swap", C, swap=key, more="无") == ["swap-settled"]


def test_a_swap_lapses_when_its_first_shift_begins() -> None:
    at = Ruled(swap=SWAP)
    key = asked(at, more="无")
    at.ok("roster.agree_swap", C, swap=key, more="无")
    at.at(MONDAY, 16)
    assert state(at).lapsed(at.now)
    assert at.refused("roster.tell_swap", A, swap=key, to=LEAD.key) == ["swap-lapsed"]
    at.now -= timedelta(microseconds=1)
    assert not state(at).lapsed(at.now)
    at.ok("roster.tell_swap", A, swap=key, to=LEAD.key)


def test_notice_to_the_second() -> None:
    at = Ruled(swap={**SWAP, "notice": "PT8H"})
    at.now += timedelta(seconds=1)
    (reason,) = at.reasons("roster.ask_swap", A, more="无", **ASK)
    assert (reason.code, reason.clause) == ("swap-too-late", "hydro/4.3")
    at.at(MONDAY, 8)
    assert asked(at, more="无")


def test_approval_where_the_regime_wants_it_and_not_of_ones_own() -> None:
    at = Ruled(swap={**SWAP, "approve": ["supervisor"]})
    key = asked(at, more="无")
    at.ok("roster.agree_swap", C, swap=key, more="无")
    assert at.refused("roster.approve_swap", LEAD, swap=key) == ["swap-not-so-far"]
    at.ok("roster.tell_swap", A, swap=key, to=LEAD.key)
    assert (state(at).status, at.due(MONDAY + ONE, cast.DAY)) == ("TOLD", (A.key,))
    at.ok("roster.approve_swap", LEAD, swap=key)
    assert (state(at).status, state(at).decided_by) == ("HOLDS", LEAD.key)
    assert at.due(MONDAY + ONE, cast.DAY) == (C.key,)


def test_approval_is_refused_with_a_reason_and_by_whom_the_regime_names() -> None:
    at = Ruled(swap={**SWAP, "approve": ["head"]})
    key = asked(at, more="无")
    at.ok("roster.agree_swap", C, swap=key, more="无")
    at.ok("roster.tell_swap", A, swap=key, to=LEAD.key)
    (reason,) = at.reasons("roster.approve_swap", LEAD, swap=key)
    assert (reason.code, reason.who) == ("not-theirs-to-approve", ("head",))
    at.ok("roster.refuse_swap", cast.HEAD, swap=key, reason="那天检修")
    assert (state(at).status, at.due(MONDAY + ONE, cast.DAY)) == ("REFUSED", (A.key,))


def test_the_rules_are_asked_at_the_asking_and_again_when_it_comes_to_hold() -> None:
    rest = rule("rest-between", at_least="PT8H", hard=True)
    (reason,) = Ruled({**rest, "at_least": "PT9H"}, swap=SWAP).reasons("roster.ask_swap", A, more="无", **ASK)
    assert reason.code == "rest-between"
    assert reason.names == (A.name, C.name), "either of the two is looked at"
    at = Ruled(rest, swap=SWAP)
    key = asked(at, their_day=None, their_shift=None, more="无")
    at.ok("roster.agree_swap", C, swap=key)
    for day, shift, one in ((MONDAY + 2 * ONE, cast.NIGHT, A), (MONDAY + ONE, cast.EVENING, C)):
        at.ok("roster.assign", LEAD, day=day, shift=shift, people=[one.key], reason="调整")
    assert at.refused("roster.tell_swap", A, swap=key, to=LEAD.key) == ["rest-between"]
    assert (state(at).status, at.due(MONDAY + ONE, cast.DAY)) == ("AGREED", (A.key,)), "nothing is half done"


def test_the_roster_may_have_changed_meanwhile() -> None:
    at = Ruled(swap=SWAP)
    key = asked(at, more="无")
    at.ok("roster.agree_swap", C, swap=key, more="无")
    at.ok("roster.assign", LEAD, day=MONDAY + ONE, shift=cast.DAY, people=[B.key], reason="调整")
    assert at.refused("roster.tell_swap", A, swap=key, to=LEAD.key) == ["not-on-this-shift"]
    assert at.due(MONDAY, cast.EVENING) == (C.key,), "nothing is half done"


def test_what_cannot_be_swapped() -> None:
    at = Ruled(swap=SWAP)
    with pytest.raises(BadInput):
        at.do("roster.ask_swap", A, more="无", **{**ASK, "colleague": A.key})
    with pytest.raises(BadInput, match="没有写完整"):
        at.do("roster.ask_swap", A, more="无", **{**ASK, "their_shift": None})
    assert at.refused("roster.ask_swap", A, more="无", **{**ASK, "day": MONDAY}) == ["not-on-this-shift"]
    assert at.refused("roster.ask_swap", A, more="无", **{**ASK, "their_day": MONDAY + ONE}) == ["not-on-this-shift"]
    elsewhere = {**ASK, "colleague": cast.C_PATROL.key, "their_post": cast.PATROL}
    assert at.refused("roster.ask_swap", A, more="无", **elsewhere) == ["works-elsewhere"]
    asked(at, more="无")
    assert at.refused(
        "roster.ask_swap", A, more="无", **{**ASK, "colleague": B.key, "their_day": None, "their_shift": None}
    ) == ["swap-open"]


def test_a_regime_that_says_nothing_leaves_it_to_both_and_the_supervisor() -> None:
    at = Ruled()
    key = asked(at)
    at.ok("roster.agree_swap", C, swap=key)
    done = at.ok("roster.tell_swap", A, swap=key, to=LEAD.key)
    assert done.acts[0].clauses == ()
    assert at.due(MONDAY + ONE, cast.DAY) == (C.key,)


def test_a_swap_between_posts_is_reported_to_a_supervisor_of_both() -> None:
    at = Ruled(swap=SWAP)
    one = cast.B_PATROL
    at.ok("org.grant", cast.ADMINISTRATOR, person=one.key, role="OPERATOR", post=cast.CCR)
    at.ok("org.grant", cast.ADMINISTRATOR, person=A.key, role="OPERATOR", post=cast.PATROL)
    at.ok("org.grant", cast.ADMINISTRATOR, person=B.key, role="SUPERVISOR", post=cast.CCR)
    at.ok("roster.assign", LEAD, at=cast.PATROL, day=MONDAY + 2 * ONE, shift=cast.DAY, people=[one.key], reason="调整")
    there = {"colleague": one.key, "their_post": cast.PATROL, "their_day": MONDAY + 2 * ONE, "their_shift": cast.DAY}
    key = asked(at, more="无", **there)
    at.ok("roster.agree_swap", one, swap=key, more="无")
    with pytest.raises(BadInput, match="每一个班"):
        at.do("roster.tell_swap", A, swap=key, to=B.key)
    at.ok("roster.tell_swap", A, swap=key, to=LEAD.key)
    assert state(at).status == "HOLDS"


def test_whoever_a_swap_was_reported_to_is_told_until_its_first_shift_begins() -> None:
    at = Ruled(swap=SWAP)
    key = asked(at, their_day=None, their_shift=None, more="无")
    at.ok("roster.agree_swap", C, swap=key)

    def told(since: timedelta, who: str = LEAD.key) -> list[str]:
        return [one.key for one in told_of_late(at.book, cast.CCR, who, at.now - since, at.now)]

    assert told(ONE) == []
    at.ok("roster.tell_swap", A, swap=key, to=LEAD.key)
    assert (told(ONE), told(ONE, B.key)) == ([key], [])
    at.at(MONDAY, 9)
    assert (told(ONE), told(timedelta(minutes=59))) == ([key], [])
    at.at(MONDAY + ONE, 8)
    assert told(2 * ONE) == [key], "at this moment its shift begins"
    at.at(MONDAY + ONE, 8, 1)
    assert told(2 * ONE) == []
