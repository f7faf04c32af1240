"""The month of a post as a table, out and in: for pages and the HTTP API."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import IO

from jiaoban.importing import writing
from jiaoban.importing.rows import cell as cell_name
from jiaoban.importing.sheet import read_bytes
from jiaoban.kernel.book import Book
from jiaoban.kernel.place import Place
from jiaoban.kernel.verbs import Outcome
from jiaoban.org import queries as org
from jiaoban.org.door import Visit
from jiaoban.org.tables import PEOPLE
from jiaoban.roster import queries, sheets
from jiaoban.roster.rules import Turn


@dataclass(frozen=True, slots=True)
class Told:
    """What a table says otherwise than the roster, or what is wrong with it; `seen` tells it from another one."""

    differences: tuple[sheets.Difference, ...]
    problems: tuple[sheets.Problem, ...]
    turns: tuple[Turn, ...]

    @property
    def seen(self) -> str:
        """The fingerprint of its differences: what a preview showed."""
        shown = [(one.person, one.day.isoformat(), one.before, one.after) for one in self.differences]
        return sha256(json.dumps(shown).encode()).hexdigest()


def write(book: Book, place: Place, turns: Sequence[Turn], language: str, about: Sequence[Sequence[str]]) -> IO[bytes]:
    """Return the month as an Excel file, open at its begin: a line a person, a column a day."""
    days = list(dict.fromkeys(turn.shift.day for turn in turns))
    people = queries.people_of(book, place.post, turns)
    names = org.names(book, people)
    rows = sheets.rows([(key, names.get(key, key)) for key in people], turns, days, language)
    name = org.post(book, place.post).name.in_(language)
    title = f"{name} {days[0]:%Y-%m}" if days else name
    return writing.as_xlsx(title, sheets.heads(days, language), iter(rows), [[title], *about])


def read(visit: Visit, turns: Sequence[Turn], content: bytes) -> Told:
    """Return what a file has otherwise than the roster of these shifts, and what is wrong with it.

    Raises `Unreadable` for what is no table.
    """
    sheet = read_bytes(content)
    due = {person for turn in turns for person in turn.people}
    people = {one.key: one.name for one in visit.book.find(PEOPLE) if one.member or one.key in due}
    lines = [sheets.Row(one.number, one.cells) for one in sheet.lines]
    told = sheets.Reading(turns, people, visit.now).read(sheets.Row(sheet.head_line, sheet.heads), lines)
    flaws = [sheets.Problem(one.line, one.place, one.says) for one in sheet.flaws]
    return Told(told.differences, (*flaws, *told.problems), tuple(turns))


def take(visit: Visit, place: Place, told: Told, reason: str, *, command: str, despite: str = "") -> Outcome:
    """Carry out what a table without problems says: one act, or a refusal."""
    cells = [
        {"day": day, "shift": shift, "people": people}
        for (day, shift), people in sheets.wanted(told.turns, told.differences).items()
    ]
    said = {"cells": cells, "reason": reason, "despite": despite}
    return visit.do("roster.change", said, command=command, post=place.post)


def named(one: sheets.Problem) -> str:
    """Return the name of a problem's cell as a spreadsheet has it; '' for a line as a whole."""
    return "" if one.place is None else cell_name(one.place, one.line)
