"""Before a round: the page on which a route is begun, and the list of routes that a device keeps. Both are kept on the
device, so that a round can begin where there is no signal (docs/adr/0013)."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.canon import digest
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.zones import clock_of
from jiaoban.round import queries
from jiaoban.round.pages import points
from jiaoban.round.rules.due import dues
from jiaoban.round.tables import Route
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

SOON = timedelta(hours=24)
MOST_TIMES = 6


@page(Right.WORK)
def begin(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show the points of a route, and the button that begins a round along it.

    The copy that a device keeps (`?kept=`) says nothing of what goes on: it would still say so tomorrow.
    """
    route = queries.route(desk.book, key)
    if route is None or route.post != desk.post:
        raise NotFound(f"route {key}")
    going = next(iter(queries.going(desk.book, desk.post, key)), None)
    context: dict[str, Any] = {
        "route": route,
        "total": len(route.points),
        "going_url": desk.url("round", key=going.key) if going and "kept" not in request.GET else "",
        "here_url": desk.url("round_begin", key=key),
        "now_url": desk.url("rounds_now"),
        "round_url": desk.url("rounds"),
        "times": _times(desk, route),
        "start": desk.form(
            "round.start",
            label=gettext("开始巡检"),
            form_id="start",
            fixed={"route": key},
            next_url=desk.url("round", key="{key}"),
            only=(),
            draft=False,
        ),
        **points.forms(desk, route, None),
        **points.device(desk),
    }
    return draw(request, desk, "round/begin.html", context, status=200 if route.in_use else 410)


@page(Right.WORK)
def on_this_device(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the routes that can be begun without signal: what the device shows instead of the page of rounds."""
    routes = queries.routes(desk.book, desk.post)
    context = {"routes": [_row(desk, one) for one in routes], **keeping(desk, routes), "kept_at": desk.now}
    return draw(request, desk, "round/on_this_device.html", context)


def _row(desk: Desk, one: Route) -> dict[str, Any]:
    return {
        "key": one.key,
        "name": one.name,
        "url": desk.url("round_begin", key=one.key),
        "points": len(one.points),
        "digests": " ".join(code.digest for code in queries.codes(desk.book, one.key).values()),
        "times": _times(desk, one),
    }


def _times(desk: Desk, route: Route) -> str:
    """Return the next clock times of a day at which the route is due, as a list in words."""
    zone = clock_of(desk.zone)
    found = dues(route, desk.here, desk.rule_book(), desk.now, desk.now + SOON)
    times = list(dict.fromkeys(f"{one.at.astimezone(zone):%H:%M}" for one in found))[:MOST_TIMES]
    return ("、" if desk.language.startswith("zh") else ", ").join(times)


def keeping(desk: Desk, routes: list[Route]) -> dict[str, Any]:
    """Return what the page of rounds has a device keep; the stamp changes with anything of a route but its figures."""
    codes = {one.key: sorted(code.digest for code in queries.codes(desk.book, one.key).values()) for one in routes}
    paths = [desk.url("rounds_on_device"), *(desk.url("round_begin", key=one.key) for one in routes)]
    return {
        "device": {
            **points.device(desk),
            "site": desk.site.code,
            "who": desk.actor.person,
            "now": desk.url("rounds_now") if desk.can(Right.WORK) else "",  # nobody else goes a round, or may ask
            "routes": f"{desk.url('rounds')}/routes",
            "keep": " ".join(paths) if desk.can(Right.WORK) and routes else "",
            "path": paths[0],
            "stamp": digest([[one.key, str(one.version), *codes[one.key]] for one in routes])[:16],
        }
    }


@page(Right.WORK)
def now(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Tell a device whose login it has and what time it is at the site, before there is a round."""
    return points.clock(desk, going=True)
