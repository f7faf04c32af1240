"""What pages and other rooms may ask about absences and recalls. Pure: a book goes in, plain values come out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiaoban.absence.tables import (
    ABSENCES,
    ALLOWANCES,
    RECALLS,
    Absence,
    Allowance,
    RecallState,
    TransferLine,
    allowance_key,
)
from jiaoban.kernel import away as kernel_away
from jiaoban.kernel.access import Actor, Right
from jiaoban.kernel.book import Between, Book, OneOf
from jiaoban.kernel.place import Place
from jiaoban.kernel.zones import clock_of
from jiaoban.org import queries as org

LIVE = OneOf(("ASKED", "APPROVED"))
OPEN_FOR = timedelta(days=93)
"""So long after its end an absence is still looked at for what has not been handed back."""


@dataclass(frozen=True, slots=True)
class Away:
    """A person is away, `from_at <= moment < until_at`; not `approved`: only asked for."""

    person: str
    from_at: datetime
    until_at: datetime
    kind: str
    approved: bool
    absence: str


def absence(book: Book, key: str) -> Absence | None:
    """Return an absence by its key, or None."""
    return book.get(ABSENCES, key)


def of_post(book: Book, post: str, *, limit: int = 100) -> list[Absence]:
    """Return the absences that were asked for at a post, the newest request first."""
    return book.find(ABSENCES, post=post, order=("-asked_at",), limit=limit)


def to_decide(book: Book, post: str) -> list[Absence]:
    """Return the requests of a post that wait to be decided, by the begin of the absence."""
    return book.find(ABSENCES, post=post, status="ASKED", order=("from_at",))


def of_person(book: Book, person: str, *, limit: int = 50) -> list[Absence]:
    """Return the absences of a person, the newest request first."""
    return book.find(ABSENCES, person=person, order=("-asked_at",), limit=limit)


def of_person_between(book: Book, person: str, from_at: datetime, until_at: datetime) -> list[Absence]:
    """Return the absences of a person, asked for or approved, that overlap a half-open time, by begin."""
    return [one for one in between(book, from_at, until_at) if one.person == person]


def yet_to_end(book: Book, post: str, now: datetime) -> list[Absence]:
    """Return the approved absences of a post that run or are to come, by begin."""
    ends = Between(low=now + timedelta.resolution)
    return book.find(ABSENCES, post=post, status="APPROVED", until_at=ends, order=("from_at",))


def between(book: Book, from_at: datetime, until_at: datetime) -> list[Absence]:
    """Return the absences of a site, asked for or approved, that overlap a half-open time, by begin."""
    found = book.find(
        ABSENCES, status=LIVE, until_at=Between(low=from_at), from_at=Between(high=until_at), order=("from_at",)
    )
    return [one for one in found if one.overlaps(from_at, until_at)]


def away(book: Book, from_at: datetime, until_at: datetime) -> tuple[Away, ...]:
    """Return who is away, or asks to be, in a half-open time, by begin."""
    return tuple(
        Away(one.person, one.from_at, one.until_at, one.kind, one.status == "APPROVED", one.key)
        for one in between(book, from_at, until_at)
    )


@kernel_away.knows_who_is_away("absence")
def _approved(book: Book, from_at: datetime, until_at: datetime) -> Iterable[kernel_away.Away]:
    """Tell whoever plans, too: what is asked for alone does not count, nor what comes after an arrival on a recall."""
    gone = [one for one in between(book, from_at, until_at) if one.status == "APPROVED"]
    there = _arrivals(book, [one.key for one in gone])
    for one in gone:
        until = min(one.until_at, there.get(one.key, one.until_at))
        if one.from_at < until and from_at < until:
            yield kernel_away.Away(one.person, one.from_at, until)


def _arrivals(book: Book, absences: Sequence[str]) -> dict[str, datetime]:
    """Return when people arrived who were called back from these absences, by absence."""
    calls = book.find(RECALLS, absence=OneOf(tuple(absences))) if absences else ()
    return {one.absence: one.arrived_at for one in calls if one.arrived_at is not None}


def approved_away(book: Book, people: Iterable[str], from_at: datetime, until_at: datetime) -> tuple[str, ...]:
    """Return who of these is away with approval at some moment of a half-open time."""
    gone = {one.person for one in away(book, from_at, until_at) if one.approved}
    return tuple(one for one in people if one in gone)


def away_at(book: Book, person: str, moment: datetime) -> Absence | None:
    """Return the approved absence that keeps a person away at a moment, None once they came back or arrived on a
    recall."""
    for one in between(book, moment, moment + timedelta(microseconds=1)):
        if one.person == person and one.status == "APPROVED" and one.back_at is None:
            there = any(call.arrived_at is not None for call in recalls_of_absence(book, one.key))
            return None if there else one
    return None


def now_away(book: Book, now: datetime) -> list[Absence]:
    """Return the absences that run now, by begin."""
    return [one for one in between(book, now, now + timedelta(microseconds=1)) if one.running(now)]


def living(book: Book, now: datetime) -> list[Absence]:
    """Return the absences of a site, asked for or approved, that run, are to come, or ended in the last 93 days."""
    return book.find(ABSENCES, status=LIVE, until_at=Between(low=now - OPEN_FOR), order=("from_at",))


def entrusted_to(book: Book, person: str, now: datetime) -> list[tuple[Absence, TransferLine]]:
    """Return the lines of work transfer forms that are a person's: to take over, while whoever gives them is not back;
    or taken over and not yet handed back."""
    return [
        (one, line)
        for one in living(book, now)
        for line in one.lines
        if line.to == person and line.source != "order"
        if line.taken == "ACCEPTED" or (line.taken == "WAITING" and one.back_at is None)
    ]


def not_back(one: Absence, now: datetime) -> tuple[TransferLine, ...]:
    """Return what was taken over and is still to be handed back, once the person is back or the time is over."""
    over = one.back_at is not None or one.until_at <= now
    return tuple(line for line in one.lines if line.taken == "ACCEPTED") if over and one.status == "APPROVED" else ()


def callable_by(book: Book, actor: Actor, post: str, gone: Iterable[Absence]) -> frozenset[str]:
    """Return who of those away somebody may call back to a post that they supervise: who works there, and who asked
    for it at a post that they supervise as well."""
    here = {one.key for one in org.holders_of(book, Right.WORK, post)}
    return frozenset(one.person for one in gone if one.person in here or actor.may(Right.SUPERVISE, one.post))


def allowance(book: Book, place: Place, person: str, kind: str, begins_at: datetime) -> Allowance | None:
    """Return the exception to the notice, made at a post, for an absence of this kind that begins at a moment."""
    day = begins_at.astimezone(clock_of(place.zone)).date()
    return book.get(ALLOWANCES, allowance_key(place.post, person, kind, day))


def recall(book: Book, key: str) -> RecallState | None:
    """Return a recall by its key, or None."""
    return book.get(RECALLS, key)


def pending_recalls(book: Book) -> frozenset[str]:
    """Return who of a site is called back, at whichever post, and has not answered that they cannot, or arrived."""
    return frozenset(one.person for one in book.find(RECALLS, open=True))


def recalls(book: Book, post: str, *, limit: int = 100) -> list[RecallState]:
    """Return the recalls of a post, the newest first."""
    return book.find(RECALLS, post=post, order=("-sent_at", "person"), limit=limit)


def recalls_of(book: Book, person: str) -> list[RecallState]:
    """Return the recalls that a person is to answer or follow, at every post, the newest first."""
    return book.find(RECALLS, person=person, open=True, order=("-sent_at",))


def recalls_of_absence(book: Book, key: str) -> list[RecallState]:
    """Return the recalls of an absence, the oldest first."""
    return book.find(RECALLS, absence=key, order=("sent_at",))


def concerned(one: Absence, person: str) -> bool:
    """Say whether an absence is a person's own, or work of it goes to them."""
    return person in (one.person, one.asked_by) or any(line.to == person for line in one.lines)


def seen_by(one: Absence, actor: Actor) -> Absence:
    """Return an absence as somebody may see it.

    The reason and the place are for whoever it concerns and whoever supervises the post; the numbers for the person
    themselves and for those who had them shown, which stands in the book.
    """
    supervises = actor.may(Right.SUPERVISE, one.post)
    hidden: dict[str, object] = {}
    if not supervises and not concerned(one, actor.person):
        hidden |= {"reason": "", "where": "", "allowed": "", "decision": "", "lines": ()}
    if actor.person not in (one.person, one.asked_by) and actor.person not in {seen.by for seen in one.seen}:
        hidden |= {"mobile": "", "landline": ""}
    return one.model_copy(update=hidden) if hidden else one
