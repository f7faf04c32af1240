"""What pages and other rooms may ask of follow-ups and suggestions."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from jiaoban.followup.tables import FOLLOWUPS, SUGGESTIONS, Followup, Suggestion
from jiaoban.followup.terms import Standing
from jiaoban.kernel.access import Right
from jiaoban.kernel.book import Between, Book, OneOf
from jiaoban.kernel.work import OpenWork, gives_work
from jiaoban.org import queries as org
from jiaoban.org.tables import Person


def followup(book: Book, key: str) -> Followup | None:
    """Return the follow-up of this key, or None."""
    return book.get(FOLLOWUPS, key)


def open_for(book: Book, post: str) -> list[Followup]:
    """Return the open follow-ups of a post, the one due first at the top."""
    return book.find(FOLLOWUPS, order=("due_at",), post=post, status="OPEN")


def open_of(book: Book, owner: str) -> list[Followup]:
    """Return the open follow-ups of a person at every post, the one due first at the top."""
    return book.find(FOLLOWUPS, order=("due_at",), owner=owner, status="OPEN")


@gives_work("followup")
def work_of(book: Book, person: str) -> Iterator[OpenWork]:
    """Yield the open follow-ups of a person as open work."""
    for one in open_of(book, person):
        yield OpenWork("followup", one.key, one.post, one.what, one.due_at)


def overdue(book: Book, post: str, now: datetime) -> list[Followup]:
    """Return the open follow-ups of a post whose due moment has passed, the longest overdue first."""
    return book.find(FOLLOWUPS, order=("due_at",), post=post, status="OPEN", due_at=Between(high=now))


def closed_in_shift(book: Book, post: str, shift: str) -> list[Followup]:
    """Return what was closed in a shift, in the order of closing."""
    return book.find(FOLLOWUPS, order=("closed_at",), post=post, closed_shift=shift)


def closed_since(book: Book, post: str, since: datetime, *, limit: int | None = None) -> list[Followup]:
    """Return what was closed at or after a moment, the newest first."""
    return book.find(FOLLOWUPS, order=("-closed_at",), limit=limit, post=post, closed_at=Between(low=since))


def of_origin(book: Book, origin: str) -> list[Followup]:
    """Return the follow-ups that came from an entry, meeting, handover or matter."""
    return book.find(FOLLOWUPS, order=("opened_at",), origin=origin)


def touched_in_shift(one: Followup, shift: str) -> bool:
    """Say whether progress or a reason was written, or the result, in this shift."""
    return one.closed_shift == shift or any(note.shift == shift for note in (*one.progress, *one.reasons))


def excused_in_shift(one: Followup, shift: str) -> bool:
    """Say whether a reason why it was not worked on was written in this shift."""
    return any(note.shift == shift for note in one.reasons)


def touched_since(one: Followup, since: datetime) -> bool:
    """Say whether progress, a reason or the result was written at or after this moment."""
    closed = one.closed_at is not None and one.closed_at >= since
    return closed or any(note.at >= since for note in (*one.progress, *one.reasons))


def living(book: Book, post: str, since: datetime) -> list[Followup]:
    """Return what is open at a post, then what was closed since a moment: the follow-ups of a handover."""
    return [*open_for(book, post), *closed_since(book, post, since)]


def put_to(book: Book, post: str) -> list[Followup]:
    """Return the open follow-ups of other posts that a post was asked to take over or has, the one due first at the
    top."""
    return book.find(FOLLOWUPS, order=("due_at",), sees=post, status="OPEN")


def least_busy(book: Book, post: str) -> str:
    """Return who of those that supervise a post and work there has the fewest open follow-ups, '' without any; of
    several the first by key."""
    able = [one for one in org.holders_of(book, Right.SUPERVISE, post) if _works(book, one, post)]
    if not able:
        return ""
    return min(able, key=lambda one: (book.count(FOLLOWUPS, owner=one.key, status="OPEN"), one.key)).key


def _works(book: Book, person: Person, post: str) -> bool:
    return org.as_actor(book.site, person).may(Right.WORK, post)


def suggestion(book: Book, key: str) -> Suggestion | None:
    """Return the suggestion of this key, or None."""
    return book.get(SUGGESTIONS, key)


def suggestions(
    book: Book, post: str, standings: Iterable[Standing] = (), *, limit: int | None = None
) -> list[Suggestion]:
    """Return the suggestions of a post that stand so (none named: all), the newest first."""
    where = {"standing": OneOf(tuple(standings))} if standings else {}
    return book.find(SUGGESTIONS, order=("-at",), limit=limit, post=post, **where)
