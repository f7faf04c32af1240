"""What pages and other rooms may ask about isolation: portable earths, protection links, measures in place."""

from collections.abc import Sequence
from datetime import datetime

from jiaoban.kernel.book import Between, Book, OneOf
from jiaoban.plant.rules.earths import PERMITS
from jiaoban.plant.tables import EARTHS, HANGINGS, LINKS, MATTERS, Earth, Hanging, Link, Matter


def earth(book: Book, key: str) -> Earth | None:
    """Return the portable earth of this key, or None."""
    return book.get(EARTHS, key)


def earth_numbered(book: Book, post: str, number: str) -> Earth | None:
    """Return the earth of a post in use that has this number, or None."""
    return next(iter(book.find(EARTHS, post=post, number=number, in_use=True, limit=1)), None)


def earths(book: Book, post: str, *, retired: bool = False) -> list[Earth]:
    """Return the earths of a post by number (2 before 10); what is no longer in use only with `retired`."""
    found = book.find(EARTHS, post=post) if retired else book.find(EARTHS, post=post, in_use=True)
    return sorted(found, key=lambda one: (len(one.number), one.number, one.key))


def hanging(book: Book, post: str) -> list[Earth]:
    """Return the earths of a post that hang somewhere now, by number."""
    found = book.find(EARTHS, post=post, hangs=True)
    return sorted(found, key=lambda one: (len(one.number), one.number, one.key))


def earths_of_shift(book: Book, post: str, since: datetime) -> list[Earth]:
    """Return the earths of a post that a shift which began at `since` has to tell of: they hang now, or were hung or
    removed since. By number."""
    found = {one.key: one for one in hanging(book, post)}
    found |= {one.key: one for one in book.find(EARTHS, post=post, last_at=Between(low=since)) if one.last or one.hangs}
    return sorted(found.values(), key=lambda one: (len(one.number), one.number, one.key))


def hangings(book: Book, keys: Sequence[str], *, limit: int = 100) -> list[Hanging]:
    """Return the times that an earth hung at this equipment, the newest first, at every post."""
    return book.find(HANGINGS, order=("-hung_at",), limit=limit, equipment=OneOf(tuple(keys)))


def hangings_of_earth(book: Book, key: str, *, limit: int = 100) -> list[Hanging]:
    """Return the times that an earth hung somewhere, the newest first."""
    return book.find(HANGINGS, order=("-hung_at",), limit=limit, earth=key)


def permits_over(book: Book, earths: Sequence[Earth]) -> set[str]:
    """Return which of these earths hang by a permit that is at its end. One look-up, none where no permit is named."""
    named = {one.key: one.hanging.permit for one in earths if one.hanging is not None and one.hanging.permit}
    if not named:
        return set()
    running = {one.key for one in book.find(MATTERS, open=True, kind=OneOf(PERMITS))}
    return {key for key, permit in named.items() if permit not in running}


def links(book: Book, post: str) -> list[Link]:
    """Return the protection links of a post: those that are out first, then by equipment and name."""
    return _in_order(book.find(LINKS, post=post))


def links_of(book: Book, keys: Sequence[str]) -> list[Link]:
    """Return the protection links of this equipment, at every post, those that are out first."""
    return _in_order(book.find(LINKS, equipment=OneOf(tuple(keys))))


def _in_order(links: list[Link]) -> list[Link]:
    return sorted(links, key=lambda one: (one.position != "OUT", one.equipment, one.name))


def measures(book: Book, post: str, *, limit: int | None = 200) -> list[Matter]:
    """Return the safety measures of a post that are in place, the newest first."""
    return book.find(MATTERS, order=("-opened_at",), limit=limit, post=post, open=True, kind="SAFETY")


def permits(book: Book, post: str, *, limit: int | None = 200) -> list[Matter]:
    """Return the open matters of a post by which an earth may hang, the newest first."""
    return book.find(MATTERS, order=("-opened_at",), limit=limit, post=post, open=True, kind=OneOf(PERMITS))
