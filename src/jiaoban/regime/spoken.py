"""A part of a pack as words: every setting by its name, whatever it is made of. Two parts differ where these do."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from pydantic import BaseModel

from jiaoban.kernel.words import Words
from jiaoban.regime.conditions import All, AnyOf, Compare, Count, Distinct, Every, Exists, NoneOf, Not
from jiaoban.regime.evaluate import describe

CONDITIONS = (All, AnyOf, Not, Exists, NoneOf, Every, Count, Distinct, Compare)
_UNITS = (("天", "d", timedelta(days=1)), ("小时", "h", timedelta(hours=1)), ("分钟", "min", timedelta(minutes=1)))


def spoken(part: BaseModel, *, without: tuple[str, ...] = ()) -> dict[str, str]:
    """Return every setting of a part in words, by its name as the file spells it; what is not set is left out."""
    return dict(_of(part, "", without))


def _of(value: Any, name: str, without: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    if value is None or value == ():
        return
    if isinstance(value, CONDITIONS):
        yield name, describe(value)
    elif isinstance(value, Words):
        yield name, " / ".join(one for one in (value.zh, value.en) if one)
    elif isinstance(value, BaseModel):
        for key, field in type(value).model_fields.items():
            if key not in without:
                written = field.alias or key
                yield from _of(getattr(value, key), f"{name}.{written}" if name else written)
    elif isinstance(value, tuple) and any(isinstance(one, BaseModel) for one in value):
        for place, one in enumerate(value, start=1):
            key = getattr(one, "id", None) or str(place)
            yield from _of(one, f"{name} {key}", ("id",) if hasattr(one, "id") else ())
    else:
        yield name, plain(value)


def plain(value: Any) -> str:
    """Return a plain value in words."""
    if isinstance(value, tuple):
        return ", ".join(plain(one) for one in value)
    if isinstance(value, bool):
        return "是 yes" if value else "否 no"
    if isinstance(value, timedelta):
        return span(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) or "（空 empty）"


def span(value: timedelta) -> str:
    """Return a length of time in the largest units that fit."""
    sign, left, said = ("-", -value, []) if value < timedelta() else ("", value, [])
    for zh, en, unit in _UNITS:
        number, left = divmod(left, unit)
        if number:
            said.append(f"{number} {zh} {en}")
    if left or not said:
        said.append(f"{left.total_seconds():g} 秒 s")
    return sign + " ".join(said)
