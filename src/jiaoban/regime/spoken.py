"""A part of a pack as words: every setting by its name, whatever it is made of. Two parts differ where these do."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from pydantic import BaseModel

from jiaoban.kernel.words import Words
from jiaoban.regime import chinese
from jiaoban.regime.conditions import All, AnyOf, Compare, Count, Distinct, Every, Exists, NoneOf, Not
from jiaoban.regime.evaluate import in_words

CONDITIONS = (All, AnyOf, Not, Exists, NoneOf, Every, Count, Distinct, Compare)
_UNITS = (("d", timedelta(days=1)), ("h", timedelta(hours=1)), ("min", timedelta(minutes=1)))
_OF_LINES = frozenset({"Mark", "FormField"})
NOT_SET = Words(zh="")


def spoken(part: BaseModel, *, without: tuple[str, ...] = ()) -> dict[str, Words]:
    """Return every setting of a part in words, by its name as the file spells it; what is not set is left out."""
    return dict(_of(part, "", without))


def rows_of(part: object) -> str:
    """Return the collection to whose rows the fields in the conditions of a part belong, '' where it has none."""
    source = getattr(part, "source", "")
    per_line = type(part).__name__ in _OF_LINES or getattr(part, "per", "") == "line"
    return "lines" if per_line else source if isinstance(source, str) else ""


def _of(value: Any, name: str, without: tuple[str, ...] = (), of: str = "") -> Iterator[tuple[str, Words]]:
    if value is None or value == ():
        return
    if isinstance(value, CONDITIONS):
        yield name, in_words(value, of)
    elif isinstance(value, Words):
        said = " / ".join(one for one in (value.zh, value.en) if one)
        yield name, Words(zh=said, en=said)  # a change of either wording is to be seen by readers of both
    elif isinstance(value, BaseModel):
        for key, field in type(value).model_fields.items():
            if key not in without:
                written = field.alias or key
                yield from _of(getattr(value, key), f"{name}.{written}" if name else written, of=rows_of(value))
    elif isinstance(value, tuple) and any(isinstance(one, BaseModel) for one in value):
        for place, one in enumerate(value, start=1):
            key = getattr(one, "id", None) or str(place)
            yield from _of(one, f"{name} {key}", ("id",) if hasattr(one, "id") else ())
    else:
        yield name, plain(value)


def plain(value: Any) -> Words:
    """Return a plain value in words."""
    if isinstance(value, tuple):
        parts = [plain(one) for one in value]
        return Words(zh="、".join(one.zh for one in parts), en=", ".join(one.in_("en") for one in parts))
    if isinstance(value, bool):
        return Words(zh="是", en="yes") if value else Words(zh="否", en="no")
    if isinstance(value, timedelta):
        return span(value)
    said = value.isoformat() if isinstance(value, date | time) else str(value)
    return Words(zh=said, en=said) if said else Words(zh="（空）", en="(empty)")


def span(value: timedelta) -> Words:
    """Return a length of time in the largest units that fit."""
    sign, left, said = ("-", -value, []) if value < timedelta() else ("", value, [])
    for unit, length in _UNITS:
        number, left = divmod(left, length)
        if number:
            said.append(f"{number} {unit}")
    if left or not said:
        said.append(f"{left.total_seconds():g} s")
    return Words(zh=chinese.span(value), en=sign + " ".join(said))


def both(words: Words) -> str:
    """Return words in both languages, for a terminal; once where they are alike."""
    return " / ".join(dict.fromkeys(one for one in (words.zh, words.en) if one))
