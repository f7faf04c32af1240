"""The index of pieces, compared with what the rows that follow from the acts are filed under (docs/adr/0009).

On SQLite the index is asked for every piece just as a search asks it, and each line's answers are summed up: whatever
was done to its inner tables, what a search would not find is missing here. On PostgreSQL the lines are read as they
are; their GIN index is the database's own and cannot be edited.
"""

from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

from jiaoban.kernel.book import Table
from jiaoban.ledger import folding, lines
from jiaoban.ledger.verify.findings import Findings
from jiaoban.ledger.verify.reading import PIECE, select

_MASK = (1 << 64) - 1


def compare(
    connection: BaseDatabaseWrapper, findings: Findings, table: Table[Any], wanted: dict[str, folding.Row]
) -> None:
    """Find every row of a searched table that a search would miss, or find by what it does not say."""
    if table.searched is None:
        return
    for name in ("ledger_line", *(("ledger_words",) if connection.vendor == "sqlite" else ())):
        if name not in connection.introspection.table_names():
            findings.add("table-missing", name, "数据表缺失。", "the table is missing; run `jiaoban migrate`.")
            return
    good = _good_on_postgresql if connection.vendor == "postgresql" else _good_on_sqlite
    found = good(connection, findings.site, table, wanted)
    for key in sorted(set(wanted) - found):
        zh, en = "检索索引与此行不符。", "the index of the search does not fit this row; run `jiaoban ledger rebuild`."
        findings.add("search", f"ledger_line {table.name} {key}", zh, en, wanted[key][1])


def _lines(site: str, table: Table[Any], wanted: dict[str, folding.Row]) -> Iterator[lines.Line]:
    return (lines.line(table, site, key, state) for key, (state, _) in wanted.items() if state is not None)


def _good_on_postgresql(
    connection: BaseDatabaseWrapper, site: str, table: Table[Any], wanted: dict[str, folding.Row]
) -> set[str]:
    found: set[str] = set()
    sql = (
        "SELECT key, moment, tsvector_to_array(words) FROM ledger_line"
        " WHERE read_model = %s AND site = %s AND key > %s ORDER BY key LIMIT %s"
    )
    last = ""
    while piece := select(connection, sql, [table.name, site, last, PIECE]):
        last = piece[-1][0]
        for key, moment, pieces in piece:
            state = wanted[key][0] if key in wanted else None
            if state is not None and lines.line(table, site, key, state) == lines.Line(key, moment, frozenset(pieces)):
                found.add(key)
    return found


def _good_on_sqlite(
    connection: BaseDatabaseWrapper, site: str, table: Table[Any], wanted: dict[str, folding.Row]
) -> set[str]:
    sums: dict[str, tuple[int, int]] = {}
    pieces: set[str] = set()
    for one in _lines(site, table, wanted):
        sums[one.key] = (one.moment, sum(map(hash, one.pieces)) & _MASK)
        pieces |= one.pieces
    there = _numbers(connection, site, table)
    answered = dict.fromkeys(there, 0)
    for piece in pieces:
        weight = hash(piece)
        for number in _answers(connection, piece):
            if number in answered:
                answered[number] += weight
    return {key for number, key in there.items() if sums.get(key) == (number // lines.SLOTS, answered[number] & _MASK)}


def _numbers(connection: BaseDatabaseWrapper, site: str, table: Table[Any]) -> dict[int, str]:
    sql = "SELECT id, key FROM ledger_line WHERE read_model = %s AND site = %s"
    return {int(number): str(key) for number, key in select(connection, sql, [table.name, site])}


def _answers(connection: BaseDatabaseWrapper, piece: str) -> Iterator[int]:
    """Return the numbers of the lines that a search for one piece finds; an index that cannot be read finds none."""
    with connection.cursor() as cursor:
        try:
            cursor.execute("SELECT rowid FROM ledger_words WHERE ledger_words MATCH %s", [f'"{piece}"'])
            while found := cursor.fetchmany(PIECE):
                yield from (number for (number,) in found)
        except DatabaseError:
            return
