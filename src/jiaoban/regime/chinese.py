"""Conditions in Chinese words, beside `evaluate.describe`, which says them in English as the files spell them."""

import re
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from jiaoban.regime.chinese_names import (
    COLLECTIONS,
    FIELDS,
    OF_A_COLLECTION,
    OF_A_FIELD,
    OPERATORS,
    SINGLE,
    VALUES,
)
from jiaoban.regime.conditions import All, AnyOf, Compare, Count, Distinct, Every, Exists, NoneOf, Not, Operand

_BOUNDS = (("at_least", "不少于"), ("at_most", "不多于"), ("equals", "正好"))
_MARKED = re.compile("「([a-z0-9-]+)」")
_UNITS = (("天", timedelta(days=1)), ("小时", timedelta(hours=1)), ("分钟", timedelta(minutes=1)))


def in_chinese(condition: Any, of: str = "", outer: str = "") -> str:
    """Return a condition in Chinese. `of` is the collection to whose rows its fields belong, `outer` the one around it;
    '' where none is known."""
    if isinstance(condition, Compare):
        return _compare(condition, of, outer)
    if isinstance(condition, All):
        return "，且".join(_inside(part, AnyOf, of, outer) for part in condition.all) or "总是成立"
    if isinstance(condition, AnyOf):
        return "，或".join(_inside(part, All, of, outer) for part in condition.any) or "从不成立"
    if isinstance(condition, Not):
        return f"并非（{in_chinese(condition.not_, of, outer)}）"
    return _rows(condition, of)


def _inside(part: Any, other: type, of: str, outer: str) -> str:
    """Put brackets around a part that binds otherwise."""
    said = in_chinese(part, of, outer)
    return f"（{said}）" if isinstance(part, other) and "，" in said else said


def _rows(condition: Any, outer: str) -> str:
    if isinstance(condition, Exists):
        return f"有{_which(condition.exists, outer)}"
    if isinstance(condition, NoneOf):
        return f"没有{_which(condition.none, outer)}"
    if isinstance(condition, Every):
        choice = condition.every
        return f"每个{_which(choice, outer)}都满足：{in_chinese(choice.have, choice.of, outer)}"
    if isinstance(condition, Count):
        return f"{_which(condition.count, outer)}的数目{bounds(condition.count)}"
    assert isinstance(condition, Distinct)
    rows = condition.distinct
    return f"{_which(rows, outer)}中不同的{field(rows.by, rows.of)}的数目{bounds(rows)}"


def _which(choice: Any, outer: str) -> str:
    name = f"「{COLLECTIONS.get(choice.of, choice.of)}」"
    return f"{name}（{in_chinese(choice.where, choice.of, outer)}）" if choice.where is not None else name


def bounds(choice: Any) -> str:
    """Return how many rows there may be."""
    said = [f"{words} {getattr(choice, name)}" for name, words in _BOUNDS if getattr(choice, name) is not None]
    return "、".join(said)


def field(name: str, of: str) -> str:
    """Return what a field of a collection is called."""
    return OF_A_COLLECTION.get((of, name)) or FIELDS.get(name, name)


def _compare(condition: Compare, of: str, outer: str) -> str:
    name = _looked_up(condition, of, outer)
    about = condition.field or condition.outer or condition.fact or ""
    right = condition.right
    if condition.operator == "between":
        said = " 和".join(_value(one, about, of, outer) for one in right)
    elif isinstance(right, tuple):
        said = "、".join(_value(one, about, of, outer) for one in right)
    else:
        said = _value(right, about, of, outer)
    marked = f"「{name}」" if isinstance(right, bool) else name
    return f"{marked}{OPERATORS[condition.operator].format(said)}"


def _looked_up(one: Compare | Operand, of: str, outer: str) -> str:
    if one.fact is not None:
        name = SINGLE.get(one.fact, one.fact)
    elif one.field is not None:
        name = field(one.field, of)
    else:
        name = f"外层的{field(one.outer or '', outer)}"
    return name + _shift(one)


def _shift(one: Compare | Operand) -> str:
    plus = f"之后 {span(one.plus)}" if one.plus is not None else ""
    return plus + (f"之前 {span(one.minus)}" if one.minus is not None else "")


def _value(right: Any, about: str, of: str, outer: str) -> str:
    if isinstance(right, Operand):
        literal = right.span if right.span is not None else right.number
        return f" {value(literal)}" if literal is not None else _looked_up(right, of, outer)
    return value(right, about)


def value(said: Any, about: str = "") -> str:
    """Return a value of a field as it is called in Chinese; what somebody else named stands between marks."""
    if isinstance(said, bool):
        return "是" if said else "否"
    if isinstance(said, timedelta):
        return span(said)
    if isinstance(said, Decimal):
        return f"{said:f}"
    if isinstance(said, int):
        return f" {said}"
    if said in ("", None):
        return "空"
    text = str(said)
    known = COLLECTIONS if about == "source" else VALUES
    return OF_A_FIELD.get((about, text)) or known.get(text) or f"「{text}」"


def titled(text: str, titles: Mapping[str, str]) -> str:
    """Return a condition in Chinese with everything that the pack itself names called by its title."""
    return _MARKED.sub(lambda found: f"「{titles.get(found[1], found[1])}」", text)


def told(name: str, said: Any, of: str) -> str:
    """Return a field of a row with its value."""
    return f"{field(name, of)}：{value(said, name).strip()}"


def span(length: timedelta) -> str:
    """Return a length of time in the largest units that fit."""
    sign, left, said = ("负 ", -length, []) if length < timedelta() else ("", length, [])
    for unit, one in _UNITS:
        number, left = divmod(left, one)
        if number:
            said.append(f"{number} {unit}")
    if left or not said:
        said.append(f"{left.total_seconds():g} 秒")
    return sign + " ".join(said)
