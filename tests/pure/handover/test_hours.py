"""Hours on duty: each second once at however many posts, and only those since the last pause where the pack says so."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiaoban.handover.hours import Span, in_a_row, total

MIDNIGHT = datetime(2026, 3, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
SPANS = st.lists(st.tuples(st.integers(0, 47), st.integers(1, 24)), min_size=1, max_size=6)


def span(begin: int, hours: int) -> Span:
    return MIDNIGHT + begin * HOUR, MIDNIGHT + (begin + hours) * HOUR


def test_a_short_turn_beside_a_long_one_is_no_pause() -> None:
    day, early, late = span(0, 24), span(1, 1), span(20, 3)
    assert total(in_a_row([day, early, late], 8 * HOUR)) == 24 * HOUR


def test_a_pause_of_exactly_the_length_is_one_and_a_shorter_one_is_none() -> None:
    assert in_a_row([span(0, 4), span(12, 2)], 8 * HOUR) == [span(12, 2)]
    assert len(in_a_row([span(0, 5), span(12, 2)], 8 * HOUR)) == 2


@given(SPANS, st.integers(1, 12))
def test_in_a_row_is_what_a_clerk_counts_hour_by_hour(turns: list[tuple[int, int]], rest: int) -> None:
    worked = {hour for begin, hours in turns for hour in range(begin, begin + hours)}
    counted, idle = 0, 0
    for hour in range(max(worked), -1, -1):
        idle = 0 if hour in worked else idle + 1
        if idle == rest:
            break
        counted += hour in worked
    assert total(in_a_row([span(*one) for one in turns], rest * HOUR)) == counted * HOUR
