"""Clock times of a scenario: `07:50`, `07:50:01`, `+1 07:50` (the day after), `-1 23:30` (the day before)."""

import re
from datetime import date, datetime, time, timedelta

from jiaoban.kernel.shifts import local

_CLOCK = re.compile(r"(?:([+-]\d{1,3}) )?([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?")


def is_clock(text: object) -> bool:
    """Say whether a value is written as a clock time of a scenario."""
    return isinstance(text, str) and _CLOCK.fullmatch(text) is not None


def moment_of(text: str, day: date, zone: str) -> datetime:
    """Return the UTC moment of a clock time on the scenario's day in the site's zone; raises `ValueError`."""
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not a clock time; write 07:50, +1 07:50 or -1 23:30")
    days, hours, minutes, seconds = found.groups()
    clock = time(int(hours), int(minutes), int(seconds or 0))
    return local(day + timedelta(days=int(days or 0)), clock, zone)
