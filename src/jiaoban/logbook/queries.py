"""What pages and other rooms may ask of the logbook."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from jiaoban.kernel.book import Between, Book, Containing, OneOf, State
from jiaoban.kernel.paging import newest
from jiaoban.logbook.tables import ENTRIES, LINKABLES, Entry, Linkable, link_key


def entry(book: Book, key: str) -> Entry | None:
    """Return the entry of this key, or None."""
    return book.get(ENTRIES, key)


def entries(
    book: Book,
    post: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    categories: Sequence[str] = (),
    search: str = "",
    equipment: str = "",
    matter: str = "",
    author: str = "",
    limit: int = 50,
    before: str = "",
) -> list[Entry]:
    """Return the newest entries of a post first, struck ones included, by when they happened.

    `since <= occurred_at < until`; an empty filter lets everything pass; `search` is a piece of any wording. `before`
    is the key of the last entry of the page before: the next page begins behind it, however many were written since.
    """
    where = _where(post=post, categories=categories, search=search, equipment=equipment, matter=matter, author=author)
    last = entry(book, before) if before else None
    return newest(book, ENTRIES, "occurred_at", after=last, since=since, until=until, limit=limit, **where)


def _where(*, post: str, categories: Sequence[str], search: str, **equal: str) -> dict[str, Any]:
    where: dict[str, Any] = {"post": post, **{column: value for column, value in equal.items() if value}}
    if categories:
        where["category"] = OneOf(tuple(categories))
    if search:
        where["all_text"] = Containing(search)
    return where


def equipment_written_of(book: Book, post: str, *, limit: int) -> list[str]:
    """Return the keys of the equipment that the newest entries of a post are about, the newest first; one entry, one
    key."""
    found = book.pick(ENTRIES, ("equipment",), order=("-occurred_at",), limit=limit, post=post)
    return [key for (key,) in found if key]


def authors(book: Book, post: str, *, limit: int) -> list[str]:
    """Return who wrote the newest entries of a post, the newest first; one entry, one key."""
    return [key for (key,) in book.pick(ENTRIES, ("author",), order=("-occurred_at",), limit=limit, post=post)]


def of_shift(book: Book, post: str, shift: str) -> list[Entry]:
    """Return everything that happened in a shift, in the order in which it happened; struck entries included."""
    return book.find(ENTRIES, order=("occurred_at",), post=post, shift=shift)


def reaching(book: Book, post: str, shift: str) -> list[Entry]:
    """Return the late entries that reach a shift: written in it about an earlier one that was over."""
    return book.find(ENTRIES, order=("recorded_at",), post=post, written_shift=shift, late_shift=True)


def changed_since(book: Book, post: str, since: datetime) -> list[Entry]:
    """Return the entries written, amended or struck at or after this moment, in the order of their last change."""
    return book.find(ENTRIES, order=("last_at",), post=post, last_at=Between(low=since))


class Quality(State):
    """How somebody's entries stand the test: how many were written, written late, amended, struck."""

    written: int
    late: int
    amended: int
    struck: int


def quality(book: Book, post: str, author: str, since: datetime, until: datetime) -> Quality:
    """Return the record quality of an author at a post, over what happened in [since, until)."""
    own = book.find(ENTRIES, post=post, author=author, occurred_at=Between(low=since, high=until))
    return Quality(
        written=len(own),
        late=sum(one.late for one in own),
        amended=sum(bool(one.amendments) for one in own),
        struck=sum(one.struck_out for one in own),
    )


def linkable(book: Book, kind: str, key: str) -> Linkable | None:
    """Return the equipment or matter (`kind`: EQUIPMENT, MATTER) that an entry may be linked to, or None."""
    return book.get(LINKABLES, link_key(kind, key))
