"""What the figures of a shift come to: times outside the limits, what counters counted, what was not read."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.plant import measured, queries
from jiaoban.plant.limits import DEGREES
from jiaoban.plant.pages.shifts import Shown, chosen, picker, tabs
from jiaoban.plant.rules.figures import consumption
from jiaoban.plant.rules.measures import Excursion, Total
from jiaoban.plant.rules.schedule import Slot
from jiaoban.plant.tables import Latest, Parameter
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

MOST = 200
"""Excursions, and parameters with missing readings, on the page; the others are counted."""


@page()
def shift_figures(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the excursions of a shift with their causes, its totals, and the readings that are missing."""
    shown = chosen(request, desk)
    parameters = queries.parameters(desk.book, desk.post)
    found = measured.excursions_of(desk.book, parameters, desk.post, shown.begins, shown.ends)
    found.sort(key=lambda one: one.since, reverse=True)
    totals = measured.totals_of(desk.book, parameters, shown.begins, shown.ends)
    so_far = {one.parameter: one for one in measured.latest_of(desk.book, [one.parameter.key for one in totals])}
    slots = measured.wanting(desk.book, parameters, shown.begins, shown.ends, desk.zone, desk.now)
    lacking = _missing(parameters, slots)
    url = f"{desk.url('shift_figures')}?shift={shown.key}"
    may = desk.can(Right.WORK)
    context = {
        "tabs": tabs(desk, "shift_figures"),
        "shift": picker(desk, shown, "shift_figures"),
        "excursions": [_excursion(desk, one, url, may=may) for one in found[:MOST]],
        "more": max(0, len(found) - MOST),
        "unexplained": sum(not one.explained for one in found),
        "totals": [_total(one, so_far.get(one.parameter.key), shown) for one in totals],
        "missing": lacking[:MOST],
        "missing_more": max(0, len(lacking) - MOST),
        "count": sum(len(one["at"]) for one in lacking),
        "draws": may and bool(lacking),
        "since": shown.begins,
        "until": min(shown.ends, desk.now),
        "back": url,
    }
    return draw(request, desk, "plant/shift_figures.html", context)


def _excursion(desk: Desk, one: Excursion, url: str, *, may: bool) -> dict[str, Any]:
    worst = one.worst
    limits = f"{worst.low or worst.low_low or '-∞'} ~ {worst.high or worst.high_high or '∞'} {one.parameter.unit}"
    form = None
    if may and not one.explained:
        form = desk.form(
            "plant.explain",
            label=gettext("记录原因和处理"),
            form_id=f"explain-{one.parameter.key}-{one.since:%Y%m%d%H%M%S}",
            fixed={"parameter": one.parameter.key, "at": one.readings[-1].at.isoformat()},
            next_url=url,
            given={"cause": one.cause, "handling": one.handling},
        )
    return {
        "one": one,
        "url": desk.url("parameter", key=one.parameter.key),
        "limits": limits.strip(),
        "degree": desk.words(DEGREES[one.degree]),
        "form": form,
    }


def _total(one: Total, newest: Latest | None, shown: Shown) -> dict[str, Any]:
    """Return a total; while the shift runs, `so_far` is what it came to with the newest figure."""
    unit = one.parameter.unit
    so_far = None
    if one.last is None and newest is not None and shown.begins <= newest.at < shown.ends:
        so_far = consumption(one.begin, Decimal(newest.value), Decimal(one.parameter.rolls_at))
    return {
        "one": one,
        "begin": f"{one.begin:f}" if one.begin is not None else "",
        "end": f"{one.end:f}" if one.end is not None else "",
        "used": f"{one.used:f} {unit}".strip() if one.used is not None else "",
        "so_far": f"{so_far:f} {unit}".strip() if so_far is not None else "",
        "so_far_at": newest.at if newest is not None else None,
    }


def _missing(parameters: list[Parameter], slots: Any) -> list[dict[str, Any]]:
    found = []
    for one in parameters:
        lacking: list[datetime] = [slot.at for slot in slots.get(one.key, ()) if _is_missing(slot)]
        if lacking:
            found.append({"name": one.name, "at": lacking})
    return found


def _is_missing(slot: Slot) -> bool:
    return slot.state == "MISSING"
