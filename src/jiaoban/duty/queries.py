"""What pages and other rooms may ask about the periodic duties of shifts, and about conduct."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jiaoban.duty.tables import DONE, OBSERVATIONS, Done, Observation, duty_key
from jiaoban.kernel.book import Between, Book
from jiaoban.kernel.place import Place
from jiaoban.kernel.shifts import Shift
from jiaoban.regime.duties import Duty
from jiaoban.regime.recurrence import falling


def done(book: Book, post: str, shift: str) -> list[Done]:
    """Return what was done or excused in a shift of a post, by duty."""
    return book.find(DONE, post=post, shift=shift, order=("duty",))


def one(book: Book, post: str, duty: str, shift: str) -> Done | None:
    """Return what is known of one duty of a shift, or None."""
    return book.get(DONE, duty_key(post, duty, shift))


def by_key(book: Book, key: str) -> Done | None:
    """Return what is known of a duty of a shift by the key of its row, or None."""
    return book.get(DONE, key)


def between(book: Book, post: str, first: date, after: date) -> list[Done]:
    """Return what was done or excused in the shifts of local days `first <= day < after`, by shift and duty."""
    days = Between(first.isoformat(), after.isoformat())
    return book.find(DONE, post=post, shift=days, order=("shift", "duty"))


@dataclass(frozen=True, slots=True)
class Falling:
    """A duty in a shift: when it is due, and what is known of it."""

    duty: Duty
    shift: Shift
    due_at: datetime
    known: Done | None

    @property
    def done(self) -> bool:
        """It was done."""
        return self.known is not None and self.known.done_at is not None

    @property
    def excused(self) -> bool:
        """It was not done, with a reason."""
        return self.known is not None and not self.done and bool(self.known.reason)

    def overdue(self, now: datetime) -> bool:
        """Say whether its moment has passed, and it is neither done nor excused."""
        return now > self.due_at and not self.done and not self.excused


def of_shift(book: Book, place: Place, duties: Iterable[Duty], shift: Shift) -> list[Falling]:
    """Return the duties that fall into a shift, in the order of the regime. One look-up."""
    known = {one.duty: one for one in done(book, place.post, shift.key)}
    return [Falling(duty, shift, at, known.get(duty.id)) for duty, at in falling(duties, shift, place.post, place.zone)]


def of_month(
    book: Book, place: Place, duties: Iterable[Duty], first: date, since: datetime | None = None
) -> list[Falling]:
    """Return the duties that fall into the shifts that begin in a local month, by the begin of the shift: those due
    since a moment, when the post was first held. One look-up."""
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    known = {(one.shift, one.duty): one for one in between(book, place.post, first, after)}
    rules = tuple(duties)
    days = [first + timedelta(days=step) for step in range((after - first).days)]
    shifts = [shift for day in days for shift in (place.pattern.on(day, place.zone) if place.pattern else ())]
    return [
        Falling(duty, shift, at, known.get((shift.key, duty.id)))
        for shift in shifts
        for duty, at in falling(rules, shift, place.post, place.zone)
        if since is None or at >= since
    ]


def observation(book: Book, key: str) -> Observation | None:
    """Return an observation by its key, or None."""
    return book.get(OBSERVATIONS, key)


def observations(book: Book, post: str, person: str = "", *, limit: int | None = None) -> list[Observation]:
    """Return what was observed at a post, of one person where one is named, the newest first. Whoever does not
    supervise the post is shown their own alone: the caller names them."""
    where = {"person": person} if person else {}
    return book.find(OBSERVATIONS, order=("-at",), limit=limit, post=post, **where)
