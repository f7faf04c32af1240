"""A book in memory: the same folds as the database's, for scenarios, tests and the check of projections."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from typing import Any

from jiaoban.kernel.act import Act, Proposed
from jiaoban.kernel.book import Between, Containing, OneOf, S, Stamp, Table, number, tables


class MemoryBook:
    """A `WritableBook` that lives in dictionaries. One thread at a time; a failed transaction leaves no trace."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._acts: list[Act] = []
        self._rows: dict[str, dict[str, Any]] = {table.name: {} for table in tables()}
        self._folding: dict[str, list[Table[Any]]] = {}
        for table in tables():
            for kind in table.kinds:
                self._folding.setdefault(kind, []).append(table)
        self._undo: list[tuple[str, str, Any]] | None = None

    def copy(self) -> "MemoryBook":
        """Return a book with the same acts and rows that goes its own way from here on."""
        twin = copy(self)
        twin._undo = None  # noqa: SLF001 - its own twin
        twin._acts = list(self._acts)  # noqa: SLF001
        twin._rows = {name: dict(rows) for name, rows in self._rows.items()}  # noqa: SLF001
        return twin

    @property
    def site(self) -> str:
        """The code of the site."""
        return self._site

    @property
    def size(self) -> int:
        """How many acts the book holds."""
        return len(self._acts)

    def get(self, table: Table[S], key: str) -> S | None:
        """Return the state under this key, or None."""
        found: S | None = self._rows[table.name].get(key)
        return found

    def find(self, table: Table[S], *, order: Sequence[str] = (), limit: int | None = None, **where: Any) -> list[S]:
        """See `Book.find`."""
        keyed = [(key, row) for key, row in self._rows[table.name].items() if _meets(table, row, where)]
        keyed.sort(key=lambda pair: pair[0])
        for column in reversed(order):
            name = column.lstrip("-")
            _known(table, name)
            keyed.sort(key=lambda pair: _sortable(getattr(pair[1], name)), reverse=column.startswith("-"))
        return [row for _, row in keyed[:limit]]

    def count(self, table: Table[Any], **where: Any) -> int:
        """See `Book.count`."""
        return sum(1 for row in self._rows[table.name].values() if _meets(table, row, where))

    def act(self, seq: int) -> Act | None:
        """Return the act with this number, or None."""
        return self._acts[seq] if 0 <= seq < len(self._acts) else None

    def acts(self, low: int = 0, high: int | None = None) -> Iterable[Act]:
        """Return the acts with `low <= seq < high`."""
        return self._acts[low:high]

    def rows(self, table: Table[S]) -> Iterable[tuple[str, S]]:
        """Return every (key, state) of a table."""
        return self._rows[table.name].items()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Undo every row and act of the block when it raises."""
        self._undo, length = [], len(self._acts)
        try:
            yield
        except BaseException:
            for name, key, before in reversed(self._undo):
                self._put(name, key, before)
            del self._acts[length:]
            raise
        finally:
            self._undo = None

    def recall(self, command: str) -> Sequence[Act]:
        """Return the acts of this command id."""
        return [act for act in self._acts if act.command == command]

    def append(self, proposed: Sequence[Proposed], stamp: Stamp) -> Sequence[Act]:
        """Number and fold these acts."""
        acts = number(self._site, len(self._acts), proposed, stamp)
        for act in acts:
            self.fold(act)
        return acts

    def fold(self, act: Act) -> None:
        """Take over an act that is already numbered (the next one) and fold it into the tables."""
        self._acts.append(act)
        for table in self._folding.get(act.kind, ()):
            rows = self._rows[table.name]
            for key in table.keys(act):
                before = rows.get(key)
                if self._undo is not None:
                    self._undo.append((table.name, key, before))
                self._put(table.name, key, table.evolve(before, act, key))

    def _put(self, name: str, key: str, state: Any) -> None:
        if state is None:
            self._rows[name].pop(key, None)
        else:
            self._rows[name][key] = state


def _known(table: Table[Any], column: str) -> None:
    if column not in table.columns:
        raise LookupError(f"table {table.name} has no column {column!r}; it has {', '.join(table.columns)}")


def _meets(table: Table[Any], row: Any, where: dict[str, Any]) -> bool:
    for column, wanted in where.items():
        _known(table, column)
        value = getattr(row, column)
        if isinstance(wanted, Between):
            if value is None or (wanted.low is not None and value < wanted.low):
                return False
            if wanted.high is not None and value >= wanted.high:
                return False
        elif isinstance(wanted, OneOf):
            if value not in wanted.values:
                return False
        elif isinstance(wanted, Containing):
            if value is None or wanted.piece.casefold() not in value.casefold():
                return False
        elif value != wanted:
            return False
    return True


def _sortable(value: Any) -> tuple[bool, Any]:
    return (value is not None, value)
