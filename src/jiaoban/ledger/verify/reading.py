"""Plain SELECTs in pieces, and one view of the database for the whole walk."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model

from jiaoban.ledger import rows

PIECE = 1_000


@contextmanager
def snapshot(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """See the database as it is at the first read, without holding up those who write to it."""
    if connection.in_atomic_block:
        yield
        return
    begin = "BEGIN DEFERRED" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def names(model: type[Model]) -> list[str]:
    """Return the columns of a model in the order in which `pieces` gives their values."""
    return [str(field.column) for field in rows.concrete(model)]


def stored(connection: BaseDatabaseWrapper, model: type[Model], name: str, value: Any) -> Any:
    """Return a value as the database should hold it in this column."""
    return plain(rows.prepared(connection, fields(model)[name], value))


@cache
def fields(model: type[Model]) -> "dict[str, Field[Any, Any]]":
    """Return the fields of a model that are columns, by name."""
    return {field.name: field for field in rows.concrete(model)}


def plain(value: Any) -> Any:
    """Return a value that can be compared: what a driver wrapped bytes or a number in is taken off."""
    if type(value) in rows.BARE:
        return value
    if isinstance(value, memoryview | bytearray):
        return bytes(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)
    wrapped = getattr(value, "obj", None)
    return bytes(wrapped) if isinstance(wrapped, bytes | bytearray) else value


def pieces(
    connection: BaseDatabaseWrapper, model: type[Model], site: str, keys: Sequence[str]
) -> Iterator[list[tuple[Any, ...]]]:
    """Return every row of a site in the order of these key columns, a piece at a time."""
    columns = names(model)
    at = [columns.index(key) for key in keys]
    # On SQLite a plain column would go through a converter, which makes the best of a value that was tampered with.
    raw = "+" if connection.vendor == "sqlite" else ""
    listed = ",".join(f'{raw}"{column}"' for column in columns)
    ordered = ",".join(f'"{key}"' for key in keys)
    behind = f"AND ({ordered}) > ({','.join(['%s'] * len(keys))})"
    base = f'SELECT {listed} FROM "{model._meta.db_table}" WHERE "site" = %s'  # noqa: S608
    last: list[Any] = []
    while True:
        with connection.cursor() as cursor:
            cursor.execute(f"{base} {behind if last else ''} ORDER BY {ordered} LIMIT {PIECE}", [site, *last])
            found = [tuple(plain(value) for value in row) for row in cursor.fetchall()]
        if found:
            last = [found[-1][place] for place in at]
            yield found
        if len(found) < PIECE:
            return


def select(connection: BaseDatabaseWrapper, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run one plain SELECT."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [tuple(plain(value) for value in row) for row in cursor.fetchall()]
