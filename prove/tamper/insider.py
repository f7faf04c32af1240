"""What an insider can do behind the program's back: SQL with the triggers away, files, re-hashing, the site's key."""

import json
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from jiaoban.kernel.act import read_act
from jiaoban.kernel.canon import canonical
from jiaoban.ledger import checkpoints, keys, rows, triggers
from jiaoban.ledger.models import LedgerAct, LedgerNode
from jiaoban.ledger.rebuild import rebuild
from jiaoban.ledger.store import columns
from jiaoban.tlog.checkpoint import Checkpoint
from jiaoban.tlog.keys import SigningKey
from jiaoban.tlog.merkle import Frontier
from prove.book import SITE

Bodies = list[bytes]
NOW = datetime(2026, 11, 24, tzinfo=UTC)


@dataclass(frozen=True)
class Attack:
    """One thing that an insider does. `touches` is the number of the first act that it changes, None where it leaves
    the acts alone; `left` how many acts the book has afterwards where it was cut."""

    name: str
    by: str
    run: Callable[[], None]
    touches: int | None = None
    left: int | None = None


def sql(statement: str, values: Sequence[Any] = ()) -> None:
    """Run one statement with the triggers away, and put them back as if nothing had been."""
    with triggers.removed(connection), connection.cursor() as cursor:
        cursor.execute(statement, list(values) or None)


def rows_of(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return what a SELECT gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values) or None)
        return list(cursor.fetchall())


def bodies() -> Bodies:
    """Return the canonical bytes of every act."""
    found = rows_of('SELECT "body" FROM "ledger_act" WHERE "site" = %s ORDER BY "seq"', [SITE])
    return [bytes(body) for (body,) in found]


def edited(body: bytes, path: Sequence[str | int], value: Any) -> bytes:
    """Return the body with another value at a path, in canonical form."""
    envelope = json.loads(body)
    inner = envelope
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return canonical(envelope)


def numbered(written: Bodies) -> Bodies:
    """Return the bodies with the numbers of the places at which they stand."""
    return [edited(body, ["seq"], seq) for seq, body in enumerate(written)]


def rewrite(changed: Bodies, *, key: SigningKey | None = None) -> None:
    """Write the book anew, so that everything in the house fits: rows, tree, head, read models, checkpoints.

    Without a key the checkpoints that would tell are taken away, rows and files; with one they are signed anew.
    """
    before = bodies()
    same = next(
        (at for at, (one, other) in enumerate(zip(before, changed, strict=False)) if one != other), len(changed)
    )
    same = min(same, len(before))
    sizes = [size for (size,) in rows_of('SELECT "size" FROM "ledger_checkpoint" WHERE "site" = %s', [SITE])]
    frontier, roots = Frontier(), dict[int, bytes]()
    nodes: list[tuple[Any, ...]] = []
    acts: list[list[Any]] = []
    for body in changed:
        frontier, done = frontier.append(body)
        acts.append(_row(body, done[0][2], acts[-1] if acts else _as_it_was(before[0])))
        nodes += [(SITE, *node) for node in done[1:]]
        roots[frontier.size] = frontier.root()
    for table in ("ledger_act", "ledger_node"):
        sql(f'DELETE FROM "{table}" WHERE "site" = %s', [SITE])
    with triggers.removed(connection), connection.cursor() as cursor:
        rows.insert(cursor, LedgerAct, acts)
        rows.insert(cursor, LedgerNode, nodes)
    gone = [size for size in sizes if size > same]
    for size in gone:
        sql('DELETE FROM "ledger_checkpoint" WHERE "site" = %s AND "size" = %s', [SITE, size])
        (checkpoints.folder(SITE) / f"{size}.txt").unlink(missing_ok=True)
    if key is not None:
        again = {size for size in gone if size <= len(changed)} | ({len(changed)} if gone else set())
        for size in sorted(again):
            sign(Checkpoint(key.name, size, roots[size]), key)
    _head(frontier, acts[-1])
    with suppress(ValueError, LookupError, TypeError, AttributeError, AssertionError):
        rebuild(SITE)  # what cannot be folded leaves the read models as they were


def _as_it_was(body: bytes) -> list[Any]:
    """Return the row of an act that can be read."""
    return columns(read_act(json.loads(body)), body, b"")


def _row(body: bytes, leaf: bytes, before: Sequence[Any]) -> list[Any]:
    """Return the row of an act; one that nobody can read gets the columns of another: the act before it, or, for the
    first one, itself as it was."""
    envelope = json.loads(body)
    try:
        return columns(read_act(envelope), body, leaf)
    except (ValueError, LookupError, TypeError):
        fits = {"seq": envelope["seq"], "command": str(envelope["command"]), "part": envelope["part"]}
        row = list(before)
        for name, value in {**fits, "body": body, "leaf": leaf}.items():
            row[rows_index(name)] = value
        return row


def sign(checkpoint: Checkpoint, key: SigningKey) -> None:
    """Sign a checkpoint as the program does, and put it where the program puts it."""
    note = str(checkpoint.signed_by(key).cosigned_by(key, int(NOW.timestamp())))
    made_at = connection.ops.adapt_datetimefield_value(NOW)
    sql(
        'INSERT INTO "ledger_checkpoint" ("site", "size", "note", "made_at") VALUES (%s, %s, %s, %s)',
        [SITE, checkpoint.size, note, made_at],
    )
    (checkpoints.folder(SITE) / f"{checkpoint.size}.txt").write_text(note, encoding="utf-8")


def _head(frontier: Frontier, last: Sequence[Any]) -> None:
    recorded_at = last[rows_index("recorded_at")]
    sql(
        'UPDATE "ledger_head" SET "size" = %s, "frontier" = %s, "root" = %s, "last_recorded_at" = %s,'
        ' "checkpoint_size" = (SELECT COALESCE(MAX("size"), 0) FROM "ledger_checkpoint" WHERE "site" = %s)'
        ' WHERE "site" = %s',
        [
            *(frontier.size, frontier.to_bytes(), frontier.root()),
            *(connection.ops.adapt_datetimefield_value(recorded_at), SITE, SITE),
        ],
    )


def rows_index(name: str) -> int:
    """Return the place of a column among the values of an act."""
    return [field.name for field in rows.concrete(LedgerAct)].index(name)


def own_key() -> SigningKey:
    """Return the site's signing key: who has the server has it."""
    return keys.signing_key(SITE)


class Folder:
    """The files of the data folder as they were, to be put back after an attack."""

    _PARTS = ("files", "checkpoints", "keys")

    def __init__(self) -> None:
        self._kept = {path: path.read_bytes() for path in self._files()}

    def put_back(self) -> None:
        """Take away what was added, and write what was changed or taken away."""
        for path in self._files():
            if path not in self._kept:
                path.unlink()
        for path, content in self._kept.items():
            if not path.exists() or path.read_bytes() != content:
                mode = 0o600 if path.suffix == ".key" else 0o644
                path.unlink(missing_ok=True)
                path.touch(mode)
                path.write_bytes(content)

    def _files(self) -> list[Path]:
        data = Path(settings.DATA)
        return [path for part in self._PARTS for path in sorted((data / part).rglob("*")) if path.is_file()]


def chosen(chance: random.Random, number: int, among: Sequence[Attack]) -> list[Attack]:
    """Return so many of the attacks, of every sort some: sorts take turns."""
    sorts: dict[str, list[Attack]] = {}
    for one in chance.sample(list(among), len(among)):
        sorts.setdefault(f"{one.by} {one.name.split(':')[0]}", []).append(one)
    order = [sorts[name] for name in sorted(sorts)]
    chance.shuffle(order)
    picked: list[Attack] = []
    while order and len(picked) < number:
        picked += [sort.pop() for sort in order]
        order = [sort for sort in order if sort]
    return picked[:number]
