"""What pages and other rooms may ask about routes and rounds."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from jiaoban.kernel.book import Between, Book
from jiaoban.kernel.place import Place
from jiaoban.regime.pack import Pack
from jiaoban.round.rules.due import Due, dues
from jiaoban.round.tables import (
    CODES,
    READABLES,
    ROUNDS,
    ROUTES,
    VERSIONS,
    Code,
    Readable,
    Round,
    Route,
    code_key,
    version_key,
)
from jiaoban.round.terms import DueState

BACK = timedelta(hours=12)
"""So far back lists look for rounds that were due and not gone."""
AHEAD = timedelta(hours=2)
BEGUN = 2 * BACK + AHEAD
"""So far back a round can have begun that was gone for a moment which is still listed."""


def route(book: Book, key: str) -> Route | None:
    """Return a route as it is now, or None."""
    return book.get(ROUTES, key)


def route_as_gone(book: Book, one: Round) -> Route:
    """Return the route of a round as it was when the round began."""
    found = book.get(VERSIONS, version_key(one.route, one.version))
    assert found is not None, one.key
    return found


def version_of(book: Book, key: str, version: int) -> Route | None:
    """Return a route as it was at one of its versions, or None where it never had that version."""
    return book.get(VERSIONS, version_key(key, version))


def routes(book: Book, post: str, *, retired: bool = False) -> list[Route]:
    """Return the routes of a post by key; those out of use only with `retired`."""
    return book.find(ROUTES, post=post) if retired else book.find(ROUTES, post=post, in_use=True)


def round_(book: Book, key: str) -> Round | None:
    """Return a round by its key, or None."""
    return book.get(ROUNDS, key)


def newest(book: Book, post: str, *, limit: int = 30) -> list[Round]:
    """Return the rounds of a post, the newest first."""
    return book.find(ROUNDS, post=post, order=("-started_at",), limit=limit)


def going(book: Book, post: str, route_key: str = "") -> list[Round]:
    """Return the rounds of a post that go on (of one route, or of all), the oldest first."""
    if route_key:
        return book.find(ROUNDS, post=post, route=route_key, open=True, order=("started_at",))
    return book.find(ROUNDS, post=post, open=True, order=("started_at",))


def begun_since(book: Book, post: str, since: datetime) -> list[Round]:
    """Return the rounds of a post that began at or after a moment, the oldest first."""
    return book.find(ROUNDS, post=post, started_at=Between(low=since), order=("started_at",))


def digest(secret: str) -> str:
    """Return what the book holds of a code's secret: its SHA-256 as 64 hex digits."""
    return sha256(secret.encode()).hexdigest()


def code(book: Book, secret: str) -> Code | None:
    """Return the code of this secret, or None where no code that counts has it."""
    return next(iter(book.find(CODES, digest=digest(secret), limit=1)), None) if secret else None


def code_of(book: Book, route_key: str, point: str) -> Code | None:
    """Return the code of a point that counts now, or None where none was issued."""
    return book.get(CODES, code_key(route_key, point))


def codes(book: Book, route_key: str) -> dict[str, Code]:
    """Return the codes of a route that count now, by point."""
    return {one.point: one for one in book.find(CODES, route=route_key)}


def readable(book: Book, key: str) -> Readable | None:
    """Return a parameter as points know it, or None."""
    return book.get(READABLES, key)


@dataclass(frozen=True, slots=True)
class DueRound:
    """A moment for which a route is due, and the round that was gone for it, if one was."""

    route: Route
    due: Due
    gone: Round | None
    state: DueState


def due_rounds(book: Book, place: Place, pack: Pack | None, now: datetime) -> list[DueRound]:
    """Return what is due at a post around now: what went by in the last 12 hours, what is open, what opens within 2.

    Two look-ups, however many routes and rounds there are.
    """
    known = [one for one in routes(book, place.post) if one.timetables]
    return _due(known, begun_since(book, place.post, now - BEGUN), place, pack, now) if known else []


def due_by_post(
    book: Book, places: Iterable[Place], pack: Callable[[Place], Pack | None], now: datetime
) -> dict[str, list[DueRound]]:
    """Return the same for several posts of a site, those without routes left out: two look-ups for them all."""
    known: dict[str, list[Route]] = {}
    for one in book.find(ROUTES, in_use=True):
        if one.timetables:
            known.setdefault(one.post, []).append(one)
    if not known:
        return {}
    begun = book.find(ROUNDS, started_at=Between(low=now - BEGUN), order=("started_at",))
    return {
        place.post: _due(known[place.post], begun, place, pack(place), now) for place in places if place.post in known
    }


def _due(
    known: Iterable[Route], begun: Iterable[Round], place: Place, pack: Pack | None, now: datetime
) -> list[DueRound]:
    since, gone = now - BACK, taken(begun)
    found = []
    for one in known:
        for due in dues(one, place, pack, max(since, one.last_at), now + AHEAD):
            by = gone.get((one.key, due.key))
            found.append(DueRound(one, due, by, due.state(by, now)))
    return sorted(found, key=lambda one: (one.due.at, one.route.key))


def taken(rounds: Iterable[Round]) -> Mapping[tuple[str, str], Round]:
    """Return, by route and due moment, the round that was gone for it; one that was broken off counts for nothing."""
    return {(one.route, one.due): one for one in rounds if one.due and one.abandoned_at is None}
