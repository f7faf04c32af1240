"""Conditions of `Book.find` as the ORM's: the same rows in the same order as a book in memory gives."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, F, Field, Func, Q, QuerySet, TextField, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import Collate
from django.db.models.lookups import Contains, GreaterThanOrEqual, LessThan

from jiaoban.kernel.book import Between, Containing, OneOf, Table
from jiaoban.ledger.fields import CodeField
from jiaoban.ledger.folding import bare
from jiaoban.ledger.models import ReadModel


class Casefold(Func):
    """Text with the differences of upper and lower case taken away, in any script that has them."""

    function = "LOWER"

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """SQLite's own LOWER knows ASCII alone, so a Python function is used there."""
        return self.as_sql(compiler, connection, function="jiaoban_casefold", **context)


def add_sqlite_functions(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Give a new SQLite connection the function that `Casefold` calls."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("jiaoban_casefold", 1, _casefold, deterministic=True)


def _casefold(text: str | None) -> str | None:
    return None if text is None else text.casefold()


def rows(
    model: type[ReadModel], site: str, using: str, where: Mapping[str, Any], order: Sequence[str] = ()
) -> QuerySet[ReadModel]:
    """Return the rows of a site that meet every condition, in order; ties go by key.

    Raises `LookupError` for a column that the table does not declare.
    """
    table = model.table
    conditions = [Q(site=site)]
    for column, wanted in where.items():
        _known(table, column)
        conditions.append(_condition(model, column, wanted, using))
    chosen: QuerySet[ReadModel] = model._default_manager.using(using).filter(*conditions)
    orders: list[Any] = []
    for column in order:
        name = column.lstrip("-")
        _known(table, name)
        orders.append(_ordered(model, name, using, descending=column.startswith("-")))
    return chosen.order_by(*orders, "key")


def _condition(model: type[ReadModel], column: str, wanted: Any, using: str) -> Q:
    if isinstance(wanted, Between):
        met = Q(**{f"{column}__isnull": False})
        compared = _comparable(model, column, using)
        if wanted.low is not None:
            met &= _compare(compared, ">=", bare(wanted.low))
        if wanted.high is not None:
            met &= _compare(compared, "<", bare(wanted.high))
        return met
    if isinstance(wanted, OneOf):
        met = Q(**{f"{column}__in": [bare(value) for value in wanted.values if value is not None]})
        return met | Q(**{f"{column}__isnull": True}) if None in wanted.values else met
    if isinstance(wanted, Containing):
        if _caseless(wanted.piece):
            return Q(**{f"{column}__contains": wanted.piece})
        return Q(Contains(Casefold(F(column), output_field=TextField()), wanted.piece.casefold()))
    if wanted is None:
        return Q(**{f"{column}__isnull": True})
    if isinstance(wanted, bool):  # "column", "NOT column" would pass SQLite's indexes by
        return Q(**{f"{column}__in": [wanted]})
    return Q(**{column: bare(wanted)})


def _caseless(piece: str) -> bool:
    """Say whether no letter of the piece has an upper and a lower case: Chinese, digits. Then the database compares
    alone, without a call to Python for every row."""
    return all(letter >= "\u2e80" or letter.isascii() for letter in piece) and piece.upper() == piece.lower()


def _compare(compared: "F | Collate", sign: str, bound: Any) -> Q:
    lookup = GreaterThanOrEqual if sign == ">=" else LessThan
    return Q(lookup(compared, Value(bound)))


def _comparable(model: type[ReadModel], column: str, using: str) -> "F | Collate":
    """The column in an order by code point: PostgreSQL's own order of text depends on the database's language."""
    field = model._meta.get_field(column)
    textual = isinstance(field, CharField | TextField) and not isinstance(field, CodeField)
    return Collate(F(column), "C") if textual and connections[using].vendor == "postgresql" else F(column)


def _ordered(model: type[ReadModel], column: str, using: str, *, descending: bool) -> OrderBy:
    """None comes first, as in a book in memory; SQLite has it so, PostgreSQL must be told."""
    field: Field[Any, Any] = model._meta.get_field(column)  # type: ignore[assignment]
    tell = field.null and connections[using].vendor == "postgresql"
    if descending:
        return OrderBy(_comparable(model, column, using), descending=True, nulls_last=tell or None)
    return OrderBy(_comparable(model, column, using), nulls_first=tell or None)


def _known(table: Table[Any], column: str) -> None:
    if column not in table.columns:
        raise LookupError(f"table {table.name} has no column {column!r}; it has {', '.join(table.columns)}")
