"""A round: the page on which it is gone, for one hand, and the report of one that is over."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from jiaoban.followup import queries as followup
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.kernel.zones import clock_of
from jiaoban.logbook import photos
from jiaoban.plant import queries as plant
from jiaoban.plant.pages import told
from jiaoban.round import queries
from jiaoban.round.acts import Point
from jiaoban.round.pages import points
from jiaoban.round.tables import Round, Route, Visit
from jiaoban.web import pictures, shown
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import act, mistaken, page

INSTANT = timedelta(microseconds=1)


@page()
def round_(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show a round: while it goes on the points with their forms, the next one on top; afterwards its report."""
    one = _round(desk, key)
    route = queries.route_as_gone(desk.book, one)
    context: dict[str, Any] = {"one": one, "route": route, **_head(desk, one, route)}
    if not one.open or not desk.can(Right.WORK):
        return draw(request, desk, "round/report.html", {**context, **_report(desk, one, route)})
    return draw(request, desk, "round/round.html", {**context, **_going(desk, one, route, request.GET.get("code", ""))})


def _head(desk: Desk, one: Round, route: Route) -> dict[str, Any]:
    return {
        "by": desk.name(one.started_by),
        "people": desk.all_names(one.people),
        "been": len(one.first),
        "skipped": len(one.skipped),
        "total": len(route.points),
        "late": one.due_at is not None and one.started_at > one.due_at,
        "remarks": _remarks(desk, one, route),
    }


def _remarks(desk: Desk, one: Round, route: Route) -> list[str]:
    """Return what is out of the ordinary about how it began, in sentences."""

    def clock(moment: datetime) -> str:
        return f"{moment.astimezone(clock_of(desk.zone)):%H:%M}"

    said = []
    if one.told_at is not None:
        said.append(gettext("在没有信号时开始，{at} 收到。").format(at=clock(one.told_at)))
    for came in one.joinings:
        what = gettext("{name} {at} 在另一台设备上也开始了，两台设备走的是同一次巡检。")
        said.append(what.format(name=desk.name(came.by), at=clock(came.at)))
    now = queries.route(desk.book, route.key)
    if now is not None and now.version != route.version:
        what = gettext("路线已改为第 {now} 版；这一次按开始时的第 {v} 版走。")
        said.append(what.format(now=now.version, v=route.version))
    if route.timetables and not one.due:
        said.append(gettext("不对应该走的时刻：开始时不在时刻内，或那一次已有人走过。"))
    return said


# ---- while it goes on
def _going(desk: Desk, one: Round, route: Route, secret: str) -> dict[str, Any]:
    scanned = queries.code(desk.book, secret)
    at = scanned.point if scanned and scanned.route == route.key else ""
    left = one.left
    fixed = {"round": one.key}
    here = desk.url("round", key=one.key)
    return {
        **points.forms(desk, route, one, at=at, secret=secret),
        **points.device(desk),
        "round_key": one.key,
        "visit_url": desk.url("round_visit", key=one.key),
        "here_url": here,
        "scan_failed": bool(secret) and not at,
        "left": len(left),
        "finish": desk.form(
            "round.finish", label=gettext("完成巡检"), form_id="finish", fixed=fixed, only=("offline",), draft=False
        ),
        "abandon": desk.form("round.abandon", label=gettext("终止巡检"), form_id="abandon", fixed=fixed, tone="danger"),
        "now_url": desk.url("round_now", key=one.key),
    }


@page(Right.WORK, methods=("POST",))
def visit(request: HttpRequest, desk: Desk, key: str) -> HttpResponseBase:
    """Record what the form of a point holds: its figures, its photographs."""
    typed = request.POST
    try:
        pictures = [photos.take(one.read()) for one in request.FILES.getlist("photo")]
    except BadInput as error:
        return mistaken(request, desk, error, form=typed.get("form", ""), otherwise=desk.url("round", key=key))
    said = QueryDict(mutable=True)
    said["round"] = key
    for name in ("point", "arrived_at", "code", "result", "note", "finding", "finding_kind", "severity", "ask"):
        if typed.get(name):
            said[name] = str(typed[name])
    said.update(dict(told.said_of(typed)))
    said.setlist("photos", pictures)
    return act(request, desk, "round.visit", said)


@page()
def now(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Tell a device whose login it has, what time it is at the site, and whether the round goes on.

    `ahead_s`: by how many seconds a demo site's clock is ahead of the real one.
    """
    one = _round(desk, key)
    return points.clock(desk, going=one.open)


# ---- when it is over
def _report(desk: Desk, one: Round, route: Route) -> dict[str, Any]:
    parameters = points.parameters(desk, route)
    units = plant.names(desk.book, (point.equipment for point in route.points))
    out = {visit.seq for visit in one.out_of_turn}
    counts = {visit.seq for visit in one.first.values()}
    works, rows = desk.can(Right.WORK), []
    for number, point in enumerate(route.points, start=1):
        visits = [
            {
                **points.visited(desk, visit),
                "out_of_turn": visit.seq in out,
                "again": visit.seq not in counts,
                "figures": _figures(desk, visit, parameters),
                "photos": [_photo(desk, one, name) for name in visit.photos],
                "matter": desk.link("matter", key=visit.matter) if visit.matter else "",
                "follow_url": _follow(desk, one, point, visit) if works and visit.result == "ABNORMAL" else "",
            }
            for visit in one.visits
            if visit.point == point.code
        ]
        skips = [points.skipped(desk, skip) for skip in one.skips if skip.point == point.code]
        equipment = units.get(point.equipment, "")
        rows.append({"number": number, "one": point, "equipment": equipment, "visits": visits, "skips": skips})
    return {
        "rows": rows,
        "follow_ups": [shown.follow_up(desk, found) for found in followup.of_origin(desk.book, one.key)],
        "ended_by": desk.name(one.finished_by or one.abandoned_by) if not one.open else "",
        "out_of_turn": len(out),
        "fast": sum(visit.pace == "FAST" for visit in one.first.values()),
        "amiss": sum(visit.result == "ABNORMAL" for visit in one.visits),
        "scanned": sum(visit.basis == "SCANNED" for visit in one.first.values()),
        "took": points.spell_stay(int(one.took.total_seconds())) if one.took is not None else "",
    }


def _follow(desk: Desk, one: Round, point: Point, visit: Visit) -> str:
    """Return where what was found is entered to be followed up."""
    what = visit.finding or visit.note.partition("\n")[0]
    said = {"origin": one.key, "what": what[:200], "where": " ".join(filter(None, (point.name, point.place)))}
    return f"{desk.url('followup_new')}?{urlencode(said)}"


def _figures(desk: Desk, visit: Visit, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the figures of a visit: those that stand in the book of readings for that very moment."""
    found: list[dict[str, Any]] = []
    for key in visit.parameters:
        there = plant.readings(desk.book, key, since=visit.at, until=visit.at + INSTANT, limit=1)
        if not there:
            continue
        reading = there[0]
        parameter = parameters[key][0] if key in parameters else None
        found.append(
            {
                "name": parameter.name if parameter else key,
                "unit": parameter.unit if parameter else "",
                "value": reading.value,
                "within": reading.within,
            }
        )
    return found


def _photo(desk: Desk, one: Round, name: str) -> dict[str, str]:
    return {
        "url": desk.url("round_photo", key=one.key, picture=name),
        "small": desk.url("round_thumbnail", key=one.key, picture=name),
    }


@page()
def photo(request: HttpRequest, desk: Desk, key: str, picture: str) -> HttpResponseBase:
    """Give a photograph of a round to whoever may read the round."""
    _photo_of(desk, key, picture)
    return pictures.photograph(picture)


@page()
def thumbnail(request: HttpRequest, desk: Desk, key: str, picture: str) -> HttpResponseBase:
    """Give the small picture of a photograph of a round."""
    _photo_of(desk, key, picture)
    return pictures.small(picture)


def _photo_of(desk: Desk, key: str, picture: str) -> None:
    if not any(picture in one.photos for one in _round(desk, key).visits):
        raise NotFound(f"photo {picture}")


def _round(desk: Desk, key: str) -> Round:
    one = queries.round_(desk.book, key)
    if one is None or one.post != desk.post:
        raise NotFound(f"round {key}")
    return one


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Give the service worker, from the root, so that it may serve the pages of rounds without signal.

    It is public and the same for everybody; its version changes with the modules that it names.
    """
    queue = static("jiaoban/round-queue.js")
    version = sha256(queue.encode()).hexdigest()[:12]
    response = render(request, "round/worker.js", {"queue": queue, "version": version}, content_type="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response
