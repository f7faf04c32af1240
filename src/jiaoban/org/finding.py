"""Finding people by what is typed of their name. `member` narrows to those for whom the site exists: with a role;
`left` takes in those who are no longer with it."""

from collections.abc import Iterable
from typing import Any

from jiaoban.kernel import naming
from jiaoban.kernel.book import Book, OneOf
from jiaoban.kernel.naming import Named
from jiaoban.kernel.words import Words
from jiaoban.org.tables import PEOPLE

_PERSON = Words(zh="人员", en="person of the site")


def _where(member: bool, left: bool) -> dict[str, Any]:
    if left:
        return {"active": OneOf((True, False))}
    return {"active": True, "member": True} if member else {"active": True}


def few_people(book: Book, most: int, *, member: bool = False, left: bool = False) -> list[Named] | None:
    """Return the people of the site; None where there are more than `most`."""
    some = book.find(PEOPLE, limit=most + 1, **_where(member, left))
    return None if len(some) > most else naming.named(some)


def people(book: Book, text: str, limit: int, *, member: bool = False, left: bool = False) -> list[Named]:
    """Return people of the site with a text in their name, account or key; without a text nobody."""
    return naming.named(naming.found(book, PEOPLE, text, limit, **_where(member, left)))


def named(book: Book, keys: Iterable[str], *, member: bool = False, left: bool = False) -> list[Named]:
    """Return these people as far as they are still with the site, in this order."""
    known = book.many(PEOPLE, keys).values()
    return naming.named(one for one in known if left or (one.active and (one.member or not member)))


def the_person(book: Book, text: str, argument: str, *, member: bool = False, left: bool = False) -> str:
    """Return the key of the person of the site who is called so; see `naming.resolved`."""
    return naming.resolved(book, PEOPLE, text, argument, _PERSON, **_where(member, left))


def labels(book: Book, keys: Iterable[str]) -> dict[str, str]:
    """Return what people are called, by key."""
    return {key: one.label for key, one in book.many(PEOPLE, filter(None, keys)).items()}
