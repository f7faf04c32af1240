"""Static check of conditions: every name known, every type fitting, and no condition whose verdict is already fixed.

`judge` returns True or False where a condition holds always or never, whatever the facts, and None otherwise.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from jiaoban.kernel.words import Words
from jiaoban.regime.complaints import nearest
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
    shape,
)
from jiaoban.regime.facts import ROWS, Field
from jiaoban.regime.findings import Finding
from jiaoban.regime.positions import Path
from jiaoban.regime.reach import contradiction, demands

LONGEST = timedelta(days=366)
EVERY_ROW: Mapping[str, Field] = {"id": Field("text", "its key"), "title": Field("text", "its name")}
ORDERED = ("number", "duration", "moment")
SORTS = {
    "text": Words(zh="文字", en="text"),
    "flag": Words(zh="true 或 false", en="true or false"),
    "number": Words(zh="数字", en="a number"),
    "moment": Words(zh="时刻", en="a moment"),
    "duration": Words(zh="时长，写成 {span: PT10M}", en="a duration, written {span: PT10M}"),
}
_TAKES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("at_least", "at_most", "more_than", "less_than", "between"), ORDERED),
    **dict.fromkeys(("before", "not_before"), ("moment",)),
    "contains": ("text",),
}


@dataclass(frozen=True, slots=True)
class Sight:
    """What a condition may name where it stands.

    `single` are the values, `hidden` the collections that are not made yet at that point, `row` and `outer` the fields
    of the row at hand and of the one around it (None: there is none), `ids` the ids that the pack gives to a field.
    """

    single: Mapping[str, Field]
    rows: bool = True
    hidden: frozenset[str] = frozenset()
    row: Mapping[str, Field] | None = None
    outer: Mapping[str, Field] | None = None
    ids: Mapping[tuple[str, str], tuple[str, ...]] | None = None


class Judge:
    """Checks conditions and collects what it finds."""

    def __init__(self) -> None:
        self.found: list[Finding] = []

    def judge(self, condition: Condition, sight: Sight, path: Path) -> bool | None:
        """Check one condition and everything inside it."""
        name = shape(condition) or ""
        judges: dict[type, Callable[[Any, Sight, Path], bool | None]] = {
            All: self._all,
            AnyOf: self._any,
            Not: self._negation,
            Exists: self._exists,
            NoneOf: self._none,
            Every: self._every,
            Count: self._count,
            Distinct: self._distinct,
            Compare: self._compare,
        }
        return judges[type(condition)](condition, sight, path if name == "compare" else (*path, name))

    def _all(self, condition: All, sight: Sight, path: Path) -> bool | None:
        verdicts = [self.judge(part, sight, (*path, place)) for place, part in enumerate(condition.all)]
        if False in verdicts or contradiction(demands(condition)):
            return False
        return True if all(verdict is True for verdict in verdicts) else None

    def _any(self, condition: AnyOf, sight: Sight, path: Path) -> bool | None:
        verdicts = [self.judge(part, sight, (*path, place)) for place, part in enumerate(condition.any)]
        if True in verdicts:
            return True
        return False if all(verdict is False for verdict in verdicts) else None

    def _negation(self, condition: Not, sight: Sight, path: Path) -> bool | None:
        verdict = self.judge(condition.not_, sight, path)
        return None if verdict is None else not verdict

    def _exists(self, condition: Exists, sight: Sight, path: Path) -> bool | None:
        return False if self._where(condition.exists, sight, path) is False else None

    def _none(self, condition: NoneOf, sight: Sight, path: Path) -> bool | None:
        return True if self._where(condition.none, sight, path) is False else None

    def _every(self, condition: Every, sight: Sight, path: Path) -> bool | None:
        where = self._where(condition.every, sight, path)
        inside = self._inside(condition.every.of, sight)
        have = self.judge(condition.every.have, inside, (*path, "have"))
        return True if where is False or have is True else None

    def _count(self, condition: Count, sight: Sight, path: Path) -> bool | None:
        return _fixed(condition.count, self._where(condition.count, sight, path))

    def _distinct(self, condition: Distinct, sight: Sight, path: Path) -> bool | None:
        choice = condition.distinct
        where = self._where(choice, sight, path)
        fields = self._inside(choice.of, sight).row
        if fields and choice.by not in fields:
            self._add((*path, "by"), _unknown(choice.by), nearest(choice.by, fields))
        return _fixed(choice, where)

    def _compare(self, condition: Compare, sight: Sight, path: Path) -> bool | None:
        left = self._field(condition, sight, path)
        self._move(condition, left, path)
        if left is None:
            return None
        operator, right = condition.operator, condition.right
        here = (*path, operator)
        takes = _TAKES.get(operator)
        if takes and left.type not in takes:
            fits = " / ".join(SORTS[one].en.split(",")[0] for one in takes)
            self._add(
                here,
                Words(
                    zh=f"「{operator}」不能用于{SORTS[left.type].zh}。",
                    en=f'"{operator}" does not suit {SORTS[left.type].en}.',
                ),
                Words(zh=f"它比较的是：{fits};是否相等用 is。", en=f"It compares {fits}; use 'is' for equality."),
                key=True,
            )
            return None
        wanted = Field("text", "a part of it") if operator == "contains" else left
        for place, one in enumerate(right) if isinstance(right, tuple) else [(None, right)]:
            self._right(wanted, one, sight, here if place is None else (*here, place))
        if operator in ("in", "not_in") and not right:
            return operator == "not_in"
        return False if operator == "between" and _empty_range(right) else None

    def _where(self, choice: Any, sight: Sight, path: Path) -> bool | None:
        collection = ROWS.get(choice.of)
        if not sight.rows:
            self._add(path, _no_rows(), Words(zh="用 fact 写。", en="Use single facts."), key=True)
        elif collection is None:
            self._add((*path, "of"), _unknown(choice.of), nearest(choice.of, set(ROWS) - sight.hidden))
        elif choice.of in sight.hidden:
            self._add(
                (*path, "of"),
                Words(zh=f"这里还看不到「{choice.of}」。", en=f'"{choice.of}" does not exist yet at this point.'),
                Words(zh="这里的规则先于它形成，请改用别的。", en="This rule comes before it; use something else."),
            )
        return (
            True if choice.where is None else self.judge(choice.where, self._inside(choice.of, sight), (*path, "where"))
        )

    def _inside(self, of: str, sight: Sight) -> Sight:
        fields = {**EVERY_ROW, **ROWS[of].fields} if of in ROWS else {}
        known = {key[1]: ids for key, ids in (sight.ids or {}).items() if key[0] == of}
        fields |= {name: replace(fields[name], choices=ids) for name, ids in known.items() if name in fields}
        return replace(sight, row=fields, outer=sight.row)

    def _field(self, operand: Operand | Compare, sight: Sight, path: Path) -> Field | None:
        """Return the type of what is looked up. An empty mapping of fields means 'already complained of'."""
        for kind, name, fields in (
            ("fact", operand.fact, sight.single),
            ("field", operand.field, sight.row),
            ("outer", operand.outer, sight.outer),
        ):
            if name is None:
                continue
            if fields is None:
                self._add((*path, kind), _no_row(kind), _no_row_right(), key=True)
            elif name in fields:
                return fields[name]
            elif fields:
                self._add((*path, kind), _unknown(name), nearest(name, fields))
            return None
        if isinstance(operand, Operand):
            return Field("duration" if operand.span is not None else "number", "")
        return None

    def _move(self, operand: Operand | Compare, field: Field | None, path: Path) -> None:
        """Only moments and durations can be moved, and not further than `LONGEST`."""
        spans = {"plus": operand.plus, "minus": operand.minus, "span": getattr(operand, "span", None)}
        for name, span in spans.items():
            if span is None:
                continue
            if name != "span" and field is not None and field.type not in ("moment", "duration"):
                self._add(
                    (*path, name),
                    Words(
                        zh=f"{SORTS[field.type].zh}不能加减时长。",
                        en=f"A duration cannot be added to {SORTS[field.type].en}.",
                    ),
                    Words(zh=f"去掉「{name}」。", en=f'Remove "{name}".'),
                    key=True,
                )
            if abs(span) > LONGEST:
                self._add(
                    (*path, name),
                    Words(zh="时长太长。", en="The duration is too long."),
                    Words(zh="不超过 366 天。", en="At most 366 days."),
                )

    def _right(self, left: Field, right: Any, sight: Sight, path: Path) -> None:
        if isinstance(right, Operand):
            found = self._field(right, sight, path)
            self._move(right, found, path)
            if found is not None and found.type != left.type:
                self._add(path, _misfit(found.type, left.type), _fitting(left.type))
            return
        sort = "flag" if isinstance(right, bool) else "number" if isinstance(right, int | Decimal) else "text"
        if sort != left.type:
            self._add(path, _misfit(sort, left.type), _meant(right, left.type) or _fitting(left.type))
        elif left.choices and right not in left.choices:
            self._add(
                path,
                Words(zh=f"没有「{str(right)[:60]}」这个取值。", en=f'There is no value "{str(right)[:60]}" here.'),
                nearest(str(right), left.choices),
            )

    def _add(self, path: Path, wrong: Words, right: Words, *, key: bool = False) -> None:
        self.found.append(Finding(path, wrong, right, key=key))


def _unknown(name: str) -> Words:
    return Words(zh=f"没有「{name[:60]}」这个事实。", en=f'There is no fact "{name[:60]}" here.')


def _no_rows() -> Words:
    return Words(zh="这里没有成行的事实。", en="There are no rows here.")


def _no_row(kind: str) -> Words:
    return Words(zh=f"这里没有「{kind}」所指的行。", en=f'There is no row here that "{kind}" could mean.')


def _no_row_right() -> Words:
    return Words(
        zh="单个事实用 fact;行的字段写在 exists、none 等的 where 里。",
        en="Use fact for single values; fields stand in the where of exists, none ...",
    )


def _misfit(have: str, want: str) -> Words:
    return Words(
        zh=f"类型不合：{SORTS[want].zh}不能同{SORTS[have].zh}比。",
        en=f"{SORTS[want].en} cannot be compared with {SORTS[have].en}.",
    )


def _fitting(want: str) -> Words:
    return Words(zh=f"这里应是{SORTS[want].zh}。", en=f"It should be {SORTS[want].en}.")


_YES = {**dict.fromkeys(("yes", "on", "y", "True", "TRUE"), "true"), **dict.fromkeys(("no", "off", "n"), "false")}


def _meant(value: Any, want: str) -> Words | None:
    """Return what was meant by a value that other programs read otherwise: yes, no, 007, 08:00."""
    if want == "flag" and str(value) in _YES:
        right = _YES[str(value)]
        return Words(zh=f"「{value}」在这里是文字；写 {right}。", en=f'"{value}" is a word here; write {right}.')
    if want == "number" and isinstance(value, str) and value.lstrip("+-").isdigit():
        plain = value.lstrip("+-0") or "0"
        return Words(
            zh=f"以 0 开头的是文字；写 {plain},不加引号。", en=f"What begins with 0 is text; write {plain}, unquoted."
        )
    if want == "text" and isinstance(value, bool | int | Decimal):
        shown = str(value).lower()
        return Words(zh=f'当文字用时加引号："{shown}"。', en=f'Quote it when it is meant as text: "{shown}".')
    if want == "moment":
        return Words(
            zh="时刻不能直接写，要同另一个时刻比，如 before: {fact: shift_ends_at, minus: PT10M}。",
            en="A moment is not written out; compare it with another, as before: {fact: shift_ends_at, minus: PT10M}.",
        )
    return None


def _fixed(bounds: Any, where: bool | None) -> bool | None:
    """Say whether bounds of a number that is never negative (and 0 where `where` never holds) fix the verdict."""
    low = max((one for one in (bounds.at_least, bounds.equals) if one is not None), default=0)
    high = min((one for one in (bounds.at_most, bounds.equals) if one is not None), default=None)
    if high is not None and (high < 0 or high < low):
        return False
    if where is False:
        return low <= 0
    return True if low <= 0 and high is None else None


def _empty_range(right: tuple[Any, Any]) -> bool:
    low, high = right
    plain = isinstance(low, int) and isinstance(high, int)
    return plain and low > high
