"""What pages and other rooms may ask of customers. Pure: a book goes in, plain values come out."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jiaoban.kernel.access import SYSTEM, Actor, Right
from jiaoban.kernel.book import Between, Book
from jiaoban.kernel.personal import prepared
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words
from jiaoban.lead.access_tables import ACCESSES, Access
from jiaoban.lead.rules import numbers
from jiaoban.lead.tables import EVENTS, LEADS, NUMBERS, Event, Lead
from jiaoban.lead.terms import Kind
from jiaoban.regime.leads import Contacts, Leads, Level

Packs = Callable[[str], Any]
OF_LEVEL: dict[Level, tuple[Right, ...]] = {
    "operator": (Right.WORK, Right.SUPERVISE, Right.OVERSEE),
    "supervisor": (Right.SUPERVISE, Right.OVERSEE),
    "head": (Right.OVERSEE,),
}
"""The rights of which one is wanted."""


def ruled(place: Place, packs: Packs) -> Leads | None:
    """Return what the regime in force at a post says about customers, or None."""
    found: Leads | None = packs(place.regime).leads if place.regime else None
    return found


def contacts_at(place: Place, packs: Packs) -> Contacts | None:
    """Return how customers are written down at a post, or None where they are not."""
    said = ruled(place, packs)
    return said.contacts if said and (not said.contacts.posts or place.post in said.contacts.posts) else None


BARE = Contacts.model_construct(
    clause="", posts=(), region="CN", area="", means=(), results=(), sources=(), reveals="head", exports="head",
    erases="head",
)  # fmt: skip
"""How customers are read where the regime in force says nothing of them any more: nothing is offered to be written."""


def reading_at(place: Place, packs: Packs) -> Contacts:
    """Return how the customers of a post are read, also under a regime that has none."""
    return contacts_at(place, packs) or BARE


def may(actor: Actor, level: Level, post: str) -> bool:
    """Say whether somebody is what a regime asks for at a post."""
    return actor == SYSTEM or any(actor.may(right, post) for right in OF_LEVEL[level])


def sees_conduct(actor: Actor, post: str, people: Collection[str]) -> bool:
    """Say whether somebody may read what can become a breach of these people, a quarrel or an appointment made over a
    colleague's: those in it, and whoever supervises or oversees the post. Colleagues learn nothing of it."""
    overseeing = actor.site == "*" or actor.may(Right.SUPERVISE, post) or actor.may(Right.OVERSEE, post)
    return overseeing or actor.person in people


def lead(book: Book, key: str) -> Lead | None:
    """Return a customer by key, or None; one that was merged into another as it was."""
    return book.get(LEADS, key)


def standing(book: Book, key: str) -> Lead | None:
    """Return a customer, or the one that it is part of by now; None where there is none."""
    found = book.get(LEADS, key)
    while found is not None and found.into:
        found = book.get(LEADS, found.into)
    return found


def events_of(book: Book, key: str) -> list[Event]:
    """Return what happened with a customer, in the order in which it did, struck and cancelled included."""
    return book.find(EVENTS, lead=key, order=("at",))


def events_between(
    book: Book, post: str, kind: Kind, since: datetime, until: datetime, *, person: str | None = None
) -> list[Event]:
    """Return the standing events of a kind at a post that happened in a time, of one person where one is named."""
    of: dict[str, Any] = {} if person is None else {"person": person}
    return book.find(EVENTS, post=post, kind=kind, at=Between(since, until), standing=True, order=("at",), **of)


def coming(book: Book, post: str, since: datetime, until: datetime) -> list[Event]:
    """Return the standing appointments at a post for which customers come in a time, by that time."""
    found = book.find(EVENTS, post=post, kind="APPOINTMENT", for_at=Between(since, until), order=("for_at",))
    return [one for one in found if one.standing]


def values(book: Book, refs: Iterable[str]) -> dict[str, str]:
    """Return the personal values behind references, as they were typed; those that were erased are left out. What is
    shown, listed or taken out goes by `told`."""
    return book.personal.values(ref for ref in refs if ref)


def told(book: Book, texts: Iterable[str], of: Iterable[str] = ()) -> dict[str, str]:
    """Return what was said, with every telephone number in it masked, and the numbers `of` customers, which are for
    `masked`. Those that were erased are left out. One look-up."""
    refs, plain = list(texts), list(of)
    found = values(book, [*refs, *plain])
    own = set(plain)
    return {ref: value if ref in own else numbers.without_numbers(value) for ref, value in found.items()}


def accesses(book: Book, *, limit: int | None = None, **where: Any) -> list[Access]:
    """Return who looked at whole numbers, took customers out or erased one, the newest first."""
    return book.find(ACCESSES, order=("-at",), limit=limit, **where)


@dataclass(frozen=True, slots=True)
class Looked:
    """What the desk knows of a number while it is typed. `number`: it is complete, in its one form; `lead`: whose it is
    (None: nobody's yet); `wrong`: why it is no number yet."""

    number: str = ""
    lead: Lead | None = None
    wrong: Words | None = None
    right: Words | None = None


def look_up(book: Book, place: Place, packs: Packs, typed: str) -> Looked:
    """Say whose a number is: only a whole one is looked for, so nobody can leaf through customers by their first
    digits. Three look-ups by key, whatever the number of customers."""
    try:
        number = prepared("telephone", typed, "number", place, packs)
    except BadInput as bad:
        return Looked(wrong=bad.wrong, right=bad.right)
    kept = book.personal.find("telephone", [number]).get(number)
    known = book.get(NUMBERS, kept.ref) if kept else None
    return Looked(number=number, lead=standing(book, known.lead) if known else None)


def masked(book: Book, lead_: Lead, region: str) -> list[str]:
    """Return the numbers of a customer, masked; one that was erased is left out."""
    there = values(book, lead_.numbers)
    return [numbers.masked(there[ref], region) for ref in lead_.numbers if ref in there]
