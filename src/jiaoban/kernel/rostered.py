"""Who is due on the shifts of a post, as the room that keeps the roster says it. Pure.

Rooms that stand beside it ask here; they do not know one another (as with `kernel/away.py`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from jiaoban.kernel.book import Book
from jiaoban.kernel.place import Place
from jiaoban.kernel.shifts import Shift


@dataclass(frozen=True, slots=True)
class Stand:
    """A shift of a post, with the people whom the roster has on it in its order."""

    shift: Shift
    people: tuple[str, ...]


Lister = Callable[[Book, Place, date, date], Iterable[Stand]]
_LISTERS: dict[str, Lister] = {}


def keeps_the_roster(room: str) -> Callable[[Lister], Lister]:
    """Declare how it is found who is due on the shifts of a post that begin on local days `first <= day < after`."""

    def declare(lister: Lister) -> Lister:
        known = _LISTERS.setdefault(room, lister)
        if known.__qualname__ != lister.__qualname__:
            raise TypeError(f"the roster of {room} is declared twice")
        return lister

    return declare


def stands(book: Book, place: Place, first: date, after: date) -> list[Stand]:
    """Return the shifts of a post that begin on local days `first <= day < after`, with the people due, in order."""
    found = [one for room in sorted(_LISTERS) for one in _LISTERS[room](book, place, first, after)]
    return sorted(found, key=lambda one: (one.shift.begins_at, one.shift.code))
