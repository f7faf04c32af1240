"""Answering a problem: the search, and where nothing can be found, the smallest set of demands that contradict.

It takes as long as its limits say, and is called in a process apart (`worker`, the command line), never in a request.
"""

from collections.abc import Callable, Sequence
from itertools import combinations
from math import ceil, isfinite
from time import monotonic

from jiaoban.roster.proposing import highs
from jiaoban.roster.proposing.answer import Answer, Conflict, Limits, Progress
from jiaoban.roster.proposing.judging import broken, cost
from jiaoban.roster.proposing.linear import Linear, linear
from jiaoban.roster.proposing.problem import Problem, Roster

Tell = Callable[[Progress], bool]
"""Told about the progress now and then; False stops the search."""
TRY_SECONDS = 15.0
"""Seconds for each question whether some of the demands can be kept together."""


def answer(problem: Problem, limits: Limits, tell: Tell = lambda _: True) -> Answer:
    """Search for the cheapest roster. Raises `SolverMissing`."""
    if not highs.there():
        raise highs.SolverMissing(highs.MISSING.en)
    began = monotonic()
    asked = linear(problem)

    def told(seconds: float, paid: float, bound: float, gap: float) -> bool:
        whole = _bound(bound)
        return tell(
            Progress(step="searching", seconds=seconds, cost=_known(paid), bound=whole, gap=_gap(_known(paid), whole))
        )

    found = highs.solve(asked, seconds=limits.seconds, gap=limits.gap, seed=limits.seed, tell=told)
    if found.state == "FOUND":
        roster = _roster(problem, asked, found.values)
        _need_sound(problem, roster)
        paid = cost(problem, roster)
        bound = paid if found.proven and not limits.gap else min(_bound(found.bound) or 0, paid)
        seconds = monotonic() - began
        return Answer(state="FOUND", roster=roster, cost=paid, bound=bound, gap=_gap(paid, bound), seconds=seconds)
    if found.state == "IMPOSSIBLE":
        conflict = _Explaining(problem, limits, tell).conflict()
        return Answer(state="IMPOSSIBLE", conflict=conflict, seconds=monotonic() - began)
    return Answer(state="NONE_IN_TIME", bound=_bound(found.bound), seconds=monotonic() - began)


def _known(figure: float) -> float | None:
    """Return a figure that the solver knows; infinite ones are its way to say that it does not."""
    return round(figure, 6) if isfinite(figure) and abs(figure) < 1e30 else None


def _bound(figure: float) -> float | None:
    """Return the bound as a whole number: every cost is one, so none lies below the next."""
    known = _known(figure)
    return None if known is None else float(ceil(known - 1e-6))


def _gap(paid: float | None, bound: float | None) -> float | None:
    """Return by which part of its cost a roster may be dearer than the best."""
    if paid is None or bound is None:
        return None
    return max(0.0, (paid - bound) / paid) if paid > 0 else 0.0


def _need_sound(problem: Problem, roster: Roster) -> None:
    """See to it that the solver's roster keeps everything, counted without it."""
    wrong = broken(problem, roster)
    if wrong:
        raise AssertionError(f"the solver's roster breaks {wrong[0]}")


def _roster(problem: Problem, asked: Linear, values: Sequence[float]) -> Roster:
    stands: dict[str, list[str]] = {slot.key: [] for slot in problem.slots}
    for (person, slot), column in asked.stands.items():
        if values[column] > 0.5:
            stands[slot].append(person)
    return {slot: tuple(people) for slot, people in stands.items()}


class _Explaining:
    """Finds the smallest set of demands that cannot be kept together.

    Whatever set of demands is to explain it must hit every set whose absence would help. So the smallest set that hits
    those found so far is tried: if it contradicts itself already it is the answer; if not, it shows one more (the
    method of minimal hitting sets, Reiter 1987).
    """

    def __init__(self, problem: Problem, limits: Limits, tell: Tell) -> None:
        self._problem, self._limits, self._tell = problem, limits, tell
        self._whole = linear(problem, costs=False)
        self._until = monotonic() + limits.explain_seconds
        self._began, self._tried = monotonic(), 0
        self._known: dict[frozenset[str], bool | None] = {}

    def conflict(self) -> Conflict:
        """Return the smallest conflict; when time runs out, one from which nothing that was tried can be left out."""
        groups = list(self._problem.groups)
        helps: list[frozenset[str]] = []
        while True:
            tried = _smallest_hitting(groups, helps)
            can = self._can(tried)
            if can is None:
                return self._told(self._deleted(groups), smallest=False)
            if not can:
                return self._told(tried, smallest=True)
            kept = set(tried)
            for group in groups:
                if group not in kept and self._can(frozenset(kept | {group})):
                    kept.add(group)
            helps.append(frozenset(groups) - kept)

    def _deleted(self, groups: Sequence[str]) -> frozenset[str]:
        """Leave out one demand after the other, as long as what remains surely contradicts itself."""
        kept = frozenset(groups)
        for group in groups:
            if self._can(kept - {group}) is False:
                kept -= {group}
        return kept

    def _told(self, groups: frozenset[str], *, smallest: bool) -> Conflict:
        ordered = tuple(one for one in self._problem.groups if one in groups)
        return Conflict(groups=ordered, slots=self._where(groups), smallest=smallest)

    def _where(self, groups: frozenset[str]) -> tuple[str, ...]:
        """Return the slots whose cover makes the conflict already: halves are left out as long as they can be."""
        hard = (one for one in self._problem.covers if not one.soft and one.id in groups)
        every = list(dict.fromkeys(one.slot for one in hard))
        needed: list[str] = []
        pieces = [every] if every else []
        while pieces:
            piece = pieces.pop()
            rest = [slot for other in pieces for slot in other]
            if self._possible(self._whole.only(groups, {*needed, *rest})) is False:
                continue
            if len(piece) == 1:
                needed += piece
            else:
                half = len(piece) // 2
                pieces += [piece[half:], piece[:half]]
        return tuple(slot for slot in every if slot in needed)

    def _can(self, groups: frozenset[str]) -> bool | None:
        if groups not in self._known:
            self._known[groups] = self._possible(self._whole.only(groups))
        return self._known[groups]

    def _possible(self, asked: Linear) -> bool | None:
        """Say whether some demands can be kept at all; None: not known in time."""
        self._tried += 1
        going = self._tell(Progress(step="explaining", seconds=monotonic() - self._began, tried=self._tried))
        left = min(TRY_SECONDS, self._until - monotonic()) if going else 0
        found = highs.solve(asked, seconds=left, gap=1, seed=self._limits.seed)
        return {"FOUND": True, "IMPOSSIBLE": False}.get(found.state)


def _smallest_hitting(groups: Sequence[str], sets: Sequence[frozenset[str]]) -> frozenset[str]:
    """Return the smallest set of groups that has one of each of the sets; the first such in the order of the groups."""
    named = [group for group in groups if any(group in one for one in sets)]
    for size in range(len(named) + 1):
        for some in combinations(named, size):
            if all(one & set(some) for one in sets):
                return frozenset(some)
    raise AssertionError("the empty set helps nothing: every set that helps has a member")
