"""The solver against the trying of every roster; what cannot be, by the fewest demands that contradict each other."""

from datetime import timedelta
from random import Random

import pytest

from jiaoban.roster.proposing.answer import Limits
from jiaoban.roster.proposing.judging import broken, cost
from jiaoban.roster.proposing.problem import (
    DAY,
    DaysInRow,
    Hours,
    HoursInRow,
    Limit,
    MostOf,
    NoFollow,
    OneADay,
    Problem,
    Rest,
    RestDays,
    RestInRow,
    Span,
    Together,
    Weekends,
    Worker,
)  # fmt: skip
from jiaoban.roster.proposing.solving import answer
from tests.pure.roster.proposing.small import FIRST, NAMED, best, cover, name, problem, slot, wish

HOURS = timedelta(hours=1)
EVERY = Span(first=FIRST, after=FIRST + 3 * DAY)
TOGETHER = Together(id="together", title=NAMED)
RULES: list[Limit] = [
    Rest(id="rest", title=NAMED, at_least=11 * HOURS),
    Rest(id="rest-night", title=NAMED, at_least=30 * HOURS, shifts=("night",)),
    OneADay(id="one", title=NAMED),
    NoFollow(id="follow", title=NAMED, after=("night",), never=("day",)),
    NoFollow(id="none", title=NAMED),
    HoursInRow(id="row", title=NAMED, at_most=8 * HOURS),
    Hours(id="hours", title=NAMED, within=(EVERY,), at_most=16 * HOURS),
    Hours(id="least", title=NAMED, within=(EVERY,), at_least=8 * HOURS, shifts=("day",)),
    DaysInRow(id="days", title=NAMED, at_most=2),
    DaysInRow(id="long", title=NAMED, at_least=2),
    DaysInRow(id="nights", title=NAMED, at_most=1, shifts=("night",)),
    RestInRow(id="free", title=NAMED, at_least=2),
    RestDays(id="restdays", title=NAMED, within=(EVERY,), at_least=1),
    MostOf(id="most", title=NAMED, shift="night", at_most=1),
    Weekends(id="weekends", title=NAMED, at_most=0),
]


def _any(seed: int) -> Problem:
    """A small problem of any kind: some rules, wishes, absences, shifts before and elsewhere."""
    by = Random(seed)
    people, soft = by.choice([(3, False), (2, False), (2, True)])
    rules = by.sample(RULES, by.randrange(1, 4))
    stands = tuple(
        one for one in (slot(-1, "night"), slot(3, "day"), slot(1, "day", 6, 12, post="other")) if by.random() < 0.3
    )
    slots = [slot(day, shift).key for day in range(3) for shift in ("day", "night")]
    workers = tuple(
        Worker(
            key=name(n),
            bars=dict.fromkeys(by.sample(slots, by.randrange(3)), "away"),
            stands=stands if n == 0 else (),
        )
        for n in range(people)
    )
    base = problem(3, people, TOGETHER, *rules, workers=workers, even=by.randrange(3), keep=by.randrange(2))
    covers = [one.model_copy(update={"at_most": one.at_most + by.randrange(2)}) for one in base.covers]  # type: ignore[operator]
    if by.random() < 0.4:
        covers += [cover(one, 1, *by.choice([(0,), (0, 1), (1,)])) for one in base.slots[:2]]
    if soft:
        covers = [one.model_copy(update={"under": 5, "over": 2}) for one in covers]
    wishes = [
        wish(
            by.randrange(people),
            by.randrange(3),
            by.choice(["", "day", "night"]),
            wants=by.random() < 0.5,
            weight=by.randrange(1, 4),
        )
        for _ in range(5)
    ]
    return base.model_copy(update={"covers": tuple(covers), "wishes": tuple(wishes), "now": {slots[0]: (name(1),)}})


@pytest.mark.parametrize("seed", range(40))
def test_no_roster_is_better(seed: int) -> None:
    asked = _any(seed)
    found, tried = answer(asked, Limits()), best(asked)
    if tried is None:
        assert found.state == "IMPOSSIBLE"
    else:
        assert (found.state, found.cost, found.bound, found.gap) == ("FOUND", tried, tried, 0)
        assert not broken(asked, found.roster)
        assert cost(asked, found.roster) == tried


def test_both_outcomes_are_among_the_small_problems() -> None:
    assert {best(_any(seed)) is None for seed in range(40)} == {True, False}
