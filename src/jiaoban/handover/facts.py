"""The facts of one handover, as the conditions of a pack may name them: pure, from states that others looked up."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from jiaoban.handover.draw import by_section, missing_rows, pick_rows
from jiaoban.handover.rounds import round_rows
from jiaoban.handover.state import Confirmation, Fit, Handover, Line
from jiaoban.kernel.place import Place
from jiaoban.kernel.words import Words
from jiaoban.regime.evaluate import evaluate, row_meets
from jiaoban.regime.facts import Facts, Lazily, Row, Value
from jiaoban.regime.pack import Confirmation as Point
from jiaoban.regime.pack import FormField, Pack, Section

EXPECTED = "：应有 "
"""What stands between the name of a thing in custody and how many there must be, which is not for every eye."""
BRIEF = 40
"""Characters of a line that a list of lines shows."""


@dataclass(frozen=True, slots=True)
class Person:
    """What the handover needs to know of a person.

    `qualifications`: valid from the begin to the end of the new shift; `qualified`: one of them is asked for by the
    post, or it asks for none. `hours`: on duty within the time that the pack looks at, None where it looks at none.
    """

    key: str
    name: str
    qualifications: tuple[str, ...]
    qualified: bool
    rostered: bool
    hours: timedelta | None = None
    over_hours: bool = False


@dataclass(frozen=True, slots=True)
class Called:
    """What the roll call of the pre-shift meeting says of a person; fitness is '' where it was not judged there.
    `here_at`: when it first found them present."""

    present: bool
    fitness: str
    at: datetime
    here_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What was looked up around a handover: rows of the other rooms, people, who holds the post.

    `rows` are the collections matters, entries, readings, equipment, followups, custody, duties, meetings, earths as
    `regime.facts.ROWS` describes them (rows may carry more: text, at); `people` looks up who has to do with it;
    `roll` is the roll call.
    """

    rows: Mapping[str, tuple[Row, ...]]
    people: Callable[[], Mapping[str, Person]]
    holders: tuple[str, ...]
    roll: Mapping[str, Called]


def facts_of(handover: Handover, pack: Pack, place: Place, around: Surroundings, now: datetime) -> Facts:
    """Return all facts of the handover at this moment; each collection is made when a condition first names it."""
    own: dict[str, Callable[[], Iterable[Row]]] = {
        "people": lambda: _people(handover, around),
        "complement": lambda: _complement(handover, place, around),
        "questions": lambda: _questions(handover),
        "objections": lambda: _objections(handover),
        "missing_lines": lambda: missing_rows(handover, pack, facts) if handover.open else (),
        "picks": lambda: pick_rows(handover, pack, facts) if handover.open else (),
        "lines": lambda: (_line_row(key, line, handover.arriving) for key, line in handover.lines.items()),
        "sections": lambda: _sections(handover, pack, place),
        "confirmations": lambda: _confirmations(handover, pack, place, facts),
        "steps": lambda: _steps(handover, pack, facts),
        "rounds": lambda: round_rows(handover, pack, place, now),
    }
    others = {name: partial(around.rows.__getitem__, name) for name in around.rows}
    facts = Facts(single=single_facts(handover, pack, around, now), rows=Lazily({**others, **own}), acts={})
    return facts


def single_facts(handover: Handover, pack: Pack, around: Surroundings, now: datetime) -> dict[str, Value]:
    """Return the single values."""
    return {
        "now": now,
        "shift_ends_at": handover.due_at,
        "until_shift_end": handover.due_at - now,
        "stage": handover.stage,
        "offered": handover.offered,
        "first_opening": not around.holders,
        "outgoing_count": len(handover.leaving),
        "incoming_count": len(handover.arriving),
        "same_person": not pack.handover.self_handover and bool(set(handover.leaving) & set(handover.arriving)),
        "signed_by_outgoing": has_signed(handover, pack, "outgoing"),
        "signed_by_incoming": has_signed(handover, pack, "incoming"),
        "relief_reported": any(event.what == "RELIEF_REPORTED" for event in handover.events),
        "relief_late": _relief_late(handover, now),
    }


def _relief_late(handover: Handover, now: datetime) -> bool:
    """Say whether the hour came before everybody who takes over was there."""
    missing = not handover.arriving or any(person not in handover.presence for person in handover.arriving)
    return (missing and now >= handover.due_at) or any(
        there.lead_s < 0 for person, there in handover.presence.items() if person in handover.arriving
    )


def side_people(handover: Handover, party: str) -> tuple[str, ...]:
    """Return the people of a side ('outgoing' or 'incoming'); nobody for other parties."""
    return handover.leaving if party == "outgoing" else handover.arriving if party == "incoming" else ()


def has_signed(handover: Handover, pack: Pack, party: str) -> bool:
    """Say whether every signature that the pack wants of this party stands over the content as it reads now."""
    signers = {one.by for one in handover.valid_signatures if one.party == party}
    for wanted in pack.handover.signatures:
        if wanted.party != party:
            continue
        people = side_people(handover, party)
        if people and wanted.people == "all" and not set(people) <= signers:
            return False
        if (people or party in ("supervisor", "third")) and not signers:
            return False
    return True


def _people(handover: Handover, around: Surroundings) -> tuple[Row, ...]:
    people = around.people()
    return tuple(
        _person_row(handover, around.roll.get(key), key, people.get(key), side)
        for side in ("outgoing", "incoming")
        for key in side_people(handover, side)
    )


def _person_row(handover: Handover, called: Called | None, key: str, person: Person | None, side: str) -> Row:
    presence, declared, judged = handover.presence.get(key), handover.declared.get(key), handover.judged.get(key)
    return {
        "id": key,
        "title": person.name if person else key,
        "side": side,
        "reported": presence is not None,
        "lead": timedelta(seconds=presence.lead_s) if presence else None,
        "on_time": presence is not None and presence.on_time,
        "ready": presence is not None and presence.ready,
        "qualified": person is not None and person.qualified,
        "declared": declared.fitness if declared else "",
        "judged": _judgement(judged, called),
        "present": called is not None and called.present,
        "rostered": person is not None and person.rostered,
        "called": handover.expected_at(timedelta()) - called.here_at if called and called.here_at else None,
        "left": key in handover.left,
        "hours": person.hours if person else None,
        "over_hours": person is not None and person.over_hours,
    }


def _judgement(judged: Fit | None, called: Called | None) -> str:
    """Return the supervisor's last word on somebody's fitness: at the roll call or by a judgement of its own."""
    words = [(one.at, one.fitness) for one in (judged, called) if one is not None and one.fitness]
    return max(words)[1] if words else ""


def _complement(handover: Handover, place: Place, around: Surroundings) -> tuple[Row, ...]:
    if not place.complement:
        return ()
    after = (set(around.holders) - set(handover.leaving)) | set(handover.arriving)
    there = [one for key, one in around.people().items() if key in after]
    rows: list[Row] = []
    for need in place.complement:
        have = sum(need.qualification in one.qualifications for one in there)
        rows.append(
            {
                "id": need.qualification,
                "title": need.qualification,
                "needed": need.at_least,
                "have": have,
                "short": max(0, need.at_least - have),
            }
        )
    return tuple(rows)


def _questions(handover: Handover) -> tuple[Row, ...]:
    return tuple(
        {
            "id": q.key,
            "title": q.text,
            "line": q.line,
            "answered": bool(q.answers),
            "settled": not q.open,
        }
        for q in handover.questions.values()
    )


def _objections(handover: Handover) -> tuple[Row, ...]:
    return tuple(
        {
            "id": o.key,
            "title": o.text,
            "kind": o.kind,
            "side": o.side,
            "open": o.open,
            "mended": o.mended is not None,
            "ruled": o.decided is not None,
        }
        for o in handover.objections.values()
    )


def brief(text: str) -> str:
    """Return a line's first part, for lists of lines: what it is about, without its details."""
    first = text.partition("；")[0].strip()
    return first if len(first) <= BRIEF else f"{first[:BRIEF]}…"


def _line_row(key: str, line: Line, arriving: tuple[str, ...]) -> Row:
    body = line.body
    return {
        "id": key,
        "title": brief(body.text.partition(EXPECTED)[0] if body.source == "custody" else body.text),
        "section": body.section,
        "source": body.source,
        "kind": body.kind,
        "state": body.state,
        "severity": body.severity,
        "subject": body.subject,
        "equipment": body.equipment,
        "critical": body.critical,
        "on_site": body.on_site,
        "acknowledged": bool(arriving) and all(line.acknowledged_by(person) for person in arriving),
        "read_back": bool(arriving)
        and all(
            (ack := line.acks.get(person)) is not None and ack.revision == line.revision and bool(ack.read_back)
            for person in arriving
        ),
        "unclear": bool(line.unclear),
        "changed": line.after_offer,
    }


def section_keys(section: Section, place: Place) -> list[tuple[str, str, str]]:
    """Return (key, subject, subject's name) of a section: one, or one a subject where the pack says so."""
    if not section.per_subject:
        return [(section.id, "", "")]
    return [(f"{section.id}:{subject}", subject, name) for subject, name in place.subjects]


def _sections(handover: Handover, pack: Pack, place: Place) -> Iterable[Row]:
    lines = by_section(handover)
    for section in pack.handover.sections:
        for key, subject, name in section_keys(section, place):
            own = [handover.lines[k] for k in lines.get(section.id, [])]
            own = [line for line in own if not subject or line.body.subject == subject]
            missing = missing_fields(section, own)
            filled = bool(own) or key in handover.nothing
            yield {
                "id": key,
                "title": section.title.zh + (f" {name}" if name else ""),
                "title_en": (section.title.en or section.title.zh) + (f" {name}" if name else ""),
                "filled": filled,
                "nothing": key in handover.nothing,
                "required": section.required,
                "lines": len(own),
                "missing": "、".join(one.zh for one in missing),
                "missing_en": ", ".join(one.en for one in missing),
                "complete": filled and not missing,
            }


def missing_fields(section: Section, lines: Iterable[Line]) -> list[Words]:
    """Return the names of required fields that are empty, field by field, in the lines of a section that have them."""
    wanted: tuple[FormField, ...] = tuple(field for field in section.fields if field.required)
    return [
        Words(
            zh=f"{line.body.text[:20]}: {field.title.zh}",
            en=f"{line.body.text[:20]}: {field.title.en or field.title.zh}",
        )
        for line in lines
        for field in wanted
        if line.body.source in field.of and not line.body.fields.get(field.id, "").strip()
    ]


def _confirmations(handover: Handover, pack: Pack, place: Place, facts: Facts) -> Iterable[Row]:
    by_what = _given(handover)
    for point in pack.handover.confirmations:
        for line, subject, about in _asked_of(point, place, facts):
            for party in point.parties:
                given = by_what.get((point.id, line, subject, party), ())
                people = {one.by for one in given if not one.waived}
                waived = any(one.waived for one in given)
                wanted = len(side_people(handover, party)) if point.people == "all" else point.people
                yield {
                    "id": ".".join(part for part in (point.id, line or subject, party) if part),
                    "title": point.title.zh + (f"（{about}）" if about else ""),
                    "title_en": (point.title.en or point.title.zh) + (f" ({about})" if about else ""),
                    "point": point.id,
                    "line": line,
                    "subject": subject,
                    "party": party,
                    "done": waived or len(people) >= max(1, wanted),
                    "waived": waived,
                    "people": len(people),
                    "result": next((one.result for one in reversed(given) if not one.waived), ""),
                }


def _asked_of(point: Point, place: Place, facts: Facts) -> Iterable[tuple[str, str, str]]:
    if point.per == "line":
        for row in facts.rows.get("lines", ()):
            if point.where is None or row_meets(point.where, row, facts):
                yield str(row["id"]), "", str(row["title"])[:40]
    elif point.per == "subject":
        for subject, name in place.subjects:
            if point.where is None or row_meets(point.where, {"id": subject, "subject": subject}, facts):
                yield "", subject, name
    elif point.where is None or evaluate(point.where, facts).holds:
        yield "", "", ""


def _given(handover: Handover) -> dict[tuple[str, str, str, str], list[Confirmation]]:
    """Return what was confirmed, by point, line, subject and party.

    A confirmation of a line counts for the wording that stood there: a later rewording wants it again.
    """
    found: dict[tuple[str, str, str, str], list[Confirmation]] = {}
    for one in handover.confirmations:
        wording = handover.lines.get(one.line)
        if wording is None or one.seq >= wording.seq:
            found.setdefault((one.point, one.line, one.subject, one.party), []).append(one)
    return found


def _steps(handover: Handover, pack: Pack, facts: Facts) -> tuple[Row, ...]:
    return tuple(
        {
            "id": step.id,
            "title": step.title.zh,
            "title_en": step.title.en,
            "done": step.id in handover.steps,
            "place": place,
            "met": step.when is None or evaluate(step.when, facts).holds,
        }
        for place, step in enumerate(pack.handover.steps, start=1)
        if not step.by_signature
    )
