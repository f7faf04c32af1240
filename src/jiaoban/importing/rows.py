"""From a sheet to the rows of a kind: heads to fields, cells to values, and what is wrong with either."""

from dataclasses import dataclass
from typing import Any

from jiaoban.importing.cells import Line
from jiaoban.importing.kinds import Column, Kind, made_key
from jiaoban.importing.sheet import Sheet
from jiaoban.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: the line of the file (1: its heads), the column as its head reads there ('' for none), and the
    cell as a spreadsheet names it (C5, '' for none)."""

    line: int
    column: str
    says: Words
    cell: str = ""

    def __str__(self) -> str:
        where = f"第 {self.line} 行 line {self.line}" + (f"，{self.column}" if self.column else "")
        where += f" {self.cell}" if self.cell else ""
        return f"{where}: {self.says.zh} {self.says.en}".rstrip()


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the verb is told it. Cells left empty are not in `said`; `heads` are the file's, and `places` their
    columns from 0, by field; `absent` are the heads that we would write for the columns that it has not."""

    line: int
    key: str
    said: dict[str, Any]
    heads: dict[str, str]
    places: dict[str, int]
    absent: dict[str, str]

    def problem(self, field: str, says: Words) -> Problem:
        """Return a problem with one of its fields ('' for the line as a whole)."""
        place = self.places.get(field)
        head = self.heads.get(field) or self.absent.get(field, field)
        return Problem(self.line, head, says, "" if place is None else cell(place, self.line))


def cell(place: int, line: int) -> str:
    """Return the name that a spreadsheet gives a cell: column 0 of line 5 is A5, column 27 of it AB5."""
    letters, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{line}"


def rows_of(sheet: Sheet, kind: Kind) -> tuple[list[Row], list[str], list[Problem]]:
    """Return the rows, the heads of columns that mean nothing here, and the problems."""
    columns, ignored, problems = _columns(sheet, kind)
    if problems:
        return [], ignored, problems
    heads = {column.field: sheet.heads[place] for place, column in columns.items()}
    places = {column.field: place for place, column in columns.items()}
    absent = {column.field: column.heads[0] for column in kind.columns if column.field not in heads}
    flawed = [flaw for flaw in sheet.flaws if flaw.place in columns or flaw.line == sheet.head_line]
    problems += [Problem(one.line, _head(sheet, one.place), one.says, cell(one.place, one.line)) for one in flawed]
    left_out = {one.line for one in flawed}
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for line in sheet.lines:
        if line.number in left_out:
            continue
        row = _row(line, kind, columns, Row(line.number, "", {}, heads, places, absent), len(sheet.heads))
        if isinstance(row, Problem):
            problems.append(row)
            continue
        identity = kind.identity(row.said) if kind.identity else row.key
        if identity in seen:
            named = kind.told(identity)
            zh, en = f"“{named}”与第 {seen[identity]} 行重复。", f"{named!r} stands in line {seen[identity]} already."
            problems.append(row.problem(kind.key if kind.key in heads else kind.key_from, Words(zh=zh, en=en)))
        else:
            seen[identity] = line.number
            rows.append(row)
    if not rows and not problems:
        problems.append(
            Problem(sheet.head_line, "", Words(zh="表头之下没有内容。", en="There is nothing below the heads."))
        )
    return rows, ignored, sorted(problems, key=lambda one: one.line)


def _at(line: Line, place: int) -> str:
    return line.cells[place] if place < len(line.cells) else ""


def _head(sheet: Sheet, place: int) -> str:
    return sheet.heads[place] if place < len(sheet.heads) else ""


def _columns(sheet: Sheet, kind: Kind) -> tuple[dict[int, Column], list[str], list[Problem]]:
    found: dict[int, Column] = {}
    ignored: list[str] = []
    problems: list[Problem] = []
    for place, head in enumerate(sheet.heads):
        column = kind.column(head) if head else None
        if column is None:
            ignored += [head] if head else []
        elif column in found.values():
            said = Words(zh="这一列出现了两次。", en="This column is there twice.")
            problems.append(Problem(sheet.head_line, head, said, cell(place, sheet.head_line)))
        else:
            found[place] = column
    for column in kind.columns:
        if column.needed and column not in found.values():
            heads = "、".join(column.heads)
            said = Words(zh=f"缺少一列，表头应为其中之一：{heads}。", en=f"A column is missing: one of {heads}.")
            problems.append(Problem(sheet.head_line, "", said))
    return {place: column for place, column in found.items() if not column.aside}, ignored, problems


def _row(line: Line, kind: Kind, columns: dict[int, Column], bare: Row, wide: int) -> Row | Problem:
    beyond = next((place for place, text in enumerate(line.cells) if place >= wide and text), None)
    if beyond is not None:
        longer = Words(
            zh=f"表头只有 {wide} 列，这一行却更长；内容里的逗号要用引号括起来。",
            en=f"There are {wide} heads, and this line is longer; a comma inside of a cell wants quotes around it.",
        )
        return Problem(line.number, "", longer, cell(beyond, line.number))
    empty = next((one for place, one in columns.items() if one.needed and not _at(line, place)), None)
    if empty is not None:
        return bare.problem(
            empty.field, Words(zh="这一格不能空着，请填写。", en="This cell cannot be empty; fill it in.")
        )
    said = {column.field: column.read(line.cells[place]) for place, column in columns.items() if _at(line, place)}
    named = str(said.get(kind.key_from, ""))
    key = str(said.get(kind.key) or (made_key(named) if kind.identity is None else named))
    if not key:
        names = [kind.head_of(field, "zh") for field in dict.fromkeys((kind.key, kind.key_from))]
        zh, en = f"缺少{' 或 '.join(names)}。", f"Neither {kind.key} nor {kind.key_from} is given."
        return bare.problem(kind.key_from if kind.key_from in bare.heads else kind.key, Words(zh=zh, en=en))
    return Row(
        line.number, key, said if kind.identity else {**said, kind.key: key}, bare.heads, bare.places, bare.absent
    )
