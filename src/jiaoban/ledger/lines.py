"""The index of pieces of text, written with the rows that it finds (docs/adr/0009).

One line for each row of a searched table: `ledger_line` says which row it is, its pieces stand beside. On SQLite the
pieces are in the FTS5 table `ledger_words`, under the number of the line; numbers follow the moment by which results
are listed, so the newest of a million hits are read without reading the others. On PostgreSQL they are a `tsvector` of
the line itself.

The index is only ever asked which rows may match; the row itself has the last word. A line too many does no harm.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from itertools import count
from typing import Any

from django.db.backends.utils import CursorWrapper

from jiaoban.kernel.book import Searched, State, Table
from jiaoban.kernel.pieces import filed_under
from jiaoban.ledger.folding import bare

SLOTS = 1 << 20
"""Numbers of lines for one millisecond."""
LAST = (1 << 43) - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the index sees it: its key, its millisecond, what it is filed under."""

    key: str
    moment: int
    pieces: frozenset[str]


def moment_of(value: datetime | None) -> int:
    """Return the millisecond of a line; what has none, and what was before 1970, is together in the first."""
    return 0 if value is None else min(max(0, (value - _EPOCH) // _MILLISECOND), LAST)


def scope(table: Table[Any], site: str) -> str:
    """Return the piece that all lines of a table and site have."""
    return _code(table.name, site)


def within(table: Table[Any], site: str, column: str, value: Any) -> str:
    """Return the piece that all lines with this value in a column of codes have."""
    return _code(table.name, site, column, str(bare(value)))


def line(table: Table[Any], site: str, key: str, state: State) -> Line:
    """Return the line of a row of a searched table."""
    searched = _searched(table)
    pieces = filed_under(getattr(state, searched.column) or "")
    pieces.add(scope(table, site))
    for column in searched.within:
        if (value := getattr(state, column)) is not None:
            pieces.add(within(table, site, column, value))
    return Line(key, moment_of(getattr(state, searched.newest)), frozenset(pieces))


def put(
    cursor: CursorWrapper, table: Table[Any], site: str, changed: Iterable[tuple[str, State | None, State | None]]
) -> None:
    """File the rows (key, state before, state now) of a table; one whose text and codes are as before stays."""
    if table.searched is None:
        return
    fresh = []
    for key, before, now in changed:
        if before is not None and (now is None or not _alike(table.searched, before, now)):
            _withdraw(cursor, table, site, key, before)
        if now is not None and (before is None or not _alike(table.searched, before, now)):
            fresh.append(line(table, site, key, now))
    add(cursor, table, site, fresh)


def add(cursor: CursorWrapper, table: Table[Any], site: str, fresh: Sequence[Line]) -> None:
    """Add lines. On SQLite in the order of their numbers, or FTS5 would write each by itself."""
    ordered = sorted(fresh, key=lambda one: one.moment)
    write = _add_to_postgresql if cursor.db.vendor == "postgresql" else _add_to_sqlite
    for start in range(0, len(ordered), _AT_ONCE):
        write(cursor, table, site, ordered[start : start + _AT_ONCE])


def _add_to_postgresql(cursor: CursorWrapper, table: Table[Any], site: str, fresh: Sequence[Line]) -> None:
    marks = ",".join(["(%s, %s, %s, %s, %s::tsvector)"] * len(fresh))
    cursor.execute(
        f"INSERT INTO ledger_line (read_model, site, key, moment, words) VALUES {marks}"  # noqa: S608
        " ON CONFLICT (read_model, site, key) DO UPDATE SET moment = EXCLUDED.moment, words = EXCLUDED.words",
        [value for one in fresh for value in (table.name, site, one.key, one.moment, _vector(one))],
    )


def _add_to_sqlite(cursor: CursorWrapper, table: Table[Any], site: str, fresh: Sequence[Line]) -> None:
    free = _free(cursor, sorted({one.moment for one in fresh}))
    numbers = [next(free[one.moment]) for one in fresh]
    numbered = list(zip(numbers, fresh, strict=True))
    cursor.execute(
        f"INSERT INTO ledger_line (id, read_model, site, key) VALUES {_marks(4, fresh)}",  # noqa: S608
        [value for number, one in numbered for value in (number, table.name, site, one.key)],
    )
    cursor.execute(
        f"INSERT INTO ledger_words (rowid, pieces) VALUES {_marks(2, fresh)}",  # noqa: S608
        [value for number, one in numbered for value in (number, " ".join(one.pieces))],
    )


def _free(cursor: CursorWrapper, moments: Sequence[int]) -> dict[int, Iterator[int]]:
    """Return the numbers of lines that are not taken, by millisecond."""
    last = "(SELECT MAX(id) FROM ledger_line WHERE id >= %s AND id < %s)"
    bounds = [bound for moment in moments for bound in (moment * SLOTS, (moment + 1) * SLOTS)]
    cursor.execute(f"SELECT {','.join([last] * len(moments))}", bounds)
    taken = cursor.fetchone()
    return {
        moment: count(moment * SLOTS if number is None else number + 1)
        for moment, number in zip(moments, taken, strict=True)
    }


def _marks(each: int, fresh: Sequence[Line]) -> str:
    return ",".join([f"({','.join(['%s'] * each)})"] * len(fresh))


def _withdraw(cursor: CursorWrapper, table: Table[Any], site: str, key: str, state: State) -> None:
    """Let a line find nothing any more. On SQLite its number stays taken, because its pieces stay."""
    sql, values = _at(cursor, table, site, key, moment_of(getattr(state, _searched(table).newest)))
    change = "DELETE FROM ledger_line" if cursor.db.vendor == "postgresql" else "UPDATE ledger_line SET key = ''"
    cursor.execute(f"{change} WHERE {sql}", values)


def _at(cursor: CursorWrapper, table: Table[Any], site: str, key: str, moment: int) -> tuple[str, list[Any]]:
    sql, values = "read_model = %s AND site = %s AND key = %s", [table.name, site, key]
    if cursor.db.vendor == "postgresql":
        return sql, values
    return f"{sql} AND id >= %s AND id < %s", [*values, moment * SLOTS, (moment + 1) * SLOTS]


def _alike(searched: Searched, before: State, now: State) -> bool:
    return all(
        getattr(before, name) == getattr(now, name) for name in (searched.column, searched.newest, *searched.within)
    )


def _searched(table: Table[Any]) -> Searched:
    assert table.searched is not None, table.name
    return table.searched


def _vector(one: Line) -> str:
    return " ".join(f"'{piece}'" for piece in one.pieces)


@lru_cache(maxsize=4096)
def _code(*parts: str) -> str:
    return "k" + sha256("\0".join(parts).encode()).hexdigest()[:12]
