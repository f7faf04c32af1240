"""A problem as linear rows over whole numbers. Pure: no solver is named here.

A column for each person and slot says whether they stand it. Where time is concerned the rows are as tight as they can
be: of all shifts that, with the rest after them, cover one moment, somebody stands one at most.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import singledispatchmethod
from math import inf

from jiaoban.roster.proposing import problem as asked
from jiaoban.roster.proposing.problem import DAY, SATURDAY, Cover, Limit, OneADay, Problem, Slot, Worker
from jiaoban.roster.proposing.sharing import shares

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of columns, each with a factor, and a constant: what is known already."""

    terms: tuple[tuple[int, float], ...] = ()
    known: float = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.terms + other.terms, self.known + other.known)

    def times(self, factor: float) -> "Sum":
        """Return the sum multiplied."""
        return Sum(tuple((column, value * factor) for column, value in self.terms), self.known * factor)


NONE = Sum()
Label = tuple[str, str]
"""To which group of demands a row belongs ('' to none: it holds whatever is asked), and, of a demand for people, the
slot."""


def total(sums: Iterable[Sum]) -> Sum:
    """Add sums up."""
    found = list(sums)
    return Sum(tuple(term for one in found for term in one.terms), sum(one.known for one in found))


@dataclass
class Linear:
    """Columns with cost and bounds, rows with bounds. Minimise the cost plus `known`."""

    costs: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[tuple[tuple[int, float], ...], float, float]] = field(default_factory=list)
    stands: dict[tuple[str, str], int] = field(default_factory=dict)
    known: float = 0
    label: Label = ("", "")
    labels: list[Label] = field(default_factory=list)
    broken_by: list[Label] = field(default_factory=list)
    """Of rows that cannot be kept whatever the columns are: no solver is needed to see it."""

    @property
    def broken(self) -> bool:
        """Whether there is a row that cannot be kept."""
        return bool(self.broken_by)

    def only(self, groups: Collection[str], slots: Collection[str] | None = None) -> "Linear":
        """Return it with the rows of these groups alone (and of those that demand people, for these slots alone)."""

        def kept(label: Label) -> bool:
            group, slot = label
            return (not group or group in groups) and (not slot or slots is None or slot in slots)

        rows = [row for row, label in zip(self.rows, self.labels, strict=True) if kept(label)]
        return replace(self, rows=rows, labels=[], broken_by=[label for label in self.broken_by if kept(label)])

    def column(self, cost: float = 0, lower: float = 0, upper: float = 1, *, whole: bool = True) -> int:
        """Add a column and return its number."""
        self.costs.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.costs) - 1

    def row(self, what: Sum, least: float = -inf, most: float = inf) -> None:
        """Demand `least <= what <= most`, for the group of the label that is set."""
        least, most = least - what.known, most - what.known
        merged: dict[int, float] = {}
        for column, value in what.terms:
            merged[column] = merged.get(column, 0) + value
        terms = tuple((column, value) for column, value in sorted(merged.items()) if value)
        highest = sum(max(v * self.lower[c], v * self.upper[c]) for c, v in terms)
        lowest = sum(min(v * self.lower[c], v * self.upper[c]) for c, v in terms)
        if least > highest or most < lowest:
            self.broken_by.append(self.label)
        elif least > lowest or most < highest:
            self.rows.append((terms, least, most))
            self.labels.append(self.label)

    def at_most(self, what: Sum, figure: float) -> None:
        """Demand a figure that may not be passed. Where what is known passes it already, nothing may be added."""
        self.row(what, most=max(figure, what.known))

    def pay(self, what: Sum) -> None:
        """Add to the cost."""
        for column, value in what.terms:
            self.costs[column] += value
        self.known += what.known


def linear(problem: Problem, *, costs: bool = True) -> Linear:
    """Return the rows and columns of a problem. Without `costs` any answer is as good as any other, and every demand
    is rows that can be left out (`Linear.only`)."""
    made = _Making(problem, apart=not costs)
    made.rules()
    made.covers(costs)
    if costs:
        made.wishes()
        made.change()
        made.evenness()
    return made.out


class _Making:
    """Writes the rows of a problem."""

    def __init__(self, problem: Problem, *, apart: bool) -> None:
        self.problem, self.out, self._apart = problem, Linear(), apart
        fixed = {(one.person, one.slot) for one in problem.fixed}
        self._by_day: dict[date, list[Slot]] = {}
        for slot in sorted(problem.slots, key=lambda one: (one.begins_at, one.shift)):
            self._by_day.setdefault(slot.day, []).append(slot)
        for worker in problem.workers:
            for slot in problem.slots:
                held, why = (worker.key, slot.key) in fixed, worker.bars.get(slot.key)
                barred = why == "gone" or (why == "away" and not apart)
                number = self.out.column(lower=held and not (apart or barred), upper=not barred)
                self.out.stands[worker.key, slot.key] = number
                stands = Sum(((number, 1),))
                if held:
                    self.out.label = (asked.FIXED, "")
                    self.out.row(stands, least=1)
                if why == "away":
                    self.out.label = (asked.AWAY, "")
                    self.out.row(stands, most=0)
                self.out.label = ("", "")
        self._days: dict[tuple[str, date, Limit | None], Sum] = {}

    def on(self, worker: Worker, slot: Slot) -> Sum:
        """Whether they stand a slot; what they stand anyway is known."""
        column = self.out.stands.get((worker.key, slot.key))
        return Sum(((column, 1),)) if column is not None else NONE

    def works(self, worker: Worker, day: date, rule: Limit | None = None) -> Sum:
        """Whether they work on a day (on a shift of the rule): 1, or 0. Where they stand one anyway it is known."""
        key = (worker.key, day, rule if rule and (rule.shifts or rule.posts) else None)
        if key not in self._days:
            self._days[key] = self._works(worker, day, key[2])
        return self._days[key]

    def _works(self, worker: Worker, day: date, rule: Limit | None) -> Sum:
        def counts(slot: Slot) -> bool:
            return slot.day == day and (rule is None or rule.of_this(slot))

        if any(counts(slot) for slot in worker.stands):
            return Sum(known=1)
        sums = [self.on(worker, slot) for slot in self._by_day.get(day, ()) if counts(slot)]
        if len(sums) < 2 or (not self._apart and self._one_a_day(worker)):
            return total(sums)
        works, label = Sum(((self.out.column(), 1),)), self.out.label
        self.out.label = ("", "")
        for one in sums:  # any shift makes the day a working day, and none makes it a free one
            self.out.row(works + one.times(-1), least=0)
        self.out.row(total(sums) + works.times(-1), least=0)
        self.out.label = label
        return works

    def _one_a_day(self, worker: Worker) -> bool:
        one_a_day = (one for one in self.problem.rules if isinstance(one, OneADay) and not (one.shifts or one.posts))
        return any(self.problem.is_held_to(rule, worker) for rule in one_a_day)

    def rules(self) -> None:
        """Write the rows of every rule, for everybody whom it holds."""
        for rule in self.problem.rules:
            self.out.label = (rule.id, "")
            for worker in self.problem.held_to(rule):
                self.keep(rule, worker)
        self.out.label = ("", "")

    @singledispatchmethod
    def keep(self, rule: asked.Limit, worker: Worker) -> None:
        """Write the rows of one rule for one person."""
        raise TypeError(f"no rows are known for {type(rule).__name__}")

    @keep.register
    def _(self, rule: asked.Together, worker: Worker) -> None:
        for clique in cliques(self.problem.slots, timedelta(0)):
            self.out.at_most(self._all_of(worker, clique), 1)
        self._not_with_known(worker, rule.bars)

    @keep.register
    def _(self, rule: asked.Rest, worker: Worker) -> None:
        def too_close(one: Slot, then: Slot) -> bool:
            return one.ends_at <= then.begins_at < one.ends_at + rule.at_least and rule.of_this(then)

        if rule.shifts:
            self._not_both(worker, too_close)
        elif not rule.posts or "" in rule.posts:
            for clique in cliques(self.problem.slots, rule.at_least):
                self.out.at_most(self._all_of(worker, clique), 1)
        self._not_with_known(worker, lambda one, then: too_close(one, then) or too_close(then, one))

    @keep.register
    def _(self, rule: asked.OneADay, worker: Worker) -> None:
        for day in self.problem.days:
            there = [slot for slot in self._every(worker) if slot.day == day and rule.of_this(slot)]
            self.out.at_most(self._all_of(worker, there), 1)

    @keep.register
    def _(self, rule: asked.NoFollow, worker: Worker) -> None:
        self._not_both(worker, rule.bars)
        self._not_with_known(worker, lambda one, then: rule.bars(one, then) or rule.bars(then, one))

    @keep.register
    def _(self, rule: asked.HoursInRow, worker: Worker) -> None:
        for chain in chains(self._every(worker), rule.at_most):
            if any(rule.of_this(slot) for slot in chain):
                self.out.at_most(self._all_of(worker, chain), len(chain) - 1)

    def _not_both(self, worker: Worker, bars: Callable[[Slot, Slot], bool]) -> None:
        for slot in self.problem.slots:
            for step in (0, 1, 2):
                for then in self._by_day.get(slot.day + step * DAY, ()):
                    if then is not slot and bars(slot, then):
                        self.out.at_most(self._all_of(worker, (slot, then)), 1)

    def _not_with_known(self, worker: Worker, bars: Callable[[Slot, Slot], bool]) -> None:
        for known in worker.stands:
            for slot in self.problem.slots:
                if bars(known, slot):
                    self.out.at_most(self._all_of(worker, (known, slot)), 1)

    @keep.register
    def _(self, rule: asked.Hours, worker: Worker) -> None:
        for span in rule.within:
            minutes = total(
                self._all_of(worker, [slot]).times(slot.minutes)
                for slot in self._every(worker)
                if slot.day in span and rule.of_this(slot)
            )
            if rule.at_most is not None:
                self.out.at_most(minutes, rule.at_most / MINUTE)
            if rule.at_least:
                self.out.row(minutes, least=rule.at_least / MINUTE)

    @keep.register
    def _(self, rule: asked.DaysInRow, worker: Worker) -> None:
        if rule.at_most is not None:
            begin = self.problem.first - rule.at_most * DAY
            for number in range((self.problem.after - begin).days):
                window = [begin + (number + step) * DAY for step in range(rule.at_most + 1)]
                self.out.at_most(total(self.works(worker, day, rule) for day in window), rule.at_most)
        for row in range(1, rule.at_least):
            for before, within, behind in _rows(self.problem.days, row):
                middle = total(self.works(worker, day, rule) for day in within)
                ends = self.works(worker, before, rule) + self.works(worker, behind, rule)
                self.out.row(ends + middle.times(-1), least=1 - row)

    @keep.register
    def _(self, rule: asked.RestInRow, worker: Worker) -> None:
        for row in range(1, rule.at_least):
            for before, within, behind in _rows(self.problem.days, row):
                middle = total(self.works(worker, day, rule) for day in within)
                ends = self.works(worker, before, rule) + self.works(worker, behind, rule)
                self.out.row(ends + middle.times(-1), most=1)

    @keep.register
    def _(self, rule: asked.RestDays, worker: Worker) -> None:
        for span in rule.within:
            days = [span.first + n * DAY for n in range((span.after - span.first).days)]
            self.out.at_most(total(self.works(worker, day, rule) for day in days), max(0, len(days) - rule.at_least))

    @keep.register
    def _(self, rule: asked.MostOf, worker: Worker) -> None:
        mine = [slot for slot in self.problem.slots if slot.shift == rule.shift]
        self.out.at_most(self._all_of(worker, mine), rule.at_most)

    @keep.register
    def _(self, rule: asked.Weekends, worker: Worker) -> None:
        worked = []
        for saturday in (day for day in self.problem.days if day.weekday() == SATURDAY):
            weekend = Sum(((self.out.column(), 1),))
            for day in (saturday, saturday + DAY):
                self.out.row(weekend + self.works(worker, day, rule).times(-1), least=0)
            worked.append(weekend)
        self.out.at_most(total(worked), rule.at_most)

    def _every(self, worker: Worker) -> list[Slot]:
        return [*self.problem.slots, *worker.stands]

    def _all_of(self, worker: Worker, slots: Iterable[Slot]) -> Sum:
        return total(Sum(known=1) if slot in worker.stands else self.on(worker, slot) for slot in slots)

    def covers(self, costs: bool) -> None:
        """Write how many each slot wants: a demand, or a target with a price."""
        for cover in self.problem.covers:
            slot = self.problem.by_key[cover.slot]
            there = total(self.on(worker, slot) for worker in self.problem.can_count(cover))
            most = cover.at_most if cover.at_most is not None else inf
            if not cover.soft:
                self.out.label = (cover.id, cover.slot)
                self.out.row(there, cover.at_least, most)
                self.out.label = ("", "")
            elif costs:
                self._target(cover, there, most)

    def _target(self, cover: Cover, there: Sum, most: float) -> None:
        if cover.under and cover.at_least:
            missing = Sum(((self.out.column(cover.under, upper=cover.at_least, whole=False), 1),))
            self.out.row(there + missing, least=cover.at_least)
        if cover.over and most < inf:
            more = Sum(((self.out.column(cover.over, upper=len(self.problem.workers), whole=False), 1),))
            self.out.row(there + more.times(-1), most=most)

    def wishes(self) -> None:
        """Pay for every wish that is not met."""
        workers = {one.key: one for one in self.problem.workers}
        for wish in self.problem.wishes:
            worker = workers[wish.person]
            slots = [one for one in self._by_day.get(wish.day, []) if wish.shift in ("", one.shift)]
            met = self.works(worker, wish.day) if not wish.shift else self._all_of(worker, slots)
            self.out.pay(met.times(wish.weight) if not wish.wants else Sum(known=wish.weight) + met.times(-wish.weight))

    def change(self) -> None:
        """Pay for everybody who is put on a shift, or taken off it, against what stands now."""
        for (person, key), column in self.out.stands.items() if self.problem.keep else ():
            stood = person in self.problem.now.get(key, ())
            price = self.problem.keep
            self.out.pay(Sum(((column, -price if stood else price),), price if stood else 0))

    def evenness(self) -> None:
        """Pay for whoever has more shifts, or fewer, than their share: of all, and of each kind."""
        for fair in shares(self.problem) if self.problem.even else ():
            for worker in self.problem.workers:
                stood = self._all_of(worker, fair.slots)
                least, most = fair.of[worker.key]
                aside = Sum(((self.out.column(self.problem.even, upper=len(fair.slots), whole=False), 1),))
                self.out.row(stood + aside, least=least)
                self.out.row(stood + aside.times(-1), most=most)


def cliques(slots: Iterable[Slot], rest: timedelta) -> Iterator[list[Slot]]:
    """Return the sets of shifts of which, with so much rest after each, one at most can be stood: those that cover one
    moment. Whatever two bar each other are together in one of them."""
    every = sorted(slots, key=lambda one: (one.begins_at, one.ends_at))
    covering = [
        [slot for slot in every if slot.begins_at <= begin < slot.ends_at + rest]
        for begin in dict.fromkeys(one.begins_at for one in every)
    ]
    for now, then in zip(covering, [*covering[1:], []], strict=True):
        if len(now) > 1 and not all(slot in then for slot in now):
            yield now


def chains(slots: Iterable[Slot], at_most: timedelta) -> Iterator[tuple[Slot, ...]]:
    """Return the shortest rows of shifts without a break between them that last longer than this, together."""
    every = sorted(slots, key=lambda one: (one.begins_at, one.ends_at))

    def longer(chain: tuple[Slot, ...]) -> Iterator[tuple[Slot, ...]]:
        if chain[-1].ends_at - chain[0].begins_at > at_most:
            yield chain
            return
        for slot in every:
            if chain[-1].begins_at < slot.begins_at <= chain[-1].ends_at < slot.ends_at:
                yield from longer((*chain, slot))

    for slot in every:
        yield from longer((slot,))


def _rows(days: Sequence[date], length: int) -> Iterator[tuple[date, Sequence[date], date]]:
    """Return every row of so many days with the day before and the day behind, all of them within `days`."""
    for at in range(len(days) - length - 1):
        yield days[at], days[at + 1 : at + 1 + length], days[at + 1 + length]
