"""Looking for a piece of text, the newest rows first: what a scan of all rows would find, by the index of pieces.

The index names rows that may match. They are read, and judged by the very code that judges a book in memory.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from jiaoban.kernel.book import Between, Containing, OneOf, S, Table
from jiaoban.kernel.memory import sieve, sorting
from jiaoban.kernel.pieces import Needed, needed
from jiaoban.ledger import lines, rows, search
from jiaoban.ledger.models import model_of

_SCANNED = 1_000
"""So many of the newest rows are looked through first where the index would have to gather all hits before the newest:
a word that is in every tenth row is found in them."""
_GROWS = 8
_MOST = 5_000


def newest(
    connection: BaseDatabaseWrapper,
    table: Table[S],
    site: str,
    where: Mapping[str, Any],
    order: Sequence[str],
    limit: int | None,
) -> list[S] | None:
    """Return what `Book.find` is to return, or None where the index is no help: then the rows are to be asked."""
    asked = _asked(table, site, where)
    if asked is None or not limit or list(order) != [f"-{asked.newest}"]:
        return None
    if connection.vendor == "postgresql" or asked.needed.start:
        found = _among_the_latest(asked, connection, where, order, limit)
        if found is not None:
            return found
    return _found(asked, connection, where, limit)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the index is asked: the pieces, any of some codes for each column of codes, from when to when."""

    table: Table[Any]
    site: str
    newest: str
    needed: Needed
    codes: tuple[tuple[str, ...], ...]
    low: int
    high: int

    def match(self) -> str:
        """Return the question in the language of FTS5."""
        asked = [f'"{pair}"' for pair in self.needed.pairs]
        asked += [f'"{self.needed.start}" *'] if self.needed.start else []
        asked += [f"({' OR '.join(codes)})" for codes in self.codes]
        return " AND ".join(asked)

    def vector(self) -> str:
        """Return the question in the language of tsquery."""
        asked = [f"'{pair}'" for pair in self.needed.pairs]
        asked += [f"'{self.needed.start}':*"] if self.needed.start else []
        asked += [f"({' | '.join(codes)})" for codes in self.codes]
        return " & ".join(asked)


def _asked(table: Table[Any], site: str, where: Mapping[str, Any]) -> _Asked | None:
    """Return what to ask the index, or None where it cannot help."""
    searched = table.searched
    wanted = where.get(searched.column) if searched else None
    if searched is None or not isinstance(wanted, Containing) or (pieces := needed(wanted.piece)) is None:
        return None
    codes = []
    for column in searched.within:
        values = _values(where[column]) if column in where else ()
        if values and None not in values:
            codes.append(tuple(lines.within(table, site, column, value) for value in values))
    between = where.get(searched.newest, Between())
    if not isinstance(between, Between):
        return None
    low = lines.moment_of(between.low)
    high = lines.LAST if between.high is None else lines.moment_of(between.high)
    return _Asked(table, site, searched.newest, pieces, tuple(codes) or ((lines.scope(table, site),),), low, high)


def _values(wanted: Any) -> tuple[Any, ...]:
    if isinstance(wanted, OneOf):
        return wanted.values
    return () if isinstance(wanted, Between | Containing) else (wanted,)


def _among_the_latest(
    asked: _Asked, connection: BaseDatabaseWrapper, where: Mapping[str, Any], order: Sequence[str], limit: int
) -> list[Any] | None:
    """Look through the newest rows; None when they hold too few."""
    assert asked.table.searched is not None
    model, site, newest = model_of(asked.table), asked.site, asked.newest
    without = {column: wanted for column, wanted in where.items() if column != asked.table.searched.column}
    edge = search.select(connection, model, site, without, order, 1, column=newest, offset=_SCANNED)
    if edge and edge[0] is None:
        return None
    since = where
    if edge:
        between = where.get(newest, Between())
        since = {**where, newest: Between(search.utc(edge[0]), between.high)}
    texts = search.select(connection, model, site, since, order, limit)
    if edge and len(texts) < limit:
        return None
    return [asked.table.read(text) for text in texts]


def _found(asked: _Asked, connection: BaseDatabaseWrapper, where: Mapping[str, Any], limit: int) -> list[Any]:
    """Read the index from its newest end, only as far as is needed.

    The moment of a line is that of its row as it is now, or the row has another line: so of what lies within the
    moments that were read, all is found.
    """
    found: list[Any] = []
    meets = sieve(asked.table, where)
    before = lines.LAST + 1
    for keys, since in _rounds(asked, connection, 2 * limit):
        here = [
            (key, state)
            for key, state in _read(asked, connection, keys)
            if since <= lines.moment_of(getattr(state, asked.newest)) < before and meets(state)
        ]
        found += [state for _, state in sorting(asked.table, here, [f"-{asked.newest}"])]
        if len(found) >= limit:
            break
        before = since
    return found[:limit]


def _read(asked: _Asked, connection: BaseDatabaseWrapper, keys: Sequence[str]) -> Iterator[tuple[str, Any]]:
    with connection.cursor() as cursor:
        texts = rows.states(cursor, model_of(asked.table), asked.site, list(dict.fromkeys(keys)))
    return ((key, asked.table.read(text)) for key, text in texts.items())


_SQLITE = (
    "SELECT l.id / %s, CASE WHEN l.read_model = %s AND l.site = %s THEN l.key ELSE '' END"
    " FROM ledger_words w CROSS JOIN ledger_line l ON l.id = w.rowid"
    " WHERE w.ledger_words MATCH %s AND w.rowid >= %s AND w.rowid <= %s ORDER BY w.rowid DESC LIMIT %s"
)
# MATERIALIZED, or the planner walks the primary key.
_POSTGRESQL = (
    "WITH m AS MATERIALIZED (SELECT read_model, site, moment, key FROM ledger_line WHERE words @@ %s::tsquery)"
    " SELECT moment, key FROM m WHERE read_model = %s AND site = %s AND moment >= %s AND moment < %s"
    " ORDER BY moment DESC LIMIT %s"
)
_ALL = (1 << 31) - 1


def _rounds(asked: _Asked, connection: BaseDatabaseWrapper, size: int) -> Iterator[tuple[list[str], int]]:
    """Yield the keys that the index names, the newest first, with the millisecond down to which they are all."""
    before = asked.high + 1
    with connection.cursor() as cursor:
        while True:
            cursor.execute(*_question(asked, connection, asked.low, before, size))
            hits = cursor.fetchall()
            since = 0
            if len(hits) == size:  # of the last millisecond there may be more
                since = hits[-1][0]
                cursor.execute(*_question(asked, connection, since, since + 1, _ALL))
                hits += cursor.fetchall()
            yield [key for _, key in hits if key], since
            if since <= asked.low:
                return
            before = since
            size = min(size * _GROWS, _MOST)


def _question(
    asked: _Asked, connection: BaseDatabaseWrapper, low: int, before: int, limit: int
) -> tuple[str, list[Any]]:
    name, slots = asked.table.name, lines.SLOTS
    if connection.vendor == "postgresql":
        return _POSTGRESQL, [asked.vector(), name, asked.site, low, before, limit]
    return _SQLITE, [slots, name, asked.site, asked.match(), low * slots, before * slots - 1, limit]
