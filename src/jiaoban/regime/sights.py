"""Where the conditions of a pack stand, and what each of them may name there."""

from collections.abc import Iterator

from jiaoban.regime.check_conditions import EVERY_ROW, Sight
from jiaoban.regime.conditions import Condition
from jiaoban.regime.facts import FINDING, ROWS, SINGLE, Field
from jiaoban.regime.ladders import CaseFact
from jiaoban.regime.pack import Handover, Pack
from jiaoban.regime.positions import Path

LATE = frozenset({"missing_lines", "picks", "lines", "sections", "confirmations", "steps", "form"})
MARKED = ("section", "source", "kind", "state", "severity", "subject", "equipment")

Ids = dict[tuple[str, str], tuple[str, ...]]
Placed = tuple[Path, Condition, Sight]


def conditions(pack: Pack) -> Iterator[Placed]:
    """Yield every condition of a pack with its path and what it may name where it stands.

    The record is drawn first, then come its lines and their marks, then confirmations, then steps, then gates: a
    condition cannot look at what is made after it.
    """
    ids = _ids(pack.handover)
    yield from _of_record(pack.handover, ids)
    yield from _of_confirmations(pack.handover, ids)
    for place, step in enumerate(pack.handover.steps):
        if step.when is not None:
            yield ("handover", "steps", place, "when"), step.when, Sight(SINGLE, ids=ids, hidden=frozenset({"steps"}))
    for place, gate in enumerate(pack.handover.gates):
        yield ("handover", "gates", place, "clear_when"), gate.clear_when, Sight(SINGLE, ids=ids)
        if gate.yields is not None:
            yield ("handover", "gates", place, "yields", "when"), gate.yields.when, Sight(SINGLE, ids=ids)
    for place, need in enumerate(pack.handover.complement):
        if need.when is not None:
            sight = Sight(SINGLE, ids=ids, hidden=LATE | {"complement"})
            yield ("handover", "complement", place, "when"), need.when, sight
    yield from _of_attributions(pack.handover)
    yield from _of_ladders(pack)


def _of_record(handover: Handover, ids: Ids) -> Iterator[Placed]:
    for place, section in enumerate(handover.sections):
        for number, draw in enumerate(section.draws):
            if draw.where is not None:
                sight = Sight(SINGLE, ids=ids, hidden=LATE, row={**EVERY_ROW, **ROWS[draw.source].fields})
                yield ("handover", "sections", place, "draws", number, "where"), draw.where, sight
    lines = _lines(ids)
    row = {name: lines[name] for name in MARKED}
    for place, section in enumerate(handover.sections):
        for number, field in enumerate(section.fields):
            if field.where is not None:
                sight = Sight(SINGLE, ids=ids, hidden=LATE, row=row)
                yield ("handover", "sections", place, "fields", number, "where"), field.where, sight
    for place, mark in enumerate(handover.marks):
        yield ("handover", "marks", place, "when"), mark.when, Sight(SINGLE, ids=ids, hidden=LATE, row=row)


def _of_confirmations(handover: Handover, ids: Ids) -> Iterator[Placed]:
    rows = {"line": _lines(ids), "subject": {"id": Field("text", "its key"), "subject": Field("text", "its key")}}
    for place, point in enumerate(handover.confirmations):
        if point.where is not None:
            sight = Sight(SINGLE, ids=ids, hidden=frozenset({"confirmations", "steps"}), row=rows.get(point.per))
            yield ("handover", "confirmations", place, "where"), point.where, sight


def _of_attributions(handover: Handover) -> Iterator[Placed]:
    about = Field("text", "the kind of finding", tuple(one.kind for one in handover.attributions))
    sight = Sight({**FINDING, "about": about}, rows=False)
    for place, attribution in enumerate(handover.attributions):
        for number, case in enumerate(attribution.cases):
            if case.when is not None:
                yield ("handover", "attributions", place, "cases", number, "when"), case.when, sight


def _of_ladders(pack: Pack) -> Iterator[Placed]:
    """A ladder looks at the facts of a case alone, which it names itself."""
    for place, ladder in enumerate(pack.ladders.ladders if pack.ladders else ()):
        facts = {one.id: _fact(one) for one in ladder.facts}
        sight, path = Sight(facts, rows=False), ("ladders", "ladders", place)
        if ladder.when is not None:
            yield (*path, "when"), ladder.when, sight
        for number, branch in enumerate(ladder.branches):
            yield (*path, "branches", number, "when"), branch.when, sight


def _fact(one: CaseFact) -> Field:
    choices = tuple(choice.id for choice in one.choices)
    return Field("text" if one.type == "choice" else one.type, one.title.in_("en"), choices)


def _lines(ids: Ids) -> dict[str, Field]:
    section = Field("text", "id of its section", ids["lines", "section"])
    return {**EVERY_ROW, **ROWS["lines"].fields, "section": section}


def _ids(handover: Handover) -> Ids:
    """Return the ids that the pack itself gives to fields of facts."""
    sections = tuple(one.id for one in handover.sections)
    found: Ids = {
        ("lines", "section"): sections,
        ("missing_lines", "section"): sections,
        ("picks", "section"): sections,
        ("form", "section"): sections,
        ("form", "name"): tuple(dict.fromkeys(field.id for one in handover.sections for field in one.fields)),
        ("confirmations", "point"): tuple(one.id for one in handover.confirmations),
        ("rounds", "point"): tuple(one.id for one in handover.confirmations if one.route),
        ("steps", "id"): tuple(one.id for one in handover.steps if not one.by_signature),
        ("objections", "kind"): tuple(one.id for one in handover.objections),
    }
    if handover.authorities:
        named = tuple(one.id for one in handover.authorities)
        found["confirmations", "party"] = ("outgoing", "incoming", "supervisor", "third", *named)
    if not any(one.per_subject for one in handover.sections):
        found["sections", "id"] = sections
    return found
