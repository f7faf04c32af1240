"""What pages and other rooms may ask of readings: what was read when, what is due, what was outside, what it came to.

The number of look-ups never grows with the book, and no question reads more rows than the shift that it is about has.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiaoban.kernel.book import Between, Book, OneOf
from jiaoban.plant.limits import Degree, Doubt
from jiaoban.plant.rules.measures import MINUTE, Excursion, Total, excursions, in_minute, totalizers
from jiaoban.plant.rules.schedule import Slot, moments, slots, unread_slots
from jiaoban.plant.tables import BATCHES, CHANGES, LATEST, READINGS, Batch, Latest, Parameter, Reading
from jiaoban.plant.tables.readings import reading_key

AT_ONCE = 8
"""So many changes told of one and the same moment are looked through for the last word."""
_RESOLUTION = timedelta(microseconds=1)
_SCHEDULES, _FEW = 8, 200
"""Schedules that are asked about one by one, and parameters that are looked at by key; of more all rows are read."""


@dataclass(frozen=True, slots=True)
class ModeAt:
    """State and mode in which equipment was; both '' where nobody has said so yet."""

    state: str = ""
    mode: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure as a picture or a grid shows it."""

    at: datetime
    value: str
    degree: Degree
    doubt: Doubt
    recorded_at: datetime


def modes_at(book: Book, parameters: Iterable[Parameter], at: datetime) -> Mapping[str, ModeAt]:
    """Return, by parameter, the state and mode of its equipment at a moment: for those whose limits go by it.

    One look-up for each such piece of equipment.
    """
    asked = list(parameters)
    wanted = {one.equipment for one in asked if one.by_mode and one.equipment}
    until = Between(high=at + _RESOLUTION)
    found: dict[str, ModeAt] = {}
    for key in wanted:
        newest = book.find(CHANGES, order=("-at",), limit=AT_ONCE, equipment=key, what="STATE", at=until)
        if newest:
            last = max(newest, key=lambda one: (one.at, one.seq))
            found[key] = ModeAt(last.state or "", last.mode)
    return {one.key: found.get(one.equipment, ModeAt()) if one.by_mode else ModeAt() for one in asked}


def latest_of(book: Book, keys: Sequence[str]) -> list[Latest]:
    """Return the newest figures of these parameters, of those that were ever read. One look-up, none of no keys."""
    return book.find(LATEST, order=("parameter",), parameter=OneOf(tuple(keys))) if keys else []


def reading_at(book: Book, parameter: str, at: datetime) -> Reading | None:
    """Return what was read of a parameter at exactly this moment, or None."""
    return book.get(READINGS, reading_key(parameter, at))


def course(
    book: Book, post: str, since: datetime, until: datetime, keys: Sequence[str] | None = None
) -> Mapping[str, list[Point]]:
    """Return every figure of a post with `since <= at < until` by parameter, in order: of these parameters, or all."""
    where = {"parameter": OneOf(tuple(keys))} if keys is not None else {"post": post}
    columns = ("parameter", "at", "value", "degree", "doubt", "recorded_at")
    found: dict[str, list[Point]] = {}
    for key, at, value, degree, doubt, recorded_at in book.pick(
        READINGS, columns, at=Between(low=since, high=until), **where
    ):
        found.setdefault(key, []).append(Point(at, value, degree, doubt, recorded_at))
    for points in found.values():
        points.sort(key=lambda one: one.at)
    return found


def times(
    book: Book, post: str, since: datetime, until: datetime, keys: Sequence[str] | None = None
) -> Mapping[str, list[tuple[datetime, datetime]]]:
    """Return when each parameter of a post (or these) was read with `since <= at < until`, and when that was
    recorded."""
    found: dict[str, list[tuple[datetime, datetime]]] = {}
    where = {"parameter": OneOf(tuple(keys))} if keys is not None else {"post": post}
    for key, at, recorded_at in book.pick(
        READINGS, ("parameter", "at", "recorded_at"), at=Between(low=since, high=until), **where
    ):
        found.setdefault(key, []).append((at, recorded_at))
    return found


def scheduled(
    book: Book, parameters: Sequence[Parameter], begins: datetime, ends: datetime, zone: str, now: datetime
) -> Mapping[str, Sequence[Slot]]:
    """Return where the scheduled readings of a shift stand, by parameter; parameters without a schedule are left out.

    All parameters are of one post. One look-up.
    """
    mine = [one for one in parameters if one.schedule]
    if not mine:
        return {}
    widest = timedelta(minutes=max(one.grace for one in mine))
    return standing(
        mine, times(book, mine[0].post, begins - widest, min(ends, now + _RESOLUTION) + widest), begins, ends, zone, now
    )


def standing(
    parameters: Iterable[Parameter],
    read: Mapping[str, Sequence[tuple[datetime, datetime]]],
    begins: datetime,
    ends: datetime,
    zone: str,
    now: datetime,
) -> Mapping[str, Sequence[Slot]]:
    """As `scheduled`, when it is known already when each parameter was read and when that was recorded."""
    mine = [one for one in parameters if one.schedule]
    wanted = {schedule: moments(schedule, begins, ends, zone) for schedule in {one.schedule for one in mine}}
    unread = {
        (schedule, grace): unread_slots(wanted[schedule], grace, now)
        for schedule, grace in {(one.schedule, one.grace) for one in mine}
    }
    return {
        one.key: slots(wanted[one.schedule], read.get(one.key, ()), one.grace, now, unread[one.schedule, one.grace])
        for one in mine
    }


def wanting(
    book: Book, parameters: Sequence[Parameter], begins: datetime, ends: datetime, zone: str, now: datetime
) -> Mapping[str, Sequence[Slot]]:
    """As `scheduled`, but only of the parameters of which a reading is missing or due now, by parameter; where nothing
    is missing, of the last moments alone.

    Most were read at the very moments: those are counted by the database, and only the others are looked at. Three
    look-ups for each schedule and grace, and one more.
    """
    alike: dict[tuple[str, int], list[Parameter]] = {}
    for one in parameters:
        if one.schedule:
            alike.setdefault((one.schedule, one.grace), []).append(one)
    if len(alike) > _SCHEDULES:
        return _wanting(scheduled(book, parameters, begins, ends, zone, now))
    missing: list[Parameter] = []
    found: dict[str, Sequence[Slot]] = {}
    for (schedule, grace), some in alike.items():
        slots_now = unread_slots(moments(schedule, begins, ends, zone), grace, now)
        over = tuple(slot.at for slot in slots_now if slot.state == "MISSING")
        lacking = _unread_at(book, some, over)
        missing += lacking
        known = {one.key for one in lacking}
        due = _unread_at(
            book, [one for one in some if one.key not in known], [slot.at for slot in slots_now if slot.state == "DUE"]
        )
        # What was read at the last moment that is over belongs to it; nothing before it is of interest any more.
        found |= _looked_at(book, due, over[-1] if over else begins, ends, zone, now, before=not over)
    return found | _looked_at(book, missing, begins, ends, zone, now, before=True)


def _unread_at(book: Book, some: Sequence[Parameter], at: Sequence[datetime]) -> list[Parameter]:
    """Return the parameters of a post that were not read at each of these very moments."""
    if not at or not some:
        return []
    found = book.pick(READINGS, ("parameter",), post=some[0].post, at=OneOf(tuple(at)))
    read = Counter(key for (key,) in found)
    return [one for one in some if read.get(one.key, 0) < len(at)]


def _looked_at(
    book: Book,
    some: Sequence[Parameter],
    begins: datetime,
    ends: datetime,
    zone: str,
    now: datetime,
    *,
    before: bool,
) -> dict[str, Sequence[Slot]]:
    """As `scheduled` of few or many parameters, of which something is missing or due; `before`: what was read shortly
    before `begins` may belong to it."""
    if not some:
        return {}
    widest = timedelta(minutes=max(one.grace for one in some))
    until = min(ends, now + _RESOLUTION) + widest
    keys = [one.key for one in some] if len(some) <= _FEW else None
    read = times(book, some[0].post, begins - widest if before else begins, until, keys)
    return _wanting(standing(some, read, begins, ends, zone, now))


def _wanting(found: Mapping[str, Sequence[Slot]]) -> dict[str, Sequence[Slot]]:
    return {key: some for key, some in found.items() if any(slot.state in ("MISSING", "DUE") for slot in some)}


def last_read(book: Book, post: str) -> Mapping[str, datetime]:
    """Return when each parameter of a post was last read."""
    return dict(book.pick(LATEST, ("parameter", "at"), post=post))


def excursions_of(
    book: Book, parameters: Sequence[Parameter], post: str, since: datetime, until: datetime | None = None
) -> list[Excursion]:
    """Return the times of a shift in which parameters of a post were outside their limits. Two look-ups.

    Only the readings of parameters that were outside at all are looked at.
    """
    span = Between(low=since, high=until)
    outside = book.pick(READINGS, ("parameter",), post=post, within=False, at=span)
    keys = tuple(sorted({key for (key,) in outside}))
    if not keys:
        return []
    return list(excursions(parameters, book.find(READINGS, order=("parameter", "at"), parameter=OneOf(keys), at=span)))


def totals_of(book: Book, parameters: Iterable[Parameter], begin: datetime, end: datetime) -> list[Total]:
    """Return the totalizers between two hours, read in the minute of each. Two look-ups, none without totalizers."""
    counters = totalizers(parameters)
    if not counters:
        return []
    keys = OneOf(tuple(one.key for one in counters))
    first, last = (
        in_minute(book.find(READINGS, order=("at",), parameter=keys, at=Between(at, at + MINUTE)), at)
        for at in (begin, end)
    )
    return [Total(one, first.get(one.key), last.get(one.key)) for one in counters]


def batch(book: Book, key: str) -> Batch | None:
    """Return the bound file of samples of this key, or None."""
    return book.get(BATCHES, key)


def batches(book: Book, post: str, *, limit: int = 50) -> list[Batch]:
    """Return the bound files of samples of a post, the newest first."""
    return book.find(BATCHES, order=("-number",), limit=limit, post=post)
