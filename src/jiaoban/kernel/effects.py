"""What a decision brings with it for a time: funds blocked, promotion barred, a duty assigned. Pure.

The room in which it is decided says here what is in force; the room that has to keep to it asks here. The two do not
know one another (as with `kernel/away.py`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from jiaoban.kernel.book import Book
from jiaoban.kernel.words import Words

UNSAID = Words(zh="")


@dataclass(frozen=True, slots=True)
class Effect:
    """Something in force for one person on local days `first <= day < after` (None: until it is lifted). `kind` is the
    word by which rooms ask for it, `what` which one of its kind (a duty by its id), `case` the key of the decision,
    `clause` its clause."""

    kind: str
    person: str
    post: str
    first: date
    after: date | None
    what: str = ""
    case: str = ""
    clause: str = ""
    says: Words = UNSAID

    def on(self, day: date) -> bool:
        """Say whether it is in force on a local day."""
        return self.first <= day and (self.after is None or day < self.after)


Lister = Callable[[Book, str], Iterable[Effect]]
_LISTERS: dict[str, Lister] = {}


def brings_effects(room: str) -> Callable[[Lister], Lister]:
    """Declare how the effects that a room decides on are found, of every person at a post."""

    def declare(lister: Lister) -> Lister:
        known = _LISTERS.setdefault(room, lister)
        if known.__qualname__ != lister.__qualname__:
            raise TypeError(f"effects of {room} are declared twice")
        return lister

    return declare


def effects(book: Book, post: str, kind: str, day: date) -> list[Effect]:
    """Return the effects of a kind that are in force at a post on a local day, by their begin and person."""
    found = (one for room in sorted(_LISTERS) for one in _LISTERS[room](book, post))
    return sorted(
        (one for one in found if one.kind == kind and one.on(day)), key=lambda one: (one.first, one.person, one.case)
    )


def between(book: Book, post: str, kind: str, first: date, after: date) -> list[Effect]:
    """Return the effects of a kind that are in force at a post on some of the local days `first <= day < after`, by
    their begin and person: whoever needs many days asks once."""
    found = (one for room in sorted(_LISTERS) for one in _LISTERS[room](book, post))
    touching = (one for one in found if one.kind == kind and one.first < after and (one.after or after) > first)
    return sorted(touching, key=lambda one: (one.first, one.person, one.case))
