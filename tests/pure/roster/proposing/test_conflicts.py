"""What cannot be is told by the fewest demands that contradict each other, and by the shifts where it shows."""

from datetime import timedelta
from itertools import combinations

import pytest

from jiaoban.roster.proposing.answer import Limits, Progress
from jiaoban.roster.proposing.problem import (
    AWAY,
    DAY,
    FIXED,
    DaysInRow,
    Fixed,
    Hours,
    Problem,
    Rest,
    RestDays,
    Span,
    Worker,
)
from jiaoban.roster.proposing.solving import answer
from tests.pure.roster.proposing.small import FIRST, NAMED, best, cover, name, only, problem, slot

HOURS = timedelta(hours=1)
REST = Rest(id="rest", title=NAMED, at_least=11 * HOURS)
FIVE = Span(first=FIRST, after=FIRST + 3 * DAY)


def _cases() -> list[tuple[Problem, tuple[str, ...]]]:
    night, day = slot(0, "night"), slot(1, "day")
    third = [slot(2, "day").key, slot(2, "night").key]
    away = [Worker(key=name(0), bars=dict.fromkeys(third, "away")), Worker(key=name(1))]
    gone = [Worker(key=name(0), bars=dict.fromkeys(third, "gone")), Worker(key=name(1))]
    row = DaysInRow(id="days", title=NAMED, at_most=2)
    hours = Hours(id="hours", title=NAMED, within=(FIVE,), at_most=16 * HOURS)
    held = (Fixed(person=name(0), slot=night.key), Fixed(person=name(0), slot=day.key))
    return [
        # two people for two shifts a day of which one cannot follow the other: each has one kind, three days in a row
        (problem(3, 2, REST, row), ("rest", "days", "n.day", "n.night")),
        # one person by themselves cannot stand both
        (problem(3, 1, REST), ("rest", "n.day", "n.night")),
        # of two one is away, the other has both shifts
        (problem(3, 2, REST, workers=away), ("rest", "n.day", "n.night", AWAY)),
        # nobody can bring back who has left, so that is no demand
        (problem(3, 2, REST, workers=gone), ("rest", "n.day", "n.night")),
        # what is held contradicts the rest, whatever else is asked
        (problem(2, 3, REST, hours, fixed=held), ("rest", FIXED)),
        # more hours are wanted than there are
        (problem(3, 2, hours), ("hours", "n.day", "n.night")),
        # a certificate that nobody holds: alone it cannot be kept
        (problem(2, 2, REST, covers=(cover(slot(0, "day"), 1, 99),)), ("q.day",)),
    ]


@pytest.mark.parametrize("number", range(7))
def test_the_fewest_demands_are_named(number: int) -> None:
    asked, expected = _cases()[number]
    found = answer(asked, Limits())
    assert found.state == "IMPOSSIBLE"
    assert found.conflict is not None
    assert (set(found.conflict.groups), found.conflict.smallest) == (set(expected), True)


@pytest.mark.parametrize("number", range(7))
def test_no_fewer_demands_contradict_each_other(number: int) -> None:
    """Tried without the solver: every set with one demand less has a roster."""
    asked, expected = _cases()[number]
    assert best(only(asked, *expected)) is None
    for fewer in combinations(asked.groups, len(expected) - 1):
        assert best(only(asked, *fewer)) is not None, fewer


def test_the_shifts_where_it_shows_are_the_fewest() -> None:
    asked = problem(3, 1, REST)
    conflict = answer(asked, Limits()).conflict
    assert conflict is not None
    assert len(conflict.slots) == 2
    alone = tuple(one for one in asked.covers if one.slot in conflict.slots)
    assert best(asked.model_copy(update={"covers": alone})) is None
    for left in alone:
        assert best(asked.model_copy(update={"covers": (left,)})) is not None


def test_a_rest_day_of_the_week_counts_what_stands_before() -> None:
    week = Span(first=FIRST - 2 * DAY, after=FIRST + 2 * DAY)
    rule = RestDays(id="rests", title=NAMED, within=(week,), at_least=2)
    stands = (slot(-2, "day"), slot(-1, "day"))
    worked = Worker(key=name(0), stands=stands)
    assert answer(problem(2, 1, rule, shifts=("day",), workers=[worked]), Limits()).state == "IMPOSSIBLE"
    rested = Worker(key=name(0), stands=stands[:0])
    assert answer(problem(2, 1, rule, shifts=("day",), workers=[rested]), Limits()).state == "FOUND"


def test_a_rule_that_was_broken_before_makes_nothing_impossible_but_may_not_get_worse() -> None:
    before = Span(first=FIRST - 2 * DAY, after=FIRST + DAY)
    rule = Hours(id="hours", title=NAMED, within=(before,), at_most=8 * HOURS)
    tired = Worker(key=name(0), stands=(slot(-2, "day"), slot(-1, "day")))
    found = answer(problem(2, 2, rule, shifts=("day",), workers=[tired, Worker(key=name(1))]), Limits())
    assert found.state == "FOUND"
    assert found.roster[slot(0, "day").key] == (name(1),)


def test_the_same_question_has_the_same_answer() -> None:
    asked = problem(3, 3, REST, even=1)
    first, again = answer(asked, Limits(seed=7)), answer(asked, Limits(seed=7))
    assert first.roster == again.roster


def test_whoever_is_told_of_the_progress_can_stop_the_explanation() -> None:
    heard: list[Progress] = []

    def tell(progress: Progress) -> bool:
        heard.append(progress)
        return False

    found = answer(problem(3, 2, REST, DaysInRow(id="days", title=NAMED, at_most=2)), Limits(), tell)
    assert found.state == "IMPOSSIBLE"
    assert found.conflict is not None
    assert not found.conflict.smallest
    assert {one.step for one in heard} == {"explaining"}
