"""Text of files that instruments and offices write: its encoding found, its rows cut into cells. Pure."""

import csv
import io
from collections.abc import Iterator

from jiaoban.kernel.words import Words
from jiaoban.plant.mapping import DELIMITERS

LONGEST_FIELD = 10_000
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NOT_TEXT = ((b"PK\x03\x04", "Excel"), (b"\xd0\xcf\x11\xe0", "Excel"), (b"%PDF", "PDF"), (b"\x1f\x8b", "gzip"))
_ASKED = {"utf-8": ("utf-8-sig",), "gb18030": ("gb18030",), "utf-16": ("utf-16",)}
_SAMPLE = 4096


class Unreadable(ValueError):
    """The file as a whole cannot be read. `line` is where (1 for all of it); `says` why, and what would be right."""

    def __init__(self, line: int, zh: str, en: str) -> None:
        super().__init__(f"line {line}: {zh} {en}")
        self.line, self.says = line, Words(zh=zh, en=en)


def decoded(content: bytes, encoding: str = "auto") -> str:
    """Return the text of a file: UTF-8 with or without its mark, UTF-16 with or without, GBK or GB 18030.

    `auto` looks which of them it is. Raises `Unreadable` for an empty file, another kind of file, and bytes that the
    encoding does not know, with the line in which they stand.
    """
    if not content.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise Unreadable(1, "文件是空的。", "The file is empty.")
    for begin, kind in _NOT_TEXT:
        if content.startswith(begin):
            raise Unreadable(1, f"这是 {kind} 文件，请另存为 CSV 再导入。", f"This is a {kind} file; save it as CSV.")
    tried = _ASKED.get(encoding) or _guesses(content)
    for name in tried:
        try:
            text = content.decode(name)
        except UnicodeDecodeError as error:
            if name != tried[-1]:
                continue
            line = content[: error.start].count(b"\n") + 1
            raise Unreadable(
                line,
                f"第 {line} 行有不属于 {_name(name)} 的字节，请另存为 UTF-8 或 GBK。",
                f"Line {line} has bytes that {_name(name)} does not know; save the file as UTF-8 or GBK.",
            ) from error
        if "\x00" in text:
            line = text[: text.index("\x00")].count("\n") + 1
            raise Unreadable(
                line, f"第 {line} 行有空字符，文件可能已损坏。", f"Line {line} holds a NUL; it is damaged."
            )
        return text
    raise AssertionError("an encoding was tried")


def _guesses(content: bytes) -> tuple[str, ...]:
    for mark, name in _MARKS:
        if content.startswith(mark):
            return (name,)
    head = content[:_SAMPLE]
    if len(head) > 1 and head[1::2].count(0) > len(head) // 5:
        return ("utf-16-le",)
    if len(head) > 1 and head[0::2].count(0) > len(head) // 5:
        return ("utf-16-be",)
    return ("utf-8", "gb18030")


def _name(encoding: str) -> str:
    return {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "gb18030": "GB 18030"}.get(encoding, encoding.upper())


def rows(text: str, delimiter: str = "auto") -> Iterator[tuple[int, list[str]]]:
    """Yield (number of the line, cells) of the rows that are not empty. Raises `Unreadable` for a quote without its
    other half, and for a cell longer than 10,000 characters."""
    sign = DELIMITERS.get(delimiter) or _delimiter(text)
    if sign == " ":
        yield from _by_spaces(text)
        return
    before = csv.field_size_limit()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    number = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            line = max(number, 1)
            raise Unreadable(line, f"第 {line} 行的引号不配对。", f"Line {line}: {error}.") from error
        if any(cells):
            if max(map(len, cells)) > min(LONGEST_FIELD, before):
                raise Unreadable(number, f"第 {number} 行有一格太长。", f"Line {number} has a cell that is too long.")
            yield number, cells
        number = reader.line_num + 1


def _by_spaces(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(io.StringIO(text), start=1):
        if cells := line.split():
            yield number, cells


def _delimiter(text: str) -> str:
    head = next((line for line in io.StringIO(text) if line.strip()), "")
    best = max(",\t;，", key=head.count)
    return best if head.count(best) else " " if len(head.split()) > 1 else ","
