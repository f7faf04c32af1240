"""Which time a case is, and which step its ladder names for it: a function of the cases and the ladder alone. Pure.

The order in which facts became known plays no part: cases count by when they happened.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from pydantic import BaseModel

from jiaoban.conduct.tables import BreachCase
from jiaoban.conduct.terms import Value
from jiaoban.kernel.zones import clock_of
from jiaoban.regime.ladders import Branch, CaseFact, Ladder, LadderStep, Period
from jiaoban.regime.reach import decided

LadderOf = Callable[[BreachCase], Ladder | None]


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """How a case stands on its ladder.

    `counts`: it is one of those that are counted; None while facts for that are `wanted`. `nth`: which time it is;
    `earlier` are the counted cases before it. `step`: the number of the step that the ladder names (0: none), from
    those of `branch` where one fits. `exempt`: the fact that takes it out.
    """

    counts: bool | None
    nth: int
    earlier: tuple[BreachCase, ...]
    wanted: tuple[CaseFact, ...]
    branch: Branch | None
    steps: tuple[LadderStep, ...]
    step: int
    exempt: CaseFact | None = None

    @property
    def rung(self) -> LadderStep | None:
        """The step that the ladder names, or None."""
        return self.steps[self.step - 1] if self.step else None

    @property
    def undecided(self) -> tuple[BreachCase, ...]:
        """Earlier cases that nobody has decided yet: they come first."""
        return tuple(one for one in self.earlier if not one.decisions)


def known_facts(one: BreachCase, ladder: Ladder) -> dict[str, Value]:
    """Return the facts of a case: as found, else as the ladder assumes them."""
    assumed = {fact.id: fact.assumed for fact in ladder.facts if fact.assumed is not None}
    own = {key: value for key, value in one.facts.items() if ladder.fact(key) is not None}
    return {**assumed, **own}


def counts(one: BreachCase, ladder: Ladder | None) -> bool | None:
    """Say whether a case is one of those that are counted; None while that is not known.

    What was withdrawn or annulled does not count, nor what is exempt or not what the ladder means.
    """
    if one.status in ("WITHDRAWN", "ANNULLED"):
        return False
    if ladder is None:
        return True
    known = known_facts(one, ladder)
    if any(known.get(name) is True for name in ladder.exempt):
        return False
    if ladder.when is None:
        return True
    return decided(ladder.when, {key: frozenset({value}) for key, value in known.items()})


def period_of(period: Period, moment: datetime, zone: str) -> tuple[int, int]:
    """Return in which period of counting a moment lies, by the calendar of the place."""
    day = moment.astimezone(clock_of(zone)).date()
    return {
        "ever": (0, 0),
        "year": (day.year, 0),
        "quarter": (day.year, (day.month - 1) // 3),
        "month": (day.year, day.month),
    }[period]


def standing(one: BreachCase, others: Iterable[BreachCase], ladder: Ladder, of: LadderOf, zone: str) -> CaseStanding:
    """Return how a case stands among the cases of the same person and ladder (`others` may hold it itself)."""
    period = period_of(ladder.period, one.happened_at, zone)
    before = (
        each
        for each in others
        if (each.person, each.ladder) == (one.person, one.ladder)
        and each.order < one.order
        and period_of(ladder.period, each.happened_at, zone) == period
        and counts(each, of(each)) is not False
    )
    earlier = tuple(sorted(before, key=lambda each: each.order))
    nth = len(earlier) + 1
    known = {key: frozenset({value}) for key, value in known_facts(one, ladder).items()}
    verdicts = [(branch, decided(branch.when, known)) for branch in ladder.branches]
    branch = next((each for each, verdict in verdicts if verdict), None)
    open_branch = branch is None and any(verdict is None for _, verdict in verdicts)
    counted = counts(one, ladder)
    wanted = _wanted(one, ladder) if counted is None or (counted and open_branch) else ()
    steps = branch.steps if branch else ladder.steps
    step = min(nth, len(steps)) if counted and not wanted else 0
    exempt = next((ladder.fact(name) for name in ladder.exempt if known.get(name) == frozenset({True})), None)
    return CaseStanding(counted, nth, earlier, wanted, branch, steps, step, exempt)


def standings(cases: Sequence[BreachCase], of: LadderOf, zone: str) -> dict[str, CaseStanding]:
    """Return how each of these cases stands, by its key, where its ladder is known; `cases` are all of their people."""
    found = {}
    by_ladder = sorted(cases, key=_who)
    for _, group in groupby(by_ladder, key=_who):
        listed = list(group)
        for one in listed:
            ladder = of(one)
            if ladder is not None:
                found[one.key] = standing(one, listed, ladder, of, zone)
    return found


def _who(one: BreachCase) -> tuple[str, str]:
    return one.person, one.ladder


def would_be(one: BreachCase, stands: CaseStanding) -> int | None:
    """Return the step that a decided case would stand on by what is known now, where that is another than the one that
    was proposed when it was decided; 0: it would not count."""
    if one.decision is None or one.status not in ("DECIDED", "APPEALED") or stands.wanted:
        return None
    now = stands.step if stands.counts else 0
    return now if (now, stands.nth if stands.counts else 0) != (one.decision.proposed, one.decision.nth) else None


def asked(ladder: Ladder) -> frozenset[str]:
    """Return the facts that the ladder asks for: in its own condition and in those of its branches."""
    conditions = [ladder.when, *(branch.when for branch in ladder.branches)]
    return frozenset(name for one in conditions if one is not None for name in _named(one))


def _wanted(one: BreachCase, ladder: Ladder) -> tuple[CaseFact, ...]:
    """Return the facts that are still to be found: asked for, not said, and nothing is assumed of them."""
    names, known = asked(ladder), known_facts(one, ladder)
    return tuple(fact for fact in ladder.facts if fact.id in names and fact.id not in known)


def _named(part: object) -> Iterator[str]:
    if isinstance(part, tuple):
        for each in part:
            yield from _named(each)
    elif isinstance(part, BaseModel):
        fact = getattr(part, "fact", None)
        if isinstance(fact, str):
            yield fact
        for name in type(part).model_fields:
            yield from _named(getattr(part, name))
