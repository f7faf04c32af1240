"""Shifts: which one a moment belongs to, when it begins and ends - in the site's own zone, over midnight and DST.

A pattern is a list of named shifts with local clock times. A shift that ends at or before it begins runs over midnight
and belongs to the day on which it begins.
"""

from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache

from pydantic import BaseModel, ConfigDict, field_validator

from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of, first

_DAYS = 200
"""So many days a pattern remembers."""


class ShiftKind(BaseModel):
    """A named shift: code, name, local time of begin and end."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: str
    name: Words
    begins: time
    ends: time

    @field_validator("begins", "ends")
    @classmethod
    def _on_the_clock(cls, value: time) -> time:
        if value.tzinfo is not None:
            raise ValueError("a shift begins and ends by the site's own clock; give no time zone")
        return value.replace(fold=0)


class Shift(BaseModel):
    """One shift of one day. `begins_at` and `ends_at` are UTC; `ends_at` is exclusive."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: str
    name: Words
    day: date
    begins_at: datetime
    ends_at: datetime

    @property
    def key(self) -> str:
        """A stable key: day and code."""
        return f"{self.day.isoformat()}.{self.code}"


class ShiftPattern(BaseModel):
    """The shifts of a post in the order of the day; together they may leave hours in which nobody is on duty."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    shifts: tuple[ShiftKind, ...]

    @field_validator("shifts")
    @classmethod
    def _some(cls, value: tuple[ShiftKind, ...]) -> tuple[ShiftKind, ...]:
        if not value:
            raise ValueError("a shift pattern needs at least one shift")
        if len({kind.code for kind in value}) < len(value):
            raise ValueError("two shifts of a pattern have the same code")
        return value

    def on(self, day: date, zone: str) -> list[Shift]:
        """Return the shifts that begin on this local day, in order of their begin.

        A shift that lies wholly in an hour that the spring change skips does not take place.
        """
        days = self.days
        if (day, zone) not in days:
            if len(days) >= _DAYS:
                days.clear()
            days[day, zone] = _on(self.shifts, day, zone)
        return list(days[day, zone])

    @cached_property
    def days(self) -> dict[tuple[date, str], tuple[Shift, ...]]:
        """The shifts of days that were asked for: a page asks for the same three again and again."""
        return {}

    def at(self, moment: datetime, zone: str) -> Shift | None:
        """Return the shift running at this moment, or None between shifts. Where two overlap, the later one."""
        return max(self.running(moment, zone), key=lambda shift: shift.begins_at, default=None)

    def running(self, moment: datetime, zone: str) -> list[Shift]:
        """Return every shift running at this moment, by day and begin: more than one where they overlap."""
        # Tomorrow as well: where clocks go back over midnight, tomorrow's shift has begun and then it is today again.
        today = moment.astimezone(clock_of(zone)).date()
        return [
            shift
            for step in (-1, 0, 1)
            for shift in self.on(today + timedelta(days=step), zone)
            if shift.begins_at <= moment < shift.ends_at
        ]

    def after(self, moment: datetime, zone: str) -> Shift:
        """Return the next shift that begins strictly after this moment."""
        today = moment.astimezone(clock_of(zone)).date()
        for step in range(-1, 4):  # one day more, for the clock may skip one
            for shift in self.on(today + timedelta(days=step), zone):
                if shift.begins_at > moment:
                    return shift
        raise AssertionError("a pattern with a shift has one within three days")


def _on(kinds: tuple[ShiftKind, ...], day: date, zone: str) -> tuple[Shift, ...]:
    made = []
    for kind in kinds:
        begins = local(day, kind.begins, zone)
        ends = local(day if kind.ends > kind.begins else day + timedelta(days=1), kind.ends, zone)
        if begins < ends:
            made.append(Shift(code=kind.code, name=kind.name, day=day, begins_at=begins, ends_at=ends))
    return tuple(sorted(made, key=lambda shift: shift.begins_at))


def again(pattern: ShiftPattern, hour: datetime, zone: str, moved: str) -> datetime | None:
    """Return the moment of an hour after the clock was moved from `zone` to `moved`; None for a moment at which no
    shift of the pattern begins or ends."""
    shown = hour.astimezone(clock_of(zone))
    days = (shown.date() + timedelta(days=step) for step in (-1, 0))
    if all(hour not in (one.begins_at, one.ends_at) for day in days for one in pattern.on(day, zone)):
        return None
    return local(shown.date(), shown.time().replace(fold=0), moved)


@lru_cache(maxsize=8192)
def local(day: date, at: time, zone: str) -> datetime:
    """Return the UTC moment of a local clock time.

    A time that the spring change skips becomes the moment the clocks jumped; of a time that comes twice in autumn the
    first is taken (PEP 495, fold=0). So a later clock time is never an earlier moment. A clock that is moved
    (`kernel/zones.py`) skips and repeats times in the same way.
    """
    return first(datetime.combine(day, at.replace(fold=0)), zone)
