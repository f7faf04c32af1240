"""The facts of one handover, as the conditions of a pack may name them: pure, from states that others looked up."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from functools import partial

from jiaoban.handover.around import Called, Person, Surroundings, complement_rows, side_people
from jiaoban.handover.draw import missing_rows, pick_rows
from jiaoban.handover.filling import form_rows, nature, section_rows
from jiaoban.handover.rounds import round_rows
from jiaoban.handover.state import Confirmation, Fit, Handover, Line
from jiaoban.kernel.place import Place
from jiaoban.kernel.tongue import Tongue, aside
from jiaoban.kernel.words import Words
from jiaoban.regime.evaluate import evaluate, row_meets
from jiaoban.regime.facts import Facts, Lazily, Row, Value
from jiaoban.regime.pack import Confirmation as Point
from jiaoban.regime.pack import Pack

EXPECTED = Words(zh="：应有 ", en=": expected ")
"""What stands between the name of a thing in custody and how many there must be, which is not for every eye."""
BRIEF = 40
"""Characters of a line that a list of lines shows."""


def facts_of(handover: Handover, pack: Pack, place: Place, around: Surroundings, now: datetime) -> Facts:
    """Return all facts of the handover at this moment; each collection is made when a condition first names it."""
    say = pack.head.tongue
    own: dict[str, Callable[[], Iterable[Row]]] = {
        "people": lambda: _people(handover, around),
        "certificates": lambda: _certificates(handover, around),
        "staying": lambda: _staying(handover, around, now),
        "complement": lambda: complement_rows(handover, pack, place, around, facts),
        "questions": lambda: _questions(handover),
        "objections": lambda: _objections(handover),
        "missing_lines": lambda: missing_rows(handover, pack, facts) if handover.open else (),
        "picks": lambda: pick_rows(handover, pack, facts) if handover.open else (),
        "lines": lambda: (_line_row(key, line, handover.arriving, say) for key, line in handover.lines.items()),
        "form": lambda: form_rows(handover, pack),
        "sections": lambda: section_rows(handover, pack, place, facts),
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
        "to_themselves": bool(set(handover.leaving) & set(handover.arriving)),
        "within_shift": bool(handover.shift) and handover.shift == handover.next_shift,
        "joining": handover.joining,
        "taken_up": not handover.leaving and bool(around.holders),
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


def has_signed(handover: Handover, pack: Pack, party: str) -> bool:
    """Say whether every signature that the pack wants of this party stands over the content as it reads now."""
    signers = {one.by for one in handover.valid_signatures if one.party == party}
    for wanted in pack.handover.signatures:
        if wanted.party != party:
            continue
        people = side_people(handover, party)
        if people and wanted.people == "all" and not set(people) <= signers:
            return False
        if (people or party not in ("outgoing", "incoming")) and not signers:
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
        "briefed": handover.briefed.get(key, ""),
        "left": key in handover.left,
        "hours": person.hours if person else None,
        "over_hours": person is not None and person.over_hours,
        "stands_until": person.until if person else None,
    }


def _certificates(handover: Handover, around: Surroundings) -> Iterable[Row]:
    people = around.people()
    for side in ("outgoing", "incoming"):
        for key in side_people(handover, side):
            for one in people[key].certificates if key in people else ():
                yield {
                    "id": f"{side}.{key}.{one.qualification}",
                    "title": f"{people[key].name} {one.qualification}",
                    "person": key,
                    "side": side,
                    "qualification": one.qualification,
                    "valid": one.valid,
                    "until": one.until,
                }


def _staying(handover: Handover, around: Surroundings, now: datetime) -> Iterable[Row]:
    """Return those whom this handover does not relieve: each has their own hour."""
    people = around.people()
    within = bool(handover.shift) and handover.shift == handover.next_shift  # the shift of those who stay goes on
    hour = now if within else handover.begins_at or handover.due_at
    for key in around.staying:
        one = people.get(key)
        until = one.until if one else None
        yield {
            "id": key,
            "title": one.name if one else key,
            "stands_until": until,
            "kept_on": until is not None and until <= hour,
            "qualified": one is not None and one.qualified,
            "hours": one.hours if one else None,
            "over_hours": one is not None and one.over_hours,
        }


def _judgement(judged: Fit | None, called: Called | None) -> str:
    """Return the supervisor's last word on somebody's fitness: at the roll call or by a judgement of its own."""
    words = [(one.at, one.fitness) for one in (judged, called) if one is not None and one.fitness]
    return max(words)[1] if words else ""


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


def brief(text: str, say: Tongue) -> str:
    """Return a line's first part, for lists of lines: what it is about, without its details."""
    first = say.first(text)
    return first if len(first) <= BRIEF else f"{first[:BRIEF]}…"


def _line_row(key: str, line: Line, arriving: tuple[str, ...], say: Tongue) -> Row:
    body = line.body
    return {
        "id": key,
        "title": brief(body.text.partition(say(EXPECTED))[0] if body.source == "custody" else body.text, say),
        **nature(line),
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


def _confirmations(handover: Handover, pack: Pack, place: Place, facts: Facts) -> Iterable[Row]:
    say = pack.head.tongue
    by_what = _given(handover, {one.id for one in pack.handover.confirmations if one.again})
    for point in pack.handover.confirmations:
        for line, subject, about in _asked_of(point, place, facts):
            for party in point.parties:
                if party == "outgoing" and not handover.leaving:
                    continue
                given = by_what.get((point.id, line, subject, party), ())
                people = {one.by for one in given if not one.waived}
                waived = any(one.waived and (point.witness is None or bool(one.witness)) for one in given)
                wanted = len(side_people(handover, party)) if point.people == "all" else point.people
                yield {
                    "id": ".".join(part for part in (point.id, line or subject, party) if part),
                    **say.titled(aside(point.title, about)),
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


def _given(handover: Handover, again: Collection[str]) -> dict[tuple[str, str, str, str], list[Confirmation]]:
    """Return what was confirmed, by point, line, subject and party.

    A confirmation of a line counts for the wording that stood there: a later rewording wants it again. So does an
    accident that suspended the handover, at the points of `again`.
    """
    found: dict[tuple[str, str, str, str], list[Confirmation]] = {}
    for one in handover.confirmations:
        wording = handover.lines.get(one.line)
        if one.point in again and one.seq < handover.accident_seq:
            continue
        if wording is None or one.seq >= wording.seq:
            found.setdefault((one.point, one.line, one.subject, one.party), []).append(one)
    return found


def _steps(handover: Handover, pack: Pack, facts: Facts) -> tuple[Row, ...]:
    return tuple(
        {
            "id": step.id,
            **pack.head.tongue.titled(step.title),
            "done": step.id in handover.steps,
            "by": step.by,
            "place": place,
            "met": step.when is None or evaluate(step.when, facts).holds,
        }
        for place, step in enumerate(pack.handover.steps, start=1)
        if not step.by_signature
    )
