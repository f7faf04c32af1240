"""Every moment belongs to exactly the right shift: over midnight, month end, leap day and changes of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import ValidationError

from jiaoban.kernel.shifts import Shift, ShiftKind, ShiftPattern, local
from jiaoban.kernel.words import Words

ZONES = [
    "UTC",
    "Asia/Shanghai",
    "Asia/Kathmandu",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "America/Havana",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Pacific/Apia",
]
"""Whole and odd offsets, clock changes at 02:00, at midnight, at one past midnight, of half an hour, of a whole day."""
TICK = timedelta(microseconds=1)


def pattern(*begins: time) -> ShiftPattern:
    """A pattern whose shifts follow one another around the clock."""
    marks = sorted(set(begins))
    return ShiftPattern(
        shifts=tuple(
            ShiftKind(code=f"s{number}", name=Words(zh="班"), begins=mark, ends=marks[(number + 1) % len(marks)])
            for number, mark in enumerate(marks)
        )
    )


THREE = pattern(time(0), time(8), time(16))
clock_times = some.times().map(lambda at: at.replace(second=0, microsecond=0))
patterns = some.lists(clock_times, min_size=1, max_size=6).map(lambda begins: pattern(*begins))
moments = some.datetimes(datetime(2005, 1, 1), datetime(2032, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))
changes = some.sampled_from(
    [
        datetime(2026, 3, 29, 1, tzinfo=UTC),  # Berlin, spring
        datetime(2026, 10, 25, 1, tzinfo=UTC),  # Berlin, autumn
        datetime(2026, 3, 8, 7, tzinfo=UTC),  # New York, spring
        datetime(2026, 11, 1, 6, tzinfo=UTC),  # New York, autumn
        datetime(2010, 11, 7, 2, 31, tzinfo=UTC),  # St John's, autumn: back over midnight
        datetime(2010, 3, 14, 3, 31, tzinfo=UTC),  # St John's, spring
        datetime(2018, 2, 18, 2, tzinfo=UTC),  # Sao Paulo, autumn: back over midnight
        datetime(2018, 11, 4, 3, tzinfo=UTC),  # Sao Paulo, spring: midnight is skipped
        datetime(2026, 3, 8, 5, tzinfo=UTC),  # Havana, spring: midnight is skipped
        datetime(2011, 12, 30, 10, tzinfo=UTC),  # Apia: a day is skipped
        datetime(2028, 2, 29, 0, tzinfo=UTC),  # leap day
    ]
)
near_changes = some.builds(
    lambda at, off: at + off, changes, some.timedeltas(timedelta(hours=-30), timedelta(hours=30))
)


def running(shifts: ShiftPattern, moment: datetime, zone: str) -> list[Shift]:
    """Every shift of five days around that runs at the moment, by definition."""
    today = moment.astimezone(ZoneInfo(zone)).date()
    near = [one for step in range(-2, 3) for one in shifts.on(today + timedelta(days=step), zone)]
    return [one for one in near if one.begins_at <= moment < one.ends_at]


@given(shifts=patterns, moment=moments | near_changes, zone=some.sampled_from(ZONES))
def test_every_moment_belongs_to_exactly_one_shift(shifts: ShiftPattern, moment: datetime, zone: str) -> None:
    (only,) = running(shifts, moment, zone)
    assert shifts.at(moment, zone) == only


@given(shifts=patterns, moment=moments | near_changes, zone=some.sampled_from(ZONES))
def test_shifts_follow_one_another_without_gap_or_overlap(shifts: ShiftPattern, moment: datetime, zone: str) -> None:
    current = shifts.at(moment, zone)
    assert current
    following = shifts.after(moment, zone)
    assert following.begins_at == current.ends_at
    assert shifts.at(following.begins_at, zone) == following
    assert shifts.at(following.begins_at - TICK, zone) == current


@given(
    day=some.dates(date(2005, 1, 1), date(2032, 1, 1)),
    zone=some.sampled_from(ZONES),
    pair=some.tuples(clock_times, clock_times),
)
def test_a_later_clock_time_is_never_an_earlier_moment(day: date, zone: str, pair: tuple[time, time]) -> None:
    first, second = sorted(pair)
    assert local(day, first, zone) <= local(day, second, zone) <= local(day + timedelta(days=1), time(0), zone)


@given(moment=moments)
def test_a_shift_is_named_after_the_local_day_on_which_it_begins(moment: datetime) -> None:
    shift = THREE.at(moment, "Asia/Shanghai")
    assert shift
    assert shift.day == moment.astimezone(ZoneInfo("Asia/Shanghai")).date()
    assert shift.ends_at - shift.begins_at == timedelta(hours=8)


def test_a_shift_over_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    two = pattern(time(8), time(20))
    for moment in ("2026-12-31T23:59:59", "2027-01-01T00:00:00", "2027-01-01T07:59:59"):
        shift = two.at(datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Asia/Shanghai")), "Asia/Shanghai")
        assert shift
        assert shift.key == "2026-12-31.s1"


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 29), [7, 8, 8]),
        ("Europe/Berlin", date(2026, 10, 25), [9, 8, 8]),
        ("America/New_York", date(2026, 3, 8), [7, 8, 8]),
        ("America/New_York", date(2026, 11, 1), [9, 8, 8]),
        ("Asia/Shanghai", date(2028, 2, 29), [8, 8, 8]),
    ],
)
def test_the_night_shift_of_a_clock_change_is_an_hour_shorter_or_longer(zone: str, day: date, hours: list[int]) -> None:
    assert [(shift.ends_at - shift.begins_at) // timedelta(hours=1) for shift in THREE.on(day, zone)] == hours


def test_a_skipped_clock_time_is_the_moment_of_the_jump() -> None:
    jump = datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert {local(date(2026, 3, 29), at, "Europe/Berlin") for at in (time(2), time(2, 30), time(3))} == {jump}


def test_a_shift_in_the_skipped_hour_does_not_take_place() -> None:
    hourly = pattern(time(1), time(2), time(3))
    assert [one.code for one in hourly.on(date(2026, 3, 29), "Europe/Berlin")] == ["s0", "s2"]


def test_between_shifts_there_is_none() -> None:
    office = ShiftPattern(shifts=(ShiftKind(code="d", name=Words(zh="日班"), begins=time(9), ends=time(17)),))
    assert office.at(datetime(2026, 11, 23, 8, 59, tzinfo=UTC), "UTC") is None
    assert office.after(datetime(2026, 11, 23, 9, tzinfo=UTC), "UTC").key == "2026-11-24.d"


def test_of_two_that_overlap_the_later_counts() -> None:
    lap = ShiftPattern(
        shifts=(
            ShiftKind(code="late", name=Words(zh="晚"), begins=time(13), ends=time(22)),
            ShiftKind(code="early", name=Words(zh="早"), begins=time(6), ends=time(14)),
        )
    )
    shift = lap.at(datetime(2026, 11, 23, 13, 30, tzinfo=UTC), "UTC")
    assert shift
    assert shift.code == "late"


def test_a_pattern_has_shifts_with_codes_of_their_own() -> None:
    kind = ShiftKind(code="d", name=Words(zh="班"), begins=time(8), ends=time(16))
    for shifts in ((), (kind, kind)):
        with pytest.raises(ValidationError):
            ShiftPattern(shifts=shifts)


def test_a_shift_goes_by_the_clock_of_its_site() -> None:
    with pytest.raises(ValidationError):
        ShiftKind.model_validate({"code": "d", "name": {"zh": "班"}, "begins": "08:00+08:00", "ends": "16:00+08:00"})
