"""What was sold, as the room that knows of sales finds it in the book. Pure.

Who sells says so here; whoever compares figures with sales (company funds, a probationer's progress) asks here. They
stand beside each other and do not know one another (as with `kernel/occasions.py`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from jiaoban.kernel.book import Book
from jiaoban.kernel.money import NOTHING
from jiaoban.kernel.place import Place
from jiaoban.kernel.zones import first


@dataclass(frozen=True, slots=True)
class Sold:
    """So much of a sale as counts for a person; where several share the revenue there is one for each. `key` is that of
    the customer's record, `act` the act that shows it."""

    key: str
    person: str
    at: datetime
    amount: Decimal
    act: int = -1


@dataclass(frozen=True, slots=True)
class Selling:
    """Sales are wanted of a post as the book knows them at `now`. `packs` returns a regime by its digest: by the one in
    force a sale can count for nobody."""

    book: Book
    place: Place
    packs: Callable[[str], Any]
    now: datetime


Lister = Callable[[Selling, datetime, datetime], Iterable[Sold]]
_LISTERS: dict[str, Lister] = {}


def lists_sales(room: str) -> Callable[[Lister], Lister]:
    """Declare how the sales of a post in `since <= t < until` are found: those that count, for each person once."""

    def declare(lister: Lister) -> Lister:
        known = _LISTERS.setdefault(room, lister)
        if known.__qualname__ != lister.__qualname__:
            raise TypeError(f"sales of {room} are declared twice")
        return lister

    return declare


def begin_of(day: date, zone: str) -> datetime:
    """Return the moment at which a local day begins."""
    return first(datetime.combine(day, time()), zone)


def sales(asked: Selling, first_day: date, after: date) -> list[Sold]:
    """Return the sales of a post that count, on local days `first_day <= day < after`, by their moment."""
    if after <= first_day:
        return []
    zone = asked.place.zone
    since, until = begin_of(first_day, zone), begin_of(after, zone)
    found = (one for room in sorted(_LISTERS) for one in _LISTERS[room](asked, since, until))
    return sorted(found, key=lambda one: (one.at, one.key))


def sold_by(asked: Selling, first_day: date, after: date) -> dict[str, Decimal]:
    """Return the sums sold at a post on local days `first_day <= day < after`, by person."""
    sums: dict[str, Decimal] = {}
    for one in sales(asked, first_day, after):
        sums[one.person] = sums.get(one.person, NOTHING) + one.amount
    return sums
