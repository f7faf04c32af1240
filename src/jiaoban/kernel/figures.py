"""Figures of the working day that the book knows: customers contacted, sales, entries written. Pure.

A room that can count something of a person says so here, under a word; whoever fills in reports asks here and writes
the figure in beforehand. The two do not know one another (as with `kernel/occasions.py`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jiaoban.kernel.book import Book
from jiaoban.kernel.place import Place


@dataclass(frozen=True, slots=True)
class Wanted:
    """Figures are wanted of a person at a post, over local days `first <= day < after`, as the book knows them at
    `now`. `packs` returns a regime by its digest."""

    book: Book
    place: Place
    packs: Callable[[str], Any]
    person: str
    first: date
    after: date
    now: datetime

    @property
    def post(self) -> str:
        """The key of the post."""
        return self.place.post

    @property
    def zone(self) -> str:
        """By which clock days begin."""
        return self.place.zone


Teller = Callable[[Wanted], Mapping[str, Decimal | int]]
_TELLERS: dict[str, Teller] = {}


def tells_figures(room: str) -> Callable[[Teller], Teller]:
    """Declare how the figures that a room knows are found, by their words."""

    def declare(teller: Teller) -> Teller:
        known = _TELLERS.setdefault(room, teller)
        if known.__qualname__ != teller.__qualname__:
            raise TypeError(f"figures of {room} are declared twice")
        return teller

    return declare


def figures(wanted: Wanted) -> dict[str, Decimal]:
    """Return every figure that some room knows, by its word; a word that none knows is not there."""
    return {word: Decimal(value) for room in sorted(_TELLERS) for word, value in _TELLERS[room](wanted).items()}
