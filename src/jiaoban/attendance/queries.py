"""What pages and other rooms may ask about who was there. Pure: a book goes in, plain values come out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from jiaoban.absence import queries as absence
from jiaoban.attendance.rules.hours import Finding, Interval, expected, findings
from jiaoban.attendance.tables import CODES, PRESENCES, PostCode, PostPresence
from jiaoban.kernel.book import Between, Book, OneOf
from jiaoban.kernel.place import Place
from jiaoban.org import queries as org
from jiaoban.org.tables import Post
from jiaoban.regime.attending import DAY_AND_NIGHT, Attendance
from jiaoban.regime.pack import Pack
from jiaoban.roster import queries as roster
from jiaoban.roster.rules import Turn

DAY = timedelta(days=1)
Packs = Callable[[str], Pack]


def presence(book: Book, key: str) -> PostPresence | None:
    """Return a stay by its key, or None."""
    return book.get(PRESENCES, key)


def digest(secret: str) -> str:
    """Return what the book holds of a code's secret: its SHA-256 as 64 hex digits."""
    return sha256(secret.encode()).hexdigest()


def code_of(book: Book, post: str) -> PostCode | None:
    """Return the code of a post that counts now, or None where none was issued."""
    return book.get(CODES, post)


def code(book: Book, secret: str) -> PostCode | None:
    """Return the code of this secret, or None where no code that counts has it."""
    return next(iter(book.find(CODES, digest=digest(secret), limit=1)), None) if secret else None


def attendance_at(book: Book, post: str, moment: datetime, packs: Packs) -> Attendance | None:
    """Return what the regime in force at a post says about being there at a moment; None where it says nothing."""
    regime = org.regime_in_force(book, post, moment)
    found = packs(regime).attendance if regime else None
    return found if found is not None and found.of(post) else None


def open_stays(book: Book, person: str) -> list[PostPresence]:
    """Return the stays of a person that they have not ended, the newest first, forgotten ones included."""
    return book.find(PRESENCES, person=person, left_at=None, counts=True, order=("-came_at",))


def own_since(book: Book, person: str, moment: datetime) -> list[PostPresence]:
    """Return the stays of a person that ended after a moment or have not ended, in no particular order."""
    ended = book.find(PRESENCES, person=person, left_at=Between(moment + timedelta.resolution, None), counts=True)
    return [*open_stays(book, person), *ended]


def mine(book: Book, post: str, person: str, now: datetime, longest: timedelta) -> PostPresence | None:
    """Return the stay at a post that a person would end: one that goes on, else the newest that was forgotten."""
    found = [one for one in open_stays(book, person) if one.post == post]
    going = (one for one in found if one.there(now, longest))
    return next(going, None) or next(iter(found), None)


def there(book: Book, post: str, moment: datetime, longest: timedelta) -> list[PostPresence]:
    """Return who is at a post at a moment, by when they came. Two look-ups."""
    came = Between(moment - longest, moment + timedelta.resolution)
    still = book.find(PRESENCES, post=post, left_at=None, counts=True, came_at=came)
    left = book.find(
        PRESENCES, post=post, left_at=Between(moment + timedelta.resolution, None), counts=True, came_at=came
    )
    found = [one for one in (*still, *left) if one.there(moment, longest)]
    return sorted(found, key=lambda one: (one.came_at, one.key))


def closed_since(book: Book, post: str, moment: datetime, lines: Iterable[str]) -> bool:
    """Say whether somebody who left a post after a moment saw to all of these lines, given by title."""
    after, wanted = Between(moment + timedelta.resolution, None), set(lines)
    return any(wanted <= set(one.closed) for one in book.find(PRESENCES, post=post, left_at=after, counts=True))


def there_by_post(book: Book, now: datetime) -> dict[str, list[PostPresence]]:
    """Return who is at each post of a site now; posts at which nobody is are left out. One look-up; a stay that nobody
    ended counts for 16 hours here, whatever the regime of its post says."""
    found: dict[str, list[PostPresence]] = {}
    came = Between(now - DAY_AND_NIGHT, None)
    for one in book.find(PRESENCES, left_at=None, counts=True, came_at=came, order=("came_at",)):
        if one.there(now, DAY_AND_NIGHT):
            found.setdefault(one.post, []).append(one)
    return found


@dataclass(frozen=True, slots=True)
class Attended:
    """A person and a shift on which they are due: the hours expected, their stays then, and what follows.

    `here`: they are there at the moment of the question; `forgotten`: of a stay nobody knows when it ended.
    """

    turn: Turn
    person: str
    attendance: Attendance
    hours: tuple[Interval, ...]
    stays: tuple[PostPresence, ...]
    findings: tuple[Finding, ...]
    here: bool
    forgotten: bool

    def total(self, kind: str) -> timedelta:
        """Return how much was missed as one kind of finding."""
        return sum((one.by for one in self.findings if one.kind == kind), timedelta(0))

    def begun(self, now: datetime) -> bool:
        """Say whether they were to be there by now."""
        return bool(self.hours) and self.hours[0].since <= now


def of_post(book: Book, place: Place, first: date, after: date, now: datetime, packs: Packs) -> list[Attended]:
    """Return everybody due at a post in the shifts of local days `first <= day < after`, by shift and roster, and what
    follows from their stays at `now`. Shifts under a regime without attendance are left out."""
    return _judged(book, roster.turns(book, place, first, after), place.zone, now, packs)


def of_person(book: Book, person: str, first: date, after: date, now: datetime, packs: Packs) -> list[Attended]:
    """Return the shifts on which a person is due, at any post, on local days `first <= day < after`, as of a post."""
    turns = roster.shifts_of(book, person, first, after)
    return [one for one in _judged(book, turns, org.site(book).zone, now, packs) if one.person == person]


def stays_of(book: Book, person: str, since: datetime, until: datetime) -> list[PostPresence]:
    """Return the stays of a person that began in `since <= t < until`, struck ones included, the oldest first."""
    return book.find(PRESENCES, person=person, came_at=Between(since, until), order=("came_at",))


def stays_at(book: Book, post: str, since: datetime, until: datetime) -> list[PostPresence]:
    """Return the stays at a post that began in `since <= t < until`, struck ones included, the oldest first."""
    return book.find(PRESENCES, post=post, came_at=Between(since, until), order=("came_at",))


def _judged(book: Book, turns: list[Turn], zone: str, now: datetime, packs: Packs) -> list[Attended]:
    if not turns:
        return []
    rules = _Rules(book, packs)
    ruled = [(one, said) for one in turns if (said := rules.at(one.post, one.shift.begins_at)) is not None]
    if not ruled:
        return []
    stays, away = _stays(book, ruled), _away(book, ruled)
    return [
        _attended(turn, person, said, zone, stays.get(person, ()), away.get(person, ()), now)
        for turn, said in ruled
        for person in turn.people
    ]


def _stays(book: Book, ruled: Sequence[tuple[Turn, Attendance]]) -> dict[str, list[PostPresence]]:
    """Return the stays that can touch these shifts, by person. One look-up: no stay is longer than its regime lets it
    be, and two days are more than the regime before this one can have let it."""
    low = min(one.shift.begins_at - max(said.longest, 2 * DAY) for one, said in ruled)
    high = max(one.shift.ends_at for one, _ in ruled)
    people = tuple(sorted({person for one, _ in ruled for person in one.people}))
    found: dict[str, list[PostPresence]] = {}
    came = Between(low, high)
    for stay in book.find(PRESENCES, person=OneOf(people), came_at=came, counts=True, order=("came_at",)):
        found.setdefault(stay.person, []).append(stay)
    return found


def _away(book: Book, ruled: Sequence[tuple[Turn, Attendance]]) -> dict[str, list[Interval]]:
    """Return when people are away with approval in the time of these shifts: up to their coming back, where they came
    back early. One look-up."""
    low, high = min(one.shift.begins_at for one, _ in ruled), max(one.shift.ends_at for one, _ in ruled)
    found: dict[str, list[Interval]] = {}
    for one in absence.between(book, low, high):
        until = min(one.until_at, one.back_at or one.until_at)
        if one.status == "APPROVED" and one.from_at < until:
            found.setdefault(one.person, []).append(Interval(one.from_at, until))
    return found


def _attended(
    turn: Turn,
    person: str,
    said: Attendance,
    zone: str,
    stays: Iterable[PostPresence],
    away: Iterable[Interval],
    now: datetime,
) -> Attended:
    hours = expected(said, turn.shift, zone, away)
    posts, shift = said.beside(turn.post), turn.shift
    own = tuple(
        one
        for one in stays
        if one.post in posts and one.came_at < shift.ends_at and one.until(now, said.longest) >= shift.begins_at
    )
    there = [Interval(one.came_at, one.until(now, said.longest)) for one in own]
    here = any(one.there(now, said.longest) for one in own)
    return Attended(
        turn=turn,
        person=person,
        attendance=said,
        hours=hours,
        stays=own,
        findings=findings(said, hours, there, now, here=here),
        here=here,
        forgotten=any(one.forgotten(now, said.longest) for one in own),
    )


class _Rules:
    """What the regimes of a site say about being there, each read once."""

    def __init__(self, book: Book, packs: Packs) -> None:
        self._packs = packs
        self._zone = org.site(book).zone
        self._regimes = {one.regime: one for one in org.regimes(book)}
        self._posts: dict[str, Post] = {one.key: one for one in org.posts(book)}
        self._read: dict[str, Attendance | None] = {}

    def at(self, post: str, moment: datetime) -> Attendance | None:
        regime = self._regimes.get(self._posts[post].at(moment).regime)
        adopted = regime.at(moment, self._zone) if regime else None
        if adopted is None:
            return None
        if adopted.digest not in self._read:
            self._read[adopted.digest] = self._packs(adopted.digest).attendance
        found = self._read[adopted.digest]
        return found if found is not None and found.of(post) else None


def running(book: Book, place: Place, now: datetime, packs: Packs, ahead: timedelta = timedelta(0)) -> list[Attended]:
    """Return everybody due on the shifts that run at a post at a moment, or begin within a length of time after it."""
    begun = place.pattern.running(now, place.zone) if place.pattern else []
    shifts = [*begun, *(place.pattern.running(now + ahead, place.zone) if place.pattern and ahead else [])]
    if not shifts:
        return []
    days = [one.day for one in shifts]
    found = of_post(book, place, min(days), max(days) + DAY, now, packs)
    return [one for one in found if one.turn.shift.begins_at - ahead <= now < one.turn.shift.ends_at]
