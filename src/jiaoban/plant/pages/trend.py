"""The course of a parameter as a picture: small beside its row, large on its page. Plain SVG that prints."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from jiaoban.plant.limits import Limits
from jiaoban.plant.measured import Point
from jiaoban.plant.tables import Parameter, Reading

WIDE, HIGH = 100.0, 32.0


def spark(name: str, points: Sequence[Point], limits: Limits, unit: str) -> SafeString:
    """Return the course of some hours as a small picture, with the limits that hold now; '' of less than two."""
    found = [(one.at, float(one.value)) for one in points]
    if len(found) < 2:
        return SafeString("")
    edges = [float(text) for text in (limits.low, limits.high) if text]
    values = [value for _, value in found]
    low, high = min(values), max(values)
    near = [edge for edge in edges if low - (high - low or 1) <= edge <= high + (high - low or 1)]
    low, high = min([low, *near]), max([high, *near])
    span, first = (high - low) or 1.0, found[0][0]
    whole = (found[-1][0] - first).total_seconds() or 1.0

    def height(value: float) -> str:
        return f"{HIGH - 2 - (value - low) / span * (HIGH - 4):.1f}"

    line = " ".join(f"{(at - first).total_seconds() / whole * WIDE:.1f},{height(value)}" for at, value in found)
    drawn = "".join(f'<line class=limit x1=0 x2=100 y1="{height(one)}" y2="{height(one)}"/>' for one in near)
    dot = f'<line class=last x1=100 x2=100 y1="{height(values[-1])}" y2="{height(values[-1])}"/>'
    told = gettext("{name}：从 {first} 到 {last} {unit}").format(
        name=name, first=points[0].value, last=points[-1].value, unit=unit
    )
    outside = " outside" if points[-1].degree else ""
    return mark_safe(  # noqa: S308 - every text in it is escaped
        f'<span class="trend{outside}"><svg viewBox="0 0 100 32" preserveAspectRatio=none role=img '
        f'aria-label="{escape(told)}">{drawn}<polyline points="{line}"/>{dot}</svg></span>'
    )


def chart(
    found: Sequence[Reading], one: Parameter, limits: Limits, samples: Sequence[tuple[datetime, str]] = ()
) -> dict[str, Any] | None:
    """Return readings as a chart of 600 by 160 units: points from the oldest on, limits as lines, and what instruments
    wrote meanwhile as a finer line."""
    points = [(reading, value) for reading in reversed(found) if (value := _decimal(reading.value)) is not None]
    fine = [(at, value) for at, text in samples if (value := _decimal(text)) is not None]
    times = [*(reading.at for reading, _ in points), *(at for at, _ in fine)]
    if len(times) < 2:
        return None
    names = ("low_low", "low", "high", "high_high")
    edges = [(name, value) for name in names if (value := _decimal(getattr(limits, name))) is not None]
    values = [*(value for _, value in points), *(value for _, value in fine), *(value for _, value in edges)]
    low, span = min(values), (max(values) - min(values)) or Decimal(1)
    first = min(times)
    whole = (max(times) - first) or timedelta(seconds=1)

    def height(value: Decimal) -> float:
        return round(150 - float((value - low) / span) * 140, 1)

    def across(at: datetime) -> float:
        return round((at - first) / whole * 590 + 5, 1)

    drawn = [{"x": across(reading.at), "y": height(value), "in": reading.within} for reading, value in points]
    return {
        "line": " ".join(f"{point['x']},{point['y']}" for point in drawn),
        "fine": " ".join(f"{across(at)},{height(value)}" for at, value in _thinned(fine)),
        "out": [point for point in drawn if not point["in"]],
        "limits": [{"y": height(value), "far": name in ("low_low", "high_high")} for name, value in edges],
        "first": first,
        "last": max(times),
    }


def _thinned(fine: Sequence[tuple[datetime, Decimal]]) -> Sequence[tuple[datetime, Decimal]]:
    """Return as many as the picture has units, the first and the last among them."""
    step = max(1, len(fine) // 600)
    return [*fine[::step], *fine[-1:]] if step > 1 else fine


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None
