"""Sentences in two languages, and the two ways in which a check can end badly."""

from __future__ import annotations

from typing import NamedTuple


class Sentence(NamedTuple):
    """The same sentence in Chinese and in English."""

    zh: str
    en: str

    def lines(self, language: str) -> list[str]:
        """Return the sentence in `zh`, in `en`, or in both, Chinese first."""
        return [self.zh] if language == "zh" else [self.en] if language == "en" else [self.zh, self.en]


class Trouble(Exception):
    """A check that did not end well; carries the sentence that says why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.sentence = Sentence(zh, en)


class Misfit(Trouble):
    """What was handed in does not fit: exit code 1."""


class Misuse(Trouble):
    """The verifier was called wrongly, or with a key file that is none: exit code 2."""


def shown(value: object, longest: int = 80) -> str:
    """Return a value from the file so that it is safe to print: visible characters only, not too many."""
    text = value if isinstance(value, str) else repr(value)
    cut = text[:longest] + ("…" if len(text) > longest else "")
    return "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in cut)
