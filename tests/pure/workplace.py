"""A small workplace in memory: one post with day, evening and night shift, and the same few people in every test."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

from jiaoban.duty import usecases as duty
from jiaoban.followup import usecases as followup
from jiaoban.kernel.access import Actor, Grant, Role
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.book import Stamp, Table, WritableBook
from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.place import Place
from jiaoban.kernel.shifts import ShiftKind, ShiftPattern
from jiaoban.kernel.verbs import Outcome, find_verb, perform
from jiaoban.kernel.words import Words
from jiaoban.logbook import usecases as logbook
from jiaoban.meeting import usecases as meeting
from jiaoban.org.acts import PersonAdded, PersonDescription
from jiaoban.plant import usecases as plant
from jiaoban.regime.duties import Duty
from jiaoban.regime.meetings import Meetings

VERBS = (duty, followup, logbook, meeting, plant)
"""The rooms whose verbs and tables are declared by importing them."""

SHIFTS = ShiftPattern(
    shifts=(
        ShiftKind(code="D", name=Words(zh="白班"), begins=time(8), ends=time(16)),
        ShiftKind(code="E", name=Words(zh="中班"), begins=time(16), ends=time(0)),
        ShiftKind(code="N", name=Words(zh="夜班"), begins=time(0), ends=time(8)),
    )
)
HALL = Place(site="s1", site_name="站", zone="Asia/Shanghai", post="hall", post_name="厂房", pattern=SHIFTS)
ROOM = Place(site="s1", site_name="站", zone="Asia/Shanghai", post="room", post_name="中控室", pattern=SHIFTS)
RULED = replace(HALL, regime="r" * 64)
"""The hall under a regime: it wants two parts of a summing-up, and a report and the ledgers of every shift."""
PACK = SimpleNamespace(
    meetings=Meetings(clause="demo/3.2", brief=("discipline", "attention")),
    handover=SimpleNamespace(
        count=None, duties=[Duty(id=name, clause="demo/4.4", title=Words(zh=name)) for name in ("report", "ledgers")]
    ),
)
CHEN = Actor("chen", "陈", "s1", (Grant(Role.OPERATOR),))
LIU = Actor("liu", "刘", "s1", (Grant(Role.OPERATOR),))
ZHAO = Actor("zhao", "赵", "s1", (Grant(Role.SUPERVISOR),))
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""12:00 in Shanghai, in the middle of the day shift 2026-11-23.D."""


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


def _person(actor: Actor) -> Proposed:
    return Proposed(PersonAdded(person=actor.person, description=PersonDescription(name=actor.name)))


class Workplace:
    """A book, a clock that stands, and `do`, which carries out a verb as CHEN in the hall."""

    def __init__(self, book: WritableBook | None = None) -> None:
        self.book = book or MemoryBook("s1")
        self.now = NOON
        self._commands = count(1)
        stamp = Stamp(command="cast", request="", actor="system", post="", now=NOON)
        with self.book.transaction():
            self.book.append([_person(actor) for actor in (CHEN, LIU, ZHAO)], stamp)

    def do(self, name: str, /, actor: Actor = CHEN, place: Place = HALL, command: str = "", **args: Any) -> Outcome:
        found = find_verb(name)
        assert found, name
        return perform(
            self.book,
            name,
            found.args.model_validate(args),
            actor=actor,
            place=place,
            now=self.now,
            command=command or f"c{next(self._commands)}",
            packs=lambda digest: PACK if digest == RULED.regime else None,
        )

    def done(self, name: str, /, actor: Actor = CHEN, place: Place = HALL, **args: Any) -> str:
        """Carry out a verb that must not be refused; return its command id, the key of what is new."""
        outcome = self.do(name, actor, place, **args)
        assert outcome.refusal is None, outcome.refusal
        return outcome.acts[0].command

    def refused(self, name: str, /, actor: Actor = CHEN, place: Place = HALL, **args: Any) -> list[str]:
        """Carry out a verb that must be refused; return the codes of the reasons."""
        refusal = self.do(name, actor, place, **args).refusal
        assert refusal is not None
        return [reason.code for reason in refusal.reasons]

    def row(self, table: Table[Any], key: str) -> Any:
        found = self.book.get(table, key)
        assert found is not None
        return found

    def later(self, n: float) -> None:
        self.now += minutes(n)

    def rebuilt(self) -> MemoryBook:
        """A second book that folds the acts of this one again."""
        again = MemoryBook("s1")
        for act in self.book.acts():
            again.fold(act)
        return again
