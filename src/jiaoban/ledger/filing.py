"""Making the index of pieces of text anew from the rows that it finds."""

from collections.abc import Iterator
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from jiaoban.kernel.book import Table, tables
from jiaoban.ledger import lines
from jiaoban.ledger.models import ReadModel, model_of, read_models

_PIECE = 500


def searched() -> Iterator[tuple[Table[Any], type[ReadModel]]]:
    """Return the tables that are searched by an index, with their read models."""
    for table in tables():
        if table.searched is not None and table.name in read_models():
            yield table, model_of(table)


def refile(connection: BaseDatabaseWrapper, site: str) -> None:
    """File all rows of a site anew. Inside a transaction.

    On SQLite those of the other sites too: pieces can be thrown away only all together.
    """
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM ledger_line")
            cursor.execute("INSERT INTO ledger_words (ledger_words) VALUES ('delete-all')")
        else:
            cursor.execute("DELETE FROM ledger_line WHERE site = %s", [site])
    for table, model in searched():
        if model._meta.db_table in there:
            for one in _sites(connection, model) if connection.vendor == "sqlite" else [site]:
                _file(connection, table, model, one)


def _sites(connection: BaseDatabaseWrapper, model: type[ReadModel]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT DISTINCT "site" FROM "{model._meta.db_table}" ORDER BY "site"')  # noqa: S608
        return [site for (site,) in cursor.fetchall()]


def _file(connection: BaseDatabaseWrapper, table: Table[Any], model: type[ReadModel], site: str) -> None:
    assert table.searched is not None
    chosen = model._default_manager.using(connection.alias).filter(site=site)
    ordered = chosen.order_by(table.searched.newest, "key").values_list("key", "state")
    with connection.cursor() as cursor:
        batch: list[lines.Line] = []
        for key, text in ordered.iterator(_PIECE):
            batch.append(lines.line(table, site, key, table.read(text)))
            if len(batch) == _PIECE:
                lines.add(cursor, table, site, batch)
                batch = []
        lines.add(cursor, table, site, batch)
