"""Rows of facts: how a thing of another room is seen by conditions and how it reads as a line of the record.

Beside the documented fields a row carries `text` (its line, in the language `say` of the regime) and `at` (its last
change).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal

from jiaoban.duty.tables import Done
from jiaoban.followup.tables import Followup
from jiaoban.handover import phrases
from jiaoban.handover.facts import EXPECTED
from jiaoban.handover.state import Handover
from jiaoban.handover.work import work_facts, work_parts
from jiaoban.kernel.tongue import Tongue
from jiaoban.kernel.words import Words
from jiaoban.logbook.tables import Entry
from jiaoban.meeting.tables import Meeting
from jiaoban.meeting.terms import KINDS
from jiaoban.plant import queries as plant
from jiaoban.plant.limits import limited
from jiaoban.plant.places import write
from jiaoban.plant.tables import Count, CustodyItem, Equipment, Latest, Loan, Matter, Parameter
from jiaoban.plant.terms import EQUIPMENT_STATES, MOVEMENTS
from jiaoban.regime.duties import Duty
from jiaoban.regime.facts import Row

HOUR = timedelta(hours=1)


def matter_row(one: Matter, since: datetime, equipment: str, now: datetime, zone: tzinfo, say: Tongue) -> Row:
    """Return a matter: an accident, a permit, an order ... `zone` is that of the place, for moments in its line."""
    parts = [f"{say(one.life.name)}{f' {one.number}' if one.number else ''}{say.colon}{one.title}"]
    if equipment:
        parts.append(say(phrases.EQUIPMENT, name=equipment))
    if one.before or one.after:
        parts.append(f"{one.before or '—'} → {one.after or '—'}")
    if one.text and one.text != one.title:
        parts.append(one.text)
    notes = [turn.text for turn in one.history[1:] if turn.text]
    if notes:
        parts.append(say(phrases.LATEST, text=say.note(notes[-1])))
    parts += work_parts(one, since, zone, say)
    parts.append(say(phrases.STATE, state=say(one.life.states[one.state])))
    if one.unclear:
        parts.append(say(phrases.UNCLEAR))
    return {
        "id": one.key,
        "title": one.title,
        "kind": one.kind,
        "state": one.state,
        "open": one.open,
        "subject": one.subject,
        "severity": one.severity,
        "equipment": one.equipment,
        "unclear": one.unclear,
        "touched": one.last_at >= since,
        "opened_at": one.opened_at,
        "changed_at": one.last_at,
        **work_facts(one, now),
        "text": say.parts(parts),
        "at": one.last_at,
    }


def entry_row(one: Entry, say: Tongue) -> Row:
    """Return a log entry, as it reads now."""
    late = say.bracket(say(phrases.LATE)) if one.late else ""
    return {
        "id": one.key,
        "title": one.reads[:60],
        "category": one.category,
        "late": one.late,
        "occurred_at": one.occurred_at,
        "late_shift": one.late_shift,
        "equipment": one.equipment,
        "matter": one.matter,
        "text": f"{one.reads}{late}",
        "at": one.last_at,
    }


def reading_row(parameter: Parameter, reading: Latest | None, since: datetime, say: Tongue) -> Row:
    """Return a parameter with its newest figure and the one with which the shift began."""
    now = Decimal(reading.value) if reading else None
    before = reading.before(since) if reading and reading.at >= since else ""
    then = Decimal(before) if before else None
    return {
        "id": parameter.key,
        "title": parameter.name,
        "group": parameter.group,
        "value": now,
        "previous": then,
        "within": reading is not None and reading.within,
        "in_shift": reading is not None and reading.at >= since,
        "read_at": reading.at if reading else None,
        "limited": limited(parameter),
        "degree": reading.degree if reading else "",
        "doubtful": reading is not None and bool(reading.doubt),
        "corrections": reading.corrections if reading else 0,
        "text": _figure(parameter, now, then, say, outside=reading is not None and not reading.within),
        "at": reading.at if reading else None,
    }


def _figure(parameter: Parameter, now: Decimal | None, then: Decimal | None, say: Tongue, *, outside: bool) -> str:
    if now is None:
        return say(phrases.NO_READING, name=parameter.name)
    said = [f"{parameter.name} {now:f} {parameter.unit}"]
    if then is not None:
        said.append(say(phrases.CHANGED, step=f"{now - then:+f}") if now != then else say(phrases.STEADY))
    if outside:
        said.append(say(phrases.OUTSIDE))
    return say.comma.join(said)


def hourly_row(parameter: Parameter, hour: datetime, read: tuple[datetime, datetime] | None, zone: tzinfo) -> Row:
    """Return a parameter beside an hour of the shift; `read`: when its newest figure of that hour was read and
    recorded."""
    clock = hour.astimezone(zone)
    return {
        "id": f"{parameter.key}.{clock:%Y%m%dT%H%M%z}",
        "title": f"{parameter.name} {clock:%H:%M}",
        "parameter": parameter.key,
        "group": parameter.group,
        "hour": hour,
        "read": read is not None,
        "late": read is not None and read[1] >= hour + HOUR,
    }


def equipment_row(one: Equipment, since: datetime, say: Tongue) -> Row:
    """Return a piece of equipment with its state and operating mode."""
    state = say(EQUIPMENT_STATES[one.state])
    if one.mode:
        state = f"{state}{say.comma}{one.mode}"
    return {
        "id": one.key,
        "title": f"{one.name} {one.code}".strip(),
        "kind": one.kind,
        "state": one.state,
        "equipment": one.key,
        "touched": one.last_at >= since,
        "text": f"{one.name}{say.bracket(one.code)}{say.colon}{state}",
        "at": one.last_at,
    }


def followup_row(one: Followup, handover: Handover, now: datetime, say: Tongue) -> Row:
    """Return a follow-up: open, or closed in this shift."""
    written = [note for note in one.progress if note.at >= handover.since]
    reasons = [note for note in one.reasons if note.at >= handover.since]
    latest = max((*one.progress, *one.reasons), key=lambda note: note.at, default=None)
    so_far = (latest.text if latest else one.state_so_far).rstrip(say.ends)
    if one.closed_at:
        ending = say(phrases.CLOSED, result=one.result)
    else:
        ending = say(phrases.SO_FAR, so_far=so_far, next_step=one.next_step)
    return {
        "id": one.key,
        "title": one.what[:60],
        "state": one.status,
        "open": one.closed_at is None,
        "overdue": one.closed_at is None and one.due_at < now,
        "due_in_shift": one.due_at <= handover.due_at,
        "touched": bool(written or reasons) or one.opened_at >= handover.since,
        "reason": bool(reasons),
        "text": say(phrases.FOLLOWUP, what=one.what, where=one.where, ending=ending),
        "at": max(one.opened_at, latest.at if latest else one.opened_at, one.closed_at or one.opened_at),
    }


PLAIN = str.maketrans("（）()", "〔〕[]")
"""What stands for the brackets in a number: the line itself brackets what is kept where, and `handover.blind` must find
where that ends."""


def custody_row(
    item: CustodyItem,
    counts: Iterable[Count],
    recorded: Mapping[str, int],
    sides: tuple[tuple[str, ...], ...],
    people: int,
    since: datetime,
    loans: Iterable[Loan],
    now: datetime,
    say: Tongue,
) -> Row:
    """Return a custody item with the count of this handover by the side that counts, its movements since, and what is
    lent of it.

    `recorded`: how many are recorded as missing, by item; a shortage is recorded only as far as that goes. What the
    counts found is held back until everybody who is to count it has: a gate that named it after the first count would
    tell whoever still counts how that one came out.
    """
    of_item = [one for one in counts if one.custody_item == item.key]
    counted = all(len({one.person for one in of_item if one.person in side}) >= people for side in sides)
    by = [one for one in of_item if any(one.person in side for side in sides)]
    own = by if counted else []
    latest = max(own, key=lambda one: one.at, default=None)
    found = latest.found if latest else None
    out = [one for one in loans if one.custody_item == item.key]
    differs = plant.differs(item, [number for one in out for number in one.numbers_left], latest) if latest else ()
    short = max(0, item.expected - found, plant.missing(differs)) if found is not None else 0
    what = Counter({one.what: 0 for one in differs})
    for one in differs:
        what[one.what] += one.many
    places = (f"{at.place}{say.colon}{say.all_of(at.numbers) if at.numbers else at.number}" for at in item.places)
    kept = say.bracket(say.part.join(places).translate(PLAIN))
    return {
        "id": item.key,
        "title": item.name,
        "kind": item.kind,
        "expected": item.expected,
        "counted": counted,
        "found": found,
        "short": short,
        "over": max(0, found - item.expected) if found is not None else 0,
        "damaged": latest is not None and latest.condition == "DAMAGED",
        "recorded": counted and item.key in recorded and recorded[item.key] >= short,
        "counters": len({one.person for one in by}),
        "differs": len({(one.found, frozenset(one.numbers), frozenset(_laid(one))) for one in own}) > 1,
        "missing": what["MISSING"],
        "misplaced": what["MISPLACED"],
        "unknown": what["UNKNOWN"] + what["LENT"] + what["OVER"],
        "kept": f"（{write(item.places)}）" if item.places else "",
        "lent": sum(one.left for one in out),
        "overdue": sum(one.left for one in out if one.overdue(now)),
        "text": say.part.join(
            filter(None, (f"{item.name}{say(EXPECTED)}{item.expected}{kept}", item.note, _moved(item, since, say)))
        ),
        "at": None,
    }


def _laid(count: Count) -> Iterable[tuple[str, int, frozenset[str]]]:
    """What a count found where, whatever the order in which it was said; empty places say nothing."""
    return ((at.place, at.number, frozenset(at.numbers)) for at in count.places if at.number or at.numbers)


def difference_rows(
    item: CustodyItem, row: Row, own: Iterable[Count], lent: Collection[str], say: Tongue
) -> Iterable[Row]:
    """Return what the counts of a thing found otherwise, a row a number or place, once everybody who is to count it
    has: before that it would tell the others where to look."""
    if not row["counted"]:
        return
    for found in dict.fromkeys(one for count in own for one in plant.differs(item, lent, count)):
        words = found.words()
        yield {
            "id": ".".join((item.key, found.what, found.number, found.place, found.at)),
            **say.titled(Words(zh=f"{item.name} {words.zh}", en=f"{item.name} {words.en}")),
            "item": item.key,
            "kind": item.kind,
            "what": found.what,
            "number": found.number,
            "many": found.many,
            "place": found.place,
            "where": found.at,
        }


def _moved(item: CustodyItem, since: datetime, say: Tongue) -> str:
    """Return the movements of this shift as part of a line."""
    moves = [one for one in item.moves if one.at >= since]
    said = [f"{say(MOVEMENTS[one.movement])} {one.number}{say.bracket(say.note(one.reason))}" for one in moves]
    return say(phrases.MOVED, told=say.all_of(said)) if said else ""


def duty_row(rule: Duty, done: Done | None, due_at: datetime, now: datetime, say: Tongue) -> Row:
    """Return a periodic duty of the shift, due there at `due_at`."""
    is_done = done is not None and done.done_at is not None
    excused = done is not None and not is_done and bool(done.reason)
    if done is not None and excused:
        state = say(phrases.EXCUSED, reason=done.reason)
    else:
        state = say(phrases.DONE if is_done else phrases.NOT_DONE)
    return {
        "id": rule.id,
        **say.titled(rule.title),
        "state": "DONE" if is_done else "EXCUSED" if excused else "DUE",
        "done": is_done,
        "excused": excused,
        "due": now >= due_at,
        "due_at": due_at,
        "overdue": now > due_at and not is_done and not excused,
        "text": f"{say(rule.title)}{say.colon}{state}",
        "at": done.done_at if done is not None else None,
    }


def meeting_row(one: Meeting, assignments: int, arriving: tuple[str, ...], say: Tongue) -> Row:
    """Return a meeting of the handover; the reports are those of the incoming side."""
    brief = one.brief
    filled = brief is not None and all((brief.discipline, brief.conduct, brief.attention, brief.comments))
    return {
        "id": one.key,
        **say.titled(KINDS[one.kind]),
        "kind": one.kind,
        "held": one.closed_at is not None,
        "summed_up": filled,
        "called": len(one.roll),
        "reports": sum(1 for said in one.reports if said.person in arriving),
        "assignments": assignments,
        "absent": len(one.absent),
        "unexcused": len(one.unexcused),
        "lasted": one.lasted,
    }
