"""A route: its points in order, when it is due, and the form of the shift supervisor who changes it."""

import re
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.plant import finding
from jiaoban.plant import queries as plant
from jiaoban.round import queries
from jiaoban.round.acts import Timetable
from jiaoban.round.tables import Route
from jiaoban.round.terms import ORDERS, WHENS
from jiaoban.web.desk import Desk
from jiaoban.web.forms import choice
from jiaoban.web.frame import draw
from jiaoban.web.registers import with_keys
from jiaoban.web.visit import act, mistaken, page

SPARE_POINTS, SPARE_TIMES = 3, 1
"""Empty rows that the form offers for more."""
POINT_TEXTS = ("code", "name", "place", "equipment", "subject", "look", "least_s", "longest_s")
EXAMPLES = ("FREQ=HOURLY;INTERVAL=2", "FREQ=DAILY;BYHOUR=9,13;BYMINUTE=0", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=10;BYMINUTE=0")
MOST_ROWS = 240


@page()
def route(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show a route; the supervisor changes it and prints codes for its points."""
    one = queries.route(desk.book, key)
    if one is None or one.post != desk.post:
        raise NotFound(f"route {key}")
    return _draw(request, desk, one)


@page(Right.SUPERVISE)
def route_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the form of a new route."""
    return _draw(request, desk, None)


def _draw(request: HttpRequest, desk: Desk, one: Route | None) -> HttpResponse:
    points = one.points if one else ()
    units = plant.names(desk.book, (point.equipment for point in points))
    parameters = finding.parameter_labels(desk.book, (key for point in points for key in point.parameters))
    codes = queries.codes(desk.book, one.key) if one else {}
    shown = [
        {
            "one": point,
            "equipment": units.get(point.equipment, point.equipment),
            "parameters": [parameters.get(key, key) for key in point.parameters],
            "code": codes.get(point.code),
            "code_by": desk.name(codes[point.code].by) if point.code in codes else "",
        }
        for point in points
    ]
    may = desk.can(Right.SUPERVISE)
    context = {
        "one": one,
        "order": desk.words(ORDERS[one.order]) if one else "",
        "by": desk.name(one.by) if one else "",
        "points": shown,
        "times": [spell_time(desk, timetable) for timetable in (one.timetables if one else ())],
        "may": may,
        "fill": _fill(desk, one) if may else None,
        "orders": [(code, desk.words(words)) for code, words in ORDERS.items()],
        "whens": [(code, desk.words(words)) for code, words in WHENS.items()],
        "subjects": desk.here.subjects,
        "examples": [(rule, spell_rule(rule)) for rule in EXAMPLES],
    }
    return draw(request, desk, "round/route.html", context)


def _fill(desk: Desk, one: Route | None) -> dict[str, Any]:
    """Return what stands in the fields of the form: what a refused one held, else the route as it is."""
    mine = desk.answer if desk.answer and desk.answer.form == "route" else None
    if mine:
        values = {name: list(held) for name, held in mine.values.items()}
    else:
        values = dict(_held(one)) if one else {"order": ["RECORDED"], "in_use": ["true"]}

    def text(name: str) -> str:
        return next(iter(values.get(name, ())), "")

    def rows(name: str, spare: int) -> Iterable[int]:
        used = {int(found[1]) for key in values if (found := re.match(rf"{name}\.(\d+)\.", key))}
        return range(min(max(used, default=-1) + 1 + spare, MOST_ROWS))

    units, parameters = desk.choose("equipment"), desk.choose("parameter")
    return {
        "route": text("route"),
        "name": text("name"),
        "order": text("order"),
        "in_use": text("in_use") != "false",
        "points": [
            {
                "n": n,
                **{field: text(f"points.{n}.{field}") for field in POINT_TEXTS},
                "photo": text(f"points.{n}.photo") == "true",
                "unit": choice(
                    f"points.{n}.equipment", f"p{n}-equipment", gettext("设备"), units, held=values, answer=mine
                ),
                "reads": choice(
                    f"points.{n}.parameters",
                    f"p{n}-parameters",
                    gettext("抄什么"),
                    parameters,
                    held=values,
                    answer=mine,
                    several=True,
                ),
            }
            for n in rows("points", SPARE_POINTS)
        ],
        "times": [
            {"n": n, **{f: text(f"timetables.{n}.{f}") for f in ("timetable", "when", "rule", "opens", "closes")}}
            for n in rows("timetables", SPARE_TIMES)
        ],
    }


def _held(one: Route) -> Iterable[tuple[str, list[str]]]:
    for name, value in (("route", one.key), ("name", one.name), ("order", str(one.order))):
        yield name, [value]
    yield "in_use", ["true" if one.in_use else "false"]
    for n, point in enumerate(one.points):
        for field in POINT_TEXTS:
            value = getattr(point, field)
            yield f"points.{n}.{field}", [str(value) if value else ""]
        yield f"points.{n}.photo", ["true"] if point.photo else []
        yield f"points.{n}.parameters", list(point.parameters)
    for n, timetable in enumerate(one.timetables):
        yield f"timetables.{n}.timetable", [timetable.timetable]
        yield f"timetables.{n}.when", [timetable.when]
        yield f"timetables.{n}.rule", [timetable.rule]
        yield f"timetables.{n}.opens", [str(timetable.opens_s // 60)]
        yield f"timetables.{n}.closes", [str(timetable.closes_s // 60)]


@page(Right.SUPERVISE, methods=("POST",))
def save(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Enter what the form of a route holds; rows without code and name are left out."""
    try:
        typed = with_keys(desk.book, desk.post, request.POST)
    except BadInput as error:
        return mistaken(request, desk, error, form="route", otherwise=desk.url("rounds"))
    return act(request, desk, "round.register_route", _said(typed))


def _said(typed: QueryDict) -> QueryDict:
    said = QueryDict(mutable=True)
    for name in ("route", "name", "order"):
        said[name] = str(typed.get(name, ""))
    said["in_use"] = "true" if typed.get("in_use") == "true" else "false"
    for n in range(MOST_ROWS):
        if typed.get(f"points.{n}.code", "").strip() or typed.get(f"points.{n}.name", "").strip():
            _filled(said, typed, f"points.{n}.", (*POINT_TEXTS, "photo"))
            for place, key in enumerate(filter(None, typed.getlist(f"points.{n}.parameters"))):
                said[f"points.{n}.parameters.{place}"] = str(key)
        if typed.get(f"timetables.{n}.timetable", "").strip():
            _filled(said, typed, f"timetables.{n}.", ("timetable", "when", "rule"))
            for field in ("opens", "closes"):
                minutes = typed.get(f"timetables.{n}.{field}", "").strip()
                seconds = str(int(minutes) * 60) if minutes.isdecimal() else str(minutes)
                if seconds:
                    said[f"timetables.{n}.{field}_s"] = seconds
    return said


def _filled(said: QueryDict, typed: QueryDict, row: str, fields: Iterable[str]) -> None:
    """Take over the fields of a row that are not empty."""
    for field in fields:
        if typed.get(row + field, "").strip():
            said[row + field] = str(typed[row + field])


def spell_time(desk: Desk, one: Timetable) -> str:
    """Return when a route is due, in words."""
    if one.when == "HANDOVER":
        return desk.words(WHENS["HANDOVER"])
    return spell_rule(one.rule)


def spell_rule(rule: str) -> str:
    """Return a recurrence in words where it is of a usual form, else as it is."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    hours, minute = parts.get("BYHOUR", ""), parts.get("BYMINUTE", "0")
    known = {"FREQ", "BYHOUR", "BYMINUTE", "INTERVAL"} >= set(parts)
    if known and parts["FREQ"] == "HOURLY" and not hours and minute == "0":
        n = parts.get("INTERVAL", "1")
        return gettext("每小时") if n == "1" else gettext("每 {n} 小时").format(n=n)
    single = known and minute.isdecimal() and parts.get("INTERVAL", "1") == "1"
    if single and parts["FREQ"] == "DAILY" and hours and all(hour.isdecimal() for hour in hours.split(",")):
        clock = gettext("、").join(f"{int(hour):02}:{int(minute):02}" for hour in hours.split(","))
        return gettext("每天 {times}").format(times=clock)
    return rule
