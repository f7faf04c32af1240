"""A round: the page on which it is gone, for one hand, and the report of one that is over."""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from jiaoban.followup import queries as followup
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.logbook import photos
from jiaoban.plant import measured
from jiaoban.plant import queries as plant
from jiaoban.plant.terms import SEVERITIES
from jiaoban.round import queries
from jiaoban.round.acts import Point
from jiaoban.round.tables import Round, Route, Skip, Visit
from jiaoban.round.terms import BASES, FINDINGS, PACES, RESULTS
from jiaoban.web import pictures, shown
from jiaoban.web.answer import Answer
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
    }


# ---- while it goes on
def _going(desk: Desk, one: Round, route: Route, secret: str) -> dict[str, Any]:
    scanned = queries.code(desk.book, secret)
    at = scanned.point if scanned and scanned.route == route.key else ""
    codes = queries.codes(desk.book, route.key)
    parameters = _parameters(desk, route)
    units = plant.names(desk.book, (point.equipment for point in route.points))
    left = one.left
    following = at or (left[0] if left else "")
    points = [
        {
            **_point(desk, one, route, point, parameters, units),
            "digest": codes[point.code].digest if point.code in codes else "",
            "secret": secret if point.code == at else "",
            "open": point.code == following,
            "next": bool(left) and point.code == left[0],
        }
        for point in route.points
    ]
    order = {True: 0, False: 1}
    points.sort(key=lambda shown: (not shown["open"], order[bool(shown["to_do"])]))
    api = f"/api/v1/sites/{desk.site.code}"
    fixed = {"round": one.key}
    return {
        "points": points,
        "scan_failed": bool(secret) and not at,
        "scanned": bool(at),
        "left": len(left),
        "results": [(code, desk.words(text)) for code, text in RESULTS.items()],
        "findings": [(code, desk.words(text)) for code, text in FINDINGS.items()],
        "severities": [(code, desk.words(text)) for code, text in SEVERITIES.items() if code],
        "finish": desk.form(
            "round.finish", label=gettext("完成巡检"), form_id="finish", fixed=fixed, only=("offline",), draft=False
        ),
        "abandon": desk.form("round.abandon", label=gettext("终止巡检"), form_id="abandon", fixed=fixed, tone="danger"),
        "api": f"{api}/posts/{desk.post}/round/",
        "files": f"{api}/files",
        "now_url": desk.url("round_now", key=one.key),
        "login": reverse("account_login"),
        "worker": reverse("round_worker"),
        "arrived_at": desk.now.isoformat() if at else "",
    }


def _parameters(desk: Desk, route: Route) -> Mapping[str, Any]:
    found = plant.parameters_of(desk.book, (key for point in route.points for key in point.parameters))
    mine = {key: one for key, one in found.items() if one.post == desk.post and one.in_use}
    last = {one.parameter: one for one in measured.latest_of(desk.book, list(mine))}
    return {key: (one, last.get(key)) for key, one in mine.items()}


def _point(
    desk: Desk, one: Round, route: Route, point: Point, parameters: Mapping[str, Any], units: Mapping[str, str]
) -> dict[str, Any]:
    form_id = f"visit-{point.code}"
    mine = desk.answer if desk.answer and desk.answer.form == form_id else None
    visit, skip = one.first.get(point.code), one.skipped.get(point.code)
    return {
        "one": point,
        "number": route.points.index(point) + 1,
        "equipment": units.get(point.equipment, point.equipment),
        "form_id": form_id,
        "to_do": visit is None and skip is None,
        "visit": _visited(desk, visit) if visit else None,
        "skip": _skipped(desk, skip) if skip else None,
        "refused": mine is not None,
        "typed": {name: next(iter(held), "") for name, held in mine.values.items()} if mine else {},
        "readings": [_reading(parameters[key], key, mine) for key in point.parameters if key in parameters],
    }


def _reading(known: Any, key: str, mine: Answer | None) -> dict[str, Any]:
    parameter, last = known
    return {
        "key": key,
        "name": parameter.name,
        "unit": parameter.unit,
        "low": parameter.low,
        "high": parameter.high,
        "lowest": parameter.lowest,
        "highest": parameter.highest,
        "last": last,
        "typed": mine.typed(f"figure.{key}") if mine else "",
    }


def _visited(desk: Desk, visit: Visit) -> dict[str, Any]:
    return {
        "one": visit,
        "by": desk.name(visit.by),
        "basis": desk.words(BASES[visit.basis]),
        "result": desk.words(RESULTS[visit.result]),
        "pace": desk.words(PACES[visit.pace]) if visit.pace else "",
        "stay": spell_stay(visit.stay_s),
        "skew": visit.skew_s is not None,
    }


def _skipped(desk: Desk, skip: Skip) -> dict[str, Any]:
    return {"one": skip, "by": desk.name(skip.by)}


def spell_stay(seconds: int | None) -> str:
    """Return a stay in words, to the second below ten minutes."""
    if seconds is None:
        return ""
    if seconds < 60:
        return gettext("{n} 秒").format(n=seconds)
    if seconds < 600:
        return gettext("{m} 分 {s} 秒").format(m=seconds // 60, s=seconds % 60)
    return gettext("{m} 分").format(m=seconds // 60)


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
    for name in ("point", "arrived_at", "code", "result", "note", "finding", "finding_kind", "severity"):
        if typed.get(name):
            said[name] = str(typed[name])
    filled = [(name.partition(".")[2], str(value)) for name, value in typed.items() if name.startswith("figure.")]
    for number, (parameter, value) in enumerate((name, value) for name, value in filled if value.strip()):
        said[f"readings.{number}.parameter"], said[f"readings.{number}.value"] = parameter, value
    said.setlist("photos", pictures)
    return act(request, desk, "round.visit", said)


@page()
def now(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Tell a device whose login it has, what time it is at the site, and whether the round goes on.

    `ahead_s`: by how many seconds a demo site's clock is ahead of the real one.
    """
    one = _round(desk, key)
    said = {
        "person": desk.actor.person,
        "now": desk.now.isoformat(),
        "ahead_s": desk.site.offset.total_seconds(),
        "open": one.open,
    }
    response = JsonResponse(said)
    response.headers["Cache-Control"] = "no-store"
    return response


# ---- when it is over
def _report(desk: Desk, one: Round, route: Route) -> dict[str, Any]:
    parameters = _parameters(desk, route)
    units = plant.names(desk.book, (point.equipment for point in route.points))
    out = {visit.seq for visit in one.out_of_turn}
    counts = {visit.seq for visit in one.first.values()}
    works, rows = desk.can(Right.WORK), []
    for number, point in enumerate(route.points, start=1):
        visits = [
            {
                **_visited(desk, visit),
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
        skips = [_skipped(desk, skip) for skip in one.skips if skip.point == point.code]
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
        "took": spell_stay(int(one.took.total_seconds())) if one.took is not None else "",
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
