"""Attacks on the acts themselves by somebody who hashes everything anew, with a key or without, and on files."""

import json
import random
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings

from jiaoban.ledger import checkpoints, keys
from jiaoban.tlog.checkpoint import Checkpoint, parse_checkpoint
from jiaoban.tlog.keys import SigningKey
from prove.book import SITE, Kept
from prove.tamper.columns import LOOK_ALIKE
from prove.tamper.insider import Attack, Bodies, bodies, edited, numbered, own_key, rewrite, rows_of, sign, sql

HASH, KEY, FOLDER, OWN = "SQL and hashing", "SQL, hashing and the key", "the data folder", "SQL, hashing and a new key"
Path_ = tuple[str | int, ...]


def act_attacks(chance: random.Random) -> Iterator[Attack]:
    """Every act: a value changed, made to look alike or put back in time; taken away, put in, moved; the tail cut."""
    written = bodies()
    for by in (HASH, KEY, OWN):
        for seq, body in enumerate(written):
            yield from _values(chance, by, written, seq, json.loads(body))
        for seq in chance.sample(range(len(written)), len(written)):
            yield from _rows(by, written, seq)
        yield from _signatures(by, written)


def _values(chance: random.Random, by: str, written: Bodies, seq: int, envelope: dict[str, Any]) -> Iterator[Attack]:
    leaves = [path for path in paths(envelope) if path not in {("seq",), ("site",)}]
    for path in chance.sample(leaves, min(3, len(leaves))):
        for sort, value in others(path, at(envelope, path)):
            name = f"{sort}: {'.'.join(map(str, path))} of act {seq}"
            changed = edited(written[seq], path, value)
            yield _attack(name, by, [*written[:seq], changed, *written[seq + 1 :]], seq)


def _rows(by: str, written: Bodies, seq: int) -> Iterator[Attack]:
    yield _attack(f"delete: act {seq}", by, [*written[:seq], *written[seq + 1 :]], seq)
    copy = edited(written[seq], ["command"], f"copy-of-{seq}")
    yield _attack(f"insert: a copy before act {seq}", by, [*written[:seq], copy, *written[seq:]], seq)
    if seq:
        moved = [*written[: seq - 1], written[seq], written[seq - 1], *written[seq + 1 :]]
        yield _attack(f"reorder: acts {seq - 1} and {seq}", by, moved, seq - 1)
        yield _attack(f"rollback: to {seq} acts", by, written[:seq], seq, left=seq)
        fork = [edited(body, ["command"], f"{json.loads(body)['command']}-fork") for body in written[seq:]]
        yield _attack(f"fork: another book from act {seq} on", by, [*written[:seq], *fork], seq)


def _signatures(by: str, written: Bodies) -> Iterator[Attack]:
    """Of the acts of signing: who signed, when, and which came first."""
    signed = [seq for seq, body in enumerate(written) if json.loads(body)["kind"] == "handover.signed"]
    one, other = signed[:2]
    for path in paths(json.loads(written[one])):
        first, second = (at(json.loads(written[seq]), path) for seq in (one, other))
        if first == second or path[0] in {"seq", "site"}:
            continue
        changed = list(written)
        changed[one] = edited(written[one], path, second)
        changed[other] = edited(written[other], path, first)
        yield _attack(f"swap of signatures: {'.'.join(map(str, path))}", by, changed, one)


def _attack(name: str, by: str, changed: Bodies, touches: int, left: int | None = None) -> Attack:
    return Attack(name, by, partial(_rewrite, by, changed), touches, left)


def _rewrite(by: str, changed: Bodies) -> None:
    key = own_key() if by == KEY else None
    if by == OWN:
        key = SigningKey.generate(keys.origin(SITE))
        folder = Path(settings.DATA) / "keys"
        (folder / f"{SITE}.key").write_text(key.to_text() + "\n", encoding="ascii")
        (folder / f"{SITE}.vkeys").write_text(f"{key.verifier}\n", encoding="ascii")
        for size, root in _roots():
            sql('DELETE FROM "ledger_checkpoint" WHERE "size" = %s', [size])
            sign(Checkpoint(key.name, size, root), key)
    rewrite(numbered(changed), key=key)


def _roots() -> list[tuple[int, bytes]]:
    notes = rows_of('SELECT "note" FROM "ledger_checkpoint" WHERE "site" = %s', [SITE])
    signed = [parse_checkpoint(note).checkpoint for (note,) in notes]
    return [(one.size, one.root) for one in signed]


def folder_attacks(kept: Kept) -> Iterator[Attack]:
    """Photographs, the regime, checkpoint files, keys: changed, taken away, exchanged; checkpoints forged."""
    data = Path(settings.DATA)
    stored = [path for path in sorted((data / "files").rglob("*")) if path.is_file()]
    noted = sorted(checkpoints.folder(SITE).glob("*.txt"))
    for path in (*stored, *noted, data / "keys" / f"{SITE}.vkeys"):
        name = "/".join(path.relative_to(data).parts)[:40]
        yield Attack(f"attachment: {name} is changed", FOLDER, partial(path.write_bytes, b"another"))  # type: ignore[arg-type]
        yield Attack(f"attachment: {name} is emptied", FOLDER, partial(path.write_bytes, b""))  # type: ignore[arg-type]
    for path in stored:
        yield Attack(f"attachment: {path.name[:12]} is taken away", FOLDER, path.unlink)
    for one, other in pairwise(stored):
        yield Attack(f"attachment: {one.name[:12]} is exchanged", FOLDER, partial(_exchange, one, other))
    for one, other in pairwise(noted):
        yield Attack(f"checkpoint: {one.name} is exchanged", FOLDER, partial(_exchange, one, other))
    yield Attack("swap of signatures: two checkpoints", HASH, partial(_swap_signatures, kept))
    for name, key in (("a stranger's key", SigningKey.generate(keys.origin(SITE))), ("the key", own_key())):
        by = KEY if key == own_key() else HASH
        yield Attack(f"checkpoint: of a false root, by {name}", by, partial(_false_root, key, kept.older_size))
        yield Attack(f"checkpoint: of a size that never was, by {name}", by, partial(_false_root, key, kept.size + 9))
    yield Attack("attachment: the pack is another", FOLDER, partial(_other_pack, stored))


def _other_pack(stored: Sequence[Path]) -> None:
    largest = max(stored, key=lambda path: path.stat().st_size)
    largest.write_bytes(largest.read_bytes().replace("交".encode(), "接".encode(), 1))


def _exchange(one: Path, other: Path) -> None:
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def _swap_signatures(kept: Kept) -> None:
    """Put the signatures of one checkpoint under another."""
    mine, theirs = (note.partition("\n\n") for note in (kept.older, kept.newest))
    sql(
        'UPDATE "ledger_checkpoint" SET "note" = %s WHERE "size" = %s',
        ["".join((mine[0], mine[1], theirs[2])), kept.older_size],
    )


def _false_root(key: SigningKey, size: int) -> None:
    note = str(Checkpoint(key.name, size, b"\x07" * 32).signed_by(key))
    sql(
        'UPDATE "ledger_checkpoint" SET "note" = %s WHERE "size" = (SELECT MAX("size") FROM "ledger_checkpoint")',
        [note],
    )


def paths(value: Any, before: Path_ = ()) -> Iterator[Path_]:
    """Return the path of every single value in an envelope."""
    if isinstance(value, dict):
        for name in sorted(value):
            yield from paths(value[name], (*before, name))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from paths(part, (*before, place))
    else:
        yield before


def at(envelope: Any, path: Path_) -> Any:
    """Return the value at a path."""
    for step in path:
        envelope = envelope[step]
    return envelope


def others(path: Path_, value: Any) -> Iterator[tuple[str, Any]]:
    """Return values that somebody could write there instead."""
    if isinstance(value, bool):
        yield "change", not value
    elif isinstance(value, int):
        yield "change", value + 1
    elif value is None:
        yield "change", "2026-11-23T00:00:00.000000Z" if str(path[-1]).endswith("_at") else "x"
    elif str(path[-1]).endswith("_at") and value.endswith("Z"):
        yield "backdate", value.replace("2026", "2025", 1)
    else:
        yield "change", value[:-1] + ("x" if not value.endswith("x") else "y")
        seen = next((letter for letter in value if letter in LOOK_ALIKE), None)
        if seen:
            yield "look-alike", value.replace(seen, LOOK_ALIKE[seen], 1)
