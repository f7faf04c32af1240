"""Who is away, as the rooms that know say it. Pure.

A room that lets people go says so here; whoever plans asks here. The two stand beside each other and do not know one
another (as with `kernel/work.py`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from jiaoban.kernel.book import Book


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is away for a half-open time, as the book holds: asked for alone does not count."""

    person: str
    from_at: datetime
    until_at: datetime


Lister = Callable[[Book, datetime, datetime], Iterable[Away]]
_LISTERS: dict[str, Lister] = {}


def knows_who_is_away(kind: str) -> Callable[[Lister], Lister]:
    """Declare how a kind of absence is found: those that touch a half-open time."""

    def declare(lister: Lister) -> Lister:
        known = _LISTERS.setdefault(kind, lister)
        if known.__qualname__ != lister.__qualname__:
            raise TypeError(f"absences of kind {kind} are declared twice")
        return lister

    return declare


def away(book: Book, from_at: datetime, until_at: datetime) -> list[Away]:
    """Return who is away at some moment of a half-open time, by kind."""
    return [one for kind in sorted(_LISTERS) for one in _LISTERS[kind](book, from_at, until_at)]
