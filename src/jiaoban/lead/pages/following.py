"""主负责跟进: who led how many customers in a month, how many stayed without result, and who may not follow any."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from jiaoban.kernel.months import month_after, month_asked, month_query
from jiaoban.kernel.zones import clock_of
from jiaoban.lead import owned, queries
from jiaoban.lead.pages import shown
from jiaoban.lead.rules.limit import Share, month_before
from jiaoban.lead.tables import LEADS
from jiaoban.regime.leads import Leads
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

MOST = 20
"""So many customers without result are named beside a person."""


@page()
def following(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show it for a month, with who may not follow customers in it and in the next, and why."""
    said = queries.ruled(desk.here, desk.packs)
    today = desk.now.astimezone(clock_of(desk.zone)).date()
    month = month_asked(request.GET.get("month", ""), today)
    context: dict[str, Any] = {"rule": None, "back_url": desk.url("leads")}
    if said is not None and said.following is not None and said.following.limit is not None:
        context |= _of(desk, said, month, today)
    return draw(request, desk, "lead/following.html", context)


def _of(desk: Desk, said: Leads, month: date, today: date) -> dict[str, Any]:
    assert said.following is not None
    assert said.following.limit is not None
    months = owned.Following(desk.book, desk.here, said, desk.now)
    limit = said.following.limit
    shares = months.shares(month) if month <= today.replace(day=1) else []
    barred = [months.barred(one.person, month) for one in months.shares(month_before(month))]
    return {
        "rule": limit,
        "clause": desk.clause(limit.clause),
        "leader_clause": desk.clause(said.following.leader.clause),
        "month": month,
        "next": month_after(month),
        "going_on": month == today.replace(day=1),
        "earlier": month_query(month, -1),
        "later": month_query(month, 1) if month < today.replace(day=1) else "",
        "rows": [_row(desk, one) for one in sorted(shares, key=lambda one: (-_percent(one), one.person))],
        "barred": [_row(desk, one) for one in barred if one is not None],
    }


def _percent(one: Share) -> float:
    return len(one.without) * 100 / len(one.led) if one.led else 0.0


def _row(desk: Desk, one: Share) -> dict[str, Any]:
    there = desk.book.many(LEADS, one.without[:MOST])
    names = shown.values(desk, [lead.name for lead in there.values()])
    return {
        "person": desk.name(one.person),
        "led": len(one.led),
        "without": len(one.without),
        "percent": f"{_percent(one):.0f}",
        "width": round(_percent(one), 1),
        "reached": one.reached,
        "customers": [
            {"name": shown.called(desk, lead, names), "url": desk.url("lead", key=key)} for key, lead in there.items()
        ],
        "more": max(0, len(one.without) - MOST),
    }
