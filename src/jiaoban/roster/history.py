"""Who was ever due on a shift, and by which act that changed: what a calendar client must be told of. Pure.

A subscription shows the roster as it stands. What somebody was due on and is no more stays in it as cancelled, so that
a client which keeps what it once read takes it away. SEQUENCE (RFC 5545) is the number of the act that last changed a
person's part in a shift, and how often the post was described anew, its hours among it: it only grows.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from jiaoban.kernel.shifts import Shift
from jiaoban.roster.grid_tables import CalendarDay, CellHistory
from jiaoban.roster.rules import Plan
from jiaoban.roster.tables import Assignment

Place = tuple[date, str]


@dataclass(frozen=True, slots=True)
class Part:
    """A person's part in a shift: whether they are due now, and the act by which that came about."""

    due: bool
    seq: int
    at: datetime | None


class History:
    """The plan of one post as it was after any act."""

    def __init__(
        self, plan: Plan, cells: Iterable[CellHistory], days: Iterable[CalendarDay], described: int = 0
    ) -> None:
        self.plan = plan
        self.described = described
        self.cells: Mapping[Place, CellHistory] = {(one.day, one.shift): one for one in cells}
        self.days: Mapping[date, CalendarDay] = {one.day: one for one in days}
        self._plans: dict[int, Plan] = {}
        self._times: dict[int, datetime | None] = {}

    def parts(self, shift: Shift) -> dict[str, Part]:
        """Return everybody who is or ever was due on a shift, with the act that decided it last."""
        found: dict[str, Part] = {}
        before: tuple[str, ...] = ()
        for seq in sorted(set(self._seqs(shift))):
            people = self._at(seq, shift)
            for one in {*people} ^ {*before}:
                found[one] = Part(one in people, seq + self.described, self._times[seq])
            before = people
        now = self.plan.turn(shift).people
        for one, part in list(found.items()):
            if part.due is not (one in now):  # who left the site, or is away: no act of the roster says so
                found[one] = replace(part, due=one in now)
        return found

    def last(self, shift: Shift) -> tuple[int, datetime | None]:
        """Return the number and the time of the last act that changed who is due on a shift; (0, None) for none."""
        parts = self.parts(shift).values()
        newest = max(parts, key=lambda part: part.seq, default=None)
        return (newest.seq, newest.at) if newest else (0, None)

    def _seqs(self, shift: Shift) -> Iterator[int]:
        for one in self.plan.rotations.rotations:
            if one.from_day <= shift.day:
                self._times[one.seq] = one.at
                yield one.seq
        for crew in self.plan.mannings.values():
            for manned in crew.mannings:
                if manned.from_day <= shift.day:
                    self._times[manned.seq] = manned.at
                    yield manned.seq
        for mark in self._marks(shift):
            self._times[mark[0]] = mark[1]
            yield mark[0]

    def _marks(self, shift: Shift) -> Iterator[tuple[int, datetime]]:
        cell = self.cells.get((shift.day, shift.code))
        for mark in cell.marks if cell else ():
            yield mark.seq, mark.at
        day = self.days.get(shift.day)
        for said in day.marks if day else ():
            yield said.seq, said.at

    def _at(self, seq: int, shift: Shift) -> tuple[str, ...]:
        if seq not in self._plans:
            self._plans[seq] = _until(self.plan, seq)
        plan = self._plans[seq]
        cell = self.cells.get((shift.day, shift.code))
        marks = [mark for mark in cell.marks if mark.seq <= seq] if cell else []
        if marks and marks[-1].people is not None:
            return marks[-1].people
        day = self.days.get(shift.day)
        said = [mark for mark in day.marks if mark.seq <= seq] if day else []
        kinds = {shift.day: said[-1].kind} if said else {}
        return replace(plan, calendar=kinds).by_rotation(shift)


def _until(plan: Plan, seq: int) -> Plan:
    """Return a plan as its rotations and crews were after an act."""
    rotations = plan.rotations.model_copy(
        update={"rotations": tuple(one for one in plan.rotations.rotations if one.seq <= seq)}
    )
    mannings = {
        crew: manned.model_copy(update={"mannings": tuple(one for one in manned.mannings if one.seq <= seq)})
        for crew, manned in plan.mannings.items()
    }
    none: dict[Place, Assignment] = {}
    return replace(plan, rotations=rotations, mannings=mannings, assignments=none)
