"""What must hold before the program may serve: triggers in the database, one read model for every table."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from jiaoban.kernel.book import tables
from jiaoban.ledger import triggers
from jiaoban.ledger.models import OWN_COLUMNS, ReadModel, column_fields, read_models


@register(Tags.models)
def read_models_fit(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Check that every table has exactly one read model, whose fields are the table's columns."""
    found: list[CheckMessage] = []
    models = read_models()
    for table in tables():
        of_table = models.get(table.name, [])
        if len(of_table) != 1:
            names = ", ".join(model.__name__ for model in of_table) or "none"
            found.append(_error(f"Table {table.name} must have one read model; it has {names}.", "ledger.E001"))
        found.extend(_misfits(model) for model in of_table if column_fields(model) != set(table.columns))
    return found


@register(Tags.database)
def triggers_stand(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Check that the database refuses to change the book. Before the first migration there is nothing to guard."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if "ledger_checkpoint" not in connection.introspection.table_names():
            continue
        lost = triggers.missing(connection)
        if lost:
            sentence = f"The book is not guarded: triggers missing or changed: {', '.join(lost)}."
            found.append(_error(sentence, "ledger.E003", "Run `jiaoban ledger verify`, then `jiaoban migrate`."))
    return found


def declared() -> None:
    """Do nothing: importing this module registers the checks."""


def _misfits(model: type[ReadModel]) -> CheckMessage:
    fields, columns = column_fields(model), set(model.table.columns)
    taken = sorted(columns & OWN_COLUMNS)
    if taken:
        sentence = f"Table {model.table.name} has a column {taken[0]!r}: every read model has that field for itself."
        return _error(sentence, "ledger.E004", "Call the column, and the attribute of the state, something else.")
    return _error(
        f"{model.__name__} does not fit table {model.table.name}: "
        f"fields missing: {sorted(columns - fields)}, too many: {sorted(fields - columns)}.",
        "ledger.E002",
    )


def _error(sentence: str, code: str, hint: str | None = None) -> CheckMessage:
    return Error(sentence, hint=hint, id=code)
