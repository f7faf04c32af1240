"""What pages and other rooms may ask of standing orders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from jiaoban.kernel.book import Between, Book, OneOf
from jiaoban.order.rules import Standing, concerned_since, standing
from jiaoban.order.tables import ORDERS, READINGS, Order, Reading, reading_key
from jiaoban.org import queries as org
from jiaoban.org.tables import PEOPLE, Person

MOST = 500


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody whom an order concerns, how it stands for them, and their last word on it."""

    person: Person
    stands: Standing
    reading: Reading | None


def order(book: Book, key: str) -> Order | None:
    """Return a version of an order by its key, or None."""
    return book.get(ORDERS, key)


def living(book: Book, now: datetime) -> list[Order]:
    """Return what is in force or will be, by when it comes into force."""
    return [one for one in book.find(ORDERS, until=Between(low=now), order=("valid_from",)) if one.until > now]


def in_force(book: Book, now: datetime) -> list[Order]:
    """Return what is in force, by when it came into force."""
    return [one for one in living(book, now) if one.in_force(now)]


def ended(book: Book, now: datetime, *, limit: int = 100) -> list[Order]:
    """Return what is no longer in force, what ended last first."""
    return book.find(ORDERS, order=("-until",), limit=limit, until=Between(high=now))


def versions(book: Book, series: str) -> list[Order]:
    """Return every version of an order, the newest first."""
    return book.find(ORDERS, order=("-version",), series=series)


def reading(book: Book, key: str, person: str) -> Reading | None:
    """Return a person's last word on a version of an order, or None."""
    return book.get(READINGS, reading_key(key, person))


def stands_for(book: Book, one: Order, person: str, now: datetime, zone: str) -> Standing | None:
    """Return how an order stands for a person; None when it does not concern them."""
    who = book.get(PEOPLE, person)
    since = concerned_since(one.group, who, org.local_day(book, now), zone) if who is not None else None
    return standing(one, reading(book, one.key, person), since, now, zone) if since is not None else None


def of_people(book: Book, people: Iterable[str], now: datetime, zone: str) -> list[tuple[Order, Person, Standing]]:
    """Return every order in force beside each of these people whom it concerns, and how it stands for them. Three
    look-ups, one where nothing is in force."""
    found = in_force(book, now)
    keys = tuple(people)
    if not found or not keys:
        return []
    read = {(one.order_key, one.person): one for one in book.find(READINGS, person=OneOf(keys), order=("at",))}
    there = [one for key in keys if (one := book.get(PEOPLE, key)) is not None]
    day = org.local_day(book, now)
    return [
        (one, person, standing(one, read.get((one.key, person.key)), since, now, zone))
        for one in found
        for person in there
        if (since := concerned_since(one.group, person, day, zone)) is not None
    ]


def unread(book: Book, person: str, now: datetime, zone: str) -> list[tuple[Order, Standing]]:
    """Return what a person has to read now, the first due at the top."""
    due = [(one, stands) for one, _, stands in of_people(book, (person,), now, zone) if stands.due]
    return sorted(due, key=lambda pair: (pair[1].due_at or now, pair[0].key))


def readers(book: Book, orders: Iterable[Order], now: datetime, zone: str) -> dict[str, list[Reader]]:
    """Return by order everybody whom it concerns, by name. Two look-ups for all of them."""
    wanted = list(orders)
    people = book.find(PEOPLE, member=True, order=("name",)) if wanted else []
    day = org.local_day(book, now)
    read = {
        (one.order_key, one.person): one
        for one in (book.find(READINGS, order_key=OneOf(tuple(one.key for one in wanted))) if wanted else ())
    }
    return {
        one.key: [
            Reader(person, standing(one, mine := read.get((one.key, person.key)), since, now, zone), mine)
            for person in people
            if (since := concerned_since(one.group, person, day, zone)) is not None
        ]
        for one in wanted
    }
