"""How a fact is described: a typed value, or a collection of rows with typed fields."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One typed value: `type` is text, flag, number, moment or duration; `choices` the closed set of a text, if any."""

    type: str
    says: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """Rows of one sort. Every row also has `id` and `title` (text), by which verdicts name it."""

    says: str
    fields: Mapping[str, Field]


def text(says: str, *choices: str) -> Field:
    """Describe a text; `choices` is the closed set of what it can be, if it has one."""
    return Field("text", says, choices)


def flag(says: str) -> Field:
    """Describe what is so or is not."""
    return Field("flag", says)


def number(says: str) -> Field:
    """Describe a number."""
    return Field("number", says)


def moment(says: str) -> Field:
    """Describe a moment."""
    return Field("moment", says)


def span(says: str) -> Field:
    """Describe a length of time."""
    return Field("duration", says)
