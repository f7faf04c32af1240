"""How excursions, totals and scheduled readings of a shift are seen by conditions, and how they read as lines. Pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from decimal import Decimal

from jiaoban.handover import phrases
from jiaoban.kernel.place import Place
from jiaoban.kernel.tongue import Tongue
from jiaoban.kernel.words import Words
from jiaoban.plant.limits import GRAVE
from jiaoban.plant.rules.figures import consumption
from jiaoban.plant.rules.measures import MINUTE, Excursion, Total, excursions, in_minute, totalizers
from jiaoban.plant.rules.schedule import Slot
from jiaoban.plant.tables import Parameter, Reading
from jiaoban.regime.facts import Row

__all__ = [
    "MINUTE",
    "consumption",
    "excursion_rows",
    "in_minute",
    "scheduled_row",
    "total_row",
    "totalizers",
]


def excursion_rows(
    parameters: Iterable[Parameter], readings: Iterable[Reading], place: Place, say: Tongue
) -> Iterator[Row]:
    """Yield the rows of the fact `excursions`, of the readings of a shift by their moment."""
    return (excursion_row(found, place, say) for found in excursions(parameters, readings))


def excursion_row(found: Excursion, place: Place, say: Tongue) -> Row:
    """Return a time outside the limits; cause and handling are told where they were told with the figures."""
    parameter, worst, since = found.parameter, found.worst, place.clock(found.since)
    names = {"name": parameter.name, "since": since}
    title = phrases.EXCURSION
    line = say(
        phrases.BEYOND,
        **names,
        low=worst.low or worst.low_low or "-∞",
        high=worst.high or worst.high_high or "∞",
        unit=f" {parameter.unit}".rstrip(),
        worst=worst.value,
        grave=say.bracket(found.degree if found.degree in GRAVE else ""),
        ended=say(phrases.BACK, until=place.clock(found.until)) if found.until else say(phrases.NOT_BACK),
    )
    told = ((phrases.CAUSE, found.cause), (phrases.HANDLING, found.handling))
    return {
        "id": f"{parameter.key}@{found.since:%Y%m%dT%H%M%SZ}",
        **say.titled(Words(zh=title.zh.format(**names), en=title.en.format(**names))),
        "parameter": parameter.key,
        "group": parameter.group,
        "since": found.since,
        "until": found.until,
        "over": found.until is not None,
        "worst": Decimal(worst.value),
        "degree": found.degree,
        "explained": found.explained,
        "found_later": found.found_later,
        "cause": found.cause,
        "handling": found.handling,
        "state": "OVER" if found.until else "",
        "text": say.part.join([line, *(say(name, text=said) for name, said in told if said)]),
        "at": max((worst.at, *(one.recorded_at for one in found.readings if one.earlier))),
    }


def total_row(
    parameter: Parameter, begin: Reading | None, end: Reading | None, hour: datetime, now: datetime, say: Tongue
) -> Row:
    """Return a totalizer over a shift, from its figures at both ends (None: not read)."""
    found = Total(parameter, begin, end)
    used = found.used
    return {
        "id": parameter.key,
        "title": parameter.name,
        "group": parameter.group,
        "hour": hour,
        "due": now >= hour,
        "read": end is not None,
        "begin": found.begin,
        "end": found.end,
        "used": used,
        "known": used is not None,
        "rolled": found.rolled,
        "state": "ROLLED" if found.rolled else "",
        "text": _told(found, say),
        "at": found.recorded_at,
    }


def _told(found: Total, say: Tongue) -> str:
    parameter, used = found.parameter, found.used
    return say(
        phrases.TOTAL,
        name=parameter.name,
        begin=f"{found.begin:f}" if found.begin is not None else say(phrases.NOT_READ),
        end=f"{found.end:f}" if found.end is not None else say(phrases.NOT_READ),
        rolled=say.bracket(say(phrases.ROLLED)) if found.rolled else "",
        used=f"{used:f} {parameter.unit}".rstrip() if used is not None else say(phrases.NO_TOTAL),
    )


def scheduled_row(parameter: Parameter, slot: Slot, zone: tzinfo) -> Row:
    """Return a scheduled reading whose moment has come."""
    clock = slot.at.astimezone(zone)
    return {
        "id": f"{parameter.key}.{clock:%Y%m%dT%H%M%z}",
        "title": f"{parameter.name} {clock:%H:%M}",
        "parameter": parameter.key,
        "group": parameter.group,
        "hour": slot.at,
        "read": slot.read_at is not None,
        "late": slot.state == "LATE",
        "missing": slot.state == "MISSING",
    }
