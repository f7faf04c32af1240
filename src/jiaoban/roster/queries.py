"""What pages and other rooms may ask of rosters. Pure: a book goes in, plain values come out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from jiaoban.kernel.access import Right
from jiaoban.kernel.book import Between, Book
from jiaoban.kernel.months import month_after
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.rostered import Stand, keeps_the_roster
from jiaoban.kernel.shifts import Shift
from jiaoban.kernel.starts import EARLIEST, LATEST
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.org import queries as org
from jiaoban.org.tables import PEOPLE, Post
from jiaoban.roster.acts import DayKind
from jiaoban.roster.grid_tables import CALENDAR
from jiaoban.roster.rules import Plan, Turn, crews_of
from jiaoban.roster.tables import ASSIGNMENTS, MANNINGS, ROTATIONS, Assignment, CrewMannings, PostRotations
from jiaoban.roster.wording import Names

DAY = timedelta(days=1)
FARTHEST_BACK = 93
"""How many days `last_shift_before` looks back: who was away for a quarter reads everything."""


def turn(book: Book, place: Place, shift: Shift) -> Turn:
    """Return who is due on a shift of a post, whose turn it is and by which exception."""
    return plan(book, place.post, shift.day, shift.day + DAY).turn(shift)


def due(book: Book, place: Place, shift: Shift) -> tuple[str, ...]:
    """Return the keys of the people due on a shift of a post, in the order of the roster."""
    return turn(book, place, shift).people


def month_bounds(year: int, number: int) -> tuple[date, date]:
    """Return the first day of a month and the first one after it; raises `NotFound` for no such month."""
    if not (EARLIEST.year <= year < LATEST.year and 1 <= number <= 12):
        raise NotFound(f"month {year}-{number}")
    first = date(year, number, 1)
    return first, month_after(first)


def month(book: Book, place: Place, year: int, number: int) -> list[Turn]:
    """Return every shift that begins in a local month at a post, in order; raises `NotFound` for no such month."""
    first, after = month_bounds(year, number)
    return list(_turns(book, org.post(book, place.post), place.zone, first, after))


def turns(book: Book, place: Place, first: date, after: date) -> list[Turn]:
    """Return every shift of a post that begins on local days `first <= day < after`, in order."""
    return list(_turns(book, org.post(book, place.post), place.zone, first, after))


@keeps_the_roster("roster")
def stands_of(book: Book, place: Place, first: date, after: date) -> Iterator[Stand]:
    """Yield every shift of a post on local days `first <= day < after` with the people due."""
    for one in turns(book, place, first, after):
        yield Stand(one.shift, one.people)


def unmanned(book: Book, place: Place, now: datetime, first: date, after: date) -> list[Shift]:
    """Return the shifts of a post on local days `first <= day < after` that are not over and without a name, in order:
    nobody is due on them although the post keeps a roster and the day is worked."""
    post, kept = org.post(book, place.post), plan(book, place.post, first, after)
    days = (first + step * DAY for step in range((after - first).days))
    shifts = (shift for day in days for shift in post.shifts_on(day, place.zone))
    return [shift for shift in shifts if shift.ends_at > now and kept.unmanned(shift)]


def shifts_of(book: Book, person: str, first: date, after: date) -> list[Turn]:
    """Return the shifts that a person is due on, at every post, on local days `first <= day < after`, by begin."""
    zone = org.site(book).zone
    turns = (one for post in org.posts(book) for one in _turns(book, post, zone, first, after) if person in one.people)
    return sorted(turns, key=lambda one: (one.shift.begins_at, one.post))


def last_shift_before(book: Book, place: Place, person: str, moment: datetime) -> Turn | None:
    """Return the last shift at the post that ended by this moment and on which the person was due.

    None when there was none in the last `FARTHEST_BACK` days. It is the roster's answer: who really stood the shift is
    the handovers' to say.
    """
    today = moment.astimezone(clock_of(place.zone)).date()
    first = today - FARTHEST_BACK * DAY
    before = [
        one
        for one in _turns(book, org.post(book, place.post), place.zone, first, today + DAY)
        if person in one.people and one.shift.ends_at <= moment
    ]
    return max(before, key=lambda one: one.shift.ends_at, default=None)


def next_shift_after(book: Book, place: Place, person: str, moment: datetime) -> Turn | None:
    """Return the next shift at the post that begins after this moment with the person due, within 93 days, or None."""
    today = moment.astimezone(clock_of(place.zone)).date()
    turns = _turns(book, org.post(book, place.post), place.zone, today, today + FARTHEST_BACK * DAY)
    return next((one for one in turns if person in one.people and one.shift.begins_at > moment), None)


def leads(book: Book, place: Place, shift: Shift) -> tuple[str, ...]:
    """Return the keys of the supervisors who belong to the crew whose turn a shift is: whom to tell, who rules."""
    crews = crews_of(turn(book, place, shift).crew)
    return tuple(one.key for one in org.holders_of(book, Right.SUPERVISE, place.post) if one.crew in crews)


def plan(book: Book, post: str, first: date, after: date) -> Plan:
    """Return what decides who is due at a post on local days `first <= day < after`. Four queries, and one for the
    calendar where a rotation looks at it."""
    exceptions = book.find(ASSIGNMENTS, post=post, day_text=Between(first.isoformat(), after.isoformat()))
    rotations = book.get(ROTATIONS, post) or PostRotations(post=post)
    return Plan(
        post=post,
        rotations=rotations,
        mannings={one.crew: one for one in book.find(MANNINGS, post=post)},
        assignments={(one.day, one.shift): one for one in exceptions},
        left_at=_left_at(book),
        calendar=calendar(book, first, after) if any(one.workdays for one in rotations.rotations) else {},
    )


def plans(book: Book, posts: Iterable[str], first: date, after: date) -> dict[str, Plan]:
    """Return the plans of several posts at once: five queries, however many posts there are."""
    days = Between(first.isoformat(), after.isoformat())
    rotations = {one.post: one for one in book.find(ROTATIONS)}
    mannings: dict[str, dict[str, CrewMannings]] = defaultdict(dict)
    for manned in book.find(MANNINGS):
        mannings[manned.post][manned.crew] = manned
    exceptions: dict[str, dict[tuple[date, str], Assignment]] = defaultdict(dict)
    for one in book.find(ASSIGNMENTS, day_text=days):
        exceptions[one.post][one.day, one.shift] = one
    left_at, marked = _left_at(book), calendar(book, first, after)
    return {
        post: Plan(
            post=post,
            rotations=rotations.get(post) or PostRotations(post=post),
            mannings=mannings[post],
            assignments=exceptions[post],
            left_at=left_at,
            calendar=marked,
        )
        for post in posts
    }


def names(book: Book) -> Names:
    """Return what the people, posts and shifts of the site are called, also of those who left and what was before."""
    there = org.posts(book)
    return Names(people=org.names(book), posts={one.key: one.name for one in there}, shifts=shift_names(there))


def shift_names(there: Iterable[Post]) -> dict[tuple[str, str], Words]:
    """Return the names of shifts by post and code, as they are called now or were last."""
    return {
        (one.key, kind.code): kind.name
        for one in there
        for version in one.versions
        for kind in version.description.pattern.shifts
    }


def everywhere(book: Book, posts: Iterable[Post], zone: str, first: date, after: date) -> list[Turn]:
    """Return every shift of these posts that begins on local days `first <= day < after`, post by post, in order."""
    listed = list(posts)
    found = plans(book, [post.key for post in listed], first, after)
    days = [first + step * DAY for step in range((after - first).days)]
    return [found[post.key].turn(shift) for post in listed for day in days for shift in post.shifts_on(day, zone)]


def people_of(book: Book, post: str, turns: Iterable[Turn]) -> list[str]:
    """Return everybody who is due on one of these shifts of a post or stands in one of its crews then, crew by crew."""
    listed = list(turns)
    days = sorted({one.shift.day for one in listed})
    # All of them, as `plans` asks for them: a page that shows every post asks once.
    crews = sorted((one for one in book.find(MANNINGS) if one.post == post), key=lambda one: one.crew)
    manned = (person for one in crews for day in (days[:1] + days[-1:]) for person in one.on(day))
    left = _left_at(book)
    here = (person for person in manned if person not in left)
    return list(dict.fromkeys((*here, *(person for one in listed for person in one.people))))


def calendar(book: Book, first: date, after: date) -> dict[date, DayKind]:
    """Return what the site's calendar says of local days `first <= day < after`; ordinary days are left out."""
    found = book.find(CALENDAR, day_text=Between(first.isoformat(), after.isoformat()))
    return {one.day: one.kind for one in found if one.kind != "ORDINARY"}


def _left_at(book: Book) -> dict[str, datetime]:
    return {one.key: one.left_at for one in book.find(PEOPLE, active=False) if one.left_at}


def _turns(book: Book, post: Post, zone: str, first: date, after: date) -> Iterator[Turn]:
    found = plan(book, post.key, first, after)
    for step in range((after - first).days):
        for shift in post.shifts_on(first + step * DAY, zone):
            yield found.turn(shift)
