"""The points of a route with their forms: of a round that goes on, or of one that is yet to begin."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext

from jiaoban.plant import measured
from jiaoban.plant import queries as plant
from jiaoban.plant.limits import limits_in, spelled
from jiaoban.plant.pages import told
from jiaoban.plant.tables import Latest, Parameter
from jiaoban.plant.terms import SEVERITIES
from jiaoban.round import queries
from jiaoban.round.acts import Point
from jiaoban.round.tables import Round, Route, Skip, Visit
from jiaoban.round.terms import BASES, FINDINGS, PACES, RESULTS
from jiaoban.web.desk import Desk

Known = Mapping[str, tuple[Parameter, Latest | None]]


def forms(desk: Desk, route: Route, one: Round | None, *, at: str = "", secret: str = "") -> dict[str, Any]:
    """Return the points as round/point.html draws them, and what their forms offer; `at` is the point whose code
    (`secret`) was scanned."""
    codes = queries.codes(desk.book, route.key)
    left = one.left if one else [point.code for point in route.points]
    following = at or (left[0] if left else "")
    readings = _readings(desk, route)
    units = plant.names(desk.book, (point.equipment for point in route.points))
    shown = [
        {
            **_point(desk, one, route, point, readings),
            "equipment": units.get(point.equipment, point.equipment),
            "digest": codes[point.code].digest if point.code in codes else "",
            "secret": secret if point.code == at else "",
            "open": point.code == following,
            "next": bool(left) and point.code == left[0],
        }
        for point in route.points
    ]
    shown.sort(key=lambda point: (not point["open"], not point["to_do"]))
    return {
        "points": shown,
        "results": [(code, desk.words(text)) for code, text in RESULTS.items()],
        "findings": [(code, desk.words(text)) for code, text in FINDINGS.items()],
        "severities": [(code, desk.words(text)) for code, text in SEVERITIES.items() if code],
        "skip_url": desk.do_url("round.skip"),
        "arrived_at": desk.now.isoformat() if at else "",
    }


def device(desk: Desk) -> dict[str, str]:
    """Return the addresses that the modules of a device need."""
    api = f"/api/v1/sites/{desk.site.code}"
    return {
        "api": f"{api}/posts/{desk.post}/round/",
        "files": f"{api}/files",
        "rounds_url": desk.url("rounds"),
        "login": reverse("account_login"),
        "worker": reverse("round_worker"),
    }


def clock(desk: Desk, *, going: bool) -> HttpResponse:
    """Tell a device whose login it has, what time it is at the site, and whether its round goes on.

    `ahead_s`: by how many seconds a demo site's clock is ahead of the real one.
    """
    said = {
        "person": desk.actor.person,
        "now": desk.now.isoformat(),
        "ahead_s": desk.site.offset.total_seconds(),
        "open": going,
    }
    response = JsonResponse(said)
    response.headers["Cache-Control"] = "no-store"
    return response


def parameters(desk: Desk, route: Route) -> Known:
    """Return what is read along a route with its newest figure, by key."""
    found = plant.parameters_of(desk.book, (key for point in route.points for key in point.parameters))
    mine = {key: one for key, one in found.items() if one.post == desk.post and one.in_use}
    last = {one.parameter: one for one in measured.latest_of(desk.book, list(mine))}
    return {key: (one, last.get(key)) for key, one in mine.items()}


def _readings(desk: Desk, route: Route) -> dict[str, dict[str, Any]]:
    """Return what is read along a route, by parameter, with the limits that hold now."""
    wanted = parameters(desk, route)
    modes = measured.modes_at(desk.book, [one for one, _ in wanted.values()], desk.now)
    found = {}
    for key, (one, last) in wanted.items():
        limits, by = limits_in(one, modes[key].state, modes[key].mode)
        said = spelled(limits)
        found[key] = {
            "key": key,
            "parameter": one,
            "name": one.name,
            "unit": one.unit,
            "last": last,
            "limits": f"{said}（{by}）" if by and said else said,
            "attributes": told.attributes(desk, one, limits, last),
        }
    return found


def _point(
    desk: Desk, one: Round | None, route: Route, point: Point, readings: Mapping[str, dict[str, Any]]
) -> dict[str, Any]:
    form_id = f"visit-{point.code}"
    mine = desk.answer if desk.answer and desk.answer.form == form_id else None
    visit, skip = (one.first.get(point.code), one.skipped.get(point.code)) if one else (None, None)
    here = [readings[key] for key in point.parameters if key in readings]
    again = told.again(desk, mine, [one["parameter"] for one in here]) if mine else {}
    return {
        "one": point,
        "number": route.points.index(point) + 1,
        "form_id": form_id,
        "draft": f"{desk.site.code}-{one.key if one else route.key}-{point.code}",
        "to_do": visit is None and skip is None,
        "visit": visited(desk, visit) if visit else None,
        "skip": skipped(desk, skip) if skip else None,
        "refused": mine is not None,
        "typed": {name: next(iter(held), "") for name, held in mine.values.items()} if mine else {},
        "readings": [{**one, "said": again.get(one["key"], told.Told())} for one in here],
    }


def visited(desk: Desk, visit: Visit) -> dict[str, Any]:
    """Return a visit with its words."""
    return {
        "one": visit,
        "by": desk.name(visit.by),
        "basis": desk.words(BASES[visit.basis]),
        "result": desk.words(RESULTS[visit.result]),
        "pace": desk.words(PACES[visit.pace]) if visit.pace else "",
        "stay": spell_stay(visit.stay_s),
        "skew": visit.skew_s is not None,
    }


def skipped(desk: Desk, skip: Skip) -> dict[str, Any]:
    """Return a point left out with the name of whoever left it out."""
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
