"""A book in memory: the same folds as the database's, for scenarios, tests and the check of projections."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from functools import partial
from operator import eq
from typing import Any

from jiaoban.kernel.act import Act, Proposed
from jiaoban.kernel.book import Between, Containing, OneOf, S, Stamp, Table, number, tables
from jiaoban.kernel.indexed import Rows
from jiaoban.kernel.personal import MemoryKeeper


class MemoryBook:
    """A `WritableBook` that lives in dictionaries. One thread at a time; a failed transaction leaves no trace."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._acts: list[Act] = []
        self._commands: dict[str, list[Act]] = {}
        self._rows: dict[str, Rows] = {table.name: Rows() for table in tables()}
        self._folding: dict[str, list[Table[Any]]] = {}
        for table in tables():
            for kind in table.kinds:
                self._folding.setdefault(kind, []).append(table)
        self._undo: list[tuple[str, str, Any]] | None = None
        self._personal = MemoryKeeper()

    def copy(self) -> "MemoryBook":
        """Return a book with the same acts and rows that goes its own way from here on."""
        twin = copy(self)
        twin._undo = None  # noqa: SLF001 - its own twin
        twin._acts = list(self._acts)  # noqa: SLF001
        twin._commands = {command: list(acts) for command, acts in self._commands.items()}  # noqa: SLF001
        twin._personal = self._personal.copy()  # noqa: SLF001
        twin._rows = {name: rows.copy() for name, rows in self._rows.items()}  # noqa: SLF001
        return twin

    @property
    def site(self) -> str:
        """The code of the site."""
        return self._site

    @property
    def personal(self) -> MemoryKeeper:
        """The personal values of the site."""
        return self._personal

    @property
    def size(self) -> int:
        """How many acts the book holds."""
        return len(self._acts)

    def get(self, table: Table[S], key: str) -> S | None:
        """Return the state under this key, or None."""
        found: S | None = self._rows[table.name].get(key)
        return found

    def many(self, table: Table[S], keys: Iterable[str]) -> dict[str, S]:
        """See `Book.many`."""
        rows = self._rows[table.name]
        return {key: rows[key] for key in dict.fromkeys(keys) if key in rows}

    def find(self, table: Table[S], *, order: Sequence[str] = (), limit: int | None = None, **where: Any) -> list[S]:
        """See `Book.find`."""
        tests = _tests(table, where)
        keyed = [(key, row) for key, row in self._rows[table.name].candidates(where) if _meets(row, tests)]
        return [row for _, row in sorting(table, keyed, order)[:limit]]

    def pick(
        self,
        table: Table[Any],
        columns: Sequence[str],
        *,
        order: Sequence[str] = (),
        limit: int | None = None,
        **where: Any,
    ) -> list[tuple[Any, ...]]:
        """See `Book.pick`."""
        for name in columns:
            _known(table, name)
        found = self.find(table, order=order, limit=limit, **where)
        return [tuple(getattr(row, name) for name in columns) for row in found]

    def count(self, table: Table[Any], **where: Any) -> int:
        """See `Book.count`."""
        tests = _tests(table, where)
        return sum(1 for _, row in self._rows[table.name].candidates(where) if _meets(row, tests))

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
        self._undo, length, personal = [], len(self._acts), self._personal.copy()
        try:
            yield
        except BaseException:
            self._personal = personal
            for name, key, before in reversed(self._undo):
                self._put(name, key, before)
            for act in self._acts[length:]:
                self._commands.pop(act.command, None)
            del self._acts[length:]
            raise
        finally:
            self._undo = None

    def recall(self, command: str) -> Sequence[Act]:
        """Return the acts of this command id."""
        return tuple(self._commands.get(command, ()))

    def append(self, proposed: Sequence[Proposed], stamp: Stamp) -> Sequence[Act]:
        """Number and fold these acts."""
        acts = number(self._site, len(self._acts), proposed, stamp)
        for act in acts:
            self.fold(act)
        return acts

    def fold(self, act: Act) -> None:
        """Take over an act that is already numbered (the next one) and fold it into the tables."""
        self._acts.append(act)
        self._commands.setdefault(act.command, []).append(act)
        for table in self._folding.get(act.kind, ()):
            rows = self._rows[table.name]
            for key in table.keys(act):
                before = rows.get(key)
                if self._undo is not None:
                    self._undo.append((table.name, key, before))
                self._put(table.name, key, table.evolve(before, act, key))

    def _put(self, name: str, key: str, state: Any) -> None:
        self._rows[name].put(key, state)


def sieve(table: Table[S], where: Mapping[str, Any]) -> Callable[[S], bool]:
    """Return what says whether a state meets every condition of `Book.find`."""
    tests = _tests(table, where)
    return lambda row: _meets(row, tests)


def sorting(table: Table[S], keyed: Iterable[tuple[str, S]], order: Sequence[str]) -> list[tuple[str, S]]:
    """Return (key, state) in the order of `Book.find`."""
    found = sorted(keyed, key=lambda pair: pair[0])
    for column in reversed(order):
        name = column.lstrip("-")
        _known(table, name)
        found.sort(key=lambda pair: _sortable(getattr(pair[1], name)), reverse=column.startswith("-"))
    return found


def _known(table: Table[Any], column: str) -> None:
    if column not in table.columns:
        raise LookupError(f"table {table.name} has no column {column!r}; it has {', '.join(table.columns)}")


def _tests(table: Table[Any], where: Mapping[str, Any]) -> list[tuple[str, Callable[[Any], bool]]]:
    """Return, for every column that is asked about, how its value is tested."""
    for column in where:
        _known(table, column)
    return [(column, _test(wanted)) for column, wanted in where.items()]


def _test(wanted: Any) -> Callable[[Any], bool]:
    if isinstance(wanted, Between):
        low, high = wanted.low, wanted.high
        return lambda value: value is not None and (low is None or value >= low) and (high is None or value < high)
    if isinstance(wanted, OneOf):
        return wanted.values.__contains__
    if isinstance(wanted, Containing):
        piece = wanted.piece.casefold()
        return lambda value: value is not None and piece in value.casefold()
    return partial(eq, wanted)


def _meets(row: Any, tests: Iterable[tuple[str, Callable[[Any], bool]]]) -> bool:
    for column, test in tests:  # noqa: SIM110 - a generator would cost as much as the tests
        if not test(getattr(row, column)):
            return False
    return True


def _sortable(value: Any) -> tuple[bool, Any]:
    return (value is not None, value)
