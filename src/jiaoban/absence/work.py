"""What an absence touches: the open work of a person, and the shifts, duties and rounds that fall in a time. Reads
books."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from jiaoban.absence.facts import Stand, Work
from jiaoban.absence.tables import TransferLine
from jiaoban.absence.terms import Sort
from jiaoban.followup import queries as followup
from jiaoban.kernel.book import Book
from jiaoban.kernel.place import Place
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.order import queries as orders
from jiaoban.org import queries as org
from jiaoban.plant.tables import LOANS, MATTERS
from jiaoban.regime.pack import Pack
from jiaoban.regime.recurrence import falling
from jiaoban.roster import queries as roster
from jiaoban.roster.rules import Turn
from jiaoban.round import queries as rounds
from jiaoban.round.rules.due import Due, dues

DAY = timedelta(days=1)
Packs = Callable[[str], Pack]


def open_work(book: Book, person: str, now: datetime, zone: str) -> list[Work]:
    """Return the open work of a person at every post: follow-ups, matters they are named in, what they borrowed, and
    standing orders they have not read."""
    return list(_open_work(book, person, now, zone))


def _open_work(book: Book, person: str, now: datetime, zone: str) -> Iterator[Work]:
    for one in followup.open_of(book, person):
        yield Work(f"followup:{one.key}", "followup", one.what, one.post, one.due_at)
    for matter in book.find(MATTERS, open=True, order=("opened_at",)):
        if person in matter.persons.values():
            yield Work(f"matter:{matter.key}", "matter", matter.title, matter.post, matter.valid_to)
    for loan in book.find(LOANS, open=True, order=("at",)):
        if loan.person == person:
            yield Work(f"loan:{loan.key}", "loan", loan.purpose or loan.custody_item, loan.post, loan.due_at)
    for order, stands in orders.unread(book, person, now, zone):
        yield Work(f"order:{order.key}", "order", order.title, "", stands.due_at)


def shifts_in(book: Book, person: str, from_at: datetime, until_at: datetime) -> list[Turn]:
    """Return the shifts on which a person is due that overlap a half-open time, by begin."""
    zone = clock_of(org.site(book).zone)
    first = from_at.astimezone(zone).date() - DAY
    after = until_at.astimezone(zone).date() + DAY
    turns = roster.shifts_of(book, person, first, after)
    return [one for one in turns if one.shift.begins_at < until_at and from_at < one.shift.ends_at]


def stands(book: Book, person: str, from_at: datetime, until_at: datetime, packs: Packs, now: datetime) -> list[Stand]:
    """Return everything in a time that wants another name: each shift, behind it its duties and rounds.

    Shifts that have ended are left out: nobody can stand them instead any more.
    """
    found: list[Stand] = []
    for turn in shifts_in(book, person, from_at, until_at):
        if turn.shift.ends_at > now:
            found += _of_shift(book, turn, (from_at, until_at), packs)
    return found


def _of_shift(book: Book, turn: Turn, asked: tuple[datetime, datetime], packs: Packs) -> Iterator[Stand]:
    shift, place = turn.shift, org.place(book, turn.post, turn.shift.begins_at)
    whole = asked[0] <= shift.begins_at and shift.ends_at <= asked[1]
    pack = packs(place.regime) if place.regime else None
    name = org.post(book, turn.post).name

    def stand(sort: Sort, key: str, title: Words) -> Stand:
        return Stand(f"{sort}:{turn.post}:{shift.key}{key}", sort, turn.post, shift, title, turn.people, whole)

    yield stand("post", "", name)
    low, high = max(asked[0], shift.begins_at), min(asked[1], shift.ends_at)
    for duty, at in falling(pack.handover.duties if pack else (), shift, turn.post, place.zone):
        if low <= at <= high:
            yield stand("duty", f":{duty.id}", duty.title)
    for route, title in _rounds(book, place, pack, low, high):
        yield stand("round", f":{route}", title)


def _rounds(book: Book, place: Place, pack: Pack | None, low: datetime, high: datetime) -> Iterator[tuple[str, Words]]:
    for route in rounds.routes(book, place.post):
        if route.timetables and any(_within(one, low, high) for one in dues(route, place, pack, low, high)):
            yield route.key, Words(zh=route.name)


def _within(due: Due, low: datetime, high: datetime) -> bool:
    """The round of a handover belongs to the shift that ends with it, any other to the one that begins at its hour."""
    return low < due.at <= high if due.timetable.when == "HANDOVER" else low <= due.at < high


def finished(book: Book, line: TransferLine) -> bool:
    """Say whether the work of a line was done since: nobody needs to take it over or hand it back any more."""
    key = line.thing.partition(":")[2]
    if line.source == "followup":
        one = followup.followup(book, key)
        return one is not None and not one.open
    if line.source == "matter":
        matter = book.get(MATTERS, key)
        return matter is not None and not matter.open
    loan = book.get(LOANS, key) if line.source == "loan" else None
    return loan is not None and loan.closed_at is not None
