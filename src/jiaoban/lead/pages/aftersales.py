"""售后: the customers whom one looks after in a month, and those of a whole post, with what is due and missing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from jiaoban.kernel.access import Right
from jiaoban.kernel.months import month_after, month_asked, month_query
from jiaoban.lead import aftersales as queries
from jiaoban.lead.aftersales import Cared
from jiaoban.lead.pages import aftersales_shown as shown
from jiaoban.lead.pages.aftersales_missing import missing
from jiaoban.lead.tables import LEADS
from jiaoban.org import queries as org
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page


@page()
def aftersales(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the customers whom one looks after oneself, what is missing first."""
    return _drawn(request, desk, desk.actor.person, own=True)


@page(Right.SUPERVISE)
def aftersales_month(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show everybody's customers, or those of one person (`?person=`)."""
    return _drawn(request, desk, request.GET.get("person", "")[:200], own=False)


def _drawn(request: HttpRequest, desk: Desk, person: str, *, own: bool) -> HttpResponse:
    said = shown.rules(desk)
    if said is None:
        return draw(request, desk, "lead/aftersales_none.html", {})
    if person and not own:
        org.person(desk.book, person)
    first = month_asked(request.GET.get("month", ""), org.local_day(desk.book, desk.now))
    after = month_after(first)
    everybody = queries.of_post(desk.book, desk.here, said, first, after, desk.now)
    found = [one for one in everybody if not person or one.concerns(person)]
    desk.names.learn({one.responsible for one in found})
    names = shown.called(desk, (one.lead for one in found))
    rows = [shown.row(desk, one, shown.in_month(one, first, after), names) for one in found]
    here = desk.url("aftersales" if own else "aftersales_month")
    narrowed = f"&person={person}" if person and not own else ""
    waiting = queries.waiting_for(desk.book, desk.post, desk.actor.person) if own else []
    context = {
        "tabs": shown.tabs(desk, "own" if own else "month"),
        "own": own,
        "name": desk.name(person) if person else "",
        "all_url": f"{here}?month={first:%Y-%m}",
        "month": first,
        "before": here + month_query(first, -1) + narrowed,
        "after": here + month_query(first, 1) + narrowed,
        "clause": desk.clause(said.clause),
        "rows": sorted(rows, key=lambda row: (row["hurry"], row["sold"])),
        "people": [] if own or person else _people(desk, found, first, after),
        "missing": missing(desk, first, person) if said.missed else [],
        "waiting": _waiting(desk, [one.key for one in waiting]),
        "file_url": desk.url("aftersales_file"),
        "file_person": person,
        "file_month": f"{first:%Y-%m}",
        "can_export": desk.can(Right.WORK) or desk.can(Right.SUPERVISE),
    }
    return draw(request, desk, "lead/aftersales.html", context)


def _waiting(desk: Desk, keys: Sequence[str]) -> list[dict[str, str]]:
    """The customers whom one is to take over as their class teacher."""
    leads = [one for one in desk.book.many(LEADS, keys).values() if not one.gone]
    names = shown.called(desk, leads)
    return [{"name": names[one.key], "url": desk.url("aftersales_one", key=one.key)} for one in leads]


def _people(desk: Desk, found: Sequence[Cared], first: date, after: date) -> list[dict[str, Any]]:
    """A line for each person: of what ends in the month, how much was wanted, done, is missing, is still to do."""
    lines: dict[str, dict[str, Any]] = {}

    def line(person: str) -> dict[str, Any]:
        return lines.setdefault(
            person, dict.fromkeys(("customers", "wanted", "done", "missing", "open", "unbriefed"), 0)
        )

    for one in found:
        own = line(one.responsible)
        own["customers"] += 1
        own["unbriefed"] += one.unbriefed(queries.local_day(desk.here, desk.now))
        for each in shown.in_month(one, first, after):
            if not first <= each.slot.last < after:
                continue
            theirs = line(one.answers(each))
            theirs["wanted"] += each.slot.wanted
            theirs["done"] += min(each.done, each.slot.wanted)
            theirs["missing" if each.state == "MISSED" else "open"] += each.missing
    return [
        {
            "name": desk.name(person),
            "url": f"{desk.url('aftersales_month')}?month={first:%Y-%m}&person={person}",
            **told,
        }
        for person, told in sorted(lines.items(), key=lambda item: (-item[1]["missing"], item[0]))
    ]
