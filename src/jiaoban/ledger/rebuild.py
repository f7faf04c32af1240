"""Throwing the read models of a site away and making them again from its acts, row for row the same."""

from collections.abc import Sequence
from itertools import islice

from django.db import connections

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import tables
from jiaoban.ledger import derived, filing
from jiaoban.ledger.models import model_of, read_models
from jiaoban.ledger.store import DbBook
from jiaoban.ledger.verify import projections
from jiaoban.ledger.verify.findings import Finding, Findings
from jiaoban.ledger.verify.reading import snapshot

AT_ONCE = 5_000
"""So many acts are folded before their rows are written: what is held in memory does not grow with the book."""


def rebuild(site: str, using: str = "default") -> dict[str, int]:
    """Make every read model of the site and its index again, in one transaction; return the number of rows by table.

    Nobody can append to the site meanwhile; who reads sees the old rows until the commit.
    """
    connection = connections[using]
    book = DbBook(site, using)
    every = [table for table in tables() if table.name in read_models()]
    with book.transaction():
        with connection.cursor() as cursor:
            for table in every:
                cursor.execute(f'DELETE FROM "{model_of(table)._meta.db_table}" WHERE "site" = %s', [site])  # noqa: S608
        named = _named()
        acts = iter(book.acts())
        while some := list(islice(acts, AT_ONCE)):
            book.fold_again(some)
            for act in some:
                if act.kind in named:
                    named[act.kind].append(act)
        filing.refile(connection, site)
        made = {one.name: one.remake(connection, site, _acts(one, named)) for one in derived.every()}
        return {table.name: book.count(table) for table in every} | made


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
    folded, named = projections.empty(), _named()
    for act in book.acts():
        projections.fold(act, folded)
        if act.kind in named:
            named[act.kind].append(act)
    return folded, named


def _named() -> Named:
    return {kind: [] for one in derived.every() for kind in one.kinds}


def _acts(one: derived.Derived, named: Named) -> list[Act]:
    return [act for kind in sorted(one.kinds) for act in named[kind]]
