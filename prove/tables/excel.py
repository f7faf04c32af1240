"""Excel files: right ones, and what is wrong with them when it is not the office's fault alone."""

import io
import re
from collections.abc import Callable
from datetime import datetime
from random import Random

from openpyxl import Workbook

from jiaoban.importing import excel
from prove.tables.frame import Case, as_xlsx, packed, parts_of, rows_of

Make = Callable[[str, Random], Case]
PAGE = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

ODD_ROWS = (
    '<row r="1"><c r="A1" t="s"><v>99999</v></c></row>',
    '<row r="x"><c r="??"><v>1</v></c></row>',
    '<row r="1"><c r="XFD1"><v>1</v></c></row>',
    '<row r="-5"><c t="n"><v>1e999</v></c></row>',
    "",
)


def good(table: str, chance: Random) -> Case:
    """A workbook that is right."""
    rows = rows_of(table, chance)
    return Case("right, Excel", table, as_xlsx(rows), "good", len(rows) - 1)


def merged(table: str, chance: Random) -> Case:
    """Cells that were merged: only the first holds what people see in all."""
    rows, book, into = rows_of(table, chance), Workbook(), io.BytesIO()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    page.merge_cells(chance.choice(("A2:A3", "A1:B1", "B2:C3", "A9:A12")))
    book.save(into)
    return Case("merged cells", table, into.getvalue(), "bad")


def no_result(table: str, chance: Random) -> Case:
    """A formula of which no result was saved, or one that came to an error."""
    rows, book, into = rows_of(table, chance), Workbook(), io.BytesIO()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    cell = page.cell(row=chance.randrange(2, len(rows) + 1), column=chance.randrange(1, 3))
    cell.value = chance.choice(("=B1", "=1/0", "=WEBSERVICE(A1)", "#REF!", "#N/A"))
    if str(cell.value).startswith("#"):
        cell.data_type = "e"
    book.save(into)
    return Case("formula or error", table, into.getvalue(), "bad")


def moments(_table: str, chance: Random) -> Case:
    """Real days in cells, of this year and of no year that people write about: an old register may go back to 1999."""
    rows: list[list[object]] = [list(row) for row in rows_of("matters", chance)]
    wrong = (datetime(1905, 1, 1), datetime(2100, 5, 5), 45000.25, True)  # noqa: DTZ001 - a cell knows no zone
    chance.choice(rows[1:])[-1] = chance.choice(wrong)
    return Case("moments in cells", "matters", as_xlsx(rows), "bad")


def figures(_table: str, chance: Random) -> Case:
    """Figures in cells of text, and text in cells of figures."""
    rows: list[list[object]] = [list(row) for row in rows_of("custody", chance)]
    chance.choice(rows[1:])[2] = chance.choice((2.5, -3, "三", True, 1e30))
    return Case("figures", "custody", as_xlsx(rows), "bad")


def torn(table: str, chance: Random) -> Case:
    """The end of the file was lost."""
    content = as_xlsx(rows_of(table, chance))
    return Case("torn, Excel", table, content[: chance.randrange(4, len(content) - 30)], "bad")


def spoilt(table: str, chance: Random) -> Case:
    """A byte was changed on the way."""
    content = bytearray(as_xlsx(rows_of(table, chance)))
    for _ in range(chance.choice((1, 1, 40))):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return Case("spoilt, Excel", table, bytes(content), "any")


def part_lost(table: str, chance: Random) -> Case:
    """A part of the workbook is not there, or half of it."""
    parts = parts_of(as_xlsx(rows_of(table, chance)))
    name = chance.choice(sorted(parts))
    half = {name: parts[name][: len(parts[name]) // 2]} if chance.random() < 0.5 else {}
    rest = {one: content for one, content in parts.items() if one != name}
    return Case(f"{'half of' if half else 'without'} {name}", table, packed(rest | half), "any")


def hostile(table: str, chance: Random) -> Case:
    """XML that means harm, or nothing."""
    parts = parts_of(as_xlsx(rows_of(table, chance)))
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    pages = (
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><worksheet xmlns="{MAIN}"><sheetData>&l8;</sheetData></worksheet>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hosts">]><x>&e;</x>',
        *(f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData></worksheet>' for row in ODD_ROWS),
        "",
        "<worksheet>" * 2_000,
    )
    return Case("hostile XML", table, packed(parts | {PAGE: chance.choice(pages).encode()}), "bad")


def wide(table: str, chance: Random) -> Case:
    """A cell far to the right: a line of 16,384 columns."""
    rows = rows_of(table, chance)
    book, into = Workbook(), io.BytesIO()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    page.cell(row=chance.randrange(1, len(rows) + 1), column=chance.choice((16_384, 400))).value = "x"
    book.save(into)
    return Case("wide, Excel", table, into.getvalue(), "bad")


def other_archive(table: str, chance: Random) -> Case:
    """A zip of something else."""
    names = chance.choice((("a.txt",), ("word/document.xml", "[Content_Types].xml"), ("../../escaped",), ()))
    return Case("other archive", table, packed(dict.fromkeys(names, b"<x/>")) or b"PK\x03\x04", "bad")


def far_below(table: str, chance: Random) -> Case:
    """Right lines with a million empty ones between them."""
    content = as_xlsx(rows_of(table, chance))
    parts = parts_of(content)
    lines = re.sub(rb'(<row r=")2"', rb'\g<1>900002"', parts[PAGE]).replace(b'r="A2"', b'r="A900002"')
    return Case("far below", table, packed(parts | {PAGE: lines}), "any")


def bomb(table: str, chance: Random) -> Case:
    """A few kilobytes that unfold into more than may be."""
    parts = parts_of(as_xlsx(rows_of(table, chance)))
    spaces = b" " * (excel.LARGEST_UNPACKED + 1)
    page = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode() + spaces + b"</sheetData></worksheet>"
    return Case("bomb", table, packed(parts | {PAGE: page}), "bad")


COMMON: tuple[Make, ...] = (
    *(good, merged, no_result, moments, figures, torn, spoilt, spoilt, part_lost, hostile, wide, other_archive),
)
"""Made over and over."""
SELDOM: tuple[Make, ...] = (far_below, bomb)
"""Made once: they are large."""
