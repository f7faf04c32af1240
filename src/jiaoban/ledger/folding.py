"""Folding acts into the rows of read models: the one way, for the live book, the rebuild and the verifier."""

from collections.abc import Iterable
from enum import Enum
from typing import Any

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table, tables_of
from jiaoban.ledger.models import KEY_LENGTH

Row = tuple[State | None, int]
"""A state (None: there is no row) and the number of the last act folded into it."""


def touched(acts: Iterable[Act]) -> dict[Table[Any], list[tuple[Act, str]]]:
    """Return, table by table, which act touches which key, in order."""
    found: dict[Table[Any], list[tuple[Act, str]]] = {}
    for act in acts:
        for table in tables_of(act.kind):
            pairs = found.setdefault(table, [])
            pairs.extend((act, _fitting(table, key)) for key in table.keys(act))
    return found


def fold(table: Table[Any], pairs: Iterable[tuple[Act, str]], rows: dict[str, Row]) -> None:
    """Fold acts into `rows`, which holds what was there before, and what is there after."""
    for act, key in pairs:
        before = rows.get(key)
        rows[key] = (table.evolve(before[0] if before else None, act, key), act.seq)


def values(table: Table[Any], site: str, key: str, state: State, seq: int, names: Iterable[str]) -> list[Any]:
    """Return a row of a read model as values in the order of its fields' names."""
    own = {"site": site, "key": key, "seq": seq, "state": state.model_dump_json()}
    return [own[name] if name in own else bare(getattr(state, name)) for name in names]


def bare(value: Any) -> Any:
    """Return a code as the text that it is: a database driver would write an enumeration's name."""
    return value.value if isinstance(value, Enum) else value


def _fitting(table: Table[Any], key: str) -> str:
    if not 0 < len(key) <= KEY_LENGTH:
        raise ValueError(f"table {table.name}: a key has 1 to {KEY_LENGTH} characters, not {len(key)}")
    return key
