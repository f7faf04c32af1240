"""Whoever covers an absence stands the shift under the rules of the roster, whoever may change rosters by hand."""

from datetime import time, timedelta
from typing import Any

from jiaoban.absence.work import stands
from jiaoban.kernel.shifts import local
from tests import cast
from tests.pure.roster.ruled import MONDAY, SWAP, Ruled, rule

DAY = timedelta(days=1)


def asked(at: Ruled) -> tuple[str, dict[str, Any]]:
    """Somebody asks to be away for the next day shift that they stand; their key, and what wants another name."""
    day = next(one for one in (MONDAY + step * DAY for step in range(1, 9)) if cast.A_CCR.key in at.due(one, cast.DAY))
    begin, end = local(day, time(8), cast.ZONE), local(day, time(16), cast.ZONE)
    said = {"kind": "leave", "from_at": begin, "until_at": end, "reason": "家事"}
    key = at.ok("absence.ask", cast.A_CCR, mobile="13800001111", landline="6760114", **said).acts[0].command
    found = stands(at.book, cast.A_CCR.key, begin, end, lambda _digest: at.pack, at.now)
    before = next(iter(at.due(day, cast.NIGHT)))
    covers = [{"thing": one.thing, "person": before} for one in found if one.sort == "post"]
    return key, {"covers": covers}


def test_a_rule_that_wants_a_reason_wants_it_of_who_approves() -> None:
    at = Ruled(rule("hours-in-row", at_most=timedelta(hours=8)), swap=SWAP, changed_by=("head",))
    key, cover = asked(at)
    reasons = at.reasons("absence.approve", cast.A_LEAD, absence=key, **cover)
    assert [one.clause for one in reasons] == ["hydro/4.3"]
    assert "连续16小时" in reasons[0].why.zh
    at.ok("absence.approve", cast.A_LEAD, absence=key, despite="没有别人有资格", **cover)
    act = next(act for act in at.book.acts() if act.kind == "roster.assigned")
    assert act.payload.despite == "没有别人有资格"  # type: ignore[attr-defined]


def test_a_hard_rule_keeps_an_absence_from_being_approved() -> None:
    at = Ruled(rule("hours-in-row", at_most=timedelta(hours=8), hard=True), swap=SWAP)
    key, cover = asked(at)
    assert at.reasons("absence.approve", cast.A_LEAD, absence=key, despite="没有别人", **cover)[0].clause == "hydro/4.3"
