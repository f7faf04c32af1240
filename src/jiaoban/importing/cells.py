"""Lines and cells of a table as it was sent, and what is said of a file that is none."""

from dataclasses import dataclass

from jiaoban.kernel.words import Words

MOST_LINES = 20_000
MOST_COLUMNS = 200
"""A single cell far to the right makes a line of sixteen thousand."""


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
class Flaw:
    """A cell that cannot be taken as it stands: its line, its place in the line from 0, and what is wrong."""

    line: int
    place: int
    says: Words


def too_long() -> Unreadable:
    """Return what is said of a table with too many lines."""
    return Unreadable(f"超过 {MOST_LINES} 行，请分成几个文件。", f"There are more than {MOST_LINES} lines; split it.")


def too_wide() -> Unreadable:
    """Return what is said of a table with too many columns."""
    return Unreadable(f"超过 {MOST_COLUMNS} 列。", f"There are more than {MOST_COLUMNS} columns.")
