"""Verbs that change a roster under a regime with rules for it: refused, with a reason, lifted; never one's own."""

from datetime import timedelta
from typing import Any

from tests import cast
from tests.pure.roster.ruled import MONDAY, Ruled, rule

ONE = timedelta(days=1)
REST = rule("rest-between", at_least="PT11H", hard=True)
ROW = rule("days-in-row", at_most=3)


def test_a_hard_rule_refuses_and_says_who_between_what_and_what_would_be_right() -> None:
    at = Ruled(REST)
    said: dict[str, Any] = {
        "day": MONDAY + ONE, "shift": cast.NIGHT, "people": [cast.B_CCR.key], "reason": "顶班", "despite": "没有人",
    }  # fmt: skip
    (reason,) = at.reasons("roster.assign", cast.B_LEAD, **said)
    assert (reason.code, reason.clause, reason.names) == ("rest-between", "hydro/4.3", (cast.B_CCR.name,))
    assert "休息8小时，少于11小时" in reason.why.zh
    assert "rests 8 h" in reason.why.en
    assert at.due(MONDAY + ONE, cast.NIGHT) == (cast.D_CCR.key,), "nothing is half done"


def test_an_advisory_rule_wants_a_reason_and_the_act_keeps_it_with_the_clause() -> None:
    at = Ruled(ROW)
    again = at.assign(cast.B_LEAD, MONDAY + 3 * ONE, cast.NIGHT, cast.A_CCR)
    assert again.refusal is not None
    assert [one.code for one in again.refusal.reasons] == ["days-in-row"]
    done = at.assign(cast.B_LEAD, MONDAY + 3 * ONE, cast.NIGHT, cast.A_CCR, despite="洪水，人手不足")
    assert done.refusal is None
    assert done.acts[0].clauses == ("hydro/4.3",)
    assert done.acts[0].payload.model_dump()["despite"] == "洪水，人手不足"


def test_what_was_broken_before_does_not_stand_against_other_changes() -> None:
    at = Ruled({**ROW, "at_most": 3})
    row = MONDAY + 3 * ONE
    assert at.assign(cast.B_LEAD, row, cast.NIGHT, cast.A_CCR, despite="洪水").refusal is None
    assert at.assign(cast.B_LEAD, MONDAY, cast.EVENING, cast.A_CCR, cast.C_CCR).refusal is None, "no day more"
    assert at.assign(cast.B_LEAD, row, cast.DAY, cast.A_CCR, cast.C_CCR).refusal is None, "no day more"


def test_a_hard_rule_is_lifted_by_whom_the_regime_names_with_a_reason() -> None:
    at = Ruled({**REST, "lifted_by": ["head"]})
    said: dict[str, Any] = {
        "day": MONDAY + ONE, "shift": cast.NIGHT, "people": [cast.B_CCR.key], "reason": "顶班",
    }  # fmt: skip
    (reason,) = at.reasons("roster.assign", cast.B_LEAD, **said, despite="没有人")
    assert reason.who == ("head",)
    assert at.refused("roster.assign", cast.HEAD, **said) == ["rest-between"]
    at.ok("roster.assign", cast.HEAD, **said, despite="没有人")


def test_nobody_changes_their_own_shifts() -> None:
    at = Ruled(changed_by=["supervisor"])
    lead = cast.B_LEAD
    (reason,) = at.reasons("roster.assign", lead, day=MONDAY, shift=cast.DAY, people=[lead.key], reason="自己上")
    assert (reason.code, reason.clause) == ("own-shift", "hydro/4.6")
    at.ok("roster.assign", cast.HEAD, day=MONDAY, shift=cast.DAY, people=[lead.key], reason="安排")
    assert at.refused("roster.assign", lead, day=MONDAY, shift=cast.DAY, people=[cast.C_CCR.key], reason="不上") == [
        "own-shift"
    ]


def test_only_whom_the_regime_names_changes_a_shift() -> None:
    at = Ruled(changed_by=["head"])
    said: dict[str, Any] = {"day": MONDAY, "shift": cast.DAY, "people": [cast.C_CCR.key], "reason": "调"}
    assert at.refused("roster.assign", cast.B_LEAD, **said) == ["not-theirs-to-change"]
    at.ok("roster.assign", cast.HEAD, **said)


def test_rotations_and_crews_are_checked_too() -> None:
    at = Ruled({**ROW, "hard": True})
    cycle = [{cast.DAY: "A", cast.NIGHT: "B"}]
    refused = at.refused("roster.set_rotation", cast.ADMINISTRATOR, anchor_day=MONDAY, cycle=cycle, despite="试")
    assert refused == ["days-in-row"]
    people = [cast.B_CCR.key, cast.A_CCR.key]
    assert at.refused("roster.man", cast.ADMINISTRATOR, crew="B", people=people) == ["days-in-row"]
    at.ok("roster.man", cast.ADMINISTRATOR, crew="B", people=[cast.B_CCR.key])


def test_one_person_is_not_sent_to_two_posts_at_once() -> None:
    at = Ruled(rule("one-place", hard=True))
    said: dict[str, Any] = {"day": MONDAY, "shift": cast.DAY, "people": [cast.B_CCR.key], "reason": "兼"}
    assert at.refused("roster.assign", cast.B_LEAD, at=cast.PATROL, **said) == ["one-place"]
    allowed = Ruled(rule("one-place", hard=True, allow=[[cast.CCR, cast.PATROL]]))
    allowed.ok("roster.assign", cast.B_LEAD, at=cast.PATROL, **said)


def test_the_complement_of_the_post_counts() -> None:
    at = Ruled(rule("complement", hard=True))
    (reason,) = at.reasons(
        "roster.assign", cast.B_LEAD, day=MONDAY, shift=cast.DAY, people=[cast.B_PATROL.key], reason="顶"
    )
    assert reason.code == "complement"
    assert "只排了0人，要1人" in reason.why.zh
