"""What pages and other rooms may ask of an organisation. Pure: a book goes in, plain values come out."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from jiaoban.kernel.access import Actor, Grant, Right
from jiaoban.kernel.book import Book
from jiaoban.kernel.place import Complement, Place
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.zones import clock_of
from jiaoban.org.tables import (
    CLOCK_MOVES,
    PEOPLE,
    POSTS,
    REGIMES,
    SITE,
    AdoptedVersion,
    ClockMove,
    Crew,
    Person,
    Post,
    Regime,
    Site,
)


def site(book: Book) -> Site:
    """Return the site whose book this is; raises `NotFound` while it is not founded."""
    found = book.get(SITE, book.site)
    if found is None:
        raise NotFound(f"site {book.site}")
    return found


def clock_moves(book: Book) -> list[ClockMove]:
    """Return who had the site's clock moved and why, by the moments of the moves; the last word on one comes last."""
    return sorted(book.find(CLOCK_MOVES, order=("from_at",)), key=lambda one: (one.from_at, int(one.key)))


def posts(book: Book) -> list[Post]:
    """Return the posts in the order in which they were opened."""
    return book.find(POSTS, order=("position",))


def post(book: Book, key: str) -> Post:
    """Return a post; raises `NotFound`."""
    found = book.get(POSTS, key)
    if found is None:
        raise NotFound(f"post {key}")
    return found


def held(book: Book) -> list[str]:
    """Return the qualifications that somebody of the site holds or held, by name."""
    return sorted({one.qualification for person in people(book) for one in person.qualifications})


def people(book: Book, *, crew: str | None = None, everybody: bool = False) -> list[Person]:
    """Return people by key: of one crew or all, those who left only with `everybody`."""
    where: dict[str, Any] = {} if everybody else {"active": True}
    if crew is not None:
        where["crew"] = crew
    return book.find(PEOPLE, **where)


def person(book: Book, key: str) -> Person:
    """Return a person, also one who left; raises `NotFound`."""
    found = book.get(PEOPLE, key)
    if found is None:
        raise NotFound(f"person {key}", "person")
    return found


def member(book: Book, key: str) -> Person:
    """Return a person who is still with the site; raises `NotFound`."""
    found = person(book, key)
    if not found.active:
        raise NotFound(f"person {key}", "person")
    return found


def crew(book: Book, code: str) -> Crew:
    """Return a crew; raises `NotFound`."""
    for one in site(book).crews:
        if one.crew == code:
            return one
    raise NotFound(f"crew {code}", "crew")


def person_named(book: Book, username: str) -> Person | None:
    """Return the member of the site (still here, with a role) who logs in by this name, or None."""
    if not username:
        return None
    return next(iter(book.find(PEOPLE, username=username, member=True, limit=1)), None)


def names(book: Book, keys: Iterable[str] | None = None) -> dict[str, str]:
    """Return the name of every person, or of these, by key, also of those who left."""
    known = book.find(PEOPLE) if keys is None else book.many(PEOPLE, keys).values()
    return {one.key: one.name for one in known}


def some_names(book: Book, most: int) -> dict[str, str] | None:
    """Return the name of every person by key, also of those who left; None where there are more than `most`."""
    some = book.find(PEOPLE, limit=most + 1)
    return None if len(some) > most else {one.key: one.name for one in some}


def actor(book: Book, key: str) -> Actor:
    """Return a person as an actor; one who left has no grants. Raises `NotFound`."""
    return as_actor(book.site, person(book, key))


def as_actor(site_code: str, found: Person) -> Actor:
    """Return a person of a site as an actor there."""
    grants = tuple(Grant(role=grant.role, post=grant.post) for grant in found.grants) if found.active else ()
    return Actor(person=found.key, name=found.name, site=site_code, grants=grants)


def holders_of(book: Book, right: Right, post_key: str | None = None) -> list[Person]:
    """Return the members who have a right at a post (None: for the whole site): whom to tell, who can lift."""
    able = []
    for one in book.find(PEOPLE, member=True):
        them = as_actor(book.site, one)
        if them.may(right, post_key) if post_key else them.may_everywhere(right):
            able.append(one)
    return able


def qualified(book: Book, key: str, qualification: str, day: date) -> bool:
    """Say whether a person holds a valid qualification on a local day; unknown people hold none."""
    found = book.get(PEOPLE, key)
    return found is not None and any(
        held.qualification == qualification and held.valid_on(day) for held in found.qualifications
    )


def local_day(book: Book, moment: datetime) -> date:
    """Return the site's local day of a moment."""
    return _day(site(book), moment)


def regimes(book: Book) -> list[Regime]:
    """Return the regimes that the site adopted, by id."""
    return book.find(REGIMES)


def in_force(book: Book, regime: str, moment: datetime) -> AdoptedVersion | None:
    """Return the version of a regime in force at the site at this moment, or None."""
    found = book.get(REGIMES, regime)
    return found.at(moment, site(book).zone) if found else None


def regime_in_force(book: Book, post_key: str, moment: datetime) -> str:
    """Return the digest of the pack by which a post is handed over at this moment; '' while there is none."""
    adopted = in_force(book, post(book, post_key).at(moment).regime, moment)
    return adopted.digest if adopted else ""


def place(book: Book, post_key: str, moment: datetime, here: Site | None = None) -> Place:
    """Return where a command acts: a post as it is at this moment, or with '' the site itself. Raises `NotFound`.

    `here` is the site, where it was just read.
    """
    here = here or site(book)
    if not post_key:
        return Place(site=here.code, site_name=here.name.zh, zone=here.zone, demo=here.demo)
    there = post(book, post_key)
    return _place(here, there, book.get(REGIMES, there.at(moment).regime), moment)


def places(book: Book, moment: datetime) -> list[Place]:
    """Return every post of the site as it is at this moment, in the site's order. Three queries."""
    here, adopted = site(book), {one.regime: one for one in regimes(book)}
    return [_place(here, there, adopted.get(there.at(moment).regime), moment) for there in posts(book)]


def _place(here: Site, post_: Post, regime: Regime | None, moment: datetime) -> Place:
    there = post_.at(moment)
    adopted = regime.at(moment, here.zone) if regime else None
    return Place(
        site=here.code,
        site_name=here.name.zh,
        zone=here.zone,
        post=post_.key,
        post_name=there.name.zh,
        pattern=there.pattern,
        regime=adopted.digest if adopted else "",
        complement=tuple(Complement(need.qualification, need.at_least) for need in there.complement),
        subjects=tuple((subject.key, subject.name) for subject in there.subjects),
        demo=here.demo,
        safe_state=there.safe_state,
    )


def _day(here: Site, moment: datetime) -> date:
    return moment.astimezone(clock_of(here.zone)).date()
