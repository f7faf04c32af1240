"""What conditions ask for, and whether it can ever be: contradictions, and verdicts that are decided beforehand.

`demands` are the single things that must hold for a condition to hold; two demands on the same thing that leave
nothing contradict each other. `decided` is the verdict of a condition when some values are known and the others may be
anything. Both are careful: what they cannot tell, they leave open.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from jiaoban.regime.comparing import OPERATORS
from jiaoban.regime.conditions import (
    All,
    AnyOf,
    Compare,
    Condition,
    Count,
    Distinct,
    Exists,
    NoneOf,
    Not,
    Operand,
)

Known = Mapping[str, frozenset[Any]]
"""The values that single facts can have at some moment."""
_NOTHING = frozenset[Any]()
_ORDERS: Mapping[str, frozenset[str]] = {
    "is": frozenset("="),
    "is_not": frozenset("<>"),
    "before": frozenset("<"),
    "less_than": frozenset("<"),
    "at_most": frozenset("<="),
    "at_least": frozenset(">="),
    "not_before": frozenset(">="),
    "more_than": frozenset(">"),
}
_CONTRARY = {"is": "is_not", "is_not": "is", "in": "not_in", "not_in": "in"}


@dataclass(frozen=True, slots=True)
class Demand:
    """What must be so of one thing: a value, the number of rows of a sort, a value beside another.

    `about` names the thing. `within`: one of these values; `outside`: none of these; bounds, `open` where the bound
    itself is not allowed; `orders`: how it may stand to the other value.
    """

    about: tuple[Any, ...]
    within: frozenset[Any] | None = None
    outside: frozenset[Any] = _NOTHING
    low: Any = None
    high: Any = None
    low_open: bool = False
    high_open: bool = False
    orders: frozenset[str] | None = None


def demands(condition: Condition) -> Iterator[Demand]:
    """Yield what must hold for the condition to hold; what only some of its branches ask for is left out."""
    if isinstance(condition, All):
        for part in condition.all:
            yield from demands(part)
    elif isinstance(condition, AnyOf) and len(condition.any) == 1:
        yield from demands(condition.any[0])
    elif isinstance(condition, Not):
        yield from _denied(condition.not_)
    elif isinstance(condition, Compare):
        yield from _compared(condition)
    elif isinstance(condition, Exists):
        yield Demand(_rows(condition.exists), low=1)
    elif isinstance(condition, NoneOf):
        yield Demand(_rows(condition.none), high=0)
    elif isinstance(condition, Count):
        yield _counted(_rows(condition.count), condition.count)
    elif isinstance(condition, Distinct):
        yield _counted(("distinct", condition.distinct.by, *_rows(condition.distinct)), condition.distinct)


def _denied(condition: Condition) -> Iterator[Demand]:
    if isinstance(condition, Not):
        yield from demands(condition.not_)
    elif isinstance(condition, AnyOf):
        for part in condition.any:
            yield from _denied(part)
    elif isinstance(condition, Exists):
        yield Demand(_rows(condition.exists), high=0)
    elif isinstance(condition, NoneOf):
        yield Demand(_rows(condition.none), low=1)
    elif isinstance(condition, Compare) and condition.operator in _CONTRARY:
        for one in _compared(condition):
            if one.orders is None:
                yield Demand(one.about, outside=one.within or _NOTHING, within=one.outside or None)


def _rows(choice: Any) -> tuple[Any, ...]:
    return ("rows", choice.of, choice.where.model_dump_json(by_alias=True) if choice.where is not None else "")


def _counted(about: tuple[Any, ...], bounds: Any) -> Demand:
    low = max((one for one in (bounds.at_least, bounds.equals) if one is not None), default=None)
    high = min((one for one in (bounds.at_most, bounds.equals) if one is not None), default=None)
    return Demand(about, low=low, high=high)


def _compared(condition: Compare) -> Iterator[Demand]:
    operator, right = condition.operator, condition.right
    about = ("value", condition.fact, condition.field, condition.outer, condition.plus, condition.minus)
    if operator == "between":
        low, high = (_literal(one) for one in right)
        yield Demand(about, low=low, high=high)
        return
    value = _literal(right) if not isinstance(right, tuple) else None
    if isinstance(right, Operand) and value is None:
        if operator in _ORDERS:
            yield Demand((*about, right.model_dump_json(exclude_none=True)), orders=_ORDERS[operator])
    elif operator in ("is", "in"):
        yield Demand(about, within=frozenset(right) if isinstance(right, tuple) else frozenset([value]))
    elif operator in ("is_not", "not_in"):
        yield Demand(about, outside=frozenset(right) if isinstance(right, tuple) else frozenset([value]))
    elif operator in ("at_least", "more_than"):
        yield Demand(about, low=value, low_open=operator == "more_than")
    elif operator in ("at_most", "less_than"):
        yield Demand(about, high=value, high_open=operator == "less_than")


def _literal(value: Any) -> Any:
    """Return a value that is written out; None for one that is looked up."""
    if isinstance(value, Operand):
        return value.span if value.span is not None else value.number
    return value


def contradiction(wanted: Iterable[Demand]) -> tuple[Demand, Demand] | None:
    """Return two demands that cannot both be met, or None."""
    seen: dict[tuple[Any, ...], list[Demand]] = {}
    for one in wanted:
        for about in (one.about, *_wider(one)):
            for other in seen.get(about, ()):
                if _clash(other, one):
                    return other, one
        for about in (one.about, *_wider(one)):
            seen.setdefault(about, []).append(one)
    return None


def _wider(one: Demand) -> Iterator[tuple[Any, ...]]:
    """Where there must be rows that meet something, there must be rows."""
    if one.about[0] == "rows" and one.about[2]:
        yield ("rows", one.about[1], "")


def _clash(one: Demand, other: Demand) -> bool:
    if one.about != other.about:
        rows, none = (other, one) if one.about[2] == "" else (one, other)
        return bool(none.about[2] == "" and none.high == 0 and rows.low is not None and rows.low > 0)
    if one.orders is not None and other.orders is not None:
        return not one.orders & other.orders
    if one.within is not None or other.within is not None:
        left = one.within & other.within if one.within is not None and other.within is not None else None
        values = left if left is not None else (one.within or other.within or _NOTHING)
        return not any(_fits(value, one) and _fits(value, other) for value in values)
    return _empty(_most(one, other), _least(one, other))


def _fits(value: Any, one: Demand) -> bool:
    if value in one.outside:
        return False
    low = one.low is None or not _comparable(value, one.low) or (value > one.low if one.low_open else value >= one.low)
    high = (
        one.high is None
        or not _comparable(value, one.high)
        or (value < one.high if one.high_open else value <= one.high)
    )
    return bool(low and high)


def _least(one: Demand, other: Demand) -> tuple[Any, bool]:
    """Return the smaller upper bound and whether it is open."""
    bounds = [(each.high, each.high_open) for each in (one, other) if each.high is not None]
    if len(bounds) == 2 and not _comparable(bounds[0][0], bounds[1][0]):
        return None, False
    return min(bounds, key=lambda bound: (bound[0], not bound[1]), default=(None, False))


def _most(one: Demand, other: Demand) -> tuple[Any, bool]:
    """Return the greater lower bound and whether it is open."""
    bounds = [(each.low, each.low_open) for each in (one, other) if each.low is not None]
    if len(bounds) == 2 and not _comparable(bounds[0][0], bounds[1][0]):
        return None, False
    return max(bounds, key=lambda bound: (bound[0], bound[1]), default=(None, False))


def _empty(low: tuple[Any, bool], high: tuple[Any, bool]) -> bool:
    if low[0] is None or high[0] is None or not _comparable(low[0], high[0]):
        return False
    return bool(low[0] > high[0] or (low[0] == high[0] and (low[1] or high[1])))


def _comparable(one: Any, other: Any) -> bool:
    numbers = (int, Decimal)
    if isinstance(one, bool) or isinstance(other, bool):
        return isinstance(one, bool) and isinstance(other, bool)
    both = isinstance(one, numbers) and isinstance(other, numbers)
    return both or (isinstance(one, timedelta) and isinstance(other, timedelta)) or type(one) is type(other)


def decided(condition: Condition, known: Known) -> bool | None:
    """Return the verdict where what is known decides it, else None."""
    if isinstance(condition, All):
        verdicts = [decided(part, known) for part in condition.all]
        return False if False in verdicts else True if all(verdicts) else None
    if isinstance(condition, AnyOf):
        verdicts = [decided(part, known) for part in condition.any]
        return True if True in verdicts else None if None in verdicts else False
    if isinstance(condition, Not):
        inner = decided(condition.not_, known)
        return None if inner is None else not inner
    if isinstance(condition, Compare) and condition.fact is not None and condition.plus is condition.minus is None:
        return _known(condition, known[condition.fact]) if condition.fact in known else None
    return None


def _known(condition: Compare, values: frozenset[Any]) -> bool | None:
    right = condition.right
    if isinstance(right, Operand) or condition.operator == "between":
        return None
    found = {bool(OPERATORS[condition.operator](value, right)) for value in values}
    return found.pop() if len(found) == 1 else None
