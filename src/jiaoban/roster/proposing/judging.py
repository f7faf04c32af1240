"""What a roster breaks and what it costs, counted on the roster itself. Pure, and knows nothing of rows or a solver.

So an answer is not believed but looked at: a proposal that breaks a rule is never shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import singledispatch
from itertools import combinations, groupby, pairwise

from jiaoban.roster.proposing import problem as asked
from jiaoban.roster.proposing.problem import DAY, FIXED, SATURDAY, Cover, Limit, Problem, Slot, Wish, Worker
from jiaoban.roster.proposing.sharing import shares


@dataclass(frozen=True, slots=True)
class Broken:
    """A demand that a roster does not keep, by the name of its group; whose, and where."""

    group: str
    person: str = ""
    slot: str = ""


def broken(problem: Problem, roster: Mapping[str, Sequence[str]]) -> list[Broken]:
    """Return every demand that the roster does not keep."""
    found = [*_covers(problem, roster), *_bars(problem, roster)]
    for rule in problem.rules:
        for worker in problem.held_to(rule):
            mine = _stood(problem, roster, worker)
            if not keeps(rule, mine, problem, worker) and keeps(rule, sorted_slots(worker.stands), problem, worker):
                found.append(Broken(rule.id, worker.key))
    return found


def cost(problem: Problem, roster: Mapping[str, Sequence[str]]) -> int:
    """Return what the roster costs: targets missed, wishes not met, changes, unevenness."""
    paid = sum(one.weight for one in problem.wishes if not meets(problem, roster, one))
    for cover in problem.covers:
        there = _count(problem, roster, cover)
        paid += cover.under * max(0, cover.at_least - there)
        if cover.at_most is not None:
            paid += cover.over * max(0, there - cover.at_most)
    for slot in problem.slots if problem.keep else ():
        paid += problem.keep * len(set(roster.get(slot.key, ())) ^ set(problem.now.get(slot.key, ())))
    for fair in shares(problem) if problem.even else ():
        for worker in problem.workers:
            stood = sum(worker.key in roster.get(slot.key, ()) for slot in fair.slots)
            least, most = fair.of[worker.key]
            paid += problem.even * (max(0, least - stood) + max(0, stood - most))
    return paid


def meets(problem: Problem, roster: Mapping[str, Sequence[str]], wish: Wish) -> bool:
    """Say whether a wish is met."""
    slots = [one for one in problem.slots if one.day == wish.day and wish.shift in ("", one.shift)]
    stands = any(wish.person in roster.get(slot.key, ()) for slot in slots)
    elsewhere = not wish.shift and any(
        slot.day == wish.day for worker in problem.workers if worker.key == wish.person for slot in worker.stands
    )
    return (stands or elsewhere) == wish.wants


def sorted_slots(slots: Sequence[Slot]) -> list[Slot]:
    """Return slots in the order of their begin."""
    return sorted(slots, key=lambda one: (one.begins_at, one.ends_at))


def _stood(problem: Problem, roster: Mapping[str, Sequence[str]], worker: Worker) -> list[Slot]:
    mine = [slot for slot in problem.slots if worker.key in roster.get(slot.key, ())]
    return sorted_slots([*mine, *worker.stands])


def _count(problem: Problem, roster: Mapping[str, Sequence[str]], cover: Cover) -> int:
    counted = {worker.key for worker in problem.can_count(cover)}
    return sum(person in counted for person in roster.get(cover.slot, ()))


def _covers(problem: Problem, roster: Mapping[str, Sequence[str]]) -> Iterator[Broken]:
    for cover in problem.covers:
        there = _count(problem, roster, cover)
        most = cover.at_most if cover.at_most is not None else there
        if not cover.soft and not cover.at_least <= there <= most:
            yield Broken(cover.id, slot=cover.slot)


def _bars(problem: Problem, roster: Mapping[str, Sequence[str]]) -> Iterator[Broken]:
    for worker in problem.workers:
        for slot, why in worker.bars.items():
            if worker.key in roster.get(slot, ()):
                yield Broken(why, worker.key, slot)
    for one in problem.fixed:
        if one.person not in roster.get(one.slot, ()):
            yield Broken(FIXED, one.person, one.slot)


@singledispatch
def keeps(rule: Limit, mine: Sequence[Slot], problem: Problem, worker: Worker) -> bool:
    """Say whether somebody who stands these shifts, in order, keeps a rule."""
    raise TypeError(f"{type(rule).__name__} cannot be judged")


@keeps.register
def _(rule: asked.Together, mine: Sequence[Slot], problem: Problem, worker: Worker) -> bool:
    return not any(rule.bars(one, other) for one, other in combinations(mine, 2))


@keeps.register
def _(rule: asked.Rest, mine: Sequence[Slot], problem: Problem, worker: Worker) -> bool:
    before: Slot | None = None
    for one in mine:
        close = before is not None and before.ends_at <= one.begins_at < before.ends_at + rule.at_least
        if close and rule.of_this(one):
            return False
        if before is None or one.ends_at > before.ends_at:
            before = one
    return True


@keeps.register
def _(rule: asked.OneADay, mine: Sequence[Slot], problem: Problem, worker: Worker) -> bool:
    days = [one.day for one in mine if rule.of_this(one)]
    return len(set(days)) == len(days)


@keeps.register
def _(rule: asked.NoFollow, mine: Sequence[Slot], problem: Problem, worker: Worker) -> bool:
    return not any(rule.bars(one, then) for one, then in pairwise(mine))


@keeps.register
def _(rule: asked.HoursInRow, mine: Sequence[Slot], problem: Problem, worker: Worker) -> bool:
    begin, end, speaks = None, None, False
    for one in mine:
        if end is None or begin is None or one.begins_at > end:
            begin, end, speaks = one.begins_at, one.ends_at, False
        end, speaks = max(end, one.ends_at), speaks or rule.of_this(one)
        if end - begin > rule.at_most and speaks:
            return False
    return True


@keeps.register
def _(rule: asked.Hours, mine: Sequence[Slot], problem: Problem, worker: Worker) -> bool:
    for span in rule.within:
        counted = (one for one in mine if one.day in span and rule.of_this(one))
        worked = sum((one.ends_at - one.begins_at for one in counted), timedelta(0))
        if worked < rule.at_least or (rule.at_most is not None and worked > rule.at_most):
            return False
    return True


@keeps.register
def _(rule: asked.DaysInRow, mine: Sequence[Slot], problem: Problem, worker: Worker) -> bool:
    for row in _runs({one.day for one in mine if rule.of_this(one)}):
        if rule.at_most is not None and len(row) > rule.at_most:
            return False
        if len(row) < rule.at_least and row[0] > problem.first and row[-1] + DAY < problem.after:
            return False
    return True


@keeps.register
def _(rule: asked.RestInRow, mine: Sequence[Slot], problem: Problem, worker: Worker) -> bool:
    worked = {one.day for one in mine if rule.of_this(one)}
    free = _runs({day for day in problem.days if day not in worked})
    return all(len(row) >= rule.at_least or row[0] == problem.first or row[-1] + DAY == problem.after for row in free)


@keeps.register
def _(rule: asked.RestDays, mine: Sequence[Slot], problem: Problem, worker: Worker) -> bool:
    worked = {one.day for one in mine if rule.of_this(one)}
    return all(
        (span.after - span.first).days - sum(day in span for day in worked) >= rule.at_least for span in rule.within
    )


@keeps.register
def _(rule: asked.MostOf, mine: Sequence[Slot], problem: Problem, worker: Worker) -> bool:
    return sum(one.shift == rule.shift and one.key in problem.by_key for one in mine) <= rule.at_most


@keeps.register
def _(rule: asked.Weekends, mine: Sequence[Slot], problem: Problem, worker: Worker) -> bool:
    saturdays = {day for day in problem.days if day.weekday() == SATURDAY}
    worked = {one.day for one in mine if rule.of_this(one)}
    return sum(bool({saturday, saturday + DAY} & worked) for saturday in saturdays) <= rule.at_most


def _runs(days: set[date]) -> list[list[date]]:
    """Return the days as rows of days that follow each other."""
    ordered = enumerate(sorted(days))
    return [[day for _, day in row] for _, row in groupby(ordered, key=lambda one: one[1] - one[0] * DAY)]
