"""Writing rows as CSV or Excel, one after another: text stays text, and memory stays bounded."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import IO, Any

from jiaoban.importing import formulas
from jiaoban.importing.export import Cell

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LINES = 500
"""Lines of CSV that are sent together."""
SHEET = 1_000_000
"""Rows of a sheet; what is more goes on in another one. Excel has 1,048,576."""


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Return the pieces of a CSV file in UTF-8 with its mark, which Excel wants to see.

    Text that a spreadsheet would take for a formula has an apostrophe before it; a figure is a figure.
    """
    into = io.StringIO()
    writer = csv.writer(into)
    into.write("\ufeff")
    writer.writerow([formulas.written(head) for head in heads])
    for number, row in enumerate(rows, start=1):
        writer.writerow([format(one, "f") if isinstance(one, Decimal) else formulas.written(one) for one in row])
        if number % _LINES == 0:
            yield _taken(into)
    yield _taken(into)


def _taken(into: io.StringIO) -> bytes:
    text = into.getvalue()
    into.seek(0)
    into.truncate()
    return text.encode()


def as_xlsx(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], about: Sequence[Sequence[str]]
) -> IO[bytes]:
    """Return an Excel file, open at its begin, in a temporary file that goes when it is closed.

    Every text is a text; figures are numbers with as many decimals as they have. `about` fills a last sheet: what this
    is.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet: Any = None
    for number, row in enumerate(rows):
        if number % SHEET == 0:
            sheet = _begin(book, title, heads, number // SHEET)
        sheet.append([cell(sheet, one) for one in row])
    if sheet is None:
        _begin(book, title, heads, 0)
    last = book.create_sheet("说明 About")
    for line in about:
        last.append([cell(last, one) for one in line])
    into = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    book.save(into)
    into.seek(0)
    return into


def _begin(book: Any, title: str, heads: Sequence[str], number: int) -> Any:
    plain = "".join("·" if one in "[]:*?/\\" else one for one in title)[:25]
    sheet = book.create_sheet(plain if number == 0 else f"{plain} {number + 1}")
    sheet.freeze_panes = "A2"
    sheet.append([cell(sheet, head) for head in heads])
    return sheet


def cell(sheet: Any, value: Cell) -> Any:
    """Return a cell; a text that openpyxl takes for no formula and no error needs none of its own, which saves time."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, Decimal):
        made = WriteOnlyCell(sheet)
        made.value = value
        decimals = max(0, -int(value.as_tuple().exponent))
        made.number_format = f"0.{'0' * decimals}" if decimals else "0"
        return made
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    if not text.startswith(("=", "#")):
        return text
    made = WriteOnlyCell(sheet, text)
    made.data_type = "s"
    return made
