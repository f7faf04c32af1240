"""The demo station under its regime with rules for rosters added, in memory."""

from datetime import date, time
from itertools import count
from typing import Any

from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.refusal import Reason
from jiaoban.kernel.shifts import local
from jiaoban.kernel.verbs import Outcome, find_verb, perform
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org
from jiaoban.regime.pack import Pack
from jiaoban.regime.rostering import Rostering
from jiaoban.roster import queries
from tests import cast
from tests.pure.handover.desk import pack as hydro

MONDAY = date(2026, 11, 23)
FOUNDED: dict[str, MemoryBook] = {}
"""The station as it is founded, by the digest of its regime."""
SWAP: dict[str, Any] = {"clause": "hydro/4.3", "transfer": True}


def rule(kind: str, **said: Any) -> dict[str, Any]:
    """A rule of this kind; its id is the kind."""
    return {"id": kind, "clause": "hydro/4.3", "title": Words(zh=kind, en=kind), "kind": kind, **said}


def regime(*rules: dict[str, Any], **said: Any) -> Pack:
    """The station's regime with these rules for rosters."""
    plain = hydro().model_dump(by_alias=True)
    told = {"clause": "hydro/4.6", "rules": rules, **said}
    return Pack.model_validate({**plain, "roster": Rostering.model_validate(told).model_dump(by_alias=True)})


class Ruled:
    """云峰 in memory at 08:00 of 2026-11-23 under a regime, and `do`, which carries out verbs at its control room."""

    def __init__(self, *rules: dict[str, Any], **said: Any) -> None:
        self.pack = regime(*rules, **said)
        if self.pack.digest not in FOUNDED:
            book = MemoryBook(cast.SITE)
            cast.build(book, self.pack)
            FOUNDED[self.pack.digest] = book
        self.book = FOUNDED[self.pack.digest].copy()
        self._commands = count(1)
        self.at(MONDAY, 8)

    def at(self, day: date, hour: int, minute: int = 0, second: int = 0) -> "Ruled":
        """Set the clock."""
        self.now = local(day, time(hour, minute, second), cast.ZONE)
        return self

    def do(self, verb: str, by: cast.Member, *, at: str = cast.CCR, command: str = "", **said: Any) -> Outcome:
        found = find_verb(verb)
        assert found, verb
        return perform(
            self.book,
            verb,
            found.args.model_validate(said),
            actor=org.actor(self.book, by.key),
            place=org.place(self.book, at, self.now),
            now=self.now,
            command=command or f"c{next(self._commands)}",
            packs=lambda _digest: self.pack,
        )

    def ok(self, verb: str, by: cast.Member, **said: Any) -> Outcome:
        outcome = self.do(verb, by, **said)
        assert outcome.refusal is None, [f"{one.code}: {one.why.zh}" for one in outcome.refusal.reasons]
        return outcome

    def reasons(self, verb: str, by: cast.Member, **said: Any) -> tuple[Reason, ...]:
        refusal = self.do(verb, by, **said).refusal
        assert refusal is not None, f"{verb} was not refused"
        return refusal.reasons

    def refused(self, verb: str, by: cast.Member, **said: Any) -> list[str]:
        return [one.code for one in self.reasons(verb, by, **said)]

    def assign(self, by: cast.Member, day: date, shift: str, *people: cast.Member, **said: Any) -> Outcome:
        keys = [one.key for one in people]
        return self.do("roster.assign", by, day=day, shift=shift, people=keys, reason="调整", **said)

    def due(self, day: date, shift: str, post: str = cast.CCR) -> tuple[str, ...]:
        place = org.place(self.book, post, self.now)
        found = next(one for one in org.post(self.book, post).shifts_on(day, cast.ZONE) if one.code == shift)
        return queries.due(self.book, place, found)
