"""Occasions for a breach, as the rooms that know find them in the book. Pure.

A room that can see that a rule was not kept (a report that did not come, a count that nobody answered) says so here;
whoever keeps the ladders of a regime asks here. They stand beside each other and do not know one another (as with
`kernel/work.py`). An occasion is a proposal with its evidence: it becomes a case when a person takes it up.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jiaoban.kernel.book import Book
from jiaoban.kernel.place import Place
from jiaoban.kernel.words import Words

Packs = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that the book shows. `source` is the word by which a ladder names such occasions, `key` stays the same
    as long as it is the same occasion; `people` are those concerned, `says` what happened with its figures, `acts` the
    numbers of the acts that show it. `amount` is what is missing, in the currency of the place; `facts` what a ladder
    may ask."""

    source: str
    key: str
    post: str
    people: tuple[str, ...]
    happened_at: datetime
    says: Words
    clause: str = ""
    acts: tuple[int, ...] = ()
    amount: Decimal | None = None
    facts: Mapping[str, bool | int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which occasions are wanted: of a post, on local days `first <= day < after`, as the book stands `now`."""

    book: Book
    place: Place
    packs: Packs
    first: date
    after: date
    now: datetime


Finder = Callable[[Asked], Iterable[Occasion]]
_FINDERS: dict[str, Finder] = {}


def finds_occasions(source: str) -> Callable[[Finder], Finder]:
    """Declare how the occasions of a source are found."""

    def declare(finder: Finder) -> Finder:
        known = _FINDERS.setdefault(source, finder)
        if known.__qualname__ != finder.__qualname__:
            raise TypeError(f"occasions of source {source} are declared twice")
        return finder

    return declare


def sources() -> list[str]:
    """Return the sources that rooms have declared, sorted."""
    return sorted(_FINDERS)


def occasions(asked: Asked, wanted: Iterable[str]) -> list[Occasion]:
    """Return the occasions of the wanted sources, by their moment; a source that no room declares has none."""
    found = [one for source in sorted(set(wanted)) if source in _FINDERS for one in _FINDERS[source](asked)]
    return sorted(found, key=lambda one: (one.happened_at, one.source, one.key))
