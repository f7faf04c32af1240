"""Drawing the record from facts: which things belong into which section, and which of them it lacks.

The rule of the whole product stands here: what the pack says belongs into the record cannot be left out by not
typing it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from jiaoban.handover.acts import DrawnLine
from jiaoban.handover.state import Handover
from jiaoban.kernel.canon import digest
from jiaoban.regime.conditions import Condition
from jiaoban.regime.evaluate import row_meets
from jiaoban.regime.facts import Facts, Row, Value
from jiaoban.regime.pack import Pack


def print_of(source: str, row: Row) -> str:
    """Return a fingerprint of the thing behind a line: it changes exactly when the line would be out of date.

    A newer figure inside the same limits does not make a line stale; leaving the limits does, and so does a correction
    of a figure that was shown. Made of facts alone, not of the line's words: a program that words a line otherwise
    makes no record stale.
    """
    if source == "readings":
        corrected = [row["corrections"]] if row.get("corrections") else []
        return _print(str(row["id"]), bool(row.get("within")), *corrected)
    if source == "custody":
        kept = [str(row["kept"])] if row.get("kept") else []
        return _print(str(row["id"]), str(row.get("expected")), *kept)
    at = row.get("at")
    changed = at.isoformat() if isinstance(at, datetime) else ""
    return _print(str(row["id"]), str(row.get("state", "")), str(row.get("severity", "")), changed)


TOLD = ("section", "source", "kind", "state", "severity", "subject", "equipment")
"""What a mark can look at in a line."""


@lru_cache(maxsize=16_384, typed=True)
def _print(*told: Value) -> str:
    """Remembered: every page of a running handover asks for the prints of some thousand things that stand as they
    stood."""
    return digest(list(told))[:16]


def line_key(section: str, source: str, ref: str) -> str:
    """Return the key of a drawn line: the same thing in the same section is the same line."""
    return f"{section}.{source}.{ref}"


class _Found(NamedTuple):
    """A thing that belongs into a section."""

    key: str
    section: str
    source: str
    row: Row
    pick: bool

    @property
    def kind(self) -> str:
        """What it is of its sort."""
        return str(self.row.get("kind") or self.row.get("category") or self.row.get("group") or "")

    @property
    def named(self) -> str:
        """What it is called in a list of what is missing; how many of a thing there must be is not for every eye."""
        return str(self.row["title"]) if self.source == "custody" else self.text

    @property
    def text(self) -> str:
        """Its line."""
        return str(self.row.get("text") or self.row.get("title") or self.row["id"])


def draw(pack: Pack, facts: Facts) -> list[DrawnLine]:
    """Return every line that the pack's sections draw from the facts, in the order of the sections and rows."""
    line = _Lines(pack, facts).line
    return [line(one) for one in _found(pack, facts)]


def outdated(handover: Handover, pack: Pack, facts: Facts) -> list[DrawnLine]:
    """Return the lines that the record lacks or shows as they no longer are, as they are to be drawn now."""
    line = _Lines(pack, facts).line
    return [line(one) for one in _outdated(handover, pack, facts)]


def gone(handover: Handover, pack: Pack, facts: Facts) -> tuple[str, ...]:
    """Return the lines that no longer belong where they were drawn: of log entries that were struck afterwards, of
    excursions that were none by a corrected figure or began at another moment, and of matters that turned out to be of
    another kind, which stands in another section."""
    return (
        *_uncounted(handover, facts, "entries"),
        *_uncounted(handover, facts, "excursions"),
        *_moved(handover, pack, facts),
    )


def _uncounted(handover: Handover, facts: Facts, source: str) -> Iterator[str]:
    drawn = {key: line.body.ref for key, line in handover.lines.items() if line.body.source == source}
    counting = {str(row["id"]) for row in facts.rows.get(source, ())} if drawn else set()
    yield from (key for key, ref in drawn.items() if ref not in counting)


def _moved(handover: Handover, pack: Pack, facts: Facts) -> Iterator[str]:
    drawn = {key: line.body for key, line in handover.lines.items() if line.body.source == "matters"}
    kinds = {str(row["id"]): str(row["kind"]) for row in facts.rows.get("matters", ())} if drawn else {}
    changed = [key for key, body in drawn.items() if kinds.get(body.ref, body.kind) != body.kind]
    belonging = {one.key for one in _found(pack, facts)} if changed else set()
    yield from (key for key in changed if key not in belonging)


def missing_rows(handover: Handover, pack: Pack, facts: Facts) -> tuple[Row, ...]:
    """Return the rows of the fact `missing_lines`."""
    missing = (
        (one.key, one.named, one.section, one.source, one.kind, one.key in handover.lines)
        for one in _outdated(handover, pack, facts)
    )
    bodies = (handover.lines[key].body for key in gone(handover, pack, facts))
    struck = ((body.key, body.text, body.section, body.source, body.kind, True) for body in bodies)
    names = ("id", "title", "section", "source", "kind", "stale")
    return tuple(dict(zip(names, row, strict=True)) for row in (*missing, *struck))


def _outdated(handover: Handover, pack: Pack, facts: Facts) -> Iterator[_Found]:
    for one in _found(pack, facts):
        had, picked = handover.lines.get(one.key), handover.picks.get(one.key)
        if one.pick and picked is not None and not picked.taken:
            continue
        if had is None or had.body.print != print_of(one.source, one.row):
            yield one


def picks(handover: Handover, pack: Pack, facts: Facts) -> dict[str, DrawnLine]:
    """Return everything from which the record is picked, by line, as it would be drawn now."""
    line = _Lines(pack, facts).line
    return {one.key: line(one) for one in _found(pack, facts) if one.pick}


def unopened(handover: Handover, lines: Mapping[str, DrawnLine], person: str | None = None) -> list[DrawnLine]:
    """Return what nobody who picks (or not this person) has opened as it reads now."""
    return [line for key, line in lines.items() if not _opened(handover, key, line.print, person)]


def _opened(handover: Handover, key: str, print_: str, person: str | None) -> bool:
    picked = handover.picks.get(key)
    if picked is None:
        return False
    return print_ in picked.opened.values() if person is None else picked.opened.get(person) == print_


def pick_rows(handover: Handover, pack: Pack, facts: Facts) -> tuple[Row, ...]:
    """Return the rows of the fact `picks`."""
    return tuple(
        {
            "id": key,
            "title": line.text,
            "section": line.section,
            "source": line.source,
            "kind": line.kind,
            "opened": _opened(handover, key, line.print, None),
            "taken": key not in handover.picks or handover.picks[key].taken,
        }
        for key, line in picks(handover, pack, facts).items()
    )


def _found(pack: Pack, facts: Facts) -> Iterable[_Found]:
    found: dict[str, _Found] = {}
    for section in pack.handover.sections:
        for draws in section.draws:
            belongs = remembering(draws.where, facts) if draws.where is not None else None
            for row in facts.rows.get(draws.source, ()):
                if belongs is None or belongs(row):
                    key = line_key(section.id, draws.source, str(row["id"]))
                    found.setdefault(key, _Found(key, section.id, draws.source, row, bool(draws.pick)))
    return found.values()


def remembering(condition: Condition, facts: Facts) -> Callable[[Row], bool]:
    """Return what says whether a row meets a condition, and judges rows that are alike in what it names only once.

    The facts must stay the same meanwhile. A register has thousands of rows, of which a condition sees a kind or two.
    """
    names = _named((condition,))
    known: dict[tuple[Value, ...], bool] = {}

    def meets(row: Row) -> bool:
        seen = tuple(map(row.get, names))
        if seen not in known:
            known[seen] = row_meets(condition, row, facts)
        return known[seen]

    return meets


def _named(conditions: Iterable[Condition]) -> tuple[str, ...]:
    """Return the fields of a row of which conditions speak."""
    return tuple(sorted(frozenset[str]().union(*(one.names for one in conditions))))


class _Lines:
    """Makes lines of things by a pack, many at a time."""

    def __init__(self, pack: Pack, facts: Facts) -> None:
        self._pack, self._facts = pack, facts
        self._named = _named(mark.when for mark in pack.handover.marks)
        self._marked: dict[tuple[Value, ...], frozenset[str]] = {}
        self._own: dict[tuple[str, str], tuple[str, ...]] = {
            (section.id, source): tuple(one.id for one in section.fields if source in one.of and one.type == "text")
            for section in pack.handover.sections
            for source in {draws.source for draws in section.draws}
        }

    def line(self, found: _Found) -> DrawnLine:
        """Return the line of a thing."""
        row = found.row
        at = row.get("at")
        told = {
            "section": found.section,
            "source": found.source,
            "kind": found.kind,
            "state": str(row.get("state") or ""),
            "severity": str(row.get("severity") or ""),
            "subject": str(row.get("subject") or ""),
            "equipment": str(row.get("equipment") or ""),
        }
        marks = self._marks(told)
        return DrawnLine(
            key=found.key,
            ref=str(row["id"]),
            text=found.text,
            fields=self._told(found),
            at=at if isinstance(at, datetime) else None,
            print=print_of(found.source, row),
            critical="critical" in marks,
            on_site="on_site" in marks,
            **told,
        )

    def marked(self, line: DrawnLine) -> DrawnLine:
        """Return the line with its marks."""
        marks = self._marks({name: getattr(line, name) for name in TOLD})
        said = {"critical": "critical" in marks, "on_site": "on_site" in marks}
        same = (line.critical, line.on_site) == (said["critical"], said["on_site"])
        return line if same else line.model_copy(update=said)

    def _marks(self, told: Row) -> frozenset[str]:
        seen = tuple(map(told.get, self._named))
        if seen not in self._marked:
            marks = (one.mark for one in self._pack.handover.marks if row_meets(one.when, told, self._facts))
            self._marked[seen] = frozenset(marks)
        return self._marked[seen]

    def _told(self, found: _Found) -> dict[str, str]:
        """Return the section's own fields that the thing itself tells already, such as the cause of an excursion."""
        own = self._own.get((found.section, found.source))
        if not own:
            return {}
        said = {name: found.row.get(name) for name in own}
        return {name: text for name, text in said.items() if isinstance(text, str) and text}


def mark_line(pack: Pack, line: DrawnLine, facts: Facts) -> DrawnLine:
    """Return the line with the pack's marks (critical, on_site) set by their conditions."""
    return marking(pack, facts)(line)


def marking(pack: Pack, facts: Facts) -> Callable[[DrawnLine], DrawnLine]:
    """Return what sets the pack's marks in many lines; a line that has them already is returned itself."""
    return _Lines(pack, facts).marked


def by_section(handover: Handover) -> Mapping[str, list[str]]:
    """Return the keys of the lines of every section, in the order in which they came in."""
    found: dict[str, list[str]] = {}
    for key, line in handover.lines.items():
        found.setdefault(line.body.section, []).append(key)
    return found
