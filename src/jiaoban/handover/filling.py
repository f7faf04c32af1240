"""How the sections of a record are filled: with lines, with an explicit nothing, with the fields that are asked."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from jiaoban.handover.draw import by_section
from jiaoban.handover.state import Handover, Line
from jiaoban.kernel.place import Place
from jiaoban.kernel.words import Words
from jiaoban.regime.evaluate import row_meets
from jiaoban.regime.facts import Facts, Row
from jiaoban.regime.pack import FormField, Pack, Section


def section_keys(section: Section, place: Place) -> list[tuple[str, str, str]]:
    """Return (key, subject, subject's name) of a section: one, or one a subject where the pack says so."""
    if not section.per_subject:
        return [(section.id, "", "")]
    return [(f"{section.id}:{subject}", subject, name) for subject, name in place.subjects]


def section_rows(handover: Handover, pack: Pack, place: Place, facts: Facts) -> Iterable[Row]:
    """Yield the rows of the fact `sections`."""
    lines = by_section(handover)
    for section in pack.handover.sections:
        for key, subject, name in section_keys(section, place):
            own = [handover.lines[k] for k in lines.get(section.id, [])]
            own = [line for line in own if not subject or line.body.subject == subject]
            missing = missing_fields(section, own, facts)
            filled = bool(own) or key in handover.nothing
            yield {
                "id": key,
                **pack.head.tongue.titled(_named(section, name)),
                "filled": filled,
                "nothing": key in handover.nothing,
                "required": section.required,
                "lines": len(own),
                "missing": "、".join(one.zh for one in missing),
                "missing_en": ", ".join(one.en for one in missing),
                "complete": filled and not missing,
            }


def form_rows(handover: Handover, pack: Pack) -> Iterable[Row]:
    """Yield the rows of the fact `form`: what stands in the fields of the lines."""
    known = {(section.id, field.id): field for section in pack.handover.sections for field in section.fields}
    for key, line in handover.lines.items():
        for name, value in line.body.fields.items():
            field = known.get((line.body.section, name))
            if field is not None and value.strip():
                yield {
                    "id": f"{key}.{name}",
                    **pack.head.tongue.titled(_of_line(line, field)),
                    "line": key,
                    "section": line.body.section,
                    "name": name,
                    "value": value.strip(),
                    "figure": _figure(value) if field.type == "number" else None,
                }


def _figure(value: str) -> Decimal | None:
    try:
        return Decimal(value.strip())
    except InvalidOperation:
        return None


def _named(section: Section, subject: str) -> Words:
    more = f" {subject}" if subject else ""
    return Words(zh=section.title.zh + more, en=section.title.in_("en") + more)


def _of_line(line: Line, field: FormField) -> Words:
    about = line.body.text[:20]
    return Words(zh=f"{about}: {field.title.zh}", en=f"{about}: {field.title.in_('en')}")


def missing_fields(section: Section, lines: Iterable[Line], facts: Facts) -> list[Words]:
    """Return the names of required fields that are empty, field by field, in the lines of a section that have them."""
    return [
        _of_line(line, field)
        for line in lines
        for field in fields_of(section, line, facts)
        if field.required and not line.body.fields.get(field.id, "").strip()
    ]


def nature(line: Line) -> Row:
    """Return what a pack may ask of a line whatever became of it: where it comes from, and what it is."""
    body = line.body
    return {
        "section": body.section,
        "source": body.source,
        "kind": body.kind,
        "state": body.state,
        "severity": body.severity,
        "subject": body.subject,
        "equipment": body.equipment,
    }


def fields_of(section: Section, line: Line, facts: Facts) -> tuple[FormField, ...]:
    """Return the fields of a section that a line has: by where it comes from, and by what it is."""
    row = nature(line)
    return tuple(
        field
        for field in section.fields
        if line.body.source in field.of and (field.where is None or row_meets(field.where, row, facts))
    )
