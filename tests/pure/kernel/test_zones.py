"""A clock that is moved from zone to zone: every moment has one time on it, every shift its hours; the past stays."""

from copy import deepcopy
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from jiaoban.kernel import zones
from jiaoban.kernel.shifts import ShiftPattern, again, local
from jiaoban.plant.rules.schedule import moments as scheduled
from tests.pure.kernel.test_shifts import pattern, patterns

HOUR, TICK = timedelta(hours=1), timedelta(microseconds=1)
WATCHES = pattern(time(0), time(4), time(8), time(12), time(16), time(20))
ABOUT = [
    datetime(2026, 3, 29, 1, tzinfo=UTC),  # Berlin, spring
    datetime(2026, 10, 25, 1, tzinfo=UTC),  # Berlin, autumn
    datetime(2026, 11, 1, 6, tzinfo=UTC),  # New York, autumn
    datetime(2026, 12, 31, 16, tzinfo=UTC),  # new year in Shanghai
    datetime(2027, 1, 1, 0, tzinfo=UTC),
    datetime(2028, 2, 29, 0, tzinfo=UTC),
]
NAMES = [
    "UTC",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
]
near = some.builds(
    lambda at, minutes: at + timedelta(minutes=minutes), some.sampled_from(ABOUT), some.integers(-60 * 40, 60 * 40)
)


@some.composite
def clocks(draw: some.DrawFn) -> str:
    """A clock with one to three moves that the rule allows: none back by more than twelve hours."""
    zone, at = draw(some.sampled_from(NAMES)), draw(near)
    for _ in range(draw(some.integers(1, 3))):
        later = zones.moved(zone, at, draw(some.sampled_from(NAMES)))
        assume(all(one.by >= -zones.MOST_BACK for one in zones.moves(later)))
        assume(not any(zones.thrice(later, one.at) for one in zones.moves(later)))
        zone, at = later, at + timedelta(minutes=draw(some.integers(1, 60 * 30)))
    return zone


@given(zone=clocks(), moment=near)
def test_a_clock_shows_every_moment_in_the_zone_in_force_then(zone: str, moment: datetime) -> None:
    shown = moment.astimezone(zones.clock_of(zone))
    assert shown.replace(tzinfo=None) == moment.astimezone(ZoneInfo(zones.name_at(zone, moment))).replace(tzinfo=None)
    assert shown.astimezone(UTC) == moment
    assert shown.utcoffset() == moment.astimezone(ZoneInfo(zones.name_at(zone, moment))).utcoffset()


@given(zone=clocks(), moment=near)
def test_the_moments_of_a_time_are_exactly_those_at_which_the_clock_shows_it(zone: str, moment: datetime) -> None:
    clock = zones.clock_of(zone)
    shown = moment.astimezone(clock).replace(tzinfo=None, fold=0)
    found = zones.all_at(shown, zone)
    assert moment in found
    assert found == sorted(found)
    assert len(found) <= 2
    assert all(one.astimezone(clock).replace(tzinfo=None, fold=0) == shown for one in found)
    assert zones.first(shown, zone) <= found[0]


@given(zone=clocks(), shown=near)
def test_the_first_moment_of_a_time_is_the_first_at_which_the_clock_shows_it_or_a_later_one(
    zone: str, shown: datetime
) -> None:
    time_ = shown.replace(tzinfo=None)
    found, clock = zones.first(time_, zone), zones.clock_of(zone)
    assert found.astimezone(clock).replace(tzinfo=None) >= time_
    steps = (found - TICK - number * timedelta(minutes=23) for number in range(100))
    assert all(one.astimezone(clock).replace(tzinfo=None) < time_ for one in steps)


@given(zone=clocks(), shown=near, minutes=some.integers(0, 60 * 30))
def test_a_later_time_is_never_an_earlier_moment(zone: str, shown: datetime, minutes: int) -> None:
    early = shown.replace(tzinfo=None)
    assert zones.first(early, zone) <= zones.first(early + timedelta(minutes=minutes), zone)


@given(zone=clocks(), at=near, to=some.sampled_from(NAMES), shown=near)
def test_a_move_changes_no_hour_that_came_before_it(zone: str, at: datetime, to: str, shown: datetime) -> None:
    assume(not zones.thrice(zones.moved(zone, at, to), at))
    before, after = (zones.first(shown.replace(tzinfo=None), one) for one in (zone, zones.moved(zone, at, to)))
    if before < at:
        assert after == before
    else:
        assert after >= at
    for moment in (at - TICK, at - 5 * HOUR):
        shows = {moment.astimezone(zones.clock_of(one)).isoformat() for one in (zone, zones.moved(zone, at, to))}
        assert len(shows) == 1


@given(shifts=patterns, moment=near, zone=clocks())
def test_shifts_follow_one_another_without_gap_or_overlap(shifts: ShiftPattern, moment: datetime, zone: str) -> None:
    current = shifts.at(moment, zone)
    assert current
    following = shifts.after(moment, zone)
    assert following.begins_at == current.ends_at
    assert shifts.at(following.begins_at, zone) == following
    assert shifts.at(following.begins_at - TICK, zone) == current


@given(zone=clocks())
def test_the_shifts_of_a_voyage_are_as_long_as_the_time_that_passed(zone: str) -> None:
    assume(zones.moves(zone))
    first = WATCHES.at(zones.moves(zone)[0].at - 3 * timedelta(days=1), zone)
    assert first
    end = zones.moves(zone)[-1].at + 3 * timedelta(days=1)
    one, total = first, timedelta(0)
    while one.begins_at < end:
        total += one.ends_at - one.begins_at
        one = WATCHES.after(one.begins_at, zone)
    assert total == one.begins_at - first.begins_at


@given(zone=some.sampled_from(NAMES), moment=near)
def test_a_clock_that_never_moves_is_its_zone(zone: str, moment: datetime) -> None:
    assert zones.clock_of(zone) is ZoneInfo(zone)
    assert zones.moves(zone) == ()
    assert zones.moved(zone, moment, zone) == zone
    assert zones.onward(zone, moment) == zones.name_at(zone, moment) == zone


@pytest.mark.parametrize(
    ("to", "watch", "hours"),
    [
        ("Asia/Tokyo", "s0", 3),  # east: 02:00 becomes 03:00
        ("Asia/Bangkok", "s0", 5),  # west: 02:00 becomes 01:00
        ("Asia/Kolkata", "s0", 6.5),
        ("Pacific/Auckland", "s1", 1),  # by five hours: 02:00 becomes 07:00, and the second watch begins there
    ],
)
def test_a_watch_in_which_the_clock_is_moved_is_longer_or_shorter(to: str, watch: str, hours: float) -> None:
    at = local(date(2026, 11, 24), time(2), "Asia/Shanghai")
    zone = zones.moved("Asia/Shanghai", at, to)
    one = next(one for one in WATCHES.on(date(2026, 11, 24), zone) if one.code == watch)
    assert one.ends_at - one.begins_at == hours * HOUR


def test_a_day_shift_is_23_or_25_hours_long() -> None:
    day = pattern(time(8))
    for to, hours in (("Asia/Tokyo", 23), ("Asia/Bangkok", 25)):
        zone = zones.moved("Asia/Shanghai", local(date(2026, 12, 31), time(23, 30), "Asia/Shanghai"), to)
        (one,) = day.on(date(2026, 12, 31), zone)
        assert one.ends_at - one.begins_at == hours * HOUR
        assert f"{one.ends_at.astimezone(zones.clock_of(zone)):%Y-%m-%d %H:%M}" == "2027-01-01 08:00"


def test_a_watch_ends_at_the_first_of_two_equal_hours_and_at_the_jump_over_a_skipped_one() -> None:
    at = local(date(2026, 11, 24), time(4, 30), "Asia/Shanghai")
    back = zones.moved("Asia/Shanghai", at, "Asia/Bangkok")  # 04:30 becomes 03:30, and 04:00 comes again
    assert local(date(2026, 11, 24), time(4), back) == at - HOUR / 2
    assert local(date(2026, 11, 24), time(8), back) == at + 4.5 * HOUR
    early = local(date(2026, 11, 24), time(3, 30), "Asia/Shanghai")
    on = zones.moved("Asia/Shanghai", early, "Asia/Tokyo")  # 03:30 becomes 04:30, and 04:00 does not come
    assert local(date(2026, 11, 24), time(4), on) == early


def test_the_date_line_to_the_west_skips_a_day() -> None:
    at = local(date(2026, 11, 24), time(10), "Pacific/Honolulu")
    zone = zones.moved("Pacific/Honolulu", at, "Pacific/Kiritimati")  # the same hour, a day on
    assert [one.day.day for one in WATCHES.on(date(2026, 11, 25), zone) if one.begins_at < at] == []
    running = WATCHES.at(at, zone)
    assert running
    assert (running.day.day, running.code, running.begins_at) == (25, "s2", at)
    assert running.ends_at == at + 2 * HOUR


def test_what_was_foreseen_for_later_is_void() -> None:
    monday, tuesday = (datetime(2026, 11, day, 18, tzinfo=UTC) for day in (23, 24))
    planned = zones.moved(zones.moved("Asia/Shanghai", monday, "Asia/Tokyo"), tuesday, "Pacific/Guam")
    assert [one.to for one in zones.moves(planned)] == ["Asia/Tokyo", "Pacific/Guam"]
    assert zones.moved(planned, monday, "Asia/Bangkok") == "Asia/Shanghai 2026-11-23T18:00:00+00:00 Asia/Bangkok"
    assert zones.moved(planned, tuesday, "Asia/Tokyo") == "Asia/Shanghai 2026-11-23T18:00:00+00:00 Asia/Tokyo"
    assert zones.moved(planned, monday, "Asia/Shanghai") == "Asia/Shanghai"
    assert zones.onward(planned, monday) == "Asia/Tokyo 2026-11-24T18:00:00+00:00 Pacific/Guam"


def test_an_hour_that_would_come_three_times_is_seen() -> None:
    first = datetime(2026, 11, 23, 18, tzinfo=UTC)
    once = zones.moved("Asia/Shanghai", first, "Asia/Bangkok")
    assert not zones.thrice(once, first)
    for minutes, thrice in ((30, True), (119, True), (120, False)):
        again_ = first + timedelta(minutes=minutes)
        assert zones.thrice(zones.moved(once, again_, "Asia/Dhaka"), again_) is thrice


def test_a_typed_time_that_came_twice_is_the_one_just_past() -> None:
    at = datetime(2026, 11, 23, 18, tzinfo=UTC)  # 02:00 in Shanghai, 01:00 in Bangkok
    zone, half_past_one = zones.moved("Asia/Shanghai", at, "Asia/Bangkok"), datetime(2026, 11, 24, 1, 30)
    assert zones.meant(half_past_one, zone, at + HOUR) == at + HOUR / 2
    assert zones.meant(half_past_one, zone, at) == at - HOUR / 2
    assert zones.meant(half_past_one, zone, at - HOUR) == at - HOUR / 2


def test_an_hour_of_a_shift_goes_along_with_the_clock_and_another_moment_does_not() -> None:
    at = datetime(2026, 11, 23, 18, tzinfo=UTC)
    zone = zones.moved("Asia/Shanghai", at, "Asia/Bangkok")
    four = local(date(2026, 11, 24), time(4), "Asia/Shanghai")
    assert again(WATCHES, four, "Asia/Shanghai", zone) == four + HOUR
    assert again(WATCHES, four + HOUR, "Asia/Shanghai", zone) is None
    assert again(WATCHES, at - 2 * HOUR, "Asia/Shanghai", zone) == at - 2 * HOUR


@pytest.mark.parametrize(
    ("to", "read"),
    [
        ("Asia/Bangkok", "00 01 01 02 03 04"),
        ("Asia/Tokyo", "00 01 03 04"),
        ("Asia/Kolkata", "00 01 00 01 02 03 04"),  # back by two hours and a half: 02:00 becomes 23:30
    ],
)
def test_hourly_readings_are_read_at_every_full_hour_that_the_clock_shows(to: str, read: str) -> None:
    begins = local(date(2026, 11, 24), time(0), "Asia/Shanghai")
    at = begins + 2 * HOUR
    zone = zones.moved("Asia/Shanghai", at, to)
    found = scheduled("FREQ=HOURLY", begins, local(date(2026, 11, 24), time(5), zone), zone)
    shown = [f"{one.astimezone(zones.clock_of(zone)):%H:%M}" for one in found]
    assert " ".join(one[:2] for one in shown) == read
    assert all(one.endswith(":00") for one in shown)


def test_a_clock_can_be_copied() -> None:
    moment = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
    shown = moment.astimezone(zones.clock_of("Asia/Shanghai 2026-11-23T18:00:00+00:00 Asia/Bangkok"))
    assert deepcopy(shown) == shown
    assert (shown.tzname(), f"{shown:%H:%M %z}", shown.dst()) == ("+07", "01:30 +0700", timedelta(0))


def test_only_a_clock_asks_a_zone() -> None:
    """A site's clock can be moved: `clock_of` shows each moment in the zone of its own time, a `ZoneInfo` would not."""
    source = Path(zones.__file__).parents[1]
    asking = {
        one.relative_to(source).as_posix() for one in source.rglob("*.py") if "ZoneInfo(" in one.read_text("utf-8")
    }
    assert asking == {"kernel/zones.py", "plant/mapping.py"}, "the mapping looks only whether there is such a zone"
