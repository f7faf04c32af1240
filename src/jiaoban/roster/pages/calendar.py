"""节假日: a year of the site's calendar; the administrator takes it from the library or sets days by hand."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.starts import EARLIEST, LATEST
from jiaoban.org import queries as org
from jiaoban.roster import calendaring, holidays
from jiaoban.roster.grid_tables import CalendarDay
from jiaoban.roster.pages.frame import tabs
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw, usual_post
from jiaoban.web.visit import page


def kinds() -> dict[str, str]:
    """Return what a day can be, in the reader's language."""
    return {"HOLIDAY": gettext("放假"), "WORKDAY": gettext("上班（调休）"), "ORDINARY": gettext("与平常一样")}


@page()
def calendar(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the holidays and make-up working days of a year (`?year=2026`)."""
    today = org.local_day(desk.book, desk.now)
    typed = request.GET.get("year", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else today.year
    year = min(max(year, EARLIEST.year), LATEST.year - 1)
    found = calendaring.of_year(desk.book, year)
    known = year in holidays.years()
    may = desk.actor.may_everywhere(Right.ADMINISTER)
    names = kinds()
    context: dict[str, Any] = {
        "tabs": tabs(desk, "calendar", post=usual_post(request, desk)),
        "year": year,
        "older_url": f"?year={year - 1}",
        "newer_url": f"?year={year + 1}",
        "days": [_row(desk, one, names) for one in found],
        "known": known,
        "first": holidays.years()[0],
        "last": holidays.years()[-1],
        "any_by_library": any(not one.by_hand for one in found),
        "take": desk.form(
            "roster.take_year", label=gettext("录入这一年的节假日"), fixed={"year": str(year)}, draft=False
        )
        if may and known
        else None,
        "set": desk.form(
            "roster.set_day",
            label=gettext("记下"),
            options={"kind": list(names.items())},
            given={"day": today.isoformat(), "kind": "HOLIDAY"},
        )
        if may
        else None,
    }
    return draw(request, desk, "roster/calendar.html", context)


def _row(desk: Desk, one: CalendarDay, names: dict[str, str]) -> dict[str, Any]:
    source = gettext("手工：{reason}（{who}）").format(reason=one.reason, who=desk.name(one.by))
    return {
        "day": one.day,
        "kind": one.kind,
        "kind_name": names[one.kind],
        "name": desk.words(one.name),
        "source": source if one.by_hand else one.source,
    }
