"""主负责跟进: who led how many customers in a month, how many stayed without result, and who may not follow any."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.kernel.months import month_after, month_asked, month_query
from jiaoban.kernel.zones import clock_of
from jiaoban.lead import owned, queries
from jiaoban.lead.pages import shown
from jiaoban.lead.rules.limit import Share, month_before, month_of
from jiaoban.lead.tables import LEADS
from jiaoban.regime.leads import Leads
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Choices, Lookup
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


def barred(desk: Desk, said: Leads) -> dict[str, Share]:
    """Return who may not follow customers this month, with why: the share of the month before."""
    if said.following is None or said.following.limit is None:
        return {}
    months, month = owned.Following(desk.book, desk.here, said, desk.now), month_of(desk.now, desk.zone)
    there = ((one.person, months.barred(one.person, month)) for one in months.shares(month_before(month)))
    return {person: why for person, why in there if why is not None}


def marked(desk: Desk, person: str, those: Mapping[str, Share]) -> str:
    """Return the name of a person as a form offers it: with the word that they may not follow customers now."""
    name = desk.name(person)
    return gettext("{name}（本月不得跟进）").format(name=name) if person in those else name


def choose(desk: Desk, those: Mapping[str, Share]) -> Choices:
    """Return the people of the site to choose a leader from, those marked who may not follow customers now."""
    people = desk.choose("person")
    if isinstance(people, Lookup):
        return people
    return [(key, marked(desk, key, those) if key in those else label) for key, label in people]


def notice(desk: Desk, said: Leads, person: str | None, month: date | None = None) -> dict[str, Any] | None:
    """Return why somebody may not follow customers in a month (default: this one), as lead/barred.html draws it."""
    if person is None or said.following is None or said.following.limit is None:
        return None
    months = owned.Following(desk.book, desk.here, said, desk.now)
    now = month_of(desk.now, desk.zone)
    asked = month or now
    why = months.barred(person, asked) if asked <= now else None  # of a month to come nothing is certain
    if why is None:
        return None
    limit = said.following.limit
    url = desk.url("following") + month_query(asked, 0)
    return {**_row(desk, why), "month": asked, "clause": desk.clause(limit.clause), "url": url, "limit": limit.percent}
