"""The clock that a place goes by: a time zone, and for a place that travels the zones that followed it.

A clock is written down as text: the IANA name of its first zone, then each move as a moment and the zone from then on,
all parted by blanks: `Asia/Shanghai 2026-11-23T16:00:00+00:00 Asia/Tokyo`. A place that never moves its clock has the
bare name. So one text says everything, in an act, in a read model and as an argument, and `clock_of` makes a `tzinfo`
of it: every moment is shown in the zone that was in force then.
"""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

WIDEST = timedelta(days=1)
"""No zone is further from UTC than that."""
MOST_BACK = timedelta(hours=12)
"""So far a clock may go back at once: shifts are named by their local day, so no day may come twice."""
_TICK = timedelta(microseconds=1)
_STEP = timedelta(minutes=1)


class Move(NamedTuple):
    """A clock was moved: from `at` (UTC) on it goes by the zone `to`, before it went by `was`."""

    at: datetime
    was: str
    to: str

    @property
    def by(self) -> timedelta:
        """How far the hands moved: above zero forward, below zero back, zero where both zones show the same."""
        return _shown(self.at, ZoneInfo(self.to)) - _shown(self.at, ZoneInfo(self.was))


@lru_cache(maxsize=512)
def clock_of(zone: str) -> tzinfo:
    """Return what shows a moment by the clock of a place. Raises `ZoneInfoNotFoundError`, a `KeyError`."""
    return _MovedClock(zone) if " " in zone else ZoneInfo(zone)


@lru_cache(maxsize=512)
def moves(zone: str) -> tuple[Move, ...]:
    """Return the moves of a clock, the first at the front."""
    names = zone.split(" ")[0::2]
    moments = (datetime.fromisoformat(one) for one in zone.split(" ")[1::2])
    return tuple(Move(at, was, to) for at, (was, to) in zip(moments, pairwise(names), strict=True))


def name_at(zone: str, moment: datetime) -> str:
    """Return the IANA name of the zone by which a clock goes at a moment."""
    return next((one.to for one in reversed(moves(zone)) if one.at <= moment), zone.partition(" ")[0])


def moved(zone: str, at: datetime, to: str) -> str:
    """Return the clock that goes by the zone `to` from `at` (UTC) on. What was foreseen for `at` or later is void."""
    kept = " ".join([zone.partition(" ")[0], *(f"{one.at.isoformat()} {one.to}" for one in moves(zone) if one.at < at)])
    return kept if name_at(kept, at) == to else f"{kept} {at.astimezone(UTC).isoformat()} {to}"


def moved_between(zone: str, low: datetime, high: datetime) -> list[Move]:
    """Return the moves with `low < at <= high` by which the hands moved."""
    return [one for one in moves(zone) if low < one.at <= high and one.by]


def first(shown: datetime, zone: str) -> datetime:
    """Return the first moment (UTC) at which a clock shows a naive local time or a later one.

    So of a time that comes twice the first is taken, a time that is skipped becomes the moment of the jump, and a
    later time is never an earlier moment. Nothing that happens to the clock after that moment changes it.
    """
    clock = clock_of(zone)
    return clock.first(shown) if isinstance(clock, _MovedClock) else _first(shown, clock)


def all_at(shown: datetime, zone: str) -> list[datetime]:
    """Return every moment (UTC) at which a clock shows a naive local time, in order: none where it is skipped."""
    clock = clock_of(zone)
    return clock.all_at(shown) if isinstance(clock, _MovedClock) else _all_at(shown, clock)


def meant(shown: datetime, zone: str, now: datetime) -> datetime:
    """Return the moment (UTC) that somebody means by a naive local time, typed when it is `now`.

    Of a time that a moved clock has shown twice it is the one just past, so that a form read back says what it said.
    """
    passed = [one for one in all_at(shown, zone) if one <= now] if moves(zone) else []
    return passed[-1] if passed else first(shown, zone)


def onward(zone: str, moment: datetime) -> str:
    """Return a clock from a moment on: the zone in force then, and the moves to come."""
    to_come = (f" {one.at.isoformat()} {one.to}" for one in moves(zone) if one.at > moment)
    return name_at(zone, moment) + "".join(to_come)


def thrice(zone: str, at: datetime) -> bool:
    """Say whether the move at `at` makes a local time come for the third time, to the minute."""
    now, before = (_naive(one.astimezone(clock_of(zone))) for one in (at, at - _TICK))
    steps = (now + number * _STEP for number in range(int((before - now) / _STEP) + 1))
    return any(len(all_at(one, zone)) > 2 for one in steps)


class _Piece(NamedTuple):
    """A zone with the moments at which it comes into force and no longer is; None where there is no such moment."""

    begins: datetime | None
    ends: datetime | None
    zone: ZoneInfo


class _MovedClock(tzinfo):
    """A clock that was moved from zone to zone, as PEP 495 wants it: `fold` tells two moments of one time apart."""

    def __init__(self, zone: str) -> None:
        self._zone = zone
        self._zones = [ZoneInfo(name) for name in zone.split(" ")[0::2]]
        self._begins = [one.at for one in moves(zone)]

    def __reduce__(self) -> tuple[Any, ...]:
        return clock_of, (self._zone,)

    def __repr__(self) -> str:
        return f"clock_of({self._zone!r})"

    def fromutc(self, at: datetime) -> datetime:
        """Return a moment, given in UTC but with this clock, as the clock shows it."""
        moment = at.replace(tzinfo=UTC)
        shown = _shown(moment, self._in_force(moment))
        return shown.replace(tzinfo=self, fold=int(self.all_at(shown)[0] != moment))

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        """Return how far the clock is from UTC at one of its times."""
        if at is None:
            return None
        moment = self._moment(at)
        return _shown(moment, self._in_force(moment)) - _naive(moment)

    def dst(self, at: datetime | None) -> timedelta | None:
        """Return the part of the offset that is summer time."""
        return None if at is None else self._by_zone(at).dst()

    def tzname(self, at: datetime | None) -> str | None:
        """Return the short name of the zone in force; without a time, what the clock is written as."""
        return self._zone if at is None else self._by_zone(at).tzname()

    def first(self, shown: datetime) -> datetime:
        """See `first`."""
        for begin, end, zone in self._pieces(shown - WIDEST, None):
            at = _first(shown, zone)
            if begin is not None and at < begin:
                later = [one for one in _all_at(shown, zone) if one >= begin]
                at = begin if _shown(begin, zone) >= shown else min(later, default=begin)
            if end is None or at < end:
                return at
        raise AssertionError("the last zone of a clock has no end")

    def all_at(self, shown: datetime) -> list[datetime]:
        """See `all_at`."""
        return [
            one
            for begin, end, zone in self._pieces(shown - WIDEST, shown + WIDEST)
            for one in _all_at(shown, zone)
            if (begin is None or begin <= one) and (end is None or one < end)
        ]

    def _pieces(
        self, low: datetime, high: datetime | None
    ) -> Iterator[tuple[datetime | None, datetime | None, ZoneInfo]]:
        """Yield from when to when each zone is in force, from the one in force at `low` to the one at `high`."""
        number = bisect_right(self._begins, low.replace(tzinfo=UTC))
        last = len(self._begins) if high is None else bisect_right(self._begins, high.replace(tzinfo=UTC))
        edges: list[datetime | None] = [None, *self._begins, None]
        for one in range(number, last + 1):
            yield _Piece(edges[one], edges[one + 1], self._zones[one])

    def _in_force(self, moment: datetime) -> ZoneInfo:
        return self._zones[bisect_right(self._begins, moment)]

    def _moment(self, at: datetime) -> datetime:
        """Return the moment of a time with its fold; of one that is skipped the jump, or with fold=0 just before it."""
        found = self.all_at(_naive(at))
        if found:
            return found[-1 if at.fold else 0]
        return self.first(_naive(at)) - (timedelta(0) if at.fold else _TICK)

    def _by_zone(self, at: datetime) -> datetime:
        moment = self._moment(at)
        return moment.astimezone(self._in_force(moment))


def _naive(at: datetime) -> datetime:
    return at.replace(tzinfo=None, fold=0)


def _shown(moment: datetime, zone: tzinfo) -> datetime:
    return _naive(moment.astimezone(zone))


def _all_at(shown: datetime, zone: tzinfo) -> list[datetime]:
    both = {shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(one for one in both if _shown(one, zone) == shown)


def _first(shown: datetime, zone: tzinfo) -> datetime:
    before = shown.replace(tzinfo=zone, fold=0).astimezone(UTC)
    after = shown.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return before if before <= after else _jump(after, before, zone)


def _jump(low: datetime, high: datetime, zone: tzinfo) -> datetime:
    """Return the first second in `low < t <= high` at which the zone has another offset than at `low`."""
    offset = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high
