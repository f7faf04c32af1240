"""What is due, what goes on, what was gone: the rounds of a post on one page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.words import Words
from jiaoban.round import queries
from jiaoban.round.pages.ahead import keeping
from jiaoban.round.queries import DueRound
from jiaoban.round.tables import Round, Route
from jiaoban.round.terms import DUE_STATES
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

TONES = {"OPEN": "accent", "OVERDUE": "advise", "MISSED": "block", "DONE": "clear", "GOING": "accent"}
WAITS = Words(zh="还没到时间", en="Not yet")
MARKS = {"OPEN": "current", "OVERDUE": "late", "MISSED": "critical", "DONE": "acknowledge", "GOING": "current"}


@page()
def rounds(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show what is due, the routes, and the rounds that were gone, the newest first."""
    found = queries.routes(desk.book, desk.post, retired=True)
    names = {one.key: one.name for one in found}
    going = {one.route: one for one in queries.going(desk.book, desk.post)}
    due = queries.due_rounds(desk.book, desk.here, desk.rule_book(), desk.now)
    context = {
        "due": [_due(desk, one, going.get(one.route.key)) for one in sorted(due, key=lambda one: _first(one, desk))],
        "routes": [_route(desk, one, going.get(one.key)) for one in found if one.in_use],
        "retired": [{"name": one.name, "url": desk.url("route", key=one.key)} for one in found if not one.in_use],
        "rounds": [row(desk, one, names.get(one.route, one.route)) for one in queries.newest(desk.book, desk.post)],
        "new_url": desk.url("route_new") if desk.can(Right.SUPERVISE) else "",
        **keeping(desk, [one for one in found if one.in_use]),
    }
    return draw(request, desk, "round/rounds.html", context)


def _first(one: DueRound, desk: Desk) -> tuple[int, float]:
    """What can be done now comes first, then what comes soon, then what went by, the newest first."""
    if one.state in ("GOING", "OVERDUE") or (one.due.is_open(desk.now) and one.gone is None):
        return 0, one.due.at.timestamp()
    return (1, one.due.at.timestamp()) if one.due.opens_at > desk.now else (2, -one.due.at.timestamp())


def _due(desk: Desk, one: DueRound, going: Round | None) -> dict[str, Any]:
    begins = one.gone is None and going is None and one.due.is_open(desk.now) and desk.can(Right.WORK)
    waits = one.due.opens_at > desk.now and one.gone is None
    return {
        "name": one.route.name,
        "at": one.due.at,
        "wait": waits,
        "opens_at": one.due.opens_at,
        "before": one.due.timetable.when == "HANDOVER",
        "state": desk.words(WAITS if waits else DUE_STATES[one.state]),
        "tone": "" if waits else TONES[one.state],
        "mark": "late" if waits else MARKS[one.state],
        "url": desk.url("round", key=one.gone.key) if one.gone else "",
        "going": one.state == "GOING",
        "start": start_form(desk, one.route, one.due.key) if begins else None,
    }


def start_form(desk: Desk, route: Route, due: str = "", code: str = "") -> Form:
    """Return the form that begins a round along a route and leads to it."""
    return desk.form(
        "round.start",
        label=gettext("开始巡检"),
        form_id="-".join(["start", route.key, *([due[:60]] if due else [])]).replace("@", "-").replace(":", "-"),
        fixed={"route": route.key, "due": due},
        next_url=desk.url("round", key="{key}") + (f"?code={code}" if code else ""),
        draft=False,
    )


def _route(desk: Desk, one: Route, going: Round | None) -> dict[str, Any]:
    return {
        "key": one.key,
        "name": one.name,
        "url": desk.url("route", key=one.key),
        "points": len(one.points),
        "going": desk.url("round", key=going.key) if going else "",
        "start": start_form(desk, one) if not going and desk.can(Right.WORK) else None,
    }


def row(desk: Desk, one: Round, name: str) -> dict[str, Any]:
    """Return a round as the lists show it."""
    return {
        "url": desk.url("round", key=one.key),
        "name": name,
        "at": one.started_at,
        "by": desk.all_names(one.people),
        "open": one.open,
        "abandoned": one.abandoned_at is not None,
        "took": one.took,
        "been": len(one.first),
        "points": len(one.points),
        "skipped": len(one.skipped),
        "amiss": sum(visit.result == "ABNORMAL" for visit in one.first.values()),
        "marks": len(one.out_of_turn) + sum(visit.pace == "FAST" for visit in one.first.values()),
    }
