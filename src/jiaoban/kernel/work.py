"""Open work of a person: what each room says is theirs, as one plain list. Pure.

Rooms that stand beside each other do not know one another: a room that gives people work says so here, and whoever has
it handed over (a swap, a leave) asks here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from jiaoban.kernel.book import Book


@dataclass(frozen=True, slots=True)
class OpenWork:
    """A piece of work that somebody has: of which kind (the room's word), its key, the post, what it is, until when."""

    kind: str
    key: str
    post: str
    title: str
    due_at: datetime | None = None


Lister = Callable[[Book, str], Iterable[OpenWork]]
_LISTERS: dict[str, Lister] = {}


def gives_work(kind: str) -> Callable[[Lister], Lister]:
    """Declare how the open work of a kind is found for a person."""

    def declare(lister: Lister) -> Lister:
        known = _LISTERS.setdefault(kind, lister)
        if known.__qualname__ != lister.__qualname__:
            raise TypeError(f"open work of kind {kind} is declared twice")
        return lister

    return declare


def open_work(book: Book, person: str) -> list[OpenWork]:
    """Return the open work of a person at every post, by kind, in the order in which its room lists it."""
    return [one for kind in sorted(_LISTERS) for one in _LISTERS[kind](book, person)]
