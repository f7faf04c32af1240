"""Rules about rosters beside plain arithmetic, over any shifts in any zone: clock changes, month ends, leap days."""

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from jiaoban.kernel.zones import clock_of
from jiaoban.roster.checking import Window, lasting, violations
from jiaoban.roster.resting import month_of
from jiaoban.roster.stints import Stint
from tests.pure.roster.test_checking import NAMES, rule, stint

ONE = timedelta(days=1)
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
BEGINS = (
    date(2026, 3, 27),
    date(2026, 10, 23),
    date(2026, 11, 28),
    date(2028, 2, 26),
    date(2026, 3, 6),
    date(2026, 4, 3),
)
"""Around the changes of clocks in these zones, a month's end, a leap day."""


@st.composite
def rows(draw: st.DrawFn) -> list[Stint]:
    zone, first = draw(st.sampled_from(ZONES)), draw(st.sampled_from(BEGINS))
    some = draw(
        st.lists(
            st.tuples(
                st.integers(0, 6),
                st.sampled_from(["night", "day", "evening", "long"]),
                st.sampled_from(["ccr", "gate"]),
            ),
            min_size=1,
            max_size=8,
            unique=True,
        )
    )
    return [stint(first + day * ONE, code, post, zone=zone) for day, code, post in some]


def window(some: list[Stint]) -> Window:
    return Window(min(one.day for one in some) - 14 * ONE, max(one.day for one in some) + 14 * ONE)


@given(rows())
def test_one_place_is_what_comparing_everything_finds(some: list[Stint]) -> None:
    found = violations([rule("one-place")], some, window(some), NAMES)
    pairs = [
        (one, other)
        for one, other in combinations(some, 2)
        if one.post != other.post and one.begins_at < other.ends_at and other.begins_at < one.ends_at
    ]
    assert len(found) == len(pairs)


@given(rows())
def test_hours_are_the_minutes_in_which_something_runs(some: list[Stint]) -> None:
    ordered = sorted(some, key=lambda one: (one.begins_at, one.ends_at))
    begin = ordered[0].begins_at
    last = max(one.ends_at for one in ordered)
    minutes = int((last - begin).total_seconds() // 60)
    step = timedelta(minutes=15)
    run = sum(
        any(one.begins_at <= begin + number * step < one.ends_at for one in ordered) for number in range(minutes // 15)
    )
    assert lasting(ordered) == run * step


@given(rows(), st.integers(1, 30))
def test_rest_is_broken_where_less_passes_than_the_rule_asks_for(some: list[Stint], hours: int) -> None:
    least = timedelta(hours=hours)
    found = violations([rule("rest-between", at_least=least)], some, window(some), NAMES)
    edges = sorted({one.begins_at for one in some})
    gaps = []
    for at in edges:
        ended = [one.ends_at for one in some if one.begins_at < at]
        if ended and max(ended) <= at:
            gaps.append(at - max(ended))
    assert {round(one.excess) for one in found} == {round((least - gap).total_seconds()) for gap in gaps if gap < least}


@given(rows(), st.integers(1, 6))
def test_days_in_a_row_are_counted_by_the_calendar(some: list[Stint], most: int) -> None:
    days = {one.day for one in some}
    longest = max(
        length for first in days for length in range(1, 15) if all(first + step * ONE in days for step in range(length))
    )
    found = violations([rule("days-in-row", at_most=most)], some, window(some), NAMES)
    assert bool(found) is (longest > most)
    assert max((one.excess for one in found), default=0) == max(0, longest - most)


@given(st.dates(date(2024, 1, 1), date(2032, 12, 31)), st.sampled_from(ZONES), st.sets(st.integers(0, 30)))
def test_every_day_of_a_month_is_worked_or_rested(day: date, zone: str, worked: set[int]) -> None:
    first = day.replace(day=1)
    busy = [stint(first + step * ONE, "day", zone=zone) for step in worked]
    one = rule("use-up", at_least=1, remind="P7D", **{"in": "month"})
    month = month_of(one, {"li": (date(2000, 1, 1), None)}, busy, first, day, zone)
    (rest,) = month.rests
    days = (month.ends_at.astimezone(clock_of(zone)).date() - first).days
    assert days in (28, 29, 30, 31)
    assert rest.taken + rest.planned == days - sum(step < days for step in worked)
    assert rest.owed == sum((first + step * ONE).weekday() == 6 for step in range(days))
    assert month.reminds_at.astimezone(clock_of(zone)).date() == first + (days - 7) * ONE
