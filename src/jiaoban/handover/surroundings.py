"""Looking up what a handover needs to know of the other rooms: rows for the conditions, people, holders, roll call."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache

from jiaoban.duty import queries as duty
from jiaoban.followup import queries as followup
from jiaoban.followup.tables import Followup
from jiaoban.handover.around import Called, Certificate, Person, Surroundings, side_people
from jiaoban.handover.clocks import hours_after, staying
from jiaoban.handover.hours import held as held_posts
from jiaoban.handover.hours import in_a_row, total
from jiaoban.handover.isolation_rows import earth_row, link_row
from jiaoban.handover.keeping import loan_rows, order_row
from jiaoban.handover.measures import excursion_row, scheduled_row, total_row
from jiaoban.handover.rows import (
    HOUR,
    custody_row,
    difference_rows,
    duty_row,
    entry_row,
    equipment_row,
    followup_row,
    hourly_row,
    matter_row,
    meeting_row,
    reading_row,
)
from jiaoban.handover.state import Handover, Tenure
from jiaoban.handover.tables import TENURES
from jiaoban.kernel.book import Between, Book
from jiaoban.kernel.place import Place
from jiaoban.kernel.shifts import Shift, local
from jiaoban.kernel.tongue import Tongue
from jiaoban.kernel.zones import clock_of
from jiaoban.logbook.tables import ENTRIES
from jiaoban.meeting import queries as meeting
from jiaoban.meeting.tables import Meeting
from jiaoban.order import queries as order
from jiaoban.org.tables import PEOPLE, Qualification
from jiaoban.org.tables import Person as Member
from jiaoban.plant import isolation, measured
from jiaoban.plant import queries as plant
from jiaoban.plant.tables import COUNTS, CUSTODY, EQUIPMENT, LATEST, MATTERS, PARAMETERS, SHORTAGES
from jiaoban.regime.facts import Lazily, Row
from jiaoban.regime.pack import Pack
from jiaoban.regime.recurrence import due
from jiaoban.roster import queries as roster

RESOLUTION = timedelta(microseconds=1)


def surroundings(book: Book, place: Place, handover: Handover, pack: Pack, now: datetime) -> Surroundings:
    """Return what stands around a handover now, looked up when it is asked for.

    The number of look-ups does not grow with the book.
    """
    meetings = meeting.of_occasion(book, handover.key, handover.post)
    held = next(iter(book.find(TENURES, post=place.post, until=None, limit=1)), None)
    holders = held.people if held else ()
    equipment = cache(lambda: book.find(EQUIPMENT, post=handover.post, in_use=True, order=("code",)))
    say = pack.head.tongue
    rows = Lazily(
        {
            "matters": lambda: _matters(book, place, handover, {one.key: one.name for one in equipment()}, now, say),
            "past": lambda: _past(book, place, handover, pack, {one.key: one.name for one in equipment()}, now),
            "entries": lambda: _entries(book, handover, say),
            "readings": lambda: _readings(book, handover, say),
            "hourly": lambda: _hourly(book, place, handover, now),
            "scheduled": lambda: _scheduled(book, place, handover, now),
            "equipment": lambda: (equipment_row(one, handover.since, say) for one in equipment()),
            "followups": lambda: _followups(book, handover, now, say),
            "custody": lambda: (row for row, _ in _custody(book, handover, pack, now)),
            "differences": lambda: (one for _, found in _custody(book, handover, pack, now) for one in found),
            "duties": lambda: _duties(book, place, handover, pack, now),
            "meetings": lambda: _meetings(book, handover, meetings, say),
            "excursions": lambda: _excursions(book, place, handover, say),
            "totals": lambda: _totals(book, place, handover, now, say),
            "orders": lambda: _orders(book, place, handover, now, say),
            "loans": lambda: loan_rows(book, handover, now, say),
            "earths": lambda: _earths(book, place, handover, {one.key: one.name for one in equipment()}, say),
            "links": lambda: _links(book, handover, {one.key: one.name for one in equipment()}, say),
        }
    )
    people = cache(lambda: _people(book, place, handover, held, pack, now))
    stay = staying(handover, held) if handover.open else ()
    return Surroundings(rows=rows, people=people, holders=holders, roll=_roll(meetings), staying=stay)


def due_people(book: Book, place: Place, shift: Shift) -> tuple[str, ...]:
    """Return who is on the roster of a shift of the post."""
    return roster.due(book, place, shift)


def _matters(
    book: Book, place: Place, handover: Handover, names: dict[str, str], now: datetime, say: Tongue
) -> Iterable[Row]:
    """Matters that are open, and those that were opened or changed in this shift."""
    found = {
        one.key: one
        for one in (
            *book.find(MATTERS, post=handover.post, open=True, order=("opened_at",)),
            *book.find(MATTERS, post=handover.post, last_at=Between(low=handover.since), order=("opened_at",)),
        )
    }
    zone = clock_of(place.zone)
    return (matter_row(one, handover.since, names.get(one.equipment, ""), now, zone, say) for one in found.values())


def _past(
    book: Book, place: Place, handover: Handover, pack: Pack, names: dict[str, str], now: datetime
) -> Iterable[Row]:
    """Matters that were over before this shift and that the pack remembers still."""
    memory = pack.handover.memory
    if memory is None:
        return ()
    told = Between(low=now - memory.lasts, high=handover.since)
    zone = clock_of(place.zone)
    found = book.find(MATTERS, post=handover.post, open=False, last_at=told, order=("opened_at",))
    return (matter_row(one, handover.since, names.get(one.equipment, ""), now, zone, pack.head.tongue) for one in found)


def _entries(book: Book, handover: Handover, say: Tongue) -> Iterable[Row]:
    """Entries of this shift, and those that were written in it about an earlier one."""
    found = {
        one.key: one
        for one in (
            *book.find(ENTRIES, post=handover.post, occurred_at=Between(low=handover.since), struck_out=False),
            *book.find(ENTRIES, post=handover.post, recorded_at=Between(low=handover.since), struck_out=False),
        )
    }
    return (entry_row(one, say) for one in sorted(found.values(), key=lambda one: (one.occurred_at, one.seq)))


def _readings(book: Book, handover: Handover, say: Tongue) -> Iterable[Row]:
    latest = {one.parameter: one for one in book.find(LATEST, post=handover.post)}
    parameters = book.find(PARAMETERS, post=handover.post, in_use=True, order=("group",))
    return (reading_row(one, latest.get(one.key), handover.since, say) for one in parameters)


def _hourly(book: Book, place: Place, handover: Handover, now: datetime) -> Iterable[Row]:
    """Every parameter beside every hour of this shift that has come. A figure belongs to the hour in which it was read,
    whenever it was recorded."""
    begins = _shift_begins(place, handover)
    parameters = book.find(PARAMETERS, post=handover.post, in_use=True, order=("group",))
    if not parameters:
        return
    zone = clock_of(place.zone)
    newest: dict[tuple[str, int], tuple[datetime, datetime]] = {}
    until = max(now, handover.due_at) + RESOLUTION
    for key, reads in measured.times(book, handover.post, begins, until).items():
        for at, recorded_at in sorted(reads):
            newest[key, (at - begins) // HOUR] = at, recorded_at
    for number in range(max(0, -((begins - min(now + RESOLUTION, handover.due_at)) // HOUR))):
        for parameter in parameters:
            yield hourly_row(parameter, begins + number * HOUR, newest.get((parameter.key, number)), zone)


def _scheduled(book: Book, place: Place, handover: Handover, now: datetime) -> Iterable[Row]:
    """Every scheduled reading of this shift whose moment has come."""
    begins = _shift_begins(place, handover)
    parameters = book.find(PARAMETERS, post=handover.post, in_use=True, order=("group",))
    found = measured.scheduled(book, parameters, begins, min(handover.due_at, now + RESOLUTION), place.zone, now)
    zone = clock_of(place.zone)
    return (scheduled_row(one, slot, zone) for one in parameters for slot in found.get(one.key, ()))


def _shift_begins(place: Place, handover: Handover) -> datetime:
    """Return when the shift that ends began: by the pattern, where it still knows it."""
    day = handover.shift.partition(".")[0]
    shifts = place.pattern.on(date.fromisoformat(day), place.zone) if place.pattern and day else []
    return next((one.begins_at for one in shifts if one.key == handover.shift), handover.since)


def _excursions(book: Book, place: Place, handover: Handover, say: Tongue) -> Iterable[Row]:
    parameters = book.find(PARAMETERS, post=handover.post, in_use=True, order=("group",))
    found = measured.excursions_of(book, parameters, handover.post, handover.since)
    return (excursion_row(one, place, say) for one in found)


def _totals(book: Book, place: Place, handover: Handover, now: datetime, say: Tongue) -> Iterable[Row]:
    """The totalizers at the two hours between which the shift lies by the roster, whenever it is handed over."""
    hour = handover.begins_at or handover.due_at
    shift = place.shift_ending(hour, hour - timedelta(microseconds=1))
    begin = shift.begins_at if shift else handover.since
    parameters = book.find(PARAMETERS, post=handover.post, in_use=True, order=("group",))
    found = measured.totals_of(book, parameters, begin, hour)
    return (total_row(one.parameter, one.first, one.last, hour, now, say) for one in found)


def _earths(book: Book, place: Place, handover: Handover, names: dict[str, str], say: Tongue) -> Iterable[Row]:
    zone = clock_of(place.zone)
    found = isolation.earths_of_shift(book, handover.post, handover.since)
    over = isolation.permits_over(book, found)
    return (earth_row(one, handover.since, names, zone, say, over=one.key in over) for one in found)


def _links(book: Book, handover: Handover, names: dict[str, str], say: Tongue) -> Iterable[Row]:
    return (link_row(one, handover.since, names, say) for one in isolation.links(book, handover.post))


def _orders(book: Book, place: Place, handover: Handover, now: datetime, say: Tongue) -> Iterable[Row]:
    """Standing orders in force beside whoever of both sides must read them."""
    sides = {person: side for side in ("outgoing", "incoming") for person in side_people(handover, side)}
    found = order.of_people(book, sides, now, place.zone)
    return (order_row(one, person, sides[person.key], stands, say) for one, person, stands in found)


def _followups(book: Book, handover: Handover, now: datetime, say: Tongue) -> Iterable[Row]:
    """What this shift follows up. Work that the meeting of this handover assigned is the new shift's from the start."""
    found: list[Followup] = followup.living(book, handover.post, handover.since)
    return (followup_row(one, handover, now, say) for one in found if one.origin != handover.key)


def _custody(book: Book, handover: Handover, pack: Pack, now: datetime) -> Iterable[tuple[Row, Iterable[Row]]]:
    """Things in custody, each with what its counts found otherwise than the register."""
    rule = pack.handover.count
    if rule is None:
        return
    sides = tuple(side_people(handover, one) for one in rule.sides)
    counts = book.find(COUNTS, occasion=handover.key, post=handover.post)
    recorded = {
        one.custody_item: one.missing for one in book.find(SHORTAGES, occasion=handover.key, post=handover.post)
    }
    things = book.find(CUSTODY, post=handover.post, in_use=True, order=("kind",))
    loans = plant.loans(book, handover.post) if things else []
    say = pack.head.tongue
    for one in things:
        row = custody_row(one, counts, recorded, sides, rule.people, handover.since, loans, now, say)
        own = [each for each in counts if each.custody_item == one.key and any(each.person in side for side in sides)]
        lent = [number for loan in loans if loan.custody_item == one.key for number in loan.numbers_left]
        yield row, difference_rows(one, row, own, lent, say)


def _duties(book: Book, place: Place, handover: Handover, pack: Pack, now: datetime) -> Iterable[Row]:
    """The duties that fall into the shift that ends. One that is due by the end of the shift is so by the end of this
    handover's: it may have been put off."""
    done = {one.duty: one for one in duty.done(book, handover.post, handover.shift)}
    code = handover.shift.partition(".")[2]
    shift = place.shift_of(handover.shift)
    for rule in pack.handover.duties:
        if (rule.shifts and code not in rule.shifts) or (rule.posts and handover.post not in rule.posts):
            continue
        falls = due(rule, shift, handover.post, place.zone) if shift else None
        if falls is None and (shift is not None or rule.rrule or rule.at):
            continue
        due_at = falls if falls is not None and rule.at else handover.due_at - rule.before_end
        yield duty_row(rule, done.get(rule.id), due_at, now, pack.head.tongue)


def _meetings(book: Book, handover: Handover, meetings: Iterable[Meeting], say: Tongue) -> Iterable[Row]:
    assigned = followup.of_origin(book, handover.key)
    return (meeting_row(one, len(assigned), handover.arriving, say) for one in meetings)


def _roll(meetings: Iterable[Meeting]) -> dict[str, Called]:
    """Return everybody's last answer to a roll call; a call that did not look at fitness keeps what an earlier saw."""
    found: dict[str, Called] = {}
    for one in meetings:
        for person, call in one.roll.items():
            before = found.get(person)
            looked = before if before is not None and not call.fitness else call
            here = (before.here_at if before else None) or call.here_at if call.present else None
            found[person] = Called(present=call.present, fitness=looked.fitness, at=looked.at, here_at=here)
    return found


def _people(
    book: Book, place: Place, handover: Handover, held: Tenure | None, pack: Pack, now: datetime
) -> dict[str, Person]:
    wanted = tuple(dict.fromkeys((*(held.people if held else ()), *handover.leaving, *handover.arriving)))
    needed = [need.qualification for need in place.complement]
    after = hours_after(book, place, handover, held)
    hours = _hours(book, handover, pack, now, wanted, after)
    shift = place.shift_at(handover.due_at) if place.pattern else None
    rostered = set(due_people(book, place, shift)) if shift else set()
    stand_ins = set(handover.arriving)
    found = {}
    for key in wanted:
        one = book.get(PEOPLE, key)
        if one is None:
            continue
        until = after.get(key) or (held.hour_of(key) if held else None)
        valid = _valid(place, handover, one, until)
        found[one.key] = Person(
            key=one.key,
            name=one.name,
            qualifications=valid,
            certificates=tuple(_certificate(place, each, valid) for each in one.qualifications),
            qualified=not needed or any(name in valid for name in needed),
            rostered=one.key in rostered or one.key in stand_ins,
            hours=hours.get(one.key),
            over_hours=pack.handover.hours is not None and hours[one.key] > pack.handover.hours.limit,
            until=until,
        )
    return found


def _certificate(place: Place, held: Qualification, valid: tuple[str, ...]) -> Certificate:
    until = local(held.valid_to, time(), place.zone) if held.valid_to else None
    return Certificate(held.qualification, held.qualification in valid, until)


def _valid(place: Place, handover: Handover, one: Member, until: datetime | None = None) -> tuple[str, ...]:
    """Return the qualifications of a person that are valid from the begin of the new shift to their own hour; to the
    end of the shift where they have none, or stay on past it."""
    day = handover.due_at.astimezone(clock_of(place.zone)).date()
    ends_at = until if until is not None and until > handover.due_at else handover.next_ends_at
    last = (ends_at - RESOLUTION).astimezone(clock_of(place.zone)).date()
    return tuple(held.qualification for held in one.qualifications if held.valid_on(day) and held.valid_on(last))


def able(book: Book, place: Place, handover: Handover) -> list[Member]:
    """Return who could stand in by qualification: everybody who is not in the handover and holds one that the post
    asks for, valid to the end of the new shift."""
    needed = {need.qualification for need in place.complement}
    there = {*handover.leaving, *handover.arriving}
    return [
        one
        for one in book.find(PEOPLE, member=True, order=("name",))
        if one.key not in there and (not needed or needed & set(_valid(place, handover, one)))
    ]


def _hours(
    book: Book,
    handover: Handover,
    pack: Pack,
    now: datetime,
    people: tuple[str, ...],
    after: Mapping[str, datetime | None],
) -> dict[str, timedelta]:
    """Return how long each is on duty within the pack's time, at any post: who leaves up to now, who comes or stays up
    to their own hour and with it. Two look-ups, none where the pack does not ask."""
    rule = pack.handover.hours
    if rule is None:
        return {}
    now = min(now, handover.closed_at or now)
    tenures = [
        *book.find(TENURES, until=Between(low=now - rule.within)),
        *book.find(TENURES, until=None),
    ]
    found = {}
    for person in people:
        until = after.get(person)
        if until is not None and until > max(now, handover.due_at):
            begins = max(now, handover.due_at) if person in handover.arriving else now
            spans = [*held_posts(tenures, person, until - rule.within, now), (begins, until)]
        else:
            spans = held_posts(tenures, person, now - rule.within, now)
        found[person] = total(spans if rule.rest is None else in_a_row(spans, rule.rest))
    return found
