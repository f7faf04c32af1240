"""Evaluate a condition over facts and say why: the trace names the condition, the rows that decided and their acts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Trace:
    """Why a condition holds or not. `rows` are the rows that decided: found by `exists`, in the way of `none` or
    `every`.

    The words are only put together when somebody reads them: a handover is assessed far more often than explained.
    """

    holds: bool
    told: Callable[[], str]
    rows: tuple[tuple[str, Row], ...] = ()
    parts: tuple["Trace", ...] = ()

    @property
    def says(self) -> str:
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

    def lines(self, depth: int = 0) -> list[str]:
        """Return the trace as indented text lines, deepest reasons last."""
        mark = "✓" if self.holds else "✗"
        names = "; ".join(f"{c} {r.get('title') or r.get('id')}" for c, r in self.rows[:6])
        text = ["  " * depth + f"{mark} {self.says}" + (f" — {names}" if names else "")]
        for part in self.parts:
            text.extend(part.lines(depth + 1))
        return text


@dataclass(slots=True)
class _Scope:
    facts: Facts
    row: Row | None = None
    outer: Row | None = None
    single: Mapping[str, Value] = field(default_factory=dict)


def evaluate(condition: Condition, facts: Facts) -> Trace:
    """Return the verdict of a condition over the facts, with its trace. Loaded conditions cannot raise here."""
    return _condition(condition, _Scope(facts=facts, single=facts.single))


def evaluate_row(condition: Condition, row: Row, facts: Facts) -> Trace:
    """Return the verdict of a condition whose `field`s speak of this one row."""
    return _condition(condition, _Scope(facts=facts, row=row, single=facts.single))


def evaluate_single(condition: Condition, single: Mapping[str, Value]) -> Trace:
    """Return the verdict over single values alone (attributions, which have no rows)."""
    return _condition(condition, _Scope(facts=Facts(single=single, rows={}, acts={}), single=single))


def row_meets(condition: Condition, row: Row, facts: Facts) -> bool:
    """Say whether a condition holds for this one row; `evaluate_row` without the reasons, and much faster."""
    return _meets(condition, _Scope(facts=facts, row=row, single=facts.single))


def _meets(condition: Any, scope: _Scope) -> bool:
    """Return what `_condition(...).holds` would be. Rows are chosen by the thousand, so no trace is made of it."""
    kind = type(condition)
    if kind is Compare:
        return _compared(condition, scope)[0]
    if kind is All or kind is AnyOf:
        wanted = kind is AnyOf
        for part in condition.any if wanted else condition.all:
            if _meets(part, scope) is wanted:
                return wanted
        return not wanted
    if kind is Not:
        return not _meets(condition.not_, scope)
    return _condition(condition, scope).holds


def _condition(condition: Any, scope: _Scope) -> Trace:
    return _BY_TYPE[type(condition)](condition, scope)


def _all(condition: All, scope: _Scope) -> Trace:
    parts = tuple(_condition(part, scope) for part in condition.all)
    return Trace(
        all(part.holds for part in parts), lambda: "all of", parts=tuple(p for p in parts if not p.holds) or parts
    )


def _any(condition: AnyOf, scope: _Scope) -> Trace:
    parts = tuple(_condition(part, scope) for part in condition.any)
    return Trace(any(part.holds for part in parts), lambda: "any of", parts=tuple(p for p in parts if p.holds) or parts)


def _not(condition: Not, scope: _Scope) -> Trace:
    part = _condition(condition.not_, scope)
    return Trace(not part.holds, lambda: "not", rows=part.rows if part.holds else (), parts=(part,))


def _select(of: str, where: Any, scope: _Scope) -> tuple[Row, ...]:
    rows = scope.facts.rows.get(of, ())
    if where is None:
        return rows
    return tuple(row for row in rows if _meets(where, _inside(scope, row)))


def _inside(scope: _Scope, row: Row) -> _Scope:
    return _Scope(facts=scope.facts, row=row, outer=scope.row, single=scope.single)


def _named(of: str, rows: tuple[Row, ...]) -> tuple[tuple[str, Row], ...]:
    return tuple((of, row) for row in rows)


def _exists(condition: Exists, scope: _Scope) -> Trace:
    choice = condition.exists
    found = _select(choice.of, choice.where, scope)
    return Trace(bool(found), lambda: f"some {choice.of}{_where(choice.where)}", rows=_named(choice.of, found))


def _none(condition: NoneOf, scope: _Scope) -> Trace:
    choice = condition.none
    found = _select(choice.of, choice.where, scope)
    return Trace(not found, lambda: f"no {choice.of}{_where(choice.where)}", rows=_named(choice.of, found))


def _every(condition: Every, scope: _Scope) -> Trace:
    choice = condition.every
    rows = _select(choice.of, choice.where, scope)
    failing = tuple(row for row in rows if not _meets(choice.have, _inside(scope, row)))
    return Trace(
        not failing,
        lambda: f"every {choice.of}{_where(choice.where)} has {describe(choice.have)}",
        rows=_named(choice.of, failing),
    )


def _count(condition: Count, scope: _Scope) -> Trace:
    choice = condition.count
    rows = _select(choice.of, choice.where, scope)
    return Trace(
        _bounded(len(rows), choice),
        lambda: f"count of {choice.of}{_where(choice.where)} = {len(rows)}{_bounds(choice)}",
        rows=_named(choice.of, rows),
    )


def _distinct(condition: Distinct, scope: _Scope) -> Trace:
    choice = condition.distinct
    rows = _select(choice.of, choice.where, scope)
    number = len({row.get(choice.by) for row in rows})
    return Trace(
        _bounded(number, choice),
        lambda: f"different {choice.by} of {choice.of} = {number}{_bounds(choice)}",
        rows=_named(choice.of, rows),
    )


def _bounded(number: int, bounds: Any) -> bool:
    return (
        (bounds.at_least is None or number >= bounds.at_least)
        and (bounds.at_most is None or number <= bounds.at_most)
        and (bounds.equals is None or number == bounds.equals)
    )


def _bounds(choice: Any) -> str:
    said = [
        f"{name} {getattr(choice, name)}"
        for name in ("at_least", "at_most", "equals")
        if getattr(choice, name) is not None
    ]
    return f" ({', '.join(said)})"


def _compare(condition: Compare, scope: _Scope) -> Trace:
    holds, left = _compared(condition, scope)
    return Trace(holds, lambda: f"{describe(condition)} (is {_show(left)})")


def _compared(condition: Compare, scope: _Scope) -> tuple[bool, Any]:
    """Return whether a comparison holds, and the value that was on its left."""
    left = _moved(_look_up(condition, scope), condition)
    operator, right = condition.operator, condition.right
    if operator == "between" or type(right) is Operand:
        right = _right_value(right, scope)
    return _COMPARE[operator](left, right), left


def _right_value(right: Any, scope: _Scope) -> Any:
    if isinstance(right, Operand):
        return _moved(_look_up(right, scope), right)
    if isinstance(right, tuple):
        return tuple(_right_value(one, scope) for one in right)
    return right


def _look_up(operand: Operand | Compare, scope: _Scope) -> Any:
    if operand.field is not None:
        return scope.row.get(operand.field) if scope.row is not None else None
    if operand.fact is not None:
        return scope.single.get(operand.fact)
    if operand.outer is not None:
        return scope.outer.get(operand.outer) if scope.outer is not None else None
    assert isinstance(operand, Operand)
    return operand.span if operand.span is not None else operand.number


def _moved(value: Any, operand: Operand | Compare) -> Any:
    if value is None or (operand.plus is None and operand.minus is None):
        return value
    moved = value + operand.plus if operand.plus is not None else value
    return moved - operand.minus if operand.minus is not None else moved


def _ordered(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """An unknown value is neither before nor after anything: comparisons over it do not hold."""
    return lambda left, right: left is not None and right is not None and test(left, right)


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "is": lambda left, right: bool(left == right),
    "is_not": lambda left, right: bool(left != right),
    "in": lambda left, right: left in right,
    "not_in": lambda left, right: left not in right,
    "at_least": _ordered(lambda left, right: left >= right),
    "at_most": _ordered(lambda left, right: left <= right),
    "more_than": _ordered(lambda left, right: left > right),
    "less_than": _ordered(lambda left, right: left < right),
    "before": _ordered(lambda left, right: left < right),
    "not_before": _ordered(lambda left, right: left >= right),
    "between": lambda left, right: left is not None and None not in right and right[0] <= left <= right[1],
    "contains": lambda left, right: left is not None and str(right) in str(left),
}

_BY_TYPE: dict[type, Callable[[Any, _Scope], Trace]] = {
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


def _where(where: Any) -> str:
    return f" where {describe(where)}" if where is not None else ""


def describe(condition: Any) -> str:
    """Return a condition as one line of text, for traces and explanations."""
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
    return str(value)
