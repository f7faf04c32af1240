"""How far a length of time reaches: 72 hours or three days of the calendar, with or without its last moment. Pure."""

from datetime import datetime, time, timedelta

from jiaoban.kernel.zones import clock_of, first
from jiaoban.regime.owning import Reach

TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)


def ends(begin: datetime, rule: Reach, zone: str) -> datetime:
    """Return the first moment (UTC) that lies outside of a length of time that begins at `begin`."""
    if rule.counted == "hours":
        return begin + rule.within + (TICK if rule.inclusive else timedelta(0))
    day = begin.astimezone(clock_of(zone)).date() + rule.within + (DAY if rule.inclusive else timedelta(0))
    return first(datetime.combine(day, time()), zone)


def inside(begin: datetime, moment: datetime, rule: Reach, zone: str) -> bool:
    """Say whether a moment lies in a length of time that begins at `begin`."""
    return begin <= moment < ends(begin, rule, zone)
