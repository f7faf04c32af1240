"""Late, early, absent and away in between, as arithmetic of half-open intervals."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.attendance.rules.hours import Interval, expected, findings, minus
from jiaoban.kernel.shifts import ShiftKind, ShiftPattern
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.regime.attending import Absent, Attendance, Missed, WorkingHours

SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"
OFFICE = ShiftPattern(shifts=(ShiftKind(code="day", name=Words(zh="白班"), begins=time(9), ends=time(17, 30)),))
NIGHT = ShiftPattern(shifts=(ShiftKind(code="night", name=Words(zh="夜班"), begins=time(22), ends=time(6)),))
DESK = Attendance(
    clause="d/9",
    working_hours=(
        WorkingHours(begins=time(9), ends=time(12)),
        WorkingHours(begins=time(13), ends=time(17, 30)),
    ),
    late=Missed(clause="d/9"),
    early=Missed(clause="d/9"),
    out=Missed(clause="d/9"),
    absent=Absent(clause="d/11"),
)
DAY = date(2028, 2, 29)
"""A leap day, a Tuesday."""


def at(clock: str, zone: str = SHANGHAI, day: date = DAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), clock_of(zone)).astimezone(UTC)


def hours(rules: Attendance = DESK, pattern: ShiftPattern = OFFICE, zone: str = SHANGHAI, day: date = DAY) -> list[str]:
    (shift,) = pattern.on(day, zone)
    shown = (
        (one.since.astimezone(clock_of(zone)), one.until.astimezone(clock_of(zone)))
        for one in expected(rules, shift, zone)
    )
    return [f"{since:%d %H:%M}-{until:%d %H:%M}" for since, until in shown]


def told(*stays: str, now: str = "18:00", rules: Attendance = DESK, here: bool = False) -> list[tuple[str, timedelta]]:
    (shift,) = OFFICE.on(DAY, SHANGHAI)
    there = [Interval(at(one.split("-")[0]), at(one.split("-")[1])) for one in stays]
    found = findings(rules, expected(rules, shift, SHANGHAI), there, at(now), here=here)
    return [(one.kind, one.by) for one in found]


def seconds(n: int) -> timedelta:
    return timedelta(seconds=n)


def test_a_leap_day_has_the_hours_of_every_day() -> None:
    assert hours() == ["29 09:00-29 12:00", "29 13:00-29 17:30"]


def test_without_hours_of_its_own_the_whole_shift_counts() -> None:
    assert hours(Attendance(clause="d/9"), NIGHT) == ["29 22:00-01 06:00"]


def test_hours_of_a_night_run_over_midnight_and_those_after_it_count() -> None:
    night = Attendance(
        clause="d/9",
        working_hours=(
            WorkingHours(begins=time(22), ends=time(1)),
            WorkingHours(begins=time(2), ends=time(7)),
        ),
    )
    assert hours(night, NIGHT) == ["29 22:00-01 01:00", "01 02:00-01 06:00"]


def test_hours_that_began_the_day_before_reach_into_the_shift() -> None:
    small_hours = ShiftPattern(shifts=(ShiftKind(code="n", name=Words(zh="夜"), begins=time(0), ends=time(8)),))
    rule = Attendance(clause="d/9", working_hours=(WorkingHours(begins=time(22), ends=time(6)),))
    assert hours(rule, small_hours) == ["29 00:00-29 06:00"]


def test_hours_of_another_shift_are_not_those_of_this() -> None:
    other = Attendance(clause="d/9", working_hours=(WorkingHours(begins=time(9), ends=time(12), shifts=("late",)),))
    assert hours(other) == []


@pytest.mark.parametrize(
    ("day", "length"),
    [(date(2026, 3, 28), timedelta(hours=7)), (date(2026, 10, 24), timedelta(hours=9)), (DAY, timedelta(hours=8))],
)
def test_the_night_of_a_changed_clock_is_as_long_as_it_really_is(day: date, length: timedelta) -> None:
    (shift,) = NIGHT.on(day, BERLIN)
    rule = Attendance(clause="d/9", late=Missed(clause="d/9"), absent=Absent(clause="d/9"))
    (one,) = findings(rule, expected(rule, shift, BERLIN), [], shift.ends_at, here=False)
    assert (one.kind, one.by) == ("ABSENT", length)


def test_an_hour_that_the_spring_change_skips_is_nobodys() -> None:
    rule = Attendance(
        clause="d/9",
        working_hours=(WorkingHours(begins=time(2), ends=time(3)), WorkingHours(begins=time(4), ends=time(6))),
    )
    assert hours(rule, NIGHT, BERLIN, date(2026, 3, 28)) == ["29 04:00-29 06:00"]


@pytest.mark.parametrize(
    ("stays", "found"),
    [
        (["09:00-17:30"], []),
        (["09:00:01-17:30"], [("LATE", seconds(1))]),
        (["09:00-17:29:59"], [("EARLY", seconds(1))]),
        (["09:00-12:00", "13:00-17:30"], []),
        (["09:00-11:59:59", "13:00-17:30"], [("EARLY", seconds(1))]),
        (["09:00-12:00", "13:00:01-17:30"], [("LATE", seconds(1))]),
        (["09:00-10:00", "10:20-17:30"], [("OUT", seconds(1200))]),
        (["12:00-17:30"], [("ABSENT", seconds(3 * 3600))]),
        (["11:59:59-17:30"], [("LATE", seconds(3 * 3600 - 1))]),
        (["09:00-13:00"], [("ABSENT", seconds(16200))]),
        (["09:00-13:00:01"], [("EARLY", seconds(16199))]),
        ([], [("ABSENT", seconds(10800)), ("ABSENT", seconds(16200))]),
        (["07:00-08:59:59", "12:00-13:00", "17:30-20:00"], [("ABSENT", seconds(10800)), ("ABSENT", seconds(16200))]),
    ],
)
def test_both_sides_of_each_boundary(stays: list[str], found: list[tuple[str, timedelta]]) -> None:
    assert told(*stays) == found


@pytest.mark.parametrize(
    ("now", "found"),
    [
        ("09:00", []),
        ("09:00:01", [("LATE", seconds(1))]),
        ("11:59:59", [("LATE", seconds(10799))]),
        ("12:00", [("ABSENT", seconds(10800))]),
        ("13:00", [("ABSENT", seconds(10800))]),
        ("13:00:01", [("ABSENT", seconds(10800)), ("LATE", seconds(1))]),
    ],
)
def test_who_has_not_come_is_late_until_the_hours_are_over(now: str, found: list[tuple[str, timedelta]]) -> None:
    assert told(now=now) == found


def test_who_went_out_has_left_early_until_they_are_back() -> None:
    assert told("09:00-10:00", now="10:05") == [("EARLY", seconds(300))]
    assert told("09:00-10:00", now="10:05", here=True) == [("OUT", seconds(300))]


def test_the_grace_itself_is_not_late_and_a_second_more_is_late_by_all_of_it() -> None:
    kind = DESK.model_copy(update={"late": Missed(clause="d/9", grace=timedelta(minutes=5))})
    assert told("09:05-17:30", rules=kind) == []
    assert told("09:05:01-17:30", rules=kind) == [("LATE", seconds(301))]


def test_what_the_regime_does_not_speak_of_is_not_there() -> None:
    assert told("10:00-11:00", rules=Attendance(clause="d/9")) == []
    nothing_absent = DESK.model_copy(update={"absent": None})
    assert told("13:00-17:30", rules=nothing_absent) == [("LATE", seconds(10800))]


def test_leave_is_taken_from_the_hours() -> None:
    (shift,) = OFFICE.on(DAY, SHANGHAI)
    away = [Interval(at("09:00"), at("10:00")), Interval(at("16:00"), at("18:00"))]
    left = expected(DESK, shift, SHANGHAI, away)
    assert left == (Interval(at("10:00"), at("12:00")), Interval(at("13:00"), at("16:00")))
    there = [Interval(at("10:00"), at("16:00"))]
    assert findings(DESK, left, there, at("18:00"), here=False) == ()
    whole = [Interval(at("08:00"), at("18:00"))]
    assert expected(DESK, shift, SHANGHAI, whole) == ()


Minute = st.integers(0, 24 * 60)
Stays = st.lists(st.tuples(Minute, Minute).map(sorted).filter(lambda pair: pair[0] < pair[1]), max_size=6)


@given(Stays, Minute)
def test_every_second_expected_is_either_there_or_missed_and_none_twice(stays: list[list[int]], now: int) -> None:
    """The property that all boundaries follow from, at whatever moment it is asked."""
    begin = at("00:00")
    moment = begin + timedelta(minutes=now)
    (shift,) = OFFICE.on(DAY, SHANGHAI)
    wanted = expected(DESK, shift, SHANGHAI)
    there = [Interval(begin + timedelta(minutes=low), begin + timedelta(minutes=high)) for low, high in stays]
    found = findings(DESK, wanted, there, moment, here=False)
    due = minus([Interval(one.since, min(one.until, moment)) for one in wanted if one.since < moment], [])
    missed = sum((one.by for one in found), timedelta(0))
    attended = sum((one.length for one in minus(due, [])), timedelta(0)) - sum(
        (one.length for one in minus(due, there)), timedelta(0)
    )
    assert missed + attended == sum((one.length for one in due), timedelta(0))
    gaps = [one.missed for one in found]
    assert all(one.until <= other.since for one, other in pairwise(gaps))
    assert all(not (stay.since < gap.until and gap.since < stay.until) for stay in there for gap in gaps)
