"""Evaluate a condition over facts and say why: the trace names the condition, the rows that decided and their acts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from jiaoban.kernel.words import Words
from jiaoban.regime import chinese
from jiaoban.regime.chinese_names import COLLECTIONS
from jiaoban.regime.conditions import (
    All,
    AnyOf,
    Compare,
    Condition,
    Count,
    Distinct,
    Every,
    Exists,
    NoneOf,
    Not,
    Operand,
)
from jiaoban.regime.facts import Facts, Row, Value

ALL_OF = Words(zh="以下各项都成立", en="all of")
ANY_OF = Words(zh="以下至少一项成立", en="any of")
NOT_SO = Words(zh="以下不成立", en="not")


@dataclass(frozen=True, slots=True)
class Trace:
    """Why a condition holds or not. `rows` are the rows that decided: found by `exists`, in the way of `none` or
    `every`.

    The words are only put together when somebody reads them: a handover is assessed far more often than explained.
    """

    holds: bool
    told: Callable[[], Words]
    rows: tuple[tuple[str, Row], ...] = ()
    parts: tuple["Trace", ...] = ()

    @property
    def says(self) -> str:
        """The condition in English words, with the values that it met."""
        return self.told().en

    @property
    def words(self) -> Words:
        """The condition in words, with the values that it met."""
        return self.told()

    def culprits(self) -> tuple[tuple[str, Row], ...]:
        """Return (collection, row) for every row because of which the condition does not hold, without repetition."""
        if self.holds:
            return ()
        found: dict[tuple[str, str], tuple[str, Row]] = {(c, str(r.get("id"))): (c, r) for c, r in self.rows}
        for part in self.parts:
            for collection, row in part.culprits():
                found.setdefault((collection, str(row.get("id"))), (collection, row))
        return tuple(found.values())

    def lines(self, depth: int = 0, language: str = "en") -> list[str]:
        """Return the trace as indented text lines, deepest reasons last."""
        chinese = language.startswith("zh")
        mark = "✓" if self.holds else "✗"
        called = COLLECTIONS if chinese else dict[str, str]()
        some = ((called.get(c, c), r) for c, r in self.rows[:6])
        names = ("；" if chinese else "; ").join(f"{c} {r.get('title') or r.get('id')}" for c, r in some)
        text = ["  " * depth + f"{mark} {self.words.in_(language)}" + (f" — {names}" if names else "")]
        for part in self.parts:
            text.extend(part.lines(depth + 1, language))
        return text


def evaluate(condition: Condition, facts: Facts) -> Trace:
    """Return the verdict of a condition over the facts, with its trace. Loaded conditions cannot raise here."""
    return _trace(condition, facts, None)


def evaluate_row(condition: Condition, row: Row, facts: Facts) -> Trace:
    """Return the verdict of a condition whose `field`s speak of this one row."""
    return _trace(condition, facts, row)


def evaluate_single(condition: Condition, single: Mapping[str, Value]) -> Trace:
    """Return the verdict over single values alone (attributions, which have no rows)."""
    return _trace(condition, Facts(single=single, rows={}, acts={}), None)


def row_meets(condition: Condition, row: Row, facts: Facts) -> bool:
    """Say whether a condition holds for this one row; `evaluate_row` without the reasons, and much faster."""
    return condition.meets(facts, row, None)


def _trace(condition: Any, facts: Facts, row: Row | None) -> Trace:
    return _BY_TYPE[type(condition)](condition, facts, row)


def _all(condition: All, facts: Facts, row: Row | None) -> Trace:
    parts = tuple(_trace(part, facts, row) for part in condition.all)
    return Trace(
        all(part.holds for part in parts), lambda: ALL_OF, parts=tuple(p for p in parts if not p.holds) or parts
    )


def _any(condition: AnyOf, facts: Facts, row: Row | None) -> Trace:
    parts = tuple(_trace(part, facts, row) for part in condition.any)
    return Trace(any(part.holds for part in parts), lambda: ANY_OF, parts=tuple(p for p in parts if p.holds) or parts)


def _not(condition: Not, facts: Facts, row: Row | None) -> Trace:
    part = _trace(condition.not_, facts, row)
    return Trace(not part.holds, lambda: NOT_SO, rows=part.rows if part.holds else (), parts=(part,))


def _named(of: str, rows: tuple[Row, ...]) -> tuple[tuple[str, Row], ...]:
    return tuple((of, row) for row in rows)


def _exists(condition: Exists, facts: Facts, row: Row | None) -> Trace:
    choice = condition.exists
    found = choice.rows(facts, row)
    return Trace(bool(found), lambda: _both(condition, f"some {_rows(choice)}"), rows=_named(choice.of, found))


def _none(condition: NoneOf, facts: Facts, row: Row | None) -> Trace:
    choice = condition.none
    found = choice.rows(facts, row)
    return Trace(not found, lambda: _both(condition, f"no {_rows(choice)}"), rows=_named(choice.of, found))


def _every(condition: Every, facts: Facts, row: Row | None) -> Trace:
    choice = condition.every
    failing = choice.failing(facts, row)
    return Trace(
        not failing,
        lambda: _both(condition, f"every {_rows(choice)} has {describe(choice.have)}"),
        rows=_named(choice.of, failing),
    )


def _count(condition: Count, facts: Facts, row: Row | None) -> Trace:
    choice = condition.count
    rows = choice.rows(facts, row)
    return Trace(
        choice.allows(len(rows)),
        lambda: _both(condition, f"count of {_rows(choice)} = {len(rows)}{_bounds(choice)}", len(rows)),
        rows=_named(choice.of, rows),
    )


def _distinct(condition: Distinct, facts: Facts, row: Row | None) -> Trace:
    choice = condition.distinct
    rows = choice.rows(facts, row)
    number = choice.number(rows)
    return Trace(
        choice.allows(number),
        lambda: _both(condition, f"different {choice.by} of {choice.of} = {number}{_bounds(choice)}", number),
        rows=_named(choice.of, rows),
    )


def _bounds(choice: Any) -> str:
    said = [
        f"{name} {getattr(choice, name)}"
        for name in ("at_least", "at_most", "equals")
        if getattr(choice, name) is not None
    ]
    return f" ({', '.join(said)})"


def _compare(condition: Compare, facts: Facts, row: Row | None) -> Trace:
    holds = condition.meets(facts, row, None)
    return Trace(holds, lambda: _met(condition, condition.look(facts, row, None)))


def _met(condition: Compare, value: Value) -> Words:
    about = condition.field or condition.fact or ""
    return _both(condition, f"{describe(condition)} (is {_show(value)})", chinese.value(value, about).strip())


def _both(condition: Any, english: str, value: Any = None) -> Words:
    found = f"（现为 {value}）" if value is not None else ""
    return Words(zh=f"{chinese.in_chinese(condition)}{found}", en=english)


def in_words(condition: Any, of: str = "") -> Words:
    """Return a condition in words, for explanations; `of` is the collection to whose rows its fields belong."""
    return Words(zh=chinese.in_chinese(condition, of), en=describe(condition))


_BY_TYPE: dict[type, Callable[[Any, Facts, Row | None], Trace]] = {
    All: _all,
    AnyOf: _any,
    Not: _not,
    Exists: _exists,
    NoneOf: _none,
    Every: _every,
    Count: _count,
    Distinct: _distinct,
    Compare: _compare,
}


def _rows(choice: Any) -> str:
    return f"{choice.of}{_where(choice.where)}"


def _where(where: Any) -> str:
    return f" where {describe(where)}" if where is not None else ""


def describe(condition: Any) -> str:
    """Return a condition as one line of English text, for traces and explanations."""
    if isinstance(condition, Compare):
        name = condition.fact or condition.field or f"outer {condition.outer}"
        return f"{name}{_shift(condition)} {condition.operator.replace('_', ' ')} {_show(condition.right)}"
    if isinstance(condition, All):
        return " and ".join(describe(part) for part in condition.all) or "always"
    if isinstance(condition, AnyOf):
        return "(" + (" or ".join(describe(part) for part in condition.any) or "never") + ")"
    if isinstance(condition, Not):
        return f"not ({describe(condition.not_)})"
    name, choice = next(
        (n, getattr(condition, n)) for n in ("exists", "none", "every", "count", "distinct") if hasattr(condition, n)
    )
    have = f" have {describe(choice.have)}" if name == "every" else ""
    bounds = _bounds(choice) if name in ("count", "distinct") else ""
    return f"{name} {choice.of}{_where(choice.where)}{have}{bounds}"


def _shift(operand: Operand | Compare) -> str:
    plus = f" plus {_show(operand.plus)}" if operand.plus is not None else ""
    return plus + (f" minus {_show(operand.minus)}" if operand.minus is not None else "")


def _show(value: Any) -> str:
    if isinstance(value, Operand):
        literal = value.span if value.span is not None else value.number
        name = _show(literal) if literal is not None else value.fact or value.field or f"outer {value.outer}"
        return name + _shift(value)
    if isinstance(value, timedelta):
        minutes = value / timedelta(minutes=1)
        return f"{minutes:g} min"
    if isinstance(value, tuple):
        return "[" + ", ".join(_show(one) for one in value) + "]"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) or "''"
