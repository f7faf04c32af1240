"""Reading a table out of a CSV or Excel file: text only, as people see it, with the number of each line."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from jiaoban.kernel.words import Words

LARGEST = 10 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
"""Most bytes of everything in an Excel file together: a few kilobytes can unfold into gigabytes (zip bomb)."""
MOST_LINES = 20_000
MOST_COLUMNS = 200
"""A single cell far to the right makes a line of sixteen thousand."""
DELIMITERS = ",\t;，"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class Unreadable(ValueError):
    """The file is no table that can be read; `says` tells why and what would be right."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")
        self.says = Words(zh=zh, en=en)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: its number in the file as a spreadsheet shows it, and its cells without outer spaces."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its heads, and the lines below that are not empty."""

    heads: tuple[str, ...]
    lines: tuple[Line, ...]


def read(path: Path) -> Sheet:
    """Read a .csv or .xlsx file; raises `Unreadable`, `OSError`."""
    content = path.read_bytes()
    if len(content) > LARGEST:
        raise Unreadable("文件超过 10 MB。", "The file has more than 10 MB.")
    lines = _excel(content) if content.startswith(b"PK\x03\x04") else _csv(content)
    filled = [line for line in lines if any(line.cells)]
    if not filled:
        raise Unreadable("文件是空的。", "The file is empty.")
    if len(filled) > MOST_LINES + 1:
        raise _too_long()
    return Sheet(filled[0].cells, tuple(filled[1:]))


def decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8 (with or without its mark), UTF-16 with its mark, or GB 18030 (GBK)."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _as(content, encoding)
    return _as(content, "utf-8", "gb18030")


def _as(content: bytes, *encodings: str) -> str:
    for encoding in encodings:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        text = "\0"
    if "\0" in text:
        raise Unreadable(
            "文字编码不是 UTF-8 或 GBK。请另存为“CSV UTF-8”或 .xlsx。",
            "The text is neither UTF-8 nor GBK; save it as CSV UTF-8 or .xlsx.",
        )
    return text


def _csv(content: bytes) -> list[Line]:
    text = decoded(content)
    head = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(_numbered(reader))
    except csv.Error as error:
        raise Unreadable(f"第 {reader.line_num} 行的引号不配对。", f"Line {reader.line_num}: {error}.") from error


def _numbered(reader: Any) -> Iterator[Line]:
    """Number a line by where it begins: a quoted cell may run over several."""
    number = 1
    for row in reader:
        yield Line(number, tuple(cell.strip() for cell in row))
        number = reader.line_num + 1


def _excel(content: bytes) -> list[Line]:
    """Read the first sheet. A formula counts as the value that was saved with it, else as the text that it is."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise Unreadable("表格展开后超过 100 MB。", "Unpacked, the file has more than 100 MB.")
        values, texts = (
            load_workbook(io.BytesIO(content), read_only=True, data_only=shown).worksheets[0] for shown in (True, False)
        )
        rows = zip(values.iter_rows(values_only=True), texts.iter_rows(values_only=True), strict=True)
        return list(_filled(Line(number, _cells(*both)) for number, both in enumerate(rows, start=1)))
    except Unreadable:
        raise
    except _BROKEN as error:
        raise Unreadable(
            f"不是能读的 Excel 文件（{error}）。", f"This is no Excel file that can be read: {error}."
        ) from error
    except InvalidFileException as error:
        raise Unreadable("不是能读的 Excel 文件。", f"This is no Excel file that can be read: {error}.") from error


def _filled(lines: Iterable[Line]) -> Iterator[Line]:
    """Leave out empty lines, so that a million of them cost nothing, and stop at one too many."""
    for count, line in enumerate(line for line in lines if any(line.cells)):
        if count > MOST_LINES:
            raise _too_long()
        yield line


def _too_long() -> Unreadable:
    return Unreadable(f"超过 {MOST_LINES} 行，请分成几个文件。", f"There are more than {MOST_LINES} lines; split it.")


_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, ParseError, RuntimeError, NotImplementedError, OSError),
    *(LookupError, ValueError, TypeError, AttributeError),
)
"""What comes out of a spreadsheet that is damaged, encrypted, or something else under the same first bytes."""


def _cells(shown: Sequence[Any], written: Sequence[Any]) -> tuple[str, ...]:
    if len(shown) > MOST_COLUMNS:
        raise Unreadable(f"超过 {MOST_COLUMNS} 列。", f"There are more than {MOST_COLUMNS} columns.")
    return tuple(_text(text if value is None else value) for value, text in zip(shown, written, strict=True))


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
