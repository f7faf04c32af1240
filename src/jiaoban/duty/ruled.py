"""What the regime says about everyday work: now, and at the moments of the past, by the version in force then. Pure."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from jiaoban.kernel.book import Book
from jiaoban.kernel.place import Place
from jiaoban.org import queries as org
from jiaoban.regime.everyday import Duties

Packs = Callable[[str], Any]


def duties_at(place: Place, packs: Packs) -> Duties | None:
    """Return what the regime in force at a post says about everyday work, or None."""
    found: Duties | None = packs(place.regime).duties if place.regime else None
    return found


def duties_then(book: Book, place: Place, packs: Packs) -> Callable[[datetime], Duties | None]:
    """Return a function that says what was in force at a post at a moment. Two queries, whatever the moments."""
    post, regimes = org.post(book, place.post), {one.regime: one for one in org.regimes(book)}
    known: dict[str, Duties | None] = {}

    def at(moment: datetime) -> Duties | None:
        regime = regimes.get(post.at(moment).regime)
        adopted = regime.at(moment, place.zone) if regime else None
        if adopted is None:
            return None
        if adopted.digest not in known:
            known[adopted.digest] = packs(adopted.digest).duties
        return known[adopted.digest]

    return at
