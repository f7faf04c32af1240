"""The demo station in memory, for tests of rules, use cases and queries."""

from datetime import UTC, datetime
from functools import cache
from itertools import count
from typing import Any

from jiaoban.kernel.access import SYSTEM, Actor
from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.verbs import Outcome, find_verb, perform
from jiaoban.org import queries
from tests import cast

NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
"""08:00 in Shanghai."""


@cache
def _founded() -> MemoryBook:
    book = MemoryBook(cast.SITE)
    cast.build(book)
    return book


class Station:
    """云峰 in memory, at 08:00 of 2026-11-23, and `do`, which carries out verbs as its administrator."""

    def __init__(self) -> None:
        self.book = _founded().copy()
        self.now = NOW
        self._commands = count(1)

    def actor(self, member: cast.Member = cast.ADMINISTRATOR) -> Actor:
        return queries.actor(self.book, member.key)

    def do(
        self, verb: str, *, by: cast.Member | None = cast.ADMINISTRATOR, at: str = "", command: str = "", **said: Any
    ) -> Outcome:
        """Carry out a verb; `by` None is the program itself, as at the shell of the machine."""
        found = find_verb(verb)
        assert found, verb
        return perform(
            self.book,
            verb,
            found.args.model_validate(said),
            actor=self.actor(by) if by else SYSTEM,
            place=queries.place(self.book, at, self.now),
            now=self.now,
            command=command or f"c{next(self._commands)}",
            packs=lambda _digest: None,
        )

    def refused(self, verb: str, *, by: cast.Member = cast.ADMINISTRATOR, at: str = "", **said: Any) -> list[str]:
        refusal = self.do(verb, by=by, at=at, **said).refusal
        assert refusal, "it was not refused"
        return [reason.code for reason in refusal.reasons]
