"""The only place where the program asks what time it is. Rules get the time as an argument."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Something that tells the present moment, timezone-aware, in UTC."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the machine's time in UTC, to the microsecond."""
        return datetime.now(UTC)


class ShiftedClock:
    """The machine's clock moved by a fixed offset: a demo site whose visitor set the time."""

    def __init__(self, offset: timedelta, base: Clock | None = None) -> None:
        self._offset = offset
        self._base = base or SystemClock()

    def now(self) -> datetime:
        """Return the base clock's time plus the offset."""
        return self._base.now() + self._offset


class VirtualClock:
    """A clock that stands still until it is set: scenarios and tests."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """Return the moment that was set last."""
        return self.moment
