"""What pages and other rooms may ask of the plant."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from jiaoban.kernel.book import Between, Book, Containing, OneOf
from jiaoban.kernel.paging import newest
from jiaoban.plant.places import Difference, differences
from jiaoban.plant.tables import (
    CHANGES,
    COUNTS,
    CUSTODY,
    EQUIPMENT,
    LOANS,
    MATTERS,
    PARAMETERS,
    READINGS,
    SHORTAGES,
    Change,
    Count,
    CustodyItem,
    Equipment,
    Loan,
    Matter,
    Parameter,
    Reading,
    Shortage,
)


def equipment(book: Book, key: str) -> Equipment | None:
    """Return the equipment of this key, or None."""
    return book.get(EQUIPMENT, key)


def equipment_of(book: Book, post: str, *, retired: bool = False) -> list[Equipment]:
    """Return the equipment of a post by code; what is no longer in use only with `retired`."""
    where: dict[str, Any] = {} if retired else {"in_use": True}
    return book.find(EQUIPMENT, order=("code",), post=post, **where)


def names(book: Book, keys: Iterable[str]) -> dict[str, str]:
    """Return the names of this equipment by key, also of what is no longer in use; '' among the keys is nothing."""
    return {key: one.name for key, one in book.many(EQUIPMENT, filter(None, keys)).items()}


def has_equipment(book: Book, post: str) -> bool:
    """Say whether a post has equipment in use."""
    return bool(book.find(EQUIPMENT, limit=1, post=post, in_use=True))


def all_equipment(book: Book) -> list[Equipment]:
    """Return the equipment in use at the whole site, by code: some thousand rows."""
    return book.find(EQUIPMENT, order=("code",), in_use=True)


def below(book: Book, key: str, *, most: int = 10_000) -> list[Equipment]:
    """Return what hangs below a piece of equipment in use, level by level: a query a level. At most `most`."""
    found: dict[str, Equipment] = {}
    level = [key]
    while level and len(found) < most:
        parents = OneOf(tuple(level))
        new = book.find(EQUIPMENT, order=("code",), limit=most - len(found), parent=parents, in_use=True)
        fresh = {one.key: one for one in new if one.key not in found and one.key != key}
        found |= fresh
        level = list(fresh)
    return list(found.values())


def above(book: Book, one: Equipment) -> list[Equipment]:
    """Return what a piece of equipment is part of, the outermost first: a look-up a level."""
    path: list[Equipment] = []
    seen = {one.key}
    while one.parent and one.parent not in seen and (parent := equipment(book, one.parent)) is not None:
        path.append(parent)
        seen.add(parent.key)
        one = parent
    return path[::-1]


def change(book: Book, key: str) -> Change | None:
    """Return the change of a piece of equipment of this key, or None."""
    return book.get(CHANGES, key)


def changes(book: Book, keys: Sequence[str], *, after: Change | None = None, limit: int = 50) -> list[Change]:
    """Return changes of register, state and mode of this equipment, the newest first; `after`: the last one of the page
    before."""
    return newest(book, CHANGES, "at", after=after, limit=limit, equipment=OneOf(tuple(keys)))


def alterations(book: Book, keys: Sequence[str], kinds: Sequence[str], *, limit: int = 50) -> list[Matter]:
    """Return the matters of some kinds of this equipment, at every post, the newest first."""
    where = {"equipment": OneOf(tuple(keys)), "kind": OneOf(tuple(kinds))}
    return book.find(MATTERS, order=("-opened_at",), limit=limit, **where)


def matters_at(book: Book, keys: Sequence[str], *, limit: int = 50) -> list[Matter]:
    """Return the matters of this equipment, at every post: the open ones, then the newest of the others."""
    equipment = OneOf(tuple(keys))
    found = book.find(MATTERS, order=("-opened_at",), limit=limit, equipment=equipment, open=True)
    left = limit - len(found)
    return found + (
        book.find(MATTERS, order=("-opened_at",), limit=left, equipment=equipment, open=False) if left else []
    )


def matter(book: Book, key: str) -> Matter | None:
    """Return the matter of this key, or None."""
    return book.get(MATTERS, key)


def matters(
    book: Book,
    post: str,
    *,
    kinds: Sequence[str] = (),
    open: bool | None = None,  # noqa: A002 - the column's own name
    unclear: bool | None = None,
    since: datetime | None = None,
    equipment: str = "",
    search: str = "",
    limit: int | None = 200,
    before: str = "",
) -> list[Matter]:
    """Return matters of a post, the newest first by when they happened.

    `since`: only those of which the book heard at or after it; `search`: a piece of the title; `before`: key of
    the last matter of the page before.
    """
    where: dict[str, Any] = {"post": post}
    if kinds:
        where["kind"] = OneOf(tuple(kinds))
    if open is not None:
        where["open"] = open
    if unclear is not None:
        where["unclear"] = unclear
    if since is not None:
        where["last_at"] = Between(low=since)
    if equipment:
        where["equipment"] = equipment
    if search:
        where["title"] = Containing(search)
    last = matter(book, before) if before else None
    return newest(book, MATTERS, "opened_at", after=last, limit=limit, **where)


def current_matters(book: Book, post: str, since: datetime) -> list[Matter]:
    """Return the matters that a shift which began at `since` has to tell of: open now, or touched since. Oldest
    first."""
    found = {one.key: one for one in matters(book, post, open=True, limit=None)}
    found |= {one.key: one for one in matters(book, post, since=since, limit=None)}
    return sorted(found.values(), key=lambda one: (one.opened_at, one.key))


def matters_of_equipment(book: Book, key: str, *, limit: int | None = 200) -> list[Matter]:
    """Return the matters of a piece of equipment at every post, the newest first."""
    return book.find(MATTERS, order=("-opened_at",), limit=limit, equipment=key)


def parameter(book: Book, key: str) -> Parameter | None:
    """Return the parameter of this key, or None."""
    return book.get(PARAMETERS, key)


def parameters(book: Book, post: str) -> list[Parameter]:
    """Return the parameters of a post in use, by group and key."""
    return book.find(PARAMETERS, order=("group",), post=post, in_use=True)


def parameters_of(book: Book, keys: Iterable[str]) -> dict[str, Parameter]:
    """Return these parameters by key, also those no longer in use."""
    return book.many(PARAMETERS, keys)


def readings(
    book: Book, parameter: str, *, since: datetime | None = None, until: datetime | None = None, limit: int = 500
) -> list[Reading]:
    """Return the figures of a parameter with `since <= at < until`, the newest first."""
    return book.find(READINGS, order=("-at",), limit=limit, parameter=parameter, at=Between(low=since, high=until))


def excursions(book: Book, post: str, *, since: datetime, until: datetime | None = None) -> list[Reading]:
    """Return the figures of a post outside their limits with `since <= at < until`, the oldest first."""
    return book.find(READINGS, order=("at",), post=post, within=False, at=Between(low=since, high=until))


def custody_item(book: Book, key: str) -> CustodyItem | None:
    """Return the line of the custody register, or None."""
    return book.get(CUSTODY, key)


def custody(book: Book, post: str) -> list[CustodyItem]:
    """Return the things in custody of a post in use, by kind and key."""
    return book.find(CUSTODY, order=("kind",), post=post, in_use=True)


def loan(book: Book, key: str) -> Loan | None:
    """Return the loan of this key, or None."""
    return book.get(LOANS, key)


def loans(book: Book, post: str) -> list[Loan]:
    """Return what is lent out of the custody of a post, what is due first at the top; what has no due moment by the
    moment at which it was lent, behind the others."""
    found = book.find(LOANS, post=post, open=True, order=("at",))
    return sorted(found, key=lambda one: (one.due_at is None, one.due_at or one.at))


def loans_back(book: Book, post: str, since: datetime, *, limit: int | None = None) -> list[Loan]:
    """Return the loans that came back whole at or after a moment, the newest first."""
    return book.find(LOANS, post=post, closed_at=Between(low=since), order=("-closed_at",), limit=limit)


def loans_of(book: Book, custody_item: str) -> list[Loan]:
    """Return what is lent out of one thing."""
    return book.find(LOANS, custody_item=custody_item, open=True, order=("at",))


@dataclass(frozen=True, slots=True)
class Counted:
    """A thing in custody beside everything that was found and recorded of it on one occasion."""

    line: CustodyItem
    counts: tuple[Count, ...]
    shortage: Shortage | None
    lent: tuple[str, ...] = ()
    """The numbers of it that are lent out."""

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What was found otherwise than the register says, by number and place, in any of the counts."""
        return tuple(dict.fromkeys(found for one in self.counts for found in differs(self.line, self.lent, one)))

    @property
    def counters(self) -> tuple[str, ...]:
        """The people who counted it."""
        return tuple(one.person for one in self.counts)

    def by(self, people: Sequence[str]) -> "Counted":
        """Return the same with the counts of these people alone: of one side of a handover."""
        return replace(self, counts=tuple(one for one in self.counts if one.person in people))

    @property
    def found(self) -> int | None:
        """How many were found; where people differ, the smallest count. None: nobody counted."""
        return min((one.found for one in self.counts), default=None)

    @property
    def short(self) -> int:
        """How many are missing by the counts, 0 when none or not counted. What is told apart is missing by its number,
        whatever else lies in its place."""
        if self.found is None:
            return 0
        return max(
            0, self.line.expected - self.found, *(missing(differs(self.line, self.lent, one)) for one in self.counts)
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """Which are missing by the counts, where they are told apart."""
        return tuple(dict.fromkeys(number for one in self.counts for number in one.missing))

    @property
    def damaged(self) -> bool:
        """Somebody found it damaged."""
        return any(one.condition == "DAMAGED" for one in self.counts)

    @property
    def recorded(self) -> bool:
        """What is short (all of it) or damaged stands recorded with its cause."""
        return self.shortage is not None and self.shortage.missing >= self.short


def differs(line: CustodyItem, lent: Collection[str], count: Count) -> tuple[Difference, ...]:
    """Return what a count found otherwise than the register says now."""
    return differences(line.places, line.numbers, lent, count.places, count.numbers)


def missing(found: Iterable[Difference]) -> int:
    """Return how many are missing by their numbers."""
    return sum(one.what == "MISSING" and bool(one.number) for one in found)


def counted(book: Book, post: str, occasion: str) -> list[Counted]:
    """Return every thing in custody of a post with the counts and the recorded shortage of an occasion."""
    counts: dict[str, list[Count]] = {}
    for one in book.find(COUNTS, order=("at",), occasion=occasion, post=post):
        counts.setdefault(one.custody_item, []).append(one)
    recorded = {one.custody_item: one for one in book.find(SHORTAGES, occasion=occasion, post=post)}
    lines, lent = custody(book, post), dict[str, tuple[str, ...]]()
    for out in loans(book, post) if any(one.numbers for one in lines) else ():
        lent[out.custody_item] = (*lent.get(out.custody_item, ()), *out.numbers_left)
    return [
        Counted(line, tuple(counts.get(line.key, ())), recorded.get(line.key), lent.get(line.key, ())) for line in lines
    ]


def shortfalls(book: Book, post: str, occasion: str) -> list[Counted]:
    """Return what was found short or damaged on an occasion, recorded or not."""
    return [one for one in counted(book, post, occasion) if one.short or one.damaged]
