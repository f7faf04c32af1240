"""The language in which the program words what it writes into a book itself: lines of a record, log entries, reasons.

A page asks for the reader's language; a book has one text for each thing, signed and hashed, so it is worded in the
language of the regime. Each room holds its phrases in both languages in one place; a `Tongue` picks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal

from jiaoban.kernel.words import Words

Language = Literal["zh", "en"]
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language with its punctuation: what stands between the parts of a line, after a name, between things of a
    list, around an aside, and what ends a sentence or part."""

    language: Language
    part: str
    colon: str
    comma: str
    listed: str
    aside: tuple[str, str]
    ends: str

    def __call__(self, words: Words, /, **values: object) -> str:
        """Return words in this language, with the values in the places of their names."""
        said = words.in_(self.language)
        return said.format(**values) if values else said

    def bracket(self, text: str) -> str:
        """Return a text as an aside, '' for none."""
        return f"{self.aside[0]}{text}{self.aside[1]}" if text else ""

    def note(self, text: str) -> str:
        """Return a note that a projection made of two things ('to：purpose'), which knows no language but Chinese."""
        return text if self.language == "zh" else text.replace("：", self.colon)

    def all_of(self, texts: Iterable[str]) -> str:
        """Return several things as one list."""
        return self.listed.join(texts)

    def parts(self, texts: Iterable[str]) -> str:
        """Return the parts of a line as the line, each without the stop that it may end with."""
        return self.part.join(text.rstrip(self.ends) for text in texts)

    def first(self, line: str) -> str:
        """Return the first part of a line."""
        return line.partition(self.part)[0].strip()

    def day(self, moment: datetime, zone: tzinfo) -> str:
        """Return a moment by the calendar and clock of a place, to the minute and without the year."""
        local = moment.astimezone(zone)
        day = f"{local.month}月{local.day}日" if self.language == "zh" else f"{local.day} {_MONTHS[local.month - 1]}"
        return f"{day} {local:%H:%M}"

    def titled(self, words: Words) -> dict[str, str]:
        """Return `title` (and in a Chinese book `title_en`, for readers of English) of a row of facts."""
        if self.language == "en":
            return {"title": words.in_("en")}
        return {"title": words.zh, "title_en": words.in_("en")}


def aside(name: str | Words, about: str) -> Words:
    """Return a name with what it is about as an aside, in both languages; the name alone where that is ''."""
    words = name if isinstance(name, Words) else Words(zh=name, en=name)
    return Words(zh=words.zh + CHINESE.bracket(about), en=words.in_("en") + ENGLISH.bracket(about))


CHINESE = Tongue("zh", "；", "：", "，", "、", ("（", "）"), "。；")
ENGLISH = Tongue("en", "; ", ": ", ", ", ", ", (" (", ")"), ".;")


def tongue_of(language: str) -> Tongue:
    """Return the language of a reader ('zh...', or anything else for English)."""
    return CHINESE if language.startswith("zh") else ENGLISH
