"""Drawing the record from facts: which things belong into which section, and which of them it lacks.

The rule of the whole product stands here: what the pack says belongs into the record cannot be left out by not
typing it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from jiaoban.handover.acts import DrawnLine
from jiaoban.handover.state import Handover
from jiaoban.kernel.canon import digest
from jiaoban.regime.evaluate import row_meets
from jiaoban.regime.facts import Facts, Row
from jiaoban.regime.pack import Pack, Section


def print_of(source: str, row: Row) -> str:
    """Return a fingerprint of the thing behind a line: it changes exactly when the line would be out of date.

    A newer figure inside the same limits does not make a line stale; leaving the limits does. Made of facts alone,
    not of the line's words: a program that words a line otherwise makes no record stale.
    """
    if source == "readings":
        return digest([str(row["id"]), bool(row.get("within"))])[:16]
    if source == "custody":
        return digest([str(row["id"]), str(row.get("expected"))])[:16]
    at = row.get("at")
    changed = at.isoformat() if isinstance(at, datetime) else ""
    return digest([str(row["id"]), str(row.get("state", "")), str(row.get("severity", "")), changed])[:16]


def line_key(section: str, source: str, ref: str) -> str:
    """Return the key of a drawn line: the same thing in the same section is the same line."""
    return f"{section}.{source}.{ref}"


def draw(pack: Pack, facts: Facts) -> list[DrawnLine]:
    """Return every line that the pack's sections draw from the facts, in the order of the sections and rows."""
    return [line for section in pack.handover.sections for line in _section_lines(pack, section, facts)]


def _section_lines(pack: Pack, section: Section, facts: Facts) -> list[DrawnLine]:
    made: dict[str, DrawnLine] = {}
    for source in section.draws:
        for row in facts.rows.get(source.source, ()):
            if source.where is not None and not row_meets(source.where, row, facts):
                continue
            line = mark_line(pack, _from_row(section.id, source.source, row), facts)
            made.setdefault(line.key, line)
    return list(made.values())


def _from_row(section: str, source: str, row: Row) -> DrawnLine:
    at = row.get("at")
    ref = str(row["id"])
    return DrawnLine(
        key=line_key(section, source, ref),
        section=section,
        source=source,
        ref=ref,
        kind=str(row.get("kind") or row.get("category") or row.get("group") or ""),
        state=str(row.get("state") or ""),
        severity=str(row.get("severity") or ""),
        subject=str(row.get("subject") or ""),
        equipment=str(row.get("equipment") or ""),
        text=str(row.get("text") or row.get("title") or ref),
        at=at if isinstance(at, datetime) else None,
        print=print_of(source, row),
    )


def mark_line(pack: Pack, line: DrawnLine, facts: Facts) -> DrawnLine:
    """Return the line with the pack's marks (critical, on_site) set by their conditions."""
    row = {
        "section": line.section,
        "source": line.source,
        "kind": line.kind,
        "state": line.state,
        "severity": line.severity,
        "subject": line.subject,
        "equipment": line.equipment,
    }
    set_marks = {mark.mark for mark in pack.handover.marks if row_meets(mark.when, row, facts)}
    return line.model_copy(update={"critical": "critical" in set_marks, "on_site": "on_site" in set_marks})


def outdated(handover: Handover, drawn: Sequence[DrawnLine]) -> list[DrawnLine]:
    """Return the drawn lines that the record lacks or shows as they no longer are."""
    return [line for line in drawn if (had := handover.lines.get(line.key)) is None or had.body.print != line.print]


def missing_rows(handover: Handover, drawn: Sequence[DrawnLine]) -> tuple[Row, ...]:
    """Return the rows of the fact `missing_lines`."""
    return tuple(
        {
            "id": line.key,
            "title": line.text,
            "section": line.section,
            "source": line.source,
            "kind": line.kind,
            "stale": line.key in handover.lines,
        }
        for line in outdated(handover, drawn)
    )


def by_section(handover: Handover) -> Mapping[str, list[str]]:
    """Return the keys of the lines of every section, in the order in which they came in."""
    found: dict[str, list[str]] = {}
    for key, line in handover.lines.items():
        found.setdefault(line.body.section, []).append(key)
    return found
