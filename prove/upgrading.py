"""What has to hold of a book after an upgrade, and the migration that must not pass."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from django.db import connection, transaction

from jiaoban.ledger import triggers
from jiaoban.ledger.verify import verify_all
from jiaoban_verify.export import read_outside
from jiaoban_verify.say import Trouble
from jiaoban_verify.texts import read_keys

Rows = dict[str, list[str]]


def judged(outside: dict[str, str]) -> list[str]:
    """Verify the book by itself and with everything that left the server; check each receipt offline, too."""
    keys = read_keys(outside["keys.vkeys"].encode())
    found = [f"by itself: {one}" for report in verify_all() for one in report.findings]
    for name, text in outside.items():
        if name == "keys.vkeys":
            continue
        found += [f"with {name}: {one}" for report in verify_all(text) for one in report.findings]
        try:
            read_outside(text.encode(), keys)
        except Trouble as trouble:
            found.append(f"{name}, offline: {trouble.sentence.en}")
    return found


def compared(before: Rows, after: Rows, what: str) -> list[str]:
    """Say which rows are not what they were."""
    found = []
    for table, rows in before.items():
        there = after[table]
        if len(there) != len(rows):
            found.append(f"{table} had {len(rows)} rows, and after {what} {len(there)}")
        changed = [place for place, (one, other) in enumerate(zip(rows, there, strict=False)) if one != other]
        found += [f"row {place} of {table} was changed by {what}" for place in changed]
    return found


def inside(columns: dict[str, list[str]]) -> Rows:
    """The same digests as `upgrade.rows`, seen from within this transaction."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table, names in columns.items():
            listed = ", ".join(f'+"{name}"' for name in names)
            order = ", ".join(f'"{name}"' for name in names[:3])
            cursor.execute(f"SELECT {listed} FROM {table} ORDER BY {order}")
            found[table] = [sha256(repr(tuple(row)).encode()).hexdigest() for row in cursor.fetchall()]
    return found


@contextmanager
def rewritten() -> Iterator[None]:
    """A migration that mends a word in old acts: small, well meant, with new leaf hashes. Undone at the end."""
    from jiaoban.tlog.merkle import leaf_hash

    with transaction.atomic():
        with triggers.removed(connection), connection.cursor() as cursor:
            cursor.execute("SELECT seq, body FROM ledger_act WHERE kind = 'logbook.written' ORDER BY seq LIMIT 1")
            seq, body = cursor.fetchone()
            mended = bytes(body).replace("渗油".encode(), "漏油".encode())
            cursor.execute(
                "UPDATE ledger_act SET body = %s, leaf = %s WHERE seq = %s", [mended, leaf_hash(mended), seq]
            )
        yield
        transaction.set_rollback(True)
