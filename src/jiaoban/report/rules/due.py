"""For which days a report is due, until when it is in time, and what it is about. Pure: days and a zone go in.

A report is in time up to and with its last second: 21:00:00 is in time, 21:00:01 is not. Parts of a second do not count
against anybody, as no clock on a wall shows them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from jiaoban.kernel.months import month_after
from jiaoban.kernel.shifts import local
from jiaoban.kernel.zones import clock_of
from jiaoban.regime.recurrence import occurs
from jiaoban.regime.reports import ReportForm

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
FAR = 400
"""So many days a report is looked for before or after a day: more than a year."""


@dataclass(frozen=True, slots=True)
class Due:
    """A form on a local day on which it is due. `at` is its moment, `last_at` the last second in time, `late_at` the
    first one that is not; it can be handed in from `opens_at` on and is about local days `first <= day < after`."""

    form: ReportForm
    day: date
    at: datetime
    last_at: datetime
    opens_at: datetime
    first: date
    after: date

    @property
    def late_at(self) -> datetime:
        """The first moment that is not in time."""
        return self.last_at + SECOND

    def in_time(self, moment: datetime) -> bool:
        """Say whether what is handed in at a moment is in time."""
        return moment < self.late_at


def due_on(form: ReportForm, day: date, zone: str) -> Due | None:
    """Return when a form is due on a local day, or None where its rule does not name the day."""
    if not occurs(form, day):
        return None
    at = _at(form, day, zone)
    first, after = about(form, day)
    if form.about == "next":
        before = previous(form, day)
        opens_at = _at(form, before, zone) + form.grace + SECOND if before else local(day - FAR * DAY, time(), zone)
    else:
        opens_at = min(local(first, time(), zone), at)
    return Due(form, day, at, at + form.grace, opens_at, first, after)


def _at(form: ReportForm, day: date, zone: str) -> datetime:
    """A time that the spring change skips is the moment of the jump; of one that comes twice the first is taken."""
    return local(day, form.at, zone)


def about(form: ReportForm, day: date) -> tuple[date, date]:
    """Return the local days `first <= day < after` that a report due on a day is about."""
    return _period(form, day, {"last": -1, "this": 0, "next": 1}[form.about])


def around(form: ReportForm, day: date) -> tuple[date, date]:
    """Return the local days `first <= day < after` from the period in which a report is due to the one it is about."""
    (begin, end), (first, after) = _period(form, day, 0), about(form, day)
    return min(begin, first), max(end, after)


def _period(form: ReportForm, day: date, step: int) -> tuple[date, date]:
    """Return the local days of the period of a form that lies `step` after that of a day."""
    if form.period == "month":
        first = day.replace(day=1)
        for _ in range(abs(step)):
            first = month_after(first) if step > 0 else (first - DAY).replace(day=1)
        return first, month_after(first)
    length = 7 if form.period == "week" else 1
    begin = day - day.weekday() * DAY if form.period == "week" else day
    first = begin + step * length * DAY
    return first, first + length * DAY


def falling(form: ReportForm, first: date, after: date, zone: str) -> Iterator[Due]:
    """Yield when a form is due on local days `first <= day < after`, by day."""
    for step in range((after - first).days):
        found = due_on(form, first + step * DAY, zone)
        if found is not None:
            yield found


def previous(form: ReportForm, day: date) -> date | None:
    """Return the last day before a day on which a form is due, None where there is none within a year."""
    return next((one for step in range(1, FAR) if occurs(form, one := day - step * DAY)), None)


def following(form: ReportForm, now: datetime, zone: str) -> Due | None:
    """Return the next due that is not past now, today's included, or None where there is none within a year."""
    today = now.astimezone(clock_of(zone)).date()
    for step in range(FAR):
        found = due_on(form, today + step * DAY, zone)
        if found is not None and found.in_time(now):
            return found
    return None
