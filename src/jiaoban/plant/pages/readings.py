"""Readings: the grid in which a shift enters its figures, and the course of one parameter as a small chart."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.words import Words
from jiaoban.plant import queries
from jiaoban.plant.tables import Latest, Parameter, Reading
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import act, page

GROUPS = {
    "reservoir": Words(zh="水库", en="Reservoir"),
    "load": Words(zh="负荷", en="Load"),
    "system": Words(zh="系统设备", en="System"),
    "unit": Words(zh="机组", en="Units"),
    "auxiliary": Words(zh="辅助设备", en="Auxiliaries"),
}
"""Groups that packs speak of, in words; a group of a station's own stands for itself."""
SPAN = 48
"""Readings in the small picture."""


@page()
def readings(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show every parameter of a post with its newest figure, and a field for the next one."""
    groups: dict[str, list[dict[str, Any]]] = {}
    mine = desk.answer if desk.answer and desk.answer.form == "read" else None
    shift = desk.here.shift_at(desk.now)
    for parameter, latest in queries.latest(desk.book, desk.post):
        typed = mine.typed(f"figure.{parameter.key}") if mine else ""
        fresh = latest is not None and shift is not None and latest.at >= shift.begins_at
        row = _row(desk, parameter, latest) | {"typed": typed, "fresh": fresh}
        name = desk.words(GROUPS.get(parameter.group, Words(zh=parameter.group)))
        groups.setdefault(name, []).append(row)
    register = None
    if desk.can(Right.SUPERVISE):
        register = desk.form("plant.register_parameter", label=gettext("登记参数"), form_id="register-parameter")
    context = {"groups": list(groups.items()), "may": desk.can(Right.WORK), "at": mine.typed("at") if mine else ""}
    return draw(request, desk, "plant/readings.html", {**context, "register": register})


def _row(desk: Desk, parameter: Parameter, latest: Latest | None) -> dict[str, Any]:
    return {
        "key": parameter.key,
        "name": parameter.name,
        "unit": parameter.unit,
        "limits": limits(parameter.low, parameter.high),
        "latest": latest,
        "by": desk.name(latest.by) if latest else "",
        "url": desk.url("parameter", key=parameter.key),
    }


def limits(low: str, high: str) -> str:
    """Return the limits of a parameter in words."""
    if low and high:
        return f"{low} – {high}"
    return f"≥ {low}" if low else f"≤ {high}" if high else ""


@page(Right.WORK, methods=("POST",))
def read(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Record the figures that were filled in; empty fields are left out."""
    said = QueryDict(mutable=True)
    filled = [
        (name.partition(".")[2], str(value)) for name, value in request.POST.items() if name.startswith("figure.")
    ]
    for number, (key, value) in enumerate((key, value) for key, value in filled if value.strip()):
        said[f"readings.{number}.parameter"], said[f"readings.{number}.value"] = key, value
    if request.POST.get("at"):
        said["at"] = request.POST["at"]
    return act(request, desk, "plant.read", said)


@page()
def parameter(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show the course of one parameter: a chart and the figures, corrections included."""
    one = queries.parameter(desk.book, key)
    if one is None or one.post != desk.post:
        raise NotFound(f"parameter {key}")
    found = queries.readings(desk.book, key, limit=200)
    rows = [{"one": reading, "by": desk.name(reading.by)} for reading in found]
    context = {"one": one, "limits": limits(one.low, one.high), "rows": rows, "chart": chart(found[:SPAN], one)}
    return draw(request, desk, "plant/parameter.html", context)


def chart(found: Sequence[Reading], one: Parameter) -> dict[str, Any] | None:
    """Return the figures as a chart of 600 by 160 units: points from the oldest on, limits as lines."""
    points = [(reading, value) for reading in reversed(found) if (value := _decimal(reading.value)) is not None]
    if len(points) < 2:
        return None
    edges = [value for value in (_decimal(one.low), _decimal(one.high)) if value is not None]
    values = [*(value for _, value in points), *edges]
    low, span = min(values), (max(values) - min(values)) or Decimal(1)
    first = points[0][0].at
    whole = (points[-1][0].at - first).total_seconds() or 1.0

    def height(value: Decimal) -> float:
        return round(150 - float((value - low) / span) * 140, 1)

    drawn = [
        {
            "x": round((reading.at - first).total_seconds() / whole * 590 + 5, 1),
            "y": height(value),
            "in": reading.within,
        }
        for reading, value in points
    ]
    return {
        "line": " ".join(f"{point['x']},{point['y']}" for point in drawn),
        "out": [point for point in drawn if not point["in"]],
        "limits": [height(value) for value in edges],
        "first": points[0][0].at,
        "last": points[-1][0].at,
    }


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None
