"""What the figures of a shift come to: times outside the limits, and totals between its first and its last hour. Pure.

A totalizer counts on and begins again at 0 when it is full; it is read in the minute of the hour.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby

from jiaoban.plant.limits import Degree, worse
from jiaoban.plant.rules.figures import consumption
from jiaoban.plant.tables import Parameter, Reading

MINUTE = timedelta(minutes=1)
"""A reading of the hour is one that was taken in its first minute: nobody reads ten counters in one second."""


@dataclass(frozen=True, slots=True)
class Excursion:
    """A time outside the limits: it begins with a reading outside and ends with the next one inside (`until`)."""

    parameter: Parameter
    readings: tuple[Reading, ...]
    until: datetime | None

    @property
    def since(self) -> datetime:
        """When it was first read outside."""
        return self.readings[0].at

    @property
    def worst(self) -> Reading:
        """The reading farthest outside."""
        return max(self.readings, key=_beyond)

    @property
    def degree(self) -> Degree:
        """The gravest degree that was read."""
        found: Degree = ""
        for one in self.readings:
            found = worse(found, one.degree)
        return found

    @property
    def cause(self) -> str:
        """What was last told as its cause, '' when nothing was."""
        return next((one.cause for one in reversed(self.readings) if one.cause), "")

    @property
    def handling(self) -> str:
        """What was last told as its handling."""
        return next((one.handling for one in reversed(self.readings) if one.handling), "")

    @property
    def explained(self) -> bool:
        """Cause and handling are told."""
        return bool(self.cause and self.handling)

    @property
    def found_later(self) -> bool:
        """Its cause was said to be found later, and is not told yet."""
        return not self.explained and any(one.found_later for one in self.readings)


def excursions(parameters: Iterable[Parameter], readings: Iterable[Reading]) -> Iterator[Excursion]:
    """Yield the excursions among the readings of a shift, by parameter and moment."""
    known = {one.key: one for one in parameters}
    mine = sorted((one for one in readings if one.parameter in known), key=lambda one: (one.parameter, one.at))
    for key, course in groupby(mine, key=lambda one: one.parameter):
        outside: list[Reading] = []
        for one in course:
            if not one.within:
                outside.append(one)
            elif outside:
                yield Excursion(known[key], tuple(outside), one.at)
                outside = []
        if outside:
            yield Excursion(known[key], tuple(outside), None)


def _beyond(one: Reading) -> Decimal:
    value = Decimal(one.value)
    high, low = one.high or one.high_high, one.low or one.low_low
    above = value - Decimal(high) if high else Decimal(0)
    below = Decimal(low) - value if low else Decimal(0)
    return max(above, below)


@dataclass(frozen=True, slots=True)
class Total:
    """A totalizer over a shift: its figures at both ends (None: not read) and what lies between them."""

    parameter: Parameter
    first: Reading | None
    last: Reading | None

    @property
    def begin(self) -> Decimal | None:
        """The figure in the minute of the begin."""
        return Decimal(self.first.value) if self.first is not None else None

    @property
    def end(self) -> Decimal | None:
        """The figure in the minute of the end."""
        return Decimal(self.last.value) if self.last is not None else None

    @property
    def used(self) -> Decimal | None:
        """What the shift used or made, over a counter that began again as well; None where a figure is missing."""
        return consumption(self.begin, self.end, Decimal(self.parameter.rolls_at))

    @property
    def rolled(self) -> bool:
        """The counter began again at 0."""
        return self.begin is not None and self.end is not None and self.end < self.begin

    @property
    def recorded_at(self) -> datetime | None:
        """When the later of both was recorded."""
        return max((one.recorded_at for one in (self.first, self.last) if one is not None), default=None)


def totalizers(parameters: Iterable[Parameter]) -> list[Parameter]:
    """Return the parameters that are totalizers."""
    return [one for one in parameters if one.rolls_at]


def in_minute(readings: Iterable[Reading], hour: datetime) -> Mapping[str, Reading]:
    """Return, by parameter, the last reading that was taken in the minute of an hour."""
    mine = (one for one in readings if hour <= one.at < hour + MINUTE)
    return {one.parameter: one for one in sorted(mine, key=lambda one: one.at)}
