"""Checking a receipt (C2SP tlog-proof, version 1, with the act's canonical bytes in its `extra` line)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from jiaoban_verify.acts import read_act
from jiaoban_verify.say import Misfit, Sentence, shown
from jiaoban_verify.texts import Checkpoint, Key, decimal, read_checkpoint, unbase64, witnesses_of
from jiaoban_verify.tree import leaf_hash, root_of_path

HEADER = "c2sp.org/tlog-proof@v1"


class Receipt(NamedTuple):
    """A receipt that was found good."""

    body: bytes
    act: dict[str, Any]
    seq: int
    checkpoint: Checkpoint
    witnesses: list[str]


def check_receipt(raw: bytes, keys: Sequence[Key]) -> Receipt:
    """Read a receipt and check signatures, inclusion and the act itself; raises `Misfit`."""
    body, index, path, checkpoint = _read(raw)
    witnesses = witnesses_of(checkpoint, keys)
    if index >= checkpoint.size:
        raise Misfit(
            f"#{index}:存证点只覆盖 {checkpoint.size} 条,不含此条。",
            f"#{index}: the checkpoint covers {checkpoint.size} acts and not this one.",
        )
    if root_of_path(leaf_hash(body), index, checkpoint.size, path) != checkpoint.root:
        raise Misfit(
            f"#{index}:内容或证明与存证点的根不符,回执被改动过。",
            f"#{index}: act and proof do not lead to the root of the checkpoint; the receipt was altered.",
        )
    return Receipt(body, read_act(body, index), index, checkpoint, witnesses)


def report(good: Receipt) -> list[Sentence]:
    """Return the sentences about a good receipt."""
    act, size = good.act, good.checkpoint.size
    said = [
        Sentence(
            f"相符:{shown(act['site'])} 的第 {good.seq} 条事实在 {shown(good.checkpoint.origin)} 签名的"
            f"存证点({size} 条)之内,内容未变。",
            f"Good: act {good.seq} of {shown(act['site'])} is covered by the checkpoint of {size} acts that "
            f"{shown(good.checkpoint.origin)} signed, and is unchanged.",
        ),
        Sentence(
            f"种类 {_field(act, 'kind')},人员 {_field(act, 'actor')},岗位 {_field(act, 'post')},"
            f"发生 {_field(act, 'occurred_at')},记录 {_field(act, 'recorded_at')}。",
            f"Kind {_field(act, 'kind')}, actor {_field(act, 'actor')}, post {_field(act, 'post')}, "
            f"occurred {_field(act, 'occurred_at')}, recorded {_field(act, 'recorded_at')}.",
        ),
    ]
    return said + countersigned(good.witnesses)


def countersigned(witnesses: Sequence[str]) -> list[Sentence]:
    """Return the sentence that names the witnesses, if there are any."""
    if not witnesses:
        return []
    names = ", ".join(shown(name) for name in witnesses)
    return [Sentence(f"会签:{names}。", f"Countersigned by {names}.")]


def _field(act: dict[str, Any], name: str) -> str:
    return shown(act.get(name, "-")) or "-"


def _read(raw: bytes) -> tuple[bytes, int, list[bytes], Checkpoint]:
    try:
        whole = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise _not_a_receipt("有效的 UTF-8", "valid UTF-8") from None
    head, gap, rest = whole.partition("\n\n")
    lines = head.split("\n")
    if lines[0] != HEADER or not gap or not 3 <= len(lines) <= 66:
        raise _not_a_receipt(f"首行 {HEADER}", f"{HEADER} as its first line")
    body = unbase64(lines[1][6:]) if lines[1].startswith("extra ") else None
    index = decimal(lines[2][6:]) if lines[2].startswith("index ") else None
    if body is None or index is None:
        raise _not_a_receipt("extra 行与 index 行", "an extra line and an index line")
    path = []
    for line in lines[3:]:
        hashed = unbase64(line)
        if hashed is None or len(hashed) != 32:
            raise _not_a_receipt("每行一个 32 字节哈希的证明", "a proof of one 32-byte hash a line")
        path.append(hashed)
    return body, index, path, read_checkpoint(rest)


def _not_a_receipt(zh: str, en: str) -> Misfit:
    return Misfit(f"回执格式不对,应有:{zh}。", f"The receipt is not in its form; there should be: {en}.")
