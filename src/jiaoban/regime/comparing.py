"""How a comparison is carried out: the value on the left, the operator, the value on the right.

Rows are compared by the thousand, so everything that the facts do not decide is settled once: which value is looked up
where, by how much it is moved, which operator stands between.
"""

import operator
from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any, Protocol

from jiaoban.regime.facts import Facts, Row

Look = Callable[[Facts, Row | None, Row | None], Any]
"""Finds a value: in the facts, in the row at hand, in the row around it."""
Test = Callable[[Facts, Row | None, Row | None], bool]
"""Says whether something holds over the facts, for the row at hand inside the row around it."""


class Named(Protocol):
    """The name of a value, and by how much it is moved."""

    @property
    def fact(self) -> str | None:
        """A single value."""
        ...

    @property
    def field(self) -> str | None:
        """A field of the row at hand."""
        ...

    @property
    def outer(self) -> str | None:
        """A field of the row around it."""
        ...

    @property
    def plus(self) -> timedelta | None:
        """Later, or longer, by this."""
        ...

    @property
    def minus(self) -> timedelta | None:
        """Earlier, or shorter, by this."""
        ...


def given(value: Any) -> Look:
    """Return how a value is found that stands there literally."""
    return lambda _facts, _row, _outer: value


def look_up(named: Named, literal: timedelta | Decimal | None = None) -> Look:
    """Return how the value is found; `literal` where it has no name. What is not known is None, moved or not."""
    found, plus, minus = _find(named, literal), named.plus, named.minus
    if plus is None and minus is None:
        return found
    shift = (plus or timedelta()) - (minus or timedelta())

    def moved(facts: Facts, row: Row | None, outer: Row | None) -> Any:
        value = found(facts, row, outer)
        return None if value is None else value + shift

    return moved


def _find(named: Named, literal: timedelta | Decimal | None) -> Look:
    fact, field, outer_field = named.fact, named.field, named.outer
    if field is not None:
        return lambda _facts, row, _outer: row.get(field) if row is not None else None
    if fact is not None:
        return lambda facts, _row, _outer: facts.single.get(fact)
    if outer_field is not None:
        return lambda _facts, _row, outer: outer.get(outer_field) if outer is not None else None
    return given(literal)


def compare_field(field: str, name: str, right: Any) -> Test:
    """Return the comparison of a field of the row at hand with a given value: most comparisons are of this kind."""
    holds = OPERATORS[name]
    return lambda _facts, row, _outer: holds(row.get(field) if row is not None else None, right)


def compare(left: Look, name: str, right: Any) -> Test:
    """Return the comparison of a value with a given one."""
    holds = OPERATORS[name]
    return lambda facts, row, outer: holds(left(facts, row, outer), right)


def compare_found(left: Look, name: str, right: Look) -> Test:
    """Return the comparison of a value with another one that is looked up."""
    holds = OPERATORS[name]
    return lambda facts, row, outer: holds(left(facts, row, outer), right(facts, row, outer))


def compare_between(left: Look, low: Look, high: Look) -> Test:
    """Return whether a value lies between two others, both included."""

    def between(facts: Facts, row: Row | None, outer: Row | None) -> bool:
        least, value, most = low(facts, row, outer), left(facts, row, outer), high(facts, row, outer)
        return None not in (least, value, most) and bool(least <= value <= most)

    return between


def every_one(tests: Sequence[Test]) -> Test:
    """Return whether all of the tests hold."""

    def holds(facts: Facts, row: Row | None, outer: Row | None) -> bool:
        for test in tests:  # noqa: SIM110 - a generator would cost as much as the tests
            if not test(facts, row, outer):
                return False
        return True

    return holds


def some_one(tests: Sequence[Test]) -> Test:
    """Return whether any of the tests holds."""

    def holds(facts: Facts, row: Row | None, outer: Row | None) -> bool:
        for test in tests:  # noqa: SIM110
            if test(facts, row, outer):
                return True
        return False

    return holds


def _ordered(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """An unknown value is neither before nor after anything: comparisons over it do not hold."""
    return lambda left, right: left is not None and right is not None and test(left, right)


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "is": operator.eq,
    "is_not": operator.ne,
    "in": lambda left, right: left in right,
    "not_in": lambda left, right: left not in right,
    "at_least": _ordered(operator.ge),
    "at_most": _ordered(operator.le),
    "more_than": _ordered(operator.gt),
    "less_than": _ordered(operator.lt),
    "before": _ordered(operator.lt),
    "not_before": _ordered(operator.ge),
    "contains": lambda left, right: left is not None and str(right) in str(left),
}
