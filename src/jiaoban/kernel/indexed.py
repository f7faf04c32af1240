"""The rows of a table in memory, and indexes of its columns that are made when a question first wants one.

A book of a year has tables of ten thousand rows, of which a question wants a handful. An index only makes candidates
fewer: whether a row meets a condition is said by the tests themselves.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from typing import Any

from jiaoban.kernel.book import Between, Containing, OneOf

FEW = 64
"""Rows up to which looking at each is as quick as an index."""


class Rows(dict[str, Any]):
    """The states of a table by key. Change it by `put` alone."""

    def __init__(self, rows: Mapping[str, Any] | None = None) -> None:
        super().__init__(rows or {})
        self._equal: dict[str, dict[Any, dict[str, None]]] = {}
        self._sorted: dict[str, list[tuple[Any, str]]] = {}

    def copy(self) -> "Rows":
        """Return the same rows, to go their own way; indexes are made anew when they are wanted."""
        return Rows(self)

    def put(self, key: str, state: Any) -> None:
        """Set a row, or with None take it out."""
        before = self.pop(key, None) if state is None else self.get(key)
        if state is not None:
            self[key] = state
        for column, by_value in self._equal.items():
            if before is not None:
                by_value[getattr(before, column)].pop(key, None)
            if state is not None:
                by_value.setdefault(getattr(state, column), {})[key] = None
        for column, pairs in self._sorted.items():
            _take(pairs, before, column, key)
            if state is not None and (value := getattr(state, column)) is not None:
                insort(pairs, (value, key))

    def candidates(self, where: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
        """Return (key, state) of all rows that can meet the conditions of `Book.find`, and perhaps of others."""
        if len(self) <= FEW:
            return self.items()
        best: Iterable[str] | None = None
        fewest = len(self)
        for column, wanted in where.items():
            if isinstance(wanted, OneOf | Containing):
                continue
            count, keys = self._between(column, wanted) if isinstance(wanted, Between) else self._same(column, wanted)
            if count < fewest:
                best, fewest = keys, count
        return self.items() if best is None else [(key, self[key]) for key in best]

    def _same(self, column: str, value: Any) -> tuple[int, Iterable[str]]:
        if column not in self._equal:
            by_value: dict[Any, dict[str, None]] = {}
            for key, state in self.items():
                by_value.setdefault(getattr(state, column), {})[key] = None
            self._equal[column] = by_value
        found = self._equal[column].get(value, {})
        return len(found), found

    def _between(self, column: str, wanted: Between) -> tuple[int, Iterable[str]]:
        if column not in self._sorted:
            given = ((getattr(state, column), key) for key, state in self.items())
            self._sorted[column] = sorted((value, key) for value, key in given if value is not None)
        pairs = self._sorted[column]
        low = 0 if wanted.low is None else bisect_left(pairs, (wanted.low, ""))
        high = len(pairs) if wanted.high is None else bisect_left(pairs, (wanted.high, ""))
        return max(high - low, 0), _Slice(pairs, low, high)


class _Slice:
    """The keys of a part of sorted pairs, taken when somebody goes through them."""

    def __init__(self, pairs: list[tuple[Any, str]], low: int, high: int) -> None:
        self.pairs, self.low, self.high = pairs, low, high

    def __iter__(self) -> Any:
        return (key for _, key in self.pairs[self.low : self.high])


def _take(pairs: list[tuple[Any, str]], before: Any, column: str, key: str) -> None:
    value = getattr(before, column) if before is not None else None
    if value is not None:
        del pairs[bisect_left(pairs, (value, key))]
