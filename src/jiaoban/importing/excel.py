"""Reading the first sheet of an Excel file, as people see it."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from jiaoban.importing.cells import MOST_COLUMNS, MOST_LINES, Flaw, Line, Unreadable, too_long, too_wide
from jiaoban.kernel.words import Words

LARGEST_UNPACKED = 100 * 1024 * 1024
"""Most bytes of everything in an Excel file together: a few kilobytes can unfold into gigabytes (zip bomb)."""
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([A-Z0-9:$]{1,30})["']""")
_CHUNK = 1 << 20
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, ParseError, RuntimeError, NotImplementedError, OSError),
    *(LookupError, ValueError, TypeError, AttributeError, ArithmeticError, MemoryError, AssertionError),
)
"""What comes out of a spreadsheet that is damaged, encrypted, or something else under the same first bytes."""


def lines(content: bytes) -> tuple[list[Line], list[Flaw]]:
    """Return the lines of the first sheet that are not empty, and its cells with a flaw; raises `Unreadable`.

    A formula counts as the value that was saved with it; one without is a flaw, and so is a value like #REF!.
    """
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return _read(content)
    except Unreadable:
        raise
    except (*_BROKEN, InvalidFileException) as error:
        why = str(error)[:200]
        raise Unreadable(
            f"不是能读的 Excel 文件（{why}）。", f"This is no Excel file that can be read: {why}."
        ) from error


def _read(content: bytes) -> tuple[list[Line], list[Flaw]]:
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
            raise Unreadable("表格展开后超过 100 MB。", "Unpacked, the file has more than 100 MB.")
    shown, written = (
        load_workbook(io.BytesIO(content), read_only=True, data_only=values).worksheets[0] for values in (True, False)
    )
    _need_single(content, str(getattr(shown, "_worksheet_path", "")))
    flaws: list[Flaw] = []
    found: list[Line] = []
    for number, (values, cells) in enumerate(zip(shown.iter_rows(), written.iter_rows(), strict=True), start=1):
        if all(cell.value is None for cell in cells):  # a million empty lines cost nothing
            continue
        if len(values) > MOST_COLUMNS:
            raise too_wide()
        line = Line(number, tuple(_text(cell.value) for cell in values))
        own = list(_flaws(number, values, cells))
        if any(line.cells) or own:
            flaws += own
            found.append(line)
            if len(found) > MOST_LINES + 1:
                raise too_long()
    return found, flaws


def _need_single(content: bytes, part: str) -> None:
    """Refuse a sheet with merged cells: only the first of them holds what people see in all."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed, packed.open(part.lstrip("/")) as file:
        before = b""
        while piece := file.read(_CHUNK):
            merged = _MERGED.search(before + piece)
            if merged:
                cells = merged[1].decode("ascii")
                raise Unreadable(
                    f"{cells} 是合并的单元格，请取消合并，每格各填各的。",
                    f"{cells} are merged cells; take them apart and fill in each.",
                )
            before = piece[-200:]


def _flaws(number: int, values: Sequence[Any], cells: Sequence[Any]) -> Iterator[Flaw]:
    for place, (value, cell) in enumerate(zip(values, cells, strict=True)):
        if value.value is None and cell.value is not None:
            said = Words(
                zh="这是公式，文件里没有存它的结果。请在 Excel 中存一次，或粘贴为数值。",
                en="This is a formula without a saved result; save the file in Excel, or paste it as a value.",
            )
            yield Flaw(number, place, said)
        elif getattr(value, "data_type", "") == "e":
            said = Words(zh=f"这一格是错误值 {value.value}。", en=f"This cell holds the error {value.value}.")
            yield Flaw(number, place, said)


def _text(value: Any) -> str:
    """Return a cell as it is read by people: whole numbers without a point, days without a time."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).strip()
