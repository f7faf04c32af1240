"""What of customers stands on the home page: who comes today by an appointment of one's own, or of anybody."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext, ngettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.shifts import local
from jiaoban.kernel.zones import clock_of
from jiaoban.lead import queries
from jiaoban.lead.tables import LEADS, Event
from jiaoban.regime.pack import Pack
from jiaoban.web.desk import Desk

DAY = timedelta(days=1)


def due(desk: Desk, pack: Pack | None) -> Iterable[dict[str, Any]]:
    """The next of one's own customers who comes today, and to a supervisor how many come in all."""
    if pack is None or pack.leads is None or queries.contacts_at(desk.here, desk.packs) is None:
        return
    today = desk.now.astimezone(clock_of(desk.zone)).date()
    begins, ends = local(today, time(), desk.zone), local(today + DAY, time(), desk.zone)
    coming = [one for one in queries.coming(desk.book, desk.post, begins, ends) if _awaited(desk, one)]
    mine = [one for one in coming if one.person == desk.actor.person]
    if mine:
        text = ngettext("今天有 {n} 位您约的客户要来", "今天有 {n} 位您约的客户要来", len(mine)).format(n=len(mine))
        yield _line(desk, text, mine)
    elif coming and desk.can(Right.SUPERVISE):
        text = ngettext("今天有 {n} 位约好的客户要来", "今天有 {n} 位约好的客户要来", len(coming)).format(n=len(coming))
        yield _line(desk, text, coming)


def _awaited(desk: Desk, one: Event) -> bool:
    """The customer has not come by this appointment, and none after it was fixed."""
    lead = desk.book.get(LEADS, one.lead)
    return lead is not None and not lead.gone and lead.next_at == one.for_at


def _line(desk: Desk, text: str, coming: list[Event]) -> dict[str, Any]:
    first = coming[0]
    assert first.for_at is not None
    where: datetime = first.for_at
    url = desk.url("lead", key=first.lead) if len(coming) == 1 else f"{desk.url('leads')}?stand=APPOINTED"
    overdue = where < desk.now
    not_here = gettext("，到点还没有来")
    said = f"{text}{not_here}" if overdue and len(coming) == 1 else text
    return {"icon": "person", "text": said, "url": url, "at": where, "overdue": overdue, "count": len(coming)}
