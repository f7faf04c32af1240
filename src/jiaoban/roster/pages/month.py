"""排班: a month of a post as a grid of crews and people, and the form for one shift's exception."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.org import queries as org
from jiaoban.roster import queries
from jiaoban.roster.pages.frame import Month, marked_days, may_change, tabs
from jiaoban.roster.rules import crews_of
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

TONES = 4


@page()
def roster(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show who is due on every shift of a month (`?month=2026-11`); whoever supervises can set an exception."""
    today = org.local_day(desk.book, desk.now)
    month = Month.asked(request.GET.get("month", ""), today)
    turns = queries.month(desk.book, desk.here, month.first.year, month.first.month)
    unmanned = {one.key for one in queries.unmanned(desk.book, desk.here, desk.now, month.first, month.after)}
    tones = {crew.crew: place % TONES for place, crew in enumerate(desk.site.crews)}
    kinds = {turn.shift.code: desk.words(turn.shift.name) for turn in turns}
    days: dict[date, dict[str, Any]] = {}
    for turn in turns:
        day = days.setdefault(turn.shift.day, {"day": turn.shift.day, "cells": {}})
        day["cells"][turn.shift.code] = {
            "crew": desk.tongue.all_of(desk.words(desk.site.crew_name(one)) for one in crews_of(turn.crew)),
            "people": desk.all_names(turn.people),
            "tone": tones.get(turn.crew.partition("+")[0], ""),
            "reason": turn.exception.reason if turn.exception else "",
            "mine": desk.actor.person in turn.people,
            "unmanned": turn.shift.key in unmanned,
        }
    marks = {one["day"]: one for one in marked_days(desk, month.days, today)}
    rows = [
        {
            **marks[day],
            "cells": [one["cells"].get(code) for code in kinds],
        }
        for day, one in days.items()
    ]
    context = {
        **month.shown(),
        "tabs": tabs(desk, "month", month.text),
        "has_today": any(row["today"] for row in rows),
        "rows": rows,
        "kinds": list(kinds.values()),
        "any": any(turn.people for turn in turns),
        "crews": [{"name": desk.words(crew.name), "tone": tones[crew.crew]} for crew in desk.site.crews],
        "form": _exception(desk, kinds) if may_change(desk, desk.post) else None,
    }
    return draw(request, desk, "roster/roster.html", context)


def _exception(desk: Desk, kinds: dict[str, str]) -> Any:
    return desk.form(
        "roster.assign",
        label=gettext("调整"),
        form_id="exception",
        options={
            "shift": list(kinds.items()),
            "people": desk.choose("person"),
        },
        given={"day": org.local_day(desk.book, desk.now).isoformat()},
    )
