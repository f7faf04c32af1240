"""Nobody is put on a shift while they are away with approval: by hand, all at once, undone, swapped, by a rotation."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from jiaoban.absence import usecases as _absence  # noqa: F401 - declares the verbs
from jiaoban.absence.work import stands
from jiaoban.followup import usecases as _followup  # noqa: F401
from jiaoban.kernel.shifts import local
from jiaoban.org import queries as org
from jiaoban.roster.proposing.asking import Ask, question, usual
from tests import cast
from tests.pure.roster.ruled import MONDAY, SWAP, Ruled

DAY = timedelta(days=1)
A, B, C, LEAD = cast.A_CCR, cast.B_CCR, cast.C_CCR, cast.B_LEAD
LEAVE = MONDAY + 3 * DAY
"""The local day on which B is away; until then A, B and C are there."""
MOVE: dict[str, Any] = {"reason": "临时调整"}


def away(at: Ruled, who: cast.Member = B, first: tuple[date, int] = (LEAVE, 0), last: date = LEAVE + DAY) -> None:
    """Somebody is away with approval from an hour of a day to the begin of another, and what they stood is covered."""
    begin, end = local(first[0], time(first[1]), cast.ZONE), local(last, time(8), cast.ZONE)
    said = {"kind": "leave", "from_at": begin, "until_at": end, "reason": "家事"}
    key = at.ok("absence.ask", who, mobile="13800001111", landline="6760114", **said).acts[0].command
    found = stands(at.book, who.key, begin, end, lambda _digest: at.pack, at.now)
    free = next(one for one in cast.AT_CCR.values() if one is not who and all(one.key not in it.due for it in found))
    covers = [{"thing": one.thing, "person": free.key} for one in found if one.sort == "post"]
    at.ok("absence.approve", LEAD, absence=key, covers=covers)


def cell(day: date, shift: str, *people: cast.Member) -> dict[str, Any]:
    return {"day": day, "shift": shift, "people": [one.key for one in people]}


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("roster.assign", {**cell(LEAVE, cast.DAY, B)}),
        ("roster.change", {"cells": [cell(LEAVE, cast.DAY, B)]}),
        ("roster.edit", {"moves": [{"person": B.key, "day": LEAVE, "shift": cast.DAY}]}),
        ("roster.fill", {"cells": [cell(LEAVE, cast.DAY, B)]}),
    ],
)
def test_by_hand_they_are_put_on_no_shift_whatever_is_said_for_it(verb: str, said: dict[str, Any]) -> None:
    at = Ruled()
    away(at)
    before = at.due(LEAVE, cast.DAY)
    (reason,) = at.reasons(verb, cast.A_LEAD, despite="没有别人", **said, **MOVE)
    assert (reason.code, reason.clause, reason.names) == ("away", "hydro/4.3", (B.name,))
    assert "11月26日白班" in reason.why.zh
    assert "11月26日 00:00 至 11月27日 08:00" in reason.why.zh
    assert "缩短离岗" in reason.lifts.zh
    assert at.due(LEAVE, cast.DAY) == before


def test_before_and_after_they_can_be_put_on() -> None:
    at = Ruled()
    away(at)
    for day, shift in ((LEAVE - DAY, cast.DAY), (LEAVE + DAY, cast.DAY)):
        at.ok("roster.assign", cast.A_LEAD, **cell(day, shift, B), **MOVE)


def test_a_leave_that_touches_a_part_of_a_shift_wants_a_reason() -> None:
    at = Ruled()
    away(at, first=(LEAVE, 12))
    said = {**cell(LEAVE, cast.DAY, B), **MOVE}
    (reason,) = at.reasons("roster.assign", cast.A_LEAD, **said)
    assert (reason.code, reason.clause) == ("away-meanwhile", "hydro/4.3")
    act = at.ok("roster.assign", cast.A_LEAD, despite="上午在", **said).acts[0]
    assert (act.payload.despite, act.clauses) == ("上午在", ("hydro/4.3",))  # type: ignore[attr-defined]


def test_who_stays_on_a_shift_is_not_asked_about_again() -> None:
    at = Ruled()
    day = next(one for one in (MONDAY + step * DAY for step in range(1, 9)) if B.key in at.due(one, cast.DAY))
    away(at, first=(day, 12), last=day + DAY)
    assert B.key in at.due(day, cast.DAY), "of a shift that a leave touches in part they stay due for the rest"
    at.ok("roster.assign", cast.A_LEAD, **cell(day, cast.DAY, B, A, C), **MOVE)


def test_a_change_is_not_undone_onto_somebody_who_is_away_by_now() -> None:
    at = Ruled()
    day = next(one for one in (MONDAY + step * DAY for step in range(1, 9)) if B.key in at.due(one, cast.DAY))
    change = at.ok("roster.change", cast.A_LEAD, cells=[cell(day, cast.DAY, A)], **MOVE).acts[0].command
    away(at, first=(day, 0), last=day + DAY)
    assert at.refused("roster.undo", cast.A_LEAD, change=change) == ["away"]


def test_a_rotation_that_meets_a_leave_wants_a_reason() -> None:
    at = Ruled()
    away(at)
    crew = {"crew": "A", "people": [B.key, *(one.key for one in (A, C))], "from_day": MONDAY + DAY}
    assert at.refused("roster.man", cast.ADMINISTRATOR, **crew) == ["away-meanwhile"]
    at.ok("roster.man", cast.ADMINISTRATOR, despite="他的班另行顶替", **crew)


def test_a_swap_puts_nobody_on_a_shift_they_are_away_in_at_the_asking_and_when_it_comes_to_hold() -> None:
    at = Ruled(swap=SWAP)
    mine = next(one for one in (MONDAY + step * DAY for step in range(2, 12)) if A.key in at.due(one, cast.DAY))
    ask = {"day": mine, "shift": cast.DAY, "colleague": B.key, "reason": "家长会", "more": "无"}
    agreed = at.ok("roster.ask_swap", A, command="swap", **ask).acts[0].command
    at.ok("roster.agree_swap", B, swap=agreed, more="无")
    away(at, first=(mine, 0), last=mine + DAY)
    (reason,) = at.reasons("roster.tell_swap", A, swap=agreed, to=LEAD.key, despite="说好了")
    assert (reason.code, reason.names) == ("away", (B.name,))
    at.ok("roster.withdraw_swap", A, swap=agreed, reason="他请假了")
    assert at.refused("roster.ask_swap", A, **ask) == ["away"]
    assert at.due(mine, cast.DAY) == (A.key,)


def test_whoever_arrived_on_a_recall_is_there_again() -> None:
    at = Ruled()
    away(at, last=LEAVE + 3 * DAY)
    at.at(LEAVE, 9)
    call = at.ok("absence.recall", LEAD, people=[B.key], reason="厂房进水", where="中控室").acts[0].command
    at.ok("absence.answer_recall", B, recall=f"{call}.{B.key}", coming=True)
    assert at.refused("roster.assign", cast.A_LEAD, **cell(LEAVE + DAY, cast.DAY, B), **MOVE) == ["away"]
    at.ok("absence.arrive", B, recall=f"{call}.{B.key}")
    at.ok("roster.assign", cast.A_LEAD, **cell(LEAVE + DAY, cast.DAY, B), **MOVE)


def test_a_month_is_proposed_around_leaves_and_keeps_the_rest_of_a_shift_that_one_touches() -> None:
    at = Ruled()
    day = next(one for one in (MONDAY + step * DAY for step in range(9, 20)) if B.key in at.due(one, cast.DAY))
    away(at, first=(day, 12), last=day + 2 * DAY)
    at.ok("roster.assign", cast.A_LEAD, **cell(day, cast.DAY, B, A), **MOVE)
    first = date(2026, 12, 1)
    found = usual(at.book, cast.CCR, first)
    said = Ask.model_validate({"month": "2026-12", "people": found.people, "each": dict(found.each)})
    asked = question(at.book, cast.CCR, at.pack, said, org.local_day(at.book, at.now))
    bars = next(one.bars for one in asked.workers if one.key == B.key)
    assert bars.get(f"{day + DAY}.{cast.DAY}") == "away"
    assert f"{day}.{cast.DAY}" not in bars, "held by hand, and only touched"
