"""The read models, made again from the acts and compared with what stands in the database, row by row."""

from collections.abc import Iterator
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import Table, tables
from jiaoban.ledger import folding
from jiaoban.ledger.models import ReadModel, model_of, read_models
from jiaoban.ledger.store import field_names
from jiaoban.ledger.verify import index
from jiaoban.ledger.verify.findings import Findings
from jiaoban.ledger.verify.reading import pieces, select, stored

Folded = dict[Table[Any], dict[str, folding.Row]]


def empty() -> Folded:
    """Return no rows for each table that has a read model."""
    return {table: {} for table in tables() if table.name in read_models()}


def fold(act: Act, folded: Folded) -> None:
    """Fold one act; raises what an `evolve` raises for acts that cannot have happened."""
    for table, pairs in folding.touched([act]).items():
        here = folded.setdefault(table, {})
        folding.fold(table, pairs, here)
        for _, key in pairs:
            if key in here and here[key][0] is None:
                del here[key]


def compare(connection: BaseDatabaseWrapper, findings: Findings, folded: Folded) -> Iterator[str]:
    """Compare each read model with what the acts give; returns the names of the tables as they are done."""
    there = set(connection.introspection.table_names())
    for table in sorted(folded, key=lambda one: one.name):
        name = model_of(table)._meta.db_table
        if name in there:
            _compare_table(connection, findings, table, folded[table])
            index.compare(connection, findings, table, folded[table])
        else:
            findings.add("table-missing", name, "数据表缺失。", "the table is missing; run `jiaoban migrate`.")
        yield table.name


def _compare_table(
    connection: BaseDatabaseWrapper, findings: Findings, table: Table[Any], wanted: dict[str, folding.Row]
) -> None:
    model = model_of(table)
    columns = field_names(model)
    name = model._meta.db_table
    unseen = set(wanted)
    for piece in pieces(connection, model, findings.site, ["key"]):
        for row in piece:
            found = dict(zip(columns, row, strict=True))
            key = found["key"]
            unseen.discard(key)
            if key not in wanted:
                findings.add("row-extra", f"{name} {key}", "没有事实支持此行。", "no act accounts for this row.")
            else:
                _compare_row(connection, findings, model, found, wanted[key])
    for key in sorted(unseen):
        findings.add("row-missing", f"{name} {key}", "此行缺失。", "the row is missing.", wanted[key][1])


def _compare_row(
    connection: BaseDatabaseWrapper,
    findings: Findings,
    model: type[ReadModel],
    found: dict[str, Any],
    wanted: folding.Row,
) -> None:
    state, seq = wanted
    assert state is not None
    columns = field_names(model)
    values = folding.values(model.table, findings.site, found["key"], state, seq, columns)
    for name, value in zip(columns, values, strict=True):
        should = stored(connection, model, name, value)
        if found[name] != should:
            findings.add(
                "row-changed",
                f"{model._meta.db_table} {found['key']}",
                f"列 {name} 为 {_short(found[name])}，按事实应为 {_short(should)}。",
                f"column {name} is {_short(found[name])}, the acts give {_short(should)}.",
                seq,
            )


def orphans(connection: BaseDatabaseWrapper, sites: set[Any]) -> dict[Any, list[str]]:
    """Return the sites that have rows in a read model and no book, with the tables."""
    found: dict[Any, list[str]] = {}
    there = set(connection.introspection.table_names())
    for models in read_models().values():
        for name in {model._meta.db_table for model in models} & there:
            for (site,) in select(connection, f'SELECT DISTINCT "site" FROM "{name}"', []):  # noqa: S608
                if site not in sites:
                    found.setdefault(site, []).append(name)
    return found


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 160 else f"{text[:157]}..."
