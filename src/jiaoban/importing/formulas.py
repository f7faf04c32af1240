"""Text that a spreadsheet would take for a formula: how it is written, and taken in again, as the text that it is."""

import re

BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Text that begins like this would be a formula (OWASP, CSV injection): some read the full-width signs so as well."""
_FIGURE = re.compile(r"[+-]?\d+([.,]\d+)?%?", re.ASCII)
"""A figure with a sign is no text."""


def _is_one(text: str) -> bool:
    return text.lstrip("'").startswith(BEGINS) and not _FIGURE.fullmatch(text)


def written(text: str) -> str:
    """Return a text as a cell of a CSV file: what would be a formula has an apostrophe before it."""
    return f"'{text}" if _is_one(text) else text


def taken(cell: str) -> str:
    """Return the text that a cell of a CSV file stands for: `written` backwards."""
    return cell[1:] if cell.startswith("'") and _is_one(cell[1:]) else cell
