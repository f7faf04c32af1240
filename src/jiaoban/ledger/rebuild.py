"""Throwing the read models of a site away and making them again from its acts, row for row the same."""

from collections.abc import Sequence

from django.db import connections

from jiaoban.kernel.act import Act
from jiaoban.ledger import derived, filing
from jiaoban.ledger.models import model_of
from jiaoban.ledger.store import DbBook, write_rows
from jiaoban.ledger.verify import projections
from jiaoban.ledger.verify.findings import Finding, Findings
from jiaoban.ledger.verify.reading import snapshot


def rebuild(site: str, using: str = "default") -> dict[str, int]:
    """Make every read model of the site and its index again, in one transaction; return the number of rows by table.

    Nobody can append to the site meanwhile; who reads sees the old rows until the commit.
    """
    connection = connections[using]
    book = DbBook(site, using)
    with book.transaction():
        folded, named = _fold_all(book)
        for table, rows in folded.items():
            model = model_of(table)
            with connection.cursor() as cursor:
                cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE "site" = %s', [site])  # noqa: S608
                write_rows(cursor, model, site, rows)
        filing.refile(connection, site)
        made = {one.name: one.remake(connection, site, _acts(one, named)) for one in derived.every()}
    return {table.name: len(rows) for table, rows in folded.items()} | made


def differences(site: str, using: str = "default") -> tuple[dict[str, int], Sequence[Finding]]:
    """Compare the read models with what the acts give, without replacing anything."""
    connection = connections[using]
    findings = Findings(site)
    with snapshot(connection):
        folded, named = _fold_all(DbBook(site, using))
        for _ in projections.compare(connection, findings, folded):
            pass
        for one in derived.every():
            one.compare(connection, findings, _acts(one, named))
    return {table.name: len(rows) for table, rows in folded.items()}, tuple(findings)


Named = dict[str, list[Act]]
"""Acts that name files of which tables are made, by kind."""


def _fold_all(book: DbBook) -> tuple[projections.Folded, Named]:
    folded = projections.empty()
    named: Named = {kind: [] for one in derived.every() for kind in one.kinds}
    for act in book.acts():
        projections.fold(act, folded)
        if act.kind in named:
            named[act.kind].append(act)
    return folded, named


def _acts(one: derived.Derived, named: Named) -> list[Act]:
    return [act for kind in sorted(one.kinds) for act in named[kind]]
