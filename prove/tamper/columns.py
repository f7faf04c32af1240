"""Attacks by SQL on every column of every table of ours, found from the models: a new one is tried by itself."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

from django.db import connection, models
from django.db.models import Field, Model

from jiaoban.ledger import rows
from prove.book import SITE, book_models
from prove.tamper.insider import Attack, rows_of, sql

SQL = "SQL"
LOOK_ALIKE = {"a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "0": "０", "1": "１", ".": "．", "已": "己", "日": "曰"}
"""Letters and the ones that look like them: Cyrillic, fullwidth, and pairs of Chinese characters."""
TYPES = {"BinaryField": "text USING encode({0}, 'hex')", "": "text USING {0}::text"}
Row = dict[str, Any]


def column_attacks(chance: random.Random) -> Iterator[Attack]:
    """Every column of ours: changed, emptied, made to look alike, of another type, swapped, put back in time."""
    for model in book_models():
        key = keys_of(model)
        there = read(model)
        for field in rows.concrete(model):
            row = chance.choice(there)
            other = next((one for one in there if one[column_of(field)] != row[column_of(field)]), None)
            place = f"{model._meta.db_table}.{column_of(field)}"
            for name, value in changes(field, row[column_of(field)]):
                yield Attack(f"{name}: {place}", SQL, partial(put, model, row, {column_of(field): value}))
            full = next((one for one in there if one[column_of(field)] is not None), None)
            if full is not None:  # another type of nothing is nothing that a book says
                yield from _types(model, field, full, place)
            if other is not None and column_of(field) not in key:
                yield Attack(f"swap: {place}", SQL, partial(swap, model, row, other, [column_of(field)]))


def row_attacks(chance: random.Random) -> Iterator[Attack]:
    """Every table of ours: rows taken away, put in, reordered; emptied; dropped."""
    for model in book_models():
        table, there = model._meta.db_table, read(model)
        row = chance.choice(there)
        yield Attack(f"delete: a row of {table}", SQL, partial(delete, model, row))
        yield Attack(f"truncate: all of {table}", SQL, partial(sql, f'DELETE FROM "{table}"'))
        yield Attack(f"truncate: the last row of {table}", SQL, partial(delete, model, there[-1]))
        yield Attack(f"insert: a row of {table}", SQL, partial(insert, model, row))
        yield Attack(f"drop: {table}", SQL, partial(drop, table))
        for one, other in pairwise(there):
            if sum(one[name] != other[name] for name in one) > len(keys_of(model)):
                rest = [name for name in one if name not in keys_of(model)]
                yield Attack(f"reorder: two rows of {table}", SQL, partial(swap, model, one, other, rest))
                break


def changes(field: "Field[Any, Any]", value: Any) -> Iterator[tuple[str, Any]]:
    """Return other values that could stand in this column."""
    if value is None:
        yield "change", _invented(field)
    elif isinstance(value, bool) or isinstance(field, models.BooleanField):
        yield "change", not value
    elif isinstance(value, int):
        yield "change", value + 1
    elif isinstance(value, bytes):
        yield "change", bytes([value[0] ^ 1]) + value[1:]
        yield "change", value[:-1]
    elif isinstance(field, models.DateTimeField):
        moment = _moment(value)
        yield "change", _adapted(moment + timedelta(hours=1))
        yield "backdate", _adapted(moment - timedelta(days=1))
        yield "backdate", _adapted(moment - timedelta(microseconds=1))
    else:
        yield from _texts(str(value))
    if value is not None and field.null:
        yield "empty", None


def _texts(value: str) -> Iterator[tuple[str, Any]]:
    yield "change", (value[:-1] + ("x" if value[-1] != "x" else "y")) if value else "x"
    if value:
        yield "empty", ""
        yield "change", value.swapcase() if value.swapcase() != value else value[::-1] + "!"
    seen = next((letter for letter in value if letter in LOOK_ALIKE), None)
    if seen:
        yield "look-alike", value.replace(seen, LOOK_ALIKE[seen], 1)
    yield "look-alike", value + "\u200b"
    if connection.vendor == "sqlite":
        yield "look-alike", value + "\0"


def _types(model: type[Model], field: "Field[Any, Any]", row: Row, place: str) -> Iterator[Attack]:
    """SQLite takes any type in any column; on PostgreSQL the column itself is altered."""
    table, column = model._meta.db_table, column_of(field)
    if connection.vendor == "postgresql":
        if isinstance(field, models.CharField | models.TextField):
            altered = "bytea USING convert_to({0}, 'UTF8')"
        else:
            altered = TYPES.get(type(field).__name__, TYPES[""])
        statement = f'ALTER TABLE "{table}" ALTER COLUMN "{column}" DROP DEFAULT, ALTER COLUMN "{column}" TYPE '
        yield Attack(f"type: {place}", SQL, partial(sql, statement + altered.format(f'"{column}"')))
        return
    other = "TEXT" if isinstance(row[column], bytes) else "BLOB"
    yield Attack(
        f"type: {place} as {other}", SQL, partial(put, model, row, {}, f'"{column}" = CAST("{column}" AS {other})')
    )
    if isinstance(row[column], int):
        yield Attack(f"type: {place} as a figure", SQL, partial(put, model, row, {}, f'"{column}" = "{column}" + 0.5'))


def put(model: type[Model], row: Row, values: Row, expression: str = "") -> None:
    """Put other values into one row."""
    sets = [expression] if expression else [f'"{column}" = %s' for column in values]
    where, named = _where(model, row)
    sql(f'UPDATE "{model._meta.db_table}" SET {", ".join(sets)} WHERE {where}', [*values.values(), *named])


def swap(model: type[Model], one: Row, other: Row, names: list[str]) -> None:
    """Exchange these columns of two rows; by a third place, where the database wants them to differ."""
    unique = [name for name in names if isinstance(one[name], str)]
    put(model, one, {name: f"{one[name]}~"[-60:] for name in unique} or {names[0]: one[names[0]]})
    put(model, other, {name: one[name] for name in names})
    put(model, one, {name: other[name] for name in names})


def delete(model: type[Model], row: Row) -> None:
    """Take one row away."""
    where, named = _where(model, row)
    sql(f'DELETE FROM "{model._meta.db_table}" WHERE {where}', named)


def insert(model: type[Model], row: Row) -> None:
    """Put a copy of a row in, under another key."""
    last = keys_of(model)[-1]
    fresh = {**row, last: row[last] + 1_000 if isinstance(row[last], int) else f"{row[last]}2"}
    if "command" in fresh:
        fresh["command"] = "another"
    names = ", ".join(f'"{name}"' for name in fresh)
    marks = ", ".join(["%s"] * len(fresh))
    sql(f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})', list(fresh.values()))


def drop(table: str) -> None:
    """Drop a table of ours, its triggers with it."""
    sql_without(f'DROP TABLE "{table}"')


def sql_without(statement: str) -> None:
    """Run a statement after which the triggers cannot be put back as they were."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def keys_of(model: type[Model]) -> list[str]:
    """Return the columns of the primary key."""
    key = model._meta.pk
    names = getattr(key, "field_names", None)
    return list(names) if names else [column_of(key)]


def column_of(field: "Field[Any, Any]") -> str:
    """Return the name of a field's column."""
    return str(field.column)


def read(model: type[Model]) -> list[Row]:
    """Return the rows of the site as the database holds them, in the order of the key."""
    names = [column_of(field) for field in rows.concrete(model)]
    raw = "+" if connection.vendor == "sqlite" else ""  # what is stored, not what a converter makes of it
    listed = ", ".join(f'{raw}"{name}"' for name in names)
    order = ", ".join(f'"{name}"' for name in keys_of(model))
    found = rows_of(f'SELECT {listed} FROM "{model._meta.db_table}" WHERE "site" = %s ORDER BY {order}', [SITE])
    return [dict(zip(names, map(_plain, values), strict=True)) for values in found]


def _where(model: type[Model], row: Row) -> tuple[str, list[Any]]:
    names = keys_of(model)
    return " AND ".join(f'"{name}" = %s' for name in names), [row[name] for name in names]


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview | bytearray) else value


def _moment(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value)).replace(tzinfo=UTC)


def _adapted(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _invented(field: "Field[Any, Any]") -> Any:
    """A value for a column that holds none."""
    if isinstance(field, models.DateTimeField):
        return _adapted(datetime(2026, 11, 23, tzinfo=UTC))
    return 1 if isinstance(field, models.IntegerField | models.BooleanField) else "x"


Enumeration = Callable[[random.Random], Iterator[Attack]]
