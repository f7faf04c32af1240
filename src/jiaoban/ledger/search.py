"""Conditions of `Book.find` as SQL: the same rows in the same order as a book in memory gives.

Written out, because a page asks some thirty such questions and putting one together through the ORM costs more than the
database takes to answer it.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, DateTimeField, Field, TextField

from jiaoban.kernel.book import Between, Containing, OneOf, Table
from jiaoban.ledger import rows
from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.folding import bare
from jiaoban.ledger.models import ReadModel


def add_sqlite_functions(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Give a new SQLite connection the function that `Casefold` calls."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("jiaoban_casefold", 1, _casefold, deterministic=True)


def _casefold(text: str | None) -> str | None:
    return None if text is None else text.casefold()


def select(
    connection: BaseDatabaseWrapper,
    model: type[ReadModel],
    site: str,
    where: Mapping[str, Any],
    order: Sequence[str] = (),
    limit: int | None = None,
    *,
    column: str = "state",
    offset: int = 0,
) -> list[Any]:
    """Return one column of the rows of a site that meet every condition, in order; ties go by key. One query.

    Raises `LookupError` for a column that the table does not declare.
    """
    sql, values = _from(connection, model, site, where)
    ordered = [*(_ordered(connection, model, name) for name in order), _tie(connection, where, order, limit)]
    sql = f'SELECT "{column}" {sql} ORDER BY {", ".join(ordered)}'
    if limit is not None:
        sql = f"{sql} LIMIT {int(limit)} OFFSET {int(offset)}"
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [value for (value,) in cursor.fetchall()]


def pick(
    connection: BaseDatabaseWrapper,
    model: type[ReadModel],
    site: str,
    where: Mapping[str, Any],
    columns: Sequence[str],
    *,
    order: Sequence[str] = (),
    limit: int | None = None,
) -> list[tuple[Any, ...]]:
    """Return these columns of the rows of a site that meet every condition, in order; ties go by key. One query.

    Raises `LookupError` for a column that the table does not declare.
    """
    for name in columns:
        _known(model.table, name)
    sql, values = _from(connection, model, site, where)
    ordered = [*(_ordered(connection, model, name) for name in order), '"key"'] if order or limit else []
    listed = ", ".join(f'"{_fields(model)[name].column}"' for name in columns)
    sql = f"SELECT {listed} {sql}" + (f" ORDER BY {', '.join(ordered)}" if ordered else "")
    if limit is not None:
        sql = f"{sql} LIMIT {int(limit)}"
    moments = [place for place, name in enumerate(columns) if isinstance(_fields(model)[name], DateTimeField)]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    if connection.vendor != "sqlite" or not moments:
        return found
    by_column: list[Any] = list(zip(*found, strict=True))
    for place in moments if found else ():
        by_column[place] = [None if value is None else utc(value) for value in by_column[place]]
    return list(zip(*by_column, strict=True))


def _tie(connection: BaseDatabaseWrapper, where: Mapping[str, Any], order: Sequence[str], limit: int | None) -> str:
    """The key, by which ties go. Where all rows that meet a condition are wanted SQLite must find them and sort them:
    of its own accord it goes through all of a site because the keys stand in order there."""
    sorts = connection.vendor == "sqlite" and where and not order and limit is None
    return '+"key"' if sorts else '"key"'


def count(connection: BaseDatabaseWrapper, model: type[ReadModel], site: str, where: Mapping[str, Any]) -> int:
    """Return how many rows of a site meet every condition. One query."""
    sql, values = _from(connection, model, site, where)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) {sql}", values)
        return int(cursor.fetchone()[0])


def utc(value: datetime) -> datetime:
    """Return a moment as the book has it: SQLite's come back without a time zone."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _from(
    connection: BaseDatabaseWrapper, model: type[ReadModel], site: str, where: Mapping[str, Any]
) -> tuple[str, list[Any]]:
    conditions, values = ['"site" = %s'], [site]
    for name, wanted in where.items():
        _known(model.table, name)
        sql, more = _condition(connection, _fields(model)[name], wanted)
        conditions.append(sql)
        values += more
    return f'FROM "{model._meta.db_table}" WHERE {" AND ".join(conditions)}', values


def _condition(connection: BaseDatabaseWrapper, field: "Field[Any, Any]", wanted: Any) -> tuple[str, list[Any]]:
    column = f'"{field.column}"'
    if isinstance(wanted, Between):
        bounds = [(sign, bound) for sign, bound in ((">=", wanted.low), ("<", wanted.high)) if bound is not None]
        if not bounds:
            return f"{column} IS NOT NULL", []
        compared = _comparable(connection, field)
        sql = " AND ".join(f"{compared} {sign} %s" for sign, _ in bounds)
        return sql, [_value(connection, field, bound) for _, bound in bounds]
    if isinstance(wanted, OneOf):
        listed = [_value(connection, field, value) for value in wanted.values if value is not None]
        sql = f"{column} IN ({','.join(['%s'] * len(listed))})" if listed else "1 = 0"
        return (f"({sql} OR {column} IS NULL)" if None in wanted.values else sql), listed
    if isinstance(wanted, Containing):
        return _containing(connection, column, wanted.piece)
    if wanted is None:
        return f"{column} IS NULL", []
    if wanted is True:  # said twice: an index of these rows alone wants the one form, an index by the column the other
        return f"{column} AND {column} = %s", [True]
    return f"{column} = %s", [_value(connection, field, wanted)]


def _containing(connection: BaseDatabaseWrapper, column: str, piece: str) -> tuple[str, list[Any]]:
    sqlite = connection.vendor == "sqlite"
    if not _caseless(piece):  # SQLite's own LOWER knows ASCII alone
        column, piece = f"{'jiaoban_casefold' if sqlite else 'LOWER'}({column})", piece.casefold()
    return f"{'instr' if sqlite else 'strpos'}({column}, %s) > 0", [piece]


def _value(connection: BaseDatabaseWrapper, field: "Field[Any, Any]", value: Any) -> Any:
    return rows.prepared(connection, field, bare(value))


def _caseless(piece: str) -> bool:
    """Say whether no letter of the piece has an upper and a lower case: Chinese, digits. Then the database compares
    alone, without a call to Python for every row."""
    return all(letter >= "\u2e80" or letter.isascii() for letter in piece) and piece.upper() == piece.lower()


def _comparable(connection: BaseDatabaseWrapper, field: "Field[Any, Any]") -> str:
    """The column in an order by code point: PostgreSQL's own order of text depends on the database's language."""
    textual = isinstance(field, CharField | TextField) and not isinstance(field, CodeField)
    return f'"{field.column}"' + (' COLLATE "C"' if textual and connection.vendor == "postgresql" else "")


def _ordered(connection: BaseDatabaseWrapper, model: type[ReadModel], column: str) -> str:
    """None comes first, as in a book in memory; SQLite has it so, PostgreSQL must be told."""
    name = column.lstrip("-")
    _known(model.table, name)
    field = _fields(model)[name]
    descending = column.startswith("-")
    told = field.null and connection.vendor == "postgresql"
    nulls = (" NULLS LAST" if descending else " NULLS FIRST") if told else ""
    return f"{_comparable(connection, field)} {'DESC' if descending else 'ASC'}{nulls}"


@cache
def _fields(model: type[ReadModel]) -> "dict[str, Field[Any, Any]]":
    return {field.name: field for field in rows.concrete(model)}


def _known(table: Table[Any], column: str) -> None:
    if column not in table.columns:
        raise LookupError(f"table {table.name} has no column {column!r}; it has {', '.join(table.columns)}")
