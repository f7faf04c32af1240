"""From a sheet to the rows of a kind: heads to fields, cells to values, and what is wrong with either."""

from dataclasses import dataclass
from typing import Any

from jiaoban.importing.kinds import Column, Kind, made_key
from jiaoban.importing.sheet import Line, Sheet
from jiaoban.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: the line of the file (1: its heads), the column as its head reads there ('' for none)."""

    line: int
    column: str
    says: Words

    def __str__(self) -> str:
        where = f"第 {self.line} 行 line {self.line}" + (f"，{self.column}" if self.column else "")
        return f"{where}: {self.says.zh} {self.says.en}".rstrip()


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the verb is told it. Cells left empty are not in `said`; `heads` are the file's, by field."""

    line: int
    key: str
    said: dict[str, Any]
    heads: dict[str, str]


def rows_of(sheet: Sheet, kind: Kind) -> tuple[list[Row], list[str], list[Problem]]:
    """Return the rows, the heads of columns that mean nothing here, and the problems."""
    columns, ignored, problems = _columns(sheet, kind)
    if problems:
        return [], ignored, problems
    heads = {column.field: sheet.heads[place] for place, column in columns.items()}
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for line in sheet.lines:
        row = _row(line, kind, columns, heads)
        if isinstance(row, Problem):
            problems.append(row)
        elif row.key in seen:
            zh, en = f"“{row.key}”与第 {seen[row.key]} 行重复。", f"{row.key!r} stands in line {seen[row.key]} already."
            problems.append(
                Problem(line.number, heads.get(kind.key, heads.get(kind.key_from, "")), Words(zh=zh, en=en))
            )
        else:
            seen[row.key] = line.number
            rows.append(row)
    if not rows and not problems:
        problems.append(Problem(1, "", Words(zh="表头之下没有内容。", en="There is nothing below the heads.")))
    return rows, ignored, problems


def _columns(sheet: Sheet, kind: Kind) -> tuple[dict[int, Column], list[str], list[Problem]]:
    found: dict[int, Column] = {}
    ignored: list[str] = []
    problems: list[Problem] = []
    for place, head in enumerate(sheet.heads):
        column = kind.column(head) if head else None
        if column is None:
            ignored += [head] if head else []
        elif column in found.values():
            problems.append(Problem(1, head, Words(zh="这一列出现了两次。", en="This column is there twice.")))
        else:
            found[place] = column
    for column in kind.columns:
        if column.needed and column not in found.values():
            heads = "、".join(column.heads)
            said = Words(zh=f"缺少一列，表头应为其中之一：{heads}。", en=f"A column is missing: one of {heads}.")
            problems.append(Problem(1, "", said))
    return found, ignored, problems


def _row(line: Line, kind: Kind, columns: dict[int, Column], heads: dict[str, str]) -> Row | Problem:
    said = {
        column.field: column.read(line.cells[place])
        for place, column in columns.items()
        if place < len(line.cells) and line.cells[place]
    }
    key = str(said.get(kind.key) or made_key(str(said.get(kind.key_from, ""))))
    if not key:
        zh, en = f"缺少 {kind.key} 或 {kind.key_from}。", f"Neither {kind.key} nor {kind.key_from} is given."
        return Problem(line.number, heads.get(kind.key_from, heads.get(kind.key, "")), Words(zh=zh, en=en))
    return Row(line.number, key, {**said, kind.key: key}, heads)
