"""A deadline never falls on a day or at a clock time that does not exist: month ends, leap days, clock changes."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiaoban.absence.rules.asking import latest_request
from jiaoban.kernel.months import month_after
from jiaoban.kernel.shifts import local
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.regime.absence import AbsenceKind
from jiaoban.roster.checking import Window

ZONES = (
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Cairo",
)
days = st.dates(date(2023, 12, 25), date(2029, 1, 5)) | st.sampled_from([date(2028, 2, 29), date(2027, 2, 28)])
clocks = st.times().map(lambda at: at.replace(microsecond=0))


def exists(moment: datetime, zone: str) -> bool:
    """A local time that comes back as itself from UTC is one that a clock showed."""
    shown = moment.astimezone(clock_of(zone))
    return shown.astimezone(UTC).astimezone(clock_of(zone)) == shown


@given(day=days, at=clocks, zone=st.sampled_from(ZONES), notice=st.integers(0, 40), by_day=st.booleans())
def test_a_request_is_due_at_a_moment_that_is(day: date, at: time, zone: str, notice: int, *, by_day: bool) -> None:
    begin, ahead = local(day, at, zone), timedelta(days=notice)
    kind = AbsenceKind(
        id="leave", clause="a/1", title=Words(zh="假", en="leave"), notice=ahead, by_day=by_day, approved_by=("head",)
    )
    latest = latest_request(kind, begin, zone)
    assert latest is not None
    assert exists(latest, zone)
    if not by_day:
        assert begin - latest == ahead
        return
    first_late = begin.astimezone(clock_of(zone)).date() - ahead + timedelta(days=1)
    assert latest == local(first_late, time(0), zone)
    assert (latest - timedelta(microseconds=1)).astimezone(clock_of(zone)).date() <= first_late - timedelta(days=1)


@given(first=days, length=st.integers(1, 800))
def test_weeks_and_months_are_of_days_that_are(first: date, length: int) -> None:
    window = Window(first, first + timedelta(days=length))
    for begin, after in window.months():
        assert begin.day == after.day == 1
        assert after == month_after(begin)
        assert 28 <= (after - begin).days <= 31
    for monday, after in window.weeks():
        assert (monday.weekday(), after - monday) == (0, timedelta(days=7))
