"""Pieces of text for an index: what a text is filed under, and what a text that contains a piece is filed under.

Chinese has no spaces between words, so every two characters that stand side by side are a piece, and so is the last
character of each run of letters and digits alone: it begins no pair. Cases are alike.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from operator import add

_RUN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Needed:
    """What every text that contains a piece is filed under: all of `pairs`, and something that begins with `start`."""

    pairs: tuple[str, ...]
    start: str = ""


def filed_under(text: str) -> set[str]:
    """Return the pieces that a text is filed under."""
    found: set[str] = set()
    for run in _runs(text):
        found.update(map(add, run, run[1:]))
        found.add(run[-1])
    return found


def needed(piece: str) -> Needed | None:
    """Return what a text must be filed under to contain this piece, or None where nothing can be said of it.

    It is necessary, not sufficient: the text itself has the last word.
    """
    runs = list(_runs(piece))
    pairs = dict.fromkeys(pair for run in runs for pair in map(add, run, run[1:]))
    if pairs:
        return Needed(tuple(pairs))
    return Needed((), runs[0]) if runs else None


def _runs(text: str) -> Iterable[str]:
    return _RUN.findall(text.casefold())
