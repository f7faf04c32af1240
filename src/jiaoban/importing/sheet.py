"""Reading a table out of a CSV or Excel file: text only, as people see it, with the number of each line."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiaoban.importing import excel, formulas
from jiaoban.importing.cells import MOST_COLUMNS, MOST_LINES, Flaw, Line, Unreadable, too_long, too_wide

LARGEST = 10 * 1024 * 1024
DELIMITERS = ",\t;，"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its heads, the number of their line, the lines below that are not empty, and cells with a flaw."""

    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    flaws: tuple[Flaw, ...] = ()
    head_line: int = 1


def read(path: Path) -> Sheet:
    """Read a .csv or .xlsx file; raises `Unreadable`, `OSError`."""
    with path.open("rb") as file:
        return read_bytes(file.read(LARGEST + 1))


def read_bytes(content: bytes) -> Sheet:
    """Read the content of a .csv or .xlsx file; raises `Unreadable`."""
    if len(content) > LARGEST:
        raise Unreadable("文件超过 10 MB。", "The file has more than 10 MB.")
    lines, flaws = excel.lines(content) if content.startswith(b"PK\x03\x04") else (_csv(content), [])
    filled = [line for line in lines if any(line.cells)]
    if not filled:
        raise Unreadable("文件是空的。", "The file is empty.")
    if len(filled) > MOST_LINES + 1:
        raise too_long()
    if len(filled[0].cells) > MOST_COLUMNS:
        raise too_wide()
    return Sheet(filled[0].cells, tuple(filled[1:]), tuple(flaws), filled[0].number)


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
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(_numbered(reader))
    except csv.Error as error:
        line = reader.line_num
        if "field larger" in str(error):
            raise Unreadable(f"第 {line} 行有一格内容过长。", f"Line {line} has a cell that is too long.") from error
        raise Unreadable(
            f"第 {line} 行读不懂：引号不配对，或有多余的换行符。", f"Line {line} cannot be read: {error}."
        ) from error


def _numbered(reader: Any) -> Iterator[Line]:
    """Number a line by where it begins: a quoted cell may run over several. Empty lines cost nothing."""
    number, count = 1, 0
    for row in reader:
        cells = tuple(formulas.taken(cell.strip()) for cell in row)
        if any(cells):
            count += 1
            if count > MOST_LINES + 1:
                raise too_long()
            yield Line(number, cells)
        number = reader.line_num + 1
