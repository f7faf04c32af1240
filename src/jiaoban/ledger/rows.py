"""The few statements that every append runs, written out: an object per row would cost more than the row.

They are the same on both databases but for the lock of the head.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, Model

from jiaoban.ledger.models import ReadModel

_PARAMETERS = 20_000
"""Most values in one statement; SQLite takes 32,766 and PostgreSQL 65,535."""
_KEYS = 5_000
BARE = {str, int, bool, bytes, type(None)}
"""Types that both drivers take as they are; asking the field to prepare them costs more than sending them."""


def insert(cursor: CursorWrapper, model: type[Model], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows whose values are in the order of the model's fields."""
    _write(cursor, model, rows, "")


def put(cursor: CursorWrapper, model: type[ReadModel], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of a read model, or replace those that are there under the same key."""
    _write(cursor, model, rows, _conflict(model))


def drop(cursor: CursorWrapper, model: type[ReadModel], site: str, keys: Sequence[str]) -> None:
    """Delete the rows of a read model under these keys."""
    for chunk in _chunks(keys, _KEYS):
        marks = ",".join(["%s"] * len(chunk))
        cursor.execute(
            f'DELETE FROM "{model._meta.db_table}" WHERE "site" = %s AND "key" IN ({marks})',  # noqa: S608
            [site, *chunk],
        )


def states(cursor: CursorWrapper, model: type[ReadModel], site: str, keys: Sequence[str]) -> dict[str, str]:
    """Return the state texts under these keys."""
    found: dict[str, str] = {}
    for chunk in _chunks(keys, _KEYS):
        marks = ",".join(["%s"] * len(chunk))
        cursor.execute(f'{_select(model)} AND "key" IN ({marks})', [site, *chunk])
        found.update(cursor.fetchall())
    return found


def state(cursor: CursorWrapper, model: type[ReadModel], site: str, key: str) -> str | None:
    """Return the state text under this key, or None."""
    cursor.execute(_select_one(model), [site, key])
    found: list[tuple[str]] = cursor.fetchall()
    return found[0][0] if found else None


@cache
def concrete(model: type[Model]) -> "tuple[Field[Any, Any], ...]":
    """Return the fields of a model that are columns, in order."""
    return tuple(field for field in model._meta.concrete_fields if field.column)


def _write(cursor: CursorWrapper, model: type[Model], rows: Sequence[Sequence[Any]], tail: str) -> None:
    if not rows:
        return
    fields = concrete(model)
    mark = f"({','.join(['%s'] * len(fields))})"
    for chunk in _chunks(rows, _PARAMETERS // len(fields)):
        values = [
            value if type(value) in BARE else prepared(cursor.db, field, value)
            for row in chunk
            for field, value in zip(fields, row, strict=True)
        ]
        cursor.execute(f"{_insert(model)} VALUES {','.join([mark] * len(chunk))}{tail}", values)


def prepared(connection: BaseDatabaseWrapper, field: "Field[Any, Any]", value: Any) -> Any:
    """Return a value as the driver is to be given it for this column."""
    if type(value) in BARE:
        return value
    if type(value) is datetime and value.tzinfo is not None:
        return connection.ops.adapt_datetimefield_value(value)
    return field.get_db_prep_save(value, connection)


@cache
def _insert(model: type[Model]) -> str:
    columns = ",".join(f'"{field.column}"' for field in concrete(model))
    return f'INSERT INTO "{model._meta.db_table}" ({columns})'


@cache
def _conflict(model: type[ReadModel]) -> str:
    columns = [field.column for field in concrete(model) if field.column not in ("site", "key")]
    changes = ",".join(f'"{column}" = EXCLUDED."{column}"' for column in columns)
    return f' ON CONFLICT ("site","key") DO UPDATE SET {changes}'


@cache
def _select(model: type[ReadModel]) -> str:
    return f'SELECT "key", "state" FROM "{model._meta.db_table}" WHERE "site" = %s'  # noqa: S608


@cache
def _select_one(model: type[ReadModel]) -> str:
    return f'SELECT "state" FROM "{model._meta.db_table}" WHERE "site" = %s AND "key" = %s'  # noqa: S608


def _chunks(whole: Sequence[Any], size: int) -> Iterable[Sequence[Any]]:
    return (whole[start : start + size] for start in range(0, len(whole), size))
