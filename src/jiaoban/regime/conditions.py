"""Conditions of a pack: structured data, a closed set of operators over the facts of `facts.py`.

    all: [ ... ]            any: [ ... ]            not: { ... }
    exists: {of: lines, where: ...}                 none: {of: ..., where: ...}
    every: {of: lines, where: ..., have: ...}
    count: {of: people, where: ..., at_least: 2}    distinct: {of: custody, by: kind, where: ..., at_least: 2}
    {fact: stage, is: OFFERED}                      {field: severity, in: [MAJOR, CRITICAL]}
    {fact: now, before: {fact: shift_ends_at, minus: PT10M}}

`fact` names a single value, `field` a field of the row at hand, `outer` a field of the row around it.

Every condition has `meets`, the test that it stands for, put together when it is first asked for: rows are chosen by
the thousand. `evaluate.py` says why a condition holds or not.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Tag, model_validator
from pydantic import Field as Key

from jiaoban.regime.comparing import (
    Look,
    Test,
    compare,
    compare_between,
    compare_field,
    compare_found,
    every_one,
    given,
    look_up,
    some_one,
)
from jiaoban.regime.facts import Facts, Row
from jiaoban.regime.part import Span


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @cached_property
    def names(self) -> frozenset[str]:
        """The fields of rows, and of the rows around them, of which it speaks."""
        return frozenset(_names(self))


def _names(part: Any) -> Iterator[str]:
    if isinstance(part, tuple):
        for one in part:
            yield from _names(one)
    elif isinstance(part, _Strict):
        yield from (name for about in ("field", "outer") if isinstance(name := getattr(part, about, None), str))
        for field in type(part).model_fields:
            yield from _names(getattr(part, field))


class Operand(_Strict):
    """A value looked up: one of `fact`, `field`, `outer`, or a literal `span` (ISO 8601 duration) or `number`.

    Moments and spans that are looked up may be moved by a duration, `plus` or `minus`.
    """

    fact: str | None = None
    field: str | None = None
    outer: str | None = None
    span: Span | None = None
    number: Decimal | None = Key(default=None, max_digits=18)
    plus: Span | None = None
    minus: Span | None = None

    @model_validator(mode="after")
    def _one(self) -> "Operand":
        if sum(name is not None for name in (self.fact, self.field, self.outer, self.span, self.number)) != 1:
            raise ValueError("say exactly one of fact, field, outer, span, number")
        return self

    @cached_property
    def look(self) -> Look:
        """How its value is found."""
        return look_up(self, self.span if self.span is not None else self.number)


def _exact(value: Any) -> Any:
    """A figure with a decimal point is kept as the decimal that was written, never as a binary float."""
    return {"number": str(value)} if isinstance(value, float | Decimal) else value


Scalar = bool | int | str
Right = Annotated[Operand | Scalar, BeforeValidator(_exact)]
SINGLE_RIGHT = ("is", "is_not", "at_least", "at_most", "more_than", "less_than", "before", "not_before", "contains")


class Compare(_Strict):
    """A value beside another: one of `fact`, `field`, `outer` and exactly one operator."""

    fact: str | None = None
    field: str | None = None
    outer: str | None = None
    plus: Span | None = None
    minus: Span | None = None
    is_: Right | None = Key(default=None, alias="is")
    is_not: Right | None = None
    in_: tuple[Scalar, ...] | None = Key(default=None, alias="in")
    not_in: tuple[Scalar, ...] | None = None
    at_least: Right | None = None
    at_most: Right | None = None
    more_than: Right | None = None
    less_than: Right | None = None
    between: tuple[Right, Right] | None = None
    before: Operand | None = None
    not_before: Operand | None = None
    contains: str | None = None

    @model_validator(mode="after")
    def _one(self) -> "Compare":
        if sum(name is not None for name in (self.fact, self.field, self.outer)) != 1:
            raise ValueError("say exactly one of fact, field, outer")
        given = [name for name in (*SINGLE_RIGHT, "in", "not_in", "between") if self._right(name) is not None]
        if len(given) != 1:
            known = ", ".join((*SINGLE_RIGHT, "in", "not_in", "between"))
            raise ValueError(f"say exactly one operator ({known}), not {' and '.join(given) or 'none'}")
        return self

    def _right(self, name: str) -> Any:
        return getattr(self, name + "_" if name in ("is", "in") else name)

    @cached_property
    def operator(self) -> str:
        """The name of the operator."""
        return next(n for n in (*SINGLE_RIGHT, "in", "not_in", "between") if self._right(n) is not None)

    @cached_property
    def right(self) -> Any:
        """The right-hand side."""
        return self._right(self.operator)

    @cached_property
    def look(self) -> Look:
        """How the value on the left is found."""
        return look_up(self)

    @cached_property
    def meets(self) -> Test:
        """The comparison."""
        right = self.right
        if self.operator == "between":
            low, high = (one.look if isinstance(one, Operand) else given(one) for one in right)
            return compare_between(self.look, low, high)
        if isinstance(right, Operand):
            return compare_found(self.look, self.operator, right.look)
        if self.field is not None and self.plus is None and self.minus is None:
            return compare_field(self.field, self.operator, right)
        return compare(self.look, self.operator, right)


class _Selection(_Strict):
    of: str
    where: "Condition | None" = None

    def rows(self, facts: Facts, around: Row | None) -> tuple[Row, ...]:
        """Return the rows that meet `where`, which stand inside the row `around`."""
        rows = facts.rows.get(self.of, ())
        if self.where is None:
            return rows
        meets = self.where.meets
        return tuple(row for row in rows if meets(facts, row, around))


class _Every(_Selection):
    have: "Condition"

    def failing(self, facts: Facts, around: Row | None) -> tuple[Row, ...]:
        """Return the rows that meet `where` and not `have`."""
        have = self.have.meets
        return tuple(row for row in self.rows(facts, around) if not have(facts, row, around))


class _Count(_Selection):
    at_least: int | None = None
    at_most: int | None = None
    equals: int | None = None

    @model_validator(mode="after")
    def _bounded(self) -> "_Count":
        if self.at_least is None and self.at_most is None and self.equals is None:
            raise ValueError("say at_least, at_most or equals")
        return self

    def number(self, rows: tuple[Row, ...]) -> int:
        """Return what is counted of these rows."""
        return len(rows)

    def allows(self, number: int) -> bool:
        """Say whether a number lies in the bounds."""
        return (
            (self.at_least is None or number >= self.at_least)
            and (self.at_most is None or number <= self.at_most)
            and (self.equals is None or number == self.equals)
        )


class _Distinct(_Count):
    by: str

    def number(self, rows: tuple[Row, ...]) -> int:
        """Return how many different values of `by` these rows have."""
        return len({row.get(self.by) for row in rows})


class All(_Strict):
    """Every one of these holds."""

    all: tuple["Condition", ...]

    @cached_property
    def meets(self) -> Test:
        """All the tests."""
        return every_one([part.meets for part in self.all])


class AnyOf(_Strict):
    """At least one of these holds."""

    any: tuple["Condition", ...]

    @cached_property
    def meets(self) -> Test:
        """Any of the tests."""
        return some_one([part.meets for part in self.any])


class Not(_Strict):
    """This does not hold."""

    not_: "Condition" = Key(alias="not")

    @cached_property
    def meets(self) -> Test:
        """The contrary of the test."""
        test = self.not_.meets
        return lambda facts, row, outer: not test(facts, row, outer)


class Exists(_Strict):
    """There is a row of the collection that meets `where`."""

    exists: _Selection

    @cached_property
    def meets(self) -> Test:
        """Some row is selected."""
        return lambda facts, row, _outer: bool(self.exists.rows(facts, row))


class NoneOf(_Strict):
    """There is no row of the collection that meets `where`."""

    none: _Selection

    @cached_property
    def meets(self) -> Test:
        """No row is selected."""
        return lambda facts, row, _outer: not self.none.rows(facts, row)


class Every(_Strict):
    """Every row that meets `where` also meets `have`; true where there is none."""

    every: _Every

    @cached_property
    def meets(self) -> Test:
        """No row fails."""
        return lambda facts, row, _outer: not self.every.failing(facts, row)


class Count(_Strict):
    """The number of rows that meet `where` lies in the bounds."""

    count: _Count

    @cached_property
    def meets(self) -> Test:
        """The number lies in the bounds."""
        chosen = self.count
        return lambda facts, row, _outer: chosen.allows(chosen.number(chosen.rows(facts, row)))


class Distinct(_Strict):
    """The number of different values of field `by` among the rows that meet `where` lies in the bounds."""

    distinct: _Distinct

    @cached_property
    def meets(self) -> Test:
        """The number lies in the bounds."""
        chosen = self.distinct
        return lambda facts, row, _outer: chosen.allows(chosen.number(chosen.rows(facts, row)))


OPERATORS = ("all", "any", "not", "exists", "none", "every", "count", "distinct")


def shape(value: Any) -> str | None:
    """Return the operator of a condition, written or read ("compare" where it names none); None for anything else."""
    if isinstance(value, dict):
        return next((name for name in OPERATORS if name in value), "compare")
    if isinstance(value, Compare):
        return "compare"
    fields = type(value).model_fields if isinstance(value, _Strict) else {}
    return next((name for name in OPERATORS if name in fields or name + "_" in fields), None)


Condition = Annotated[
    Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[Exists, Tag("exists")]
    | Annotated[NoneOf, Tag("none")]
    | Annotated[Every, Tag("every")]
    | Annotated[Count, Tag("count")]
    | Annotated[Distinct, Tag("distinct")]
    | Annotated[Compare, Tag("compare")],
    Discriminator(shape),
]

for _model in (_Selection, _Every, _Count, _Distinct, All, AnyOf, Not, Exists, NoneOf, Every, Count, Distinct):
    _model.model_rebuild()
