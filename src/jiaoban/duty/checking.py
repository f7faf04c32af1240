"""Who is to fill in which checklist, in which shift, until when, and who did. Pure: a book in, plain values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from jiaoban.duty.ruled import Packs, duties_then
from jiaoban.duty.tables import CHECKED, Checked
from jiaoban.kernel.away import Away, away
from jiaoban.kernel.book import Between, Book
from jiaoban.kernel.place import Place
from jiaoban.kernel.rostered import Stand, stands
from jiaoban.kernel.shifts import Shift, local
from jiaoban.kernel.zones import clock_of
from jiaoban.org import queries as org
from jiaoban.regime.everyday import Checklist
from jiaoban.regime.recurrence import due

DAY = timedelta(days=1)
State = Literal["COMING", "DUE", "OVERDUE", "DONE", "LATE", "MISSED"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A checklist that a person is to fill in, in a shift: from its begin, on time until `due_at`, at all until
    `closes_at`."""

    checklist: Checklist
    shift: Shift
    person: str
    due_at: datetime
    closes_at: datetime
    known: Checked | None

    def state(self, now: datetime) -> State:
        """Say how it stands: exactly at `due_at` it is still on time, exactly at `closes_at` it is missed."""
        if self.known is not None:
            return "LATE" if self.known.late else "DONE"
        if now < self.shift.begins_at:
            return "COMING"
        if now >= self.closes_at:
            return "MISSED"
        return "OVERDUE" if now > self.due_at else "DUE"


def turns(book: Book, place: Place, packs: Packs, first: date, after: date) -> list[Turn]:
    """Return the checklists that people are to fill in, in the shifts that begin on local days `first <= day < after`,
    by shift, checklist and the order of the roster. Whoever is away at the moment at which it is due is left out."""
    there = [one for one in stands(book, place, first, after) if one.people]
    if not there:
        return []
    ruled = duties_then(book, place, packs)
    span = there[0].shift.begins_at, max(one.shift.ends_at for one in there)
    gone = away(book, *span)
    days = Between(first.isoformat(), after.isoformat())
    known = {one.key: one for one in book.find(CHECKED, post=place.post, shift=days)}
    by_turn = {(one.checklist, one.shift, one.person): one for one in known.values()}
    made: list[Turn] = []
    opened_at = org.post(book, place.post).opened_at
    for one in there:
        if one.shift.ends_at <= opened_at:
            continue
        said = ruled(one.shift.begins_at)
        for checklist in said.checklists if said else ():
            made += _of_shift(checklist, one, place, gone, by_turn)
    return made


def _of_shift(
    checklist: Checklist,
    stand: Stand,
    place: Place,
    gone: Iterable[Away],
    known: dict[tuple[str, str, str], Checked],
) -> Iterable[Turn]:
    due_at = due(checklist, stand.shift, place.post, place.zone)
    if due_at is None:
        return
    absent = {one.person for one in gone if one.from_at <= due_at < one.until_at}
    closes_at = _end_of_day(due_at, place.zone)
    for person in stand.people:
        done = known.get((checklist.id, stand.shift.key, person))
        if person not in absent or done is not None:
            yield Turn(checklist, stand.shift, person, due_at, closes_at, done)


def _end_of_day(moment: datetime, zone: str) -> datetime:
    """The end of the local day in which a moment lies; midnight itself ends the day before."""
    day = (moment - timedelta(microseconds=1)).astimezone(clock_of(zone)).date()
    return local(day + DAY, time(0), zone)


def around(book: Book, place: Place, packs: Packs, now: datetime) -> list[Turn]:
    """Return the checklists of the shifts that began today or yesterday: what can be filled in now is among them."""
    today = now.astimezone(clock_of(place.zone)).date()
    return turns(book, place, packs, today - DAY, today + DAY)


def waiting(book: Book, place: Place, packs: Packs, person: str, now: datetime) -> list[Turn]:
    """Return the checklists that a person can fill in now."""
    return [one for one in around(book, place, packs, now) if one.person == person and _open(one, now)]


def _open(one: Turn, now: datetime) -> bool:
    return one.state(now) in ("DUE", "OVERDUE")
