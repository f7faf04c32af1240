"""What the figures of a shift come to: times outside the limits, and totals between its first and its last hour. Pure.

A totalizer counts on and begins again at 0 when it is full; it is read in the minute of the hour.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby

from jiaoban.kernel.place import Place
from jiaoban.plant.tables import Parameter, Reading
from jiaoban.regime.facts import Row

MINUTE = timedelta(minutes=1)
"""A reading of the hour is one that was taken in its first minute: nobody reads ten counters in one second."""


@dataclass(slots=True)
class _Excursion:
    parameter: Parameter
    readings: list[Reading] = field(default_factory=list)
    until: datetime | None = None


def excursion_rows(parameters: Iterable[Parameter], readings: Iterable[Reading], place: Place) -> Iterator[Row]:
    """Yield the rows of the fact `excursions`, of the readings of a shift by their moment."""
    known = {one.key: one for one in parameters}
    mine = sorted((one for one in readings if one.parameter in known), key=lambda one: (one.parameter, one.at))
    for key, course in groupby(mine, key=lambda one: one.parameter):
        for found in _excursions(known[key], course):
            yield _excursion_row(found, place)


def _excursions(parameter: Parameter, course: Iterable[Reading]) -> list[_Excursion]:
    """Return the times outside: each begins with a reading outside and ends with the next one inside."""
    found: list[_Excursion] = []
    running: _Excursion | None = None
    for one in course:
        if one.within and running is not None:
            running.until, running = one.at, None
        elif not one.within:
            if running is None:
                running = _Excursion(parameter)
                found.append(running)
            running.readings.append(one)
    return found


def _beyond(one: Reading) -> Decimal:
    value = Decimal(one.value)
    above = value - Decimal(one.high) if one.high else Decimal(0)
    below = Decimal(one.low) - value if one.low else Decimal(0)
    return max(above, below)


def _excursion_row(found: _Excursion, place: Place) -> Row:
    parameter, first = found.parameter, found.readings[0]
    worst = max(found.readings, key=_beyond)
    limits = f"{worst.low or '-∞'}～{worst.high or '∞'}"
    ended = f"{place.clock(found.until)} 恢复" if found.until else "尚未恢复"
    return {
        "id": f"{parameter.key}@{first.at:%Y%m%dT%H%M%SZ}",
        "title": f"{parameter.name} {place.clock(first.at)} 超限",
        "parameter": parameter.key,
        "group": parameter.group,
        "since": first.at,
        "until": found.until,
        "over": found.until is not None,
        "worst": Decimal(worst.value),
        "state": "OVER" if found.until else "",
        "text": (
            f"{parameter.name} {place.clock(first.at)} 起超出指标 {limits} {parameter.unit}".rstrip()
            + f"，最远 {worst.value} {parameter.unit}".rstrip()
            + f"，{ended}"
        ),
        "at": worst.at,
    }


def totalizers(parameters: Iterable[Parameter]) -> list[Parameter]:
    """Return the parameters that are totalizers."""
    return [one for one in parameters if one.rolls_at]


def in_minute(readings: Iterable[Reading], hour: datetime) -> Mapping[str, Reading]:
    """Return, by parameter, the last reading that was taken in the minute of an hour."""
    mine = (one for one in readings if hour <= one.at < hour + MINUTE)
    return {one.parameter: one for one in sorted(mine, key=lambda one: one.at)}


def total_row(parameter: Parameter, begin: Reading | None, end: Reading | None, hour: datetime, now: datetime) -> Row:
    """Return a totalizer over a shift, from its figures at both ends (None: not read)."""
    first, last = _value(begin), _value(end)
    used = consumption(first, last, Decimal(parameter.rolls_at))
    rolled = first is not None and last is not None and last < first
    recorded = [one.recorded_at for one in (begin, end) if one is not None]
    return {
        "id": parameter.key,
        "title": parameter.name,
        "group": parameter.group,
        "hour": hour,
        "due": now >= hour,
        "read": end is not None,
        "begin": first,
        "end": last,
        "used": used,
        "known": used is not None,
        "rolled": rolled,
        "state": "ROLLED" if rolled else "",
        "text": _told(parameter, first, last, used, rolled=rolled),
        "at": max(recorded, default=None),
    }


def consumption(begin: Decimal | None, end: Decimal | None, rolls_at: Decimal) -> Decimal | None:
    """Return how far a totalizer counted on; a smaller figure at the end means that it began again at 0 once."""
    if begin is None or end is None:
        return None
    return end - begin if end >= begin else end + rolls_at - begin


def _value(one: Reading | None) -> Decimal | None:
    return Decimal(one.value) if one is not None else None


def _told(
    parameter: Parameter, begin: Decimal | None, end: Decimal | None, used: Decimal | None, *, rolled: bool
) -> str:
    start = f"{begin:f}" if begin is not None else "未抄"
    stop = f"{end:f}" if end is not None else "未抄"
    made = f"{used:f} {parameter.unit}".rstrip() if used is not None else "无法计算"
    return f"{parameter.name}：起 {start}，止 {stop}{'（表已翻转）' if rolled else ''}，本班 {made}"
