"""Checking in and out, by whom, when and how; the last to leave; what a supervisor puts right."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.attendance import queries
from jiaoban.attendance.tables import PRESENCES, PostPresence
from jiaoban.attendance.usecases import by_handover
from jiaoban.kernel.book import Book
from jiaoban.kernel.refusal import BadInput, Declined, NotAllowed, NotFound
from jiaoban.kernel.verbs import Context
from jiaoban.org import queries as org
from tests.pure.attendance.desk import ALL, DAY, SalesDesk

SECRET = "the code on the wall"


def stay(desk: SalesDesk, key: str) -> PostPresence:
    found = desk.book.get(PRESENCES, key)
    assert found is not None
    return found


def names(desk: SalesDesk, clock: str, post: str = "desk") -> list[str]:
    there = queries.there(desk.book, post, desk.moment(clock), desk.rules.longest)
    return [desk.world.name_of(one.person) for one in there]


def kinds(desk: SalesDesk, who: str, clock: str) -> list[str]:
    key = desk.world.keys[who]
    found = queries.of_person(desk.book, key, DAY, DAY + timedelta(days=1), desk.moment(clock), desk.packs)
    return [finding.kind for one in found for finding in one.findings]


def test_who_comes_is_there_and_who_leaves_is_not() -> None:
    desk = SalesDesk()
    desk.done("09:00", "li", "check_in")
    desk.done("09:00", "wang", "check_in")
    assert names(desk, "08:59:59") == []
    assert names(desk, "09:00") == ["li", "wang"]
    desk.done("17:30", "li", "check_out")
    assert names(desk, "17:29:59") == ["li", "wang"]
    assert names(desk, "17:30") == ["wang"]


def test_the_acts_cite_the_clauses_and_say_when_it_happened() -> None:
    desk = SalesDesk()
    came = desk.do("09:00", "li", "check_in").acts[0]
    left = desk.do("17:30", "li", "check_out", closed=ALL).acts[0]
    assert (came.clauses, left.clauses) == (("kefu/9",), ("kefu/9", "kefu/13"))
    told = desk.do("18:00", "wang", "check_in", at=desk.moment("17:00"), note="没有信号").acts[0]
    assert (told.occurred_at, told.recorded_at) == (desk.moment("17:00"), desk.moment("18:00"))
    assert stay(desk, told.command).basis == "TOLD"


def test_a_regime_that_says_nothing_of_it_keeps_no_attendance() -> None:
    desk = SalesDesk(posts=["hall"])
    assert desk.refused("09:00", "li", "check_in") == "no-attendance"
    desk.done("09:00", "li", "check_in", post="hall")
    desk.pack = desk.pack.model_copy(update={"attendance": None})
    assert desk.refused("09:10", "zhao", "check_in", post="hall") == "no-attendance"


def test_nobody_is_at_two_posts_at_once_unless_the_regime_lets_them() -> None:
    desk = SalesDesk()
    desk.done("09:00", "li", "check_in")
    assert desk.refused("10:00", "li", "check_in") == "checked-in"
    assert desk.refused("10:00", "li", "check_in", post="hall") == "checked-in"
    both = SalesDesk(together=[["desk", "hall"]])
    both.done("09:00", "zhao", "check_in")
    assert kinds(both, "zhao", "09:30") == [], "at a post beside it one is there as well"
    both.done("10:00", "zhao", "check_in", post="hall")
    assert (names(both, "10:00"), names(both, "10:00", "hall")) == (["zhao"], ["zhao"])


@pytest.mark.parametrize("closed", [[], ALL[:3], ["power", "power", "devices", "windows"]])
def test_the_last_to_leave_sees_to_everything(closed: list[str]) -> None:
    desk = SalesDesk()
    desk.done("09:00", "li", "check_in")
    assert desk.refused("17:30", "li", "check_out", closed=closed) == "last-out"
    assert names(desk, "17:30") == ["li"]
    left = desk.done("17:31", "li", "check_out", closed=ALL)
    one = next(one for one in desk.book.find(PRESENCES) if one.left_at)
    assert (one.last, len(one.closed), left != one.key) == (True, 4, True)


def test_a_line_that_the_regime_has_not_is_no_line() -> None:
    desk = SalesDesk()
    desk.done("09:00", "li", "check_in")
    with pytest.raises(BadInput) as caught:
        desk.do("17:30", "li", "check_out", closed=["roof"])
    assert caught.value.where == "closed"


def test_two_who_leave_in_the_same_second_leave_one_after_the_other() -> None:
    desk = SalesDesk()
    for who in ("li", "wang"):
        desk.done("09:00", who, "check_in")
    desk.done("17:30", "li", "check_out", closed=ALL)
    assert desk.refused("17:30", "wang", "check_out") == "last-out"
    desk.done("17:30", "wang", "check_out", closed=ALL)


def test_who_tells_afterwards_that_they_left_is_not_the_last_where_somebody_closed_since() -> None:
    desk = SalesDesk()
    for who in ("li", "wang"):
        desk.done("09:00", who, "check_in")
    desk.done("17:31", "wang", "check_out", closed=ALL)
    desk.done("17:40", "li", "check_out", at=desk.moment("17:30"), note="没有信号")
    half = SalesDesk()
    for who in ("li", "wang"):
        half.done("09:00", who, "check_in")
    half.done("17:31", "wang", "check_out", closed=ALL[:3])
    assert half.refused("17:40", "li", "check_out", at=half.moment("17:30"), note="没有信号") == "last-out"
    late = SalesDesk()
    for who in ("li", "wang"):
        late.done("09:00", who, "check_in")
    late.done("17:31", "wang", "check_out")
    assert late.refused("17:40", "li", "check_out", at=late.moment("17:30"), note="没有信号") == "last-out"


def test_without_a_list_the_last_one_simply_leaves() -> None:
    desk = SalesDesk(last_out=None)
    desk.done("09:00", "li", "check_in")
    desk.done("17:30", "li", "check_out")


@pytest.mark.parametrize(
    ("at", "note", "right"),
    [("09:00", "", "note"), ("11:00:01", "没有信号", "at"), ("11:00", "没有信号", "")],
)
def test_what_is_told_afterwards_wants_a_note_and_has_been(at: str, note: str, right: str) -> None:
    desk = SalesDesk()
    if not right:
        desk.done("11:00", "li", "check_in", at=desk.moment(at), note=note)
        return
    with pytest.raises(BadInput) as caught:
        desk.do("11:00", "li", "check_in", at=desk.moment(at), note=note)
    assert caught.value.where == right


def test_it_is_told_in_time_or_by_the_supervisor() -> None:
    desk = SalesDesk()
    assert desk.refused("11:00:01", "li", "check_in", at=desk.moment("09:00"), note="x") == "told-too-late"
    desk.done("11:00", "li", "check_in", at=desk.moment("09:00"), note="x")
    strict = SalesDesk(told_within=None)
    assert strict.refused("09:01", "li", "check_in", at=strict.moment("09:00"), note="x") == "told-too-late"


def test_one_cannot_tell_that_one_was_there_while_one_was_elsewhere() -> None:
    desk = SalesDesk()
    desk.done("09:00", "li", "check_in", post="hall")
    desk.done("10:00", "li", "check_out", post="hall", closed=ALL)
    with pytest.raises(BadInput):
        desk.do("10:30", "li", "check_in", at=desk.moment("09:59:59"), note="x")
    desk.done("10:30", "li", "check_in", at=desk.moment("10:00"), note="x")


def test_the_code_on_the_spot_counts_and_another_does_not() -> None:
    desk = SalesDesk(at_tag=True)
    assert desk.refused("09:00", "li", "check_in") == "scan-here"
    desk.done("09:00", "boss", "issue_code", code_digest=queries.digest(SECRET))
    with pytest.raises(BadInput):
        desk.do("09:00", "li", "check_in", code="another")
    key = desk.done("09:00", "li", "check_in", code=SECRET)
    assert stay(desk, key).basis == "CODE"
    desk.done("09:30", "boss", "issue_code", code_digest=queries.digest("new"))
    with pytest.raises(BadInput):
        desk.do("10:00", "li", "check_out", code=SECRET, closed=ALL)
    desk.done("10:00", "li", "check_out", code="new", closed=ALL)


def test_at_a_shared_terminal_it_is_ones_own_credential() -> None:
    desk = SalesDesk()
    key = desk.done("09:00", "li", "sign_in")
    desk.done("17:30", "li", "sign_out", closed=ALL)
    assert (stay(desk, key).basis, stay(desk, key).left_basis) == ("TERMINAL", "TERMINAL")


def test_a_stay_that_nobody_ends_counts_for_so_long_and_then_is_the_supervisors() -> None:
    desk = SalesDesk(longest="PT4H")
    key = desk.done("09:00", "li", "check_in")
    assert names(desk, "12:59:59") == ["li"]
    assert names(desk, "13:00") == []
    assert desk.refused("13:00", "li", "check_out", closed=ALL) == "check-out-forgotten"
    desk.done("13:30", "li", "check_in")
    (one,) = queries.of_person(
        desk.book, desk.world.keys["li"], DAY, DAY + timedelta(days=1), desk.moment("14:00"), desk.packs
    )
    assert one.forgotten
    desk.done(
        "14:00",
        "boss",
        "correct",
        presence=key,
        came_at=desk.moment("09:00"),
        left_at=desk.moment("12:30"),
        reason="忘了签退",
    )
    assert stay(desk, key).left_at == desk.moment("12:30")


def test_a_supervisor_puts_it_right_and_what_stood_there_stays() -> None:
    desk = SalesDesk()
    key = desk.done("09:20", "li", "check_in")
    assert kinds(desk, "li", "10:00") == ["LATE"]
    right: dict[str, Any] = {"presence": key, "came_at": desk.moment("09:00"), "reason": "签到机没电"}
    with pytest.raises(NotAllowed):
        desk.do("10:00", "wang", "correct", **right)
    desk.done("10:00", "boss", "correct", **right)
    assert kinds(desk, "li", "10:00") == []
    (before,) = stay(desk, key).corrections
    assert (before.came_at, before.reason, before.struck) == (desk.moment("09:20"), "签到机没电", False)
    with pytest.raises(BadInput):
        desk.do("10:01", "boss", "correct", **right)


def test_a_stay_that_never_was_is_struck_and_counts_no_more() -> None:
    desk = SalesDesk()
    key = desk.done("09:00", "li", "check_in")
    desk.done("09:30", "boss", "strike", presence=key, reason="替别人签的")
    assert names(desk, "09:30") == []
    assert desk.refused("09:31", "boss", "strike", presence=key, reason="x") == "presence-struck"
    right: dict[str, Any] = {"presence": key, "came_at": desk.moment("09:01"), "reason": "x"}
    assert desk.refused("09:31", "boss", "correct", **right) == "presence-struck"
    desk.done("09:32", "li", "check_in")
    assert kinds(desk, "li", "09:40") == ["LATE"]


def test_nobody_puts_their_own_hours_right() -> None:
    desk = SalesDesk()
    key = desk.done("09:00", "boss", "check_in")
    own: dict[str, Any] = {"presence": key, "reason": "x"}
    assert desk.refused("10:00", "boss", "correct", came_at=desk.moment("08:00"), **own) == "own-hours"
    assert desk.refused("10:00", "boss", "strike", **own) == "own-hours"
    me = desk.world.keys["boss"]
    assert desk.refused("10:00", "boss", "add", person=me, came_at=desk.moment("08:00"), reason="x") == "own-hours"


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"came_at": "10:01"}, "came_at"),
        ({"came_at": "09:00", "left_at": "09:00"}, "left_at"),
        ({"came_at": "09:00", "left_at": "10:01"}, "left_at"),
        ({"came_at": "08:59", "left_at": "09:31"}, "came_at"),
    ],
)
def test_what_a_supervisor_enters_makes_sense(said: dict[str, str], where: str) -> None:
    desk = SalesDesk()
    desk.done("09:30", "li", "check_in", post="hall")
    moments: dict[str, Any] = {name: desk.moment(clock) for name, clock in said.items()}
    with pytest.raises(BadInput) as caught:
        desk.do("10:00", "boss", "add", person=desk.world.keys["li"], reason="漏签", **moments)
    assert caught.value.where == where


def test_what_a_supervisor_adds_counts() -> None:
    desk = SalesDesk()
    li = desk.world.keys["li"]
    key = desk.done(
        "17:31", "boss", "add", person=li, came_at=desk.moment("09:00"), left_at=desk.moment("17:30"), reason="漏签"
    )
    assert kinds(desk, "li", "18:00") == []
    assert stay(desk, key).basis == "SUPERVISOR"
    with pytest.raises(BadInput):
        desk.do(
            "18:00", "boss", "add", person=li, came_at=desk.moment("08:00"), left_at=desk.moment("09:00:01"), reason="x"
        )


def test_one_stay_is_not_longer_than_the_regime_lets_it_be() -> None:
    desk = SalesDesk(longest="PT4H")
    said: dict[str, Any] = {"person": desk.world.keys["li"], "came_at": desk.moment("09:00"), "reason": "漏签"}
    with pytest.raises(BadInput):
        desk.do("18:00", "boss", "add", left_at=desk.moment("13:00:01"), **said)
    desk.done("18:00", "boss", "add", left_at=desk.moment("13:00"), **said)


def test_a_stay_of_another_post_or_of_nobody_is_not_found() -> None:
    desk = SalesDesk()
    key = desk.done("09:00", "li", "check_in", post="hall")
    for presence in (key, "none"):
        with pytest.raises(NotFound):
            desk.do("10:00", "boss", "strike", presence=presence, reason="x")


def _reported(desk: SalesDesk, who: str, clock: str) -> int:
    now = desk.moment(clock)
    place = org.place(desk.book, "desk", now)
    context = Context(desk.book, desk.actor(who), place, now, f"report-{who}-{clock}", desk.packs)
    return len(list(by_handover(context, desk.world.keys[who])))


def test_reporting_in_for_a_handover_checks_in_where_the_regime_says_so() -> None:
    assert _reported(SalesDesk(), "li", "09:00") == 0
    desk = SalesDesk(by_handover=True)
    assert _reported(desk, "li", "09:00") == 1
    desk.done("09:00", "li", "check_in")
    assert _reported(desk, "li", "09:10") == 0, "they are there already"
    desk.done("09:00", "wang", "check_in", post="hall")
    assert _reported(desk, "wang", "09:10") == 0, "they are elsewhere, and no refusal can say so"


People, Posts = st.sampled_from(["li", "wang", "zhao"]), st.sampled_from(["desk", "hall"])
Clock = st.integers(0, 40).map(lambda n: f"{9 + n // 10:02d}:{n % 10 * 6:02d}")
Deeds = st.lists(st.tuples(Clock, People, Posts, st.sampled_from(["check_in", "check_out", "add"]), Clock), max_size=14)


@given(Deeds)
def test_whatever_is_done_nobody_is_at_two_places_at_once(deeds: list[tuple[str, str, str, str, str]]) -> None:
    desk = SalesDesk()
    for clock, who, post, verb, other in sorted(deeds):
        said: dict[str, Any] = {"check_out": {"closed": ALL}}.get(verb, {})
        if verb == "add":
            said = {"person": desk.world.keys[who], "came_at": desk.moment(other), "reason": "x"}
        try:
            desk.do(clock, "boss" if verb == "add" else who, verb, post=post, **said)
        except (BadInput, Declined):
            continue
    stays = sorted(_all(desk.book), key=lambda one: one.came_at)
    for place, one in enumerate(stays):
        for later in stays[place + 1 :]:
            if one.person == later.person:
                assert one.left_at is not None
                assert one.left_at <= later.came_at


def _all(book: Book) -> list[PostPresence]:
    return book.find(PRESENCES, counts=True)
