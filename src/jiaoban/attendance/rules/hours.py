"""Late, early, absent, away in between: what follows from hours in which somebody due was not there. Pure.

Nothing of it is stored. All of it is arithmetic of half-open intervals: the working hours of a shift, less the hours
away by leave, less the hours there. Whoever comes at the very begin is not late, whoever leaves at the very end not
early; a lunch break between two intervals belongs to nobody.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiaoban.attendance.terms import Kind
from jiaoban.kernel.shifts import Shift, local
from jiaoban.regime.attending import Attendance, Missed

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A piece of time: `since <= t < until`."""

    since: datetime
    until: datetime

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.until - self.since


@dataclass(frozen=True, slots=True)
class Finding:
    """Hours missed, and what that is by which clause. `ongoing`: it goes on at the moment of the question, so it can
    still become more, or something else."""

    kind: Kind
    clause: str
    missed: Interval
    ongoing: bool = False

    @property
    def by(self) -> timedelta:
        """How much was missed."""
        return self.missed.length


def expected(attendance: Attendance, shift: Shift, zone: str, away: Iterable[Interval] = ()) -> tuple[Interval, ...]:
    """Return the hours of a shift in which whoever is due is to be there: its working hours, without leave.

    A working hour of the clock is looked for on the day of the shift, the one before and the one after: either may run
    over midnight. A time that the spring change skips is the moment of the jump, of one that comes twice the first
    counts.
    """
    said = [one for one in attendance.working_hours if not one.shifts or shift.code in one.shifts]
    if not attendance.working_hours:
        hours = [Interval(shift.begins_at, shift.ends_at)]
    else:
        hours = []
        for day in (shift.day - DAY, shift.day, shift.day + DAY):
            for one in said:
                ends_on = day if one.ends > one.begins else day + DAY
                hours.append(Interval(local(day, one.begins, zone), local(ends_on, one.ends, zone)))
    return minus(sorted(_within(hours, shift)), away)


def _within(hours: Iterable[Interval], shift: Shift) -> Iterator[Interval]:
    for one in hours:
        since, until = max(one.since, shift.begins_at), min(one.until, shift.ends_at)
        if since < until:
            yield Interval(since, until)


def minus(hours: Iterable[Interval], taken: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return what is left of intervals without others, in order."""
    left = list(hours)
    for cut in taken:
        left = [
            piece
            for one in left
            for piece in (
                Interval(one.since, min(one.until, cut.since)),
                Interval(max(one.since, cut.until), one.until),
            )
            if piece.since < piece.until
        ]
    return tuple(sorted(set(left)))


def findings(
    attendance: Attendance, hours: Sequence[Interval], there: Sequence[Interval], now: datetime, *, here: bool
) -> tuple[Finding, ...]:
    """Return what follows at a moment from hours expected and the stays at the post, in order of time. `here`: they are
    there at that very moment.

    Of each of the hours: missed from begin to end is absent; missed from its begin is late; missed up to its end is
    leaving early; in between is out. Before its end one is late, not absent yet. What the regime does not speak of, and
    what is not longer than the grace, is not there.
    """
    found = (
        finding
        for one in hours
        for gap in minus([Interval(one.since, min(one.until, now))] if one.since < now else [], there)
        if (finding := _finding(attendance, one, gap, ongoing=gap.until == now < one.until and not here)) is not None
    )
    return tuple(found)


def _finding(attendance: Attendance, hour: Interval, gap: Interval, *, ongoing: bool) -> Finding | None:
    if gap == hour:
        return Finding("ABSENT", attendance.absent.clause, gap) if attendance.absent else _late(attendance, gap)
    if gap.since == hour.since:
        return _late(attendance, gap, ongoing=ongoing)
    if gap.until == hour.until or ongoing:
        return _counted("EARLY", attendance.early, gap, ongoing=ongoing)
    return _counted("OUT", attendance.out, gap)


def _late(attendance: Attendance, gap: Interval, *, ongoing: bool = False) -> Finding | None:
    return _counted("LATE", attendance.late, gap, ongoing=ongoing)


def _counted(kind: Kind, rule: Missed | None, gap: Interval, *, ongoing: bool = False) -> Finding | None:
    if rule is None or gap.length <= rule.grace:
        return None
    return Finding(kind, rule.clause, gap, ongoing)
