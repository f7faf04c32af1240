"""Shifts: which one a moment belongs to, when it begins and ends - in the site's own zone, over midnight and DST.

A pattern is a list of named shifts with local clock times. A shift that ends at or before it begins runs over midnight
and belongs to the day on which it begins.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, field_validator

from jiaoban.kernel.words import Words


class ShiftKind(BaseModel):
    """A named shift: code, name, local time of begin and end."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: str
    name: Words
    begins: time
    ends: time


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
        return value

    def on(self, day: date, zone: str) -> list[Shift]:
        """Return the shifts that begin on this local day, in order of their begin."""
        made = []
        for kind in self.shifts:
            begins = local(day, kind.begins, zone)
            last_day = day if kind.ends > kind.begins else day + timedelta(days=1)
            made.append(
                Shift(
                    code=kind.code, name=kind.name, day=day, begins_at=begins, ends_at=local(last_day, kind.ends, zone)
                )
            )
        return sorted(made, key=lambda shift: shift.begins_at)

    def at(self, moment: datetime, zone: str) -> Shift | None:
        """Return the shift running at this moment, or None between shifts. Where two overlap, the later one."""
        today = moment.astimezone(ZoneInfo(zone)).date()
        running = [
            shift
            for day in (today - timedelta(days=1), today)
            for shift in self.on(day, zone)
            if shift.begins_at <= moment < shift.ends_at
        ]
        return running[-1] if running else None

    def after(self, moment: datetime, zone: str) -> Shift:
        """Return the next shift that begins strictly after this moment."""
        today = moment.astimezone(ZoneInfo(zone)).date()
        for step in range(-1, 3):
            for shift in self.on(today + timedelta(days=step), zone):
                if shift.begins_at > moment:
                    return shift
        raise AssertionError("a pattern with a shift has one within two days")


def local(day: date, at: time, zone: str) -> datetime:
    """Return the UTC moment of a local clock time.

    A time that the spring change skips becomes the moment the clocks jumped to; of a time that comes twice in autumn
    the first is taken (PEP 495, fold=0).
    """
    naive = datetime.combine(day, at)
    zoned = naive.replace(tzinfo=ZoneInfo(zone))
    return zoned.astimezone(UTC)
