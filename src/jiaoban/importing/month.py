"""Reading the table of a month beside the roster: for the page and the HTTP API."""

from collections.abc import Sequence
from datetime import datetime

from jiaoban.importing.rows import cell as cell_name
from jiaoban.importing.sheet import read_bytes
from jiaoban.kernel.book import Book
from jiaoban.org.tables import PEOPLE
from jiaoban.roster import sheets
from jiaoban.roster.rules import Turn


def read(book: Book, turns: Sequence[Turn], content: bytes, now: datetime) -> sheets.Read:
    """Return what a file has otherwise than the roster and what is wrong with it.

    Raises `Unreadable` for what is no table.
    """
    sheet = read_bytes(content)
    due = {person for turn in turns for person in turn.people}
    people = {one.key: one.name for one in book.find(PEOPLE) if one.member or one.key in due}
    lines = [sheets.Row(one.number, one.cells) for one in sheet.lines]
    told = sheets.Reading(turns, people, now).read(sheets.Row(sheet.head_line, sheet.heads), lines)
    flaws = [sheets.Problem(one.line, one.place, one.says) for one in sheet.flaws]
    return sheets.Read(told.differences, (*flaws, *told.problems))


def named(one: sheets.Problem) -> str:
    """Return the name of a problem's cell as a spreadsheet has it; '' for a line as a whole."""
    return "" if one.place is None else cell_name(one.place, one.line)
