"""Read models of an older program are made again when a new one starts: what they hold is told by their shape.

The shape of a table is everything its declaration says of it but the code of its folds; who changes only that counts
up the table's `version`. The acts are never looked at by this, let alone touched.
"""

from typing import Any

from django.db import transaction

from jiaoban.kernel.book import Table, tables
from jiaoban.kernel.canon import digest
from jiaoban.ledger.models import LedgerShape
from jiaoban.ledger.rebuild import rebuild
from jiaoban.ledger.store import sites


def shape(table: Table[Any]) -> str:
    """Return the digest of what a table's rows look like and are folded from."""
    state = table.state.model_json_schema(mode="serialization")
    searched = table.searched and [table.searched.column, table.searched.newest, list(table.searched.within)]
    return digest([table.name, table.version, sorted(table.kinds), list(table.columns), searched, state])


def _now() -> dict[str, str]:
    return {table.name: shape(table) for table in tables()}


def _known(using: str) -> dict[str, str]:
    return dict(LedgerShape.objects.using(using).values_list("name", "digest"))


def behind(using: str = "default") -> bool:
    """Say whether read models are known to stand in another shape than this program's."""
    known = _known(using)
    return bool(known) and known != _now()


def renew(using: str = "default") -> tuple[str, ...]:
    """Make the read models of every site again if one of them is not of the shape in which it was last written.

    Returns the names of the tables that have changed, sorted; nothing where there is no book yet, and on a later
    start of the same program. One transaction: a start that is broken off leaves everything as it was.
    """
    now, known = _now(), _known(using)
    if now == known:
        return ()
    books = sites(using)
    with transaction.atomic(using=using):
        for site in books:
            rebuild(site, using)
        LedgerShape.objects.using(using).all().delete()
        LedgerShape.objects.using(using).bulk_create(LedgerShape(name=name, digest=made) for name, made in now.items())
    return tuple(sorted(name for name in now if books and now[name] != known.get(name)))
