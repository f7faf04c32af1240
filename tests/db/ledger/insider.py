"""What somebody with the database's password can do: everything but sign."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from jiaoban.kernel.act import read_act
from jiaoban.kernel.canon import canonical
from jiaoban.ledger import rows, triggers
from jiaoban.ledger.models import LedgerAct, LedgerNode
from jiaoban.ledger.store import columns
from jiaoban.tlog.merkle import Frontier, leaf_hash

EXTRA_ROW = (
    "INSERT INTO sample_note (site, key, seq, state, text, tag, at, times, urgent)"
    " SELECT site, 'zz', seq, state, text, tag, at, times, urgent FROM sample_note WHERE key = 'a'"
)
"""A row of the tests' room that no act made: a copy of another under a key of its own."""


def run(*statements: str, values: Sequence[Any] = ()) -> None:
    """Run SQL with the triggers away, and put them back as if nothing had been."""
    with triggers.removed(connection), connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql, values)


def bodies() -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM ledger_act WHERE site = 's1' ORDER BY seq")
        return [bytes(body) for (body,) in cursor.fetchall()]


def changed(body: bytes, **changes: Any) -> bytes:
    """The body with other values in its envelope, in canonical form."""
    return canonical(json.loads(body) | changes)


def set_body(seq: int, body: bytes, *, leaf: bool = False) -> None:
    """Put another body under a number, and with `leaf` the leaf hash and the columns that go with it."""
    run(f"UPDATE ledger_act SET body = %s WHERE seq = {seq}", values=[body])
    if leaf:
        run(f"UPDATE ledger_act SET leaf = %s WHERE seq = {seq}", values=[leaf_hash(body)])
        act = json.loads(body)
        run(f"UPDATE ledger_act SET actor = %s, kind = %s WHERE seq = {seq}", values=[act["actor"], act["kind"]])


def rewrite(edit: Callable[[list[bytes]], list[bytes]], *, keep_checkpoints: bool = True) -> None:
    """Write the whole book again from other bodies: rows, leaves, nodes and head all fit each other."""
    edited = [changed(body, seq=seq) for seq, body in enumerate(edit(bodies()))]
    frontier, nodes, acts = Frontier(), [], []
    for body in edited:
        frontier, done = frontier.append(body)
        acts.append(columns(read_act(json.loads(body)), body, done[0][2]))
        nodes += [("s1", *node) for node in done[1:]]
    run("DELETE FROM ledger_act", "DELETE FROM ledger_node")
    with triggers.removed(connection), connection.cursor() as cursor:
        rows.insert(cursor, LedgerAct, acts)
        rows.insert(cursor, LedgerNode, nodes)
    run(
        "UPDATE ledger_head SET size = %s, frontier = %s, root = %s",
        values=[frontier.size, frontier.to_bytes(), frontier.root()],
    )
    if not keep_checkpoints:
        run(f"DELETE FROM ledger_checkpoint WHERE size > {frontier.size}")
        run("UPDATE ledger_head SET checkpoint_size = (SELECT COALESCE(MAX(size), 0) FROM ledger_checkpoint)")


def exchange(one: int, other: int, columns: Sequence[str]) -> None:
    """Exchange these columns of two acts."""
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM ledger_act WHERE seq IN ({one}, {other}) ORDER BY seq")
        first, second = cursor.fetchall()
    changes = ", ".join(f"{column} = %s" for column in columns)
    run(f"UPDATE ledger_act SET {changes} WHERE seq = {one}", values=second)
    run(f"UPDATE ledger_act SET {changes} WHERE seq = {other}", values=first)
