"""Who has read the regime in force at a post, who has not, and until when. Pure: a book in, plain values out."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from jiaoban.duty.tables import READINGS, reading_key
from jiaoban.kernel.access import Right
from jiaoban.kernel.book import Book
from jiaoban.kernel.place import Place
from jiaoban.org import queries as org
from jiaoban.org.tables import Person
from jiaoban.regime.pack import Pack


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is to read the version of the regime that is in force, since when and until when; `read_at`: when
    they acknowledged it."""

    person: str
    since: datetime
    due_at: datetime
    read_at: datetime | None

    def late(self, now: datetime) -> bool:
        """Say whether they acknowledged it too late, or have not by now; exactly at the limit is in time."""
        return (self.read_at or now) > self.due_at


def readers(book: Book, place: Place, pack: Pack | None, now: datetime) -> list[Reader]:
    """Return who works at a post and is to read the version in force there, by name; nobody where the regime does not
    ask for it."""
    said = pack.duties.reading if pack and pack.duties else None
    if pack is None or said is None:
        return []
    people = org.holders_of(book, Right.WORK, place.post)
    known = book.many(READINGS, [reading_key(one.key, place.regime) for one in people])
    began = _began(book, place, pack, now)
    made = []
    for one in sorted(people, key=lambda one: (one.name, one.key)):
        read = known.get(reading_key(one.key, place.regime))
        since = max(began, _came(one, place.post, began))
        made.append(Reader(one.key, since, since + said.within, read.at if read else None))
    return made


def reader(book: Book, place: Place, pack: Pack | None, person: str, now: datetime) -> Reader | None:
    """Return how it stands with one person, or None for somebody who is not to read it."""
    return next((one for one in readers(book, place, pack, now) if one.person == person), None)


def _began(book: Book, place: Place, pack: Pack, now: datetime) -> datetime:
    """When this version came into force at the post: its own begin, or when the post came under the regime."""
    versions = [one for one in org.post(book, place.post).versions if one.since <= now]
    since = versions[0].since
    for before, one in pairwise(versions):
        if one.description.regime != before.description.regime:
            since = one.since
    adopted = org.in_force(book, pack.head.id, now)
    begins = adopted.effective_from.moment(place.zone) if adopted else since
    return max(since, begins)


def _came(one: Person, post: str, otherwise: datetime) -> datetime:
    """When somebody came to work at the post: with their first role there, or when they came back."""
    granted = [grant.since for grant in one.grants if grant.post in (None, post)]
    came = [moment for moment in (min(granted, default=None), one.here_since) if moment is not None]
    return max(came, default=otherwise)
