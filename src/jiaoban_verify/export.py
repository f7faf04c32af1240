"""Checking an exported record (JSON Lines: a header, every act in order, checkpoints), act by act, as it is read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any, BinaryIO, NamedTuple

from jiaoban_verify.acts import read_act
from jiaoban_verify.receipt import HEADER, Receipt, check_receipt, countersigned
from jiaoban_verify.say import Misfit, Sentence, shown
from jiaoban_verify.texts import Checkpoint, Key, read_checkpoint, unbase64, witnesses_of
from jiaoban_verify.tree import Tree, leaf_hash

FORMAT = "jiaoban-export/1"
_LONGEST_LINE = 64 * 1024 * 1024


class Outside(NamedTuple):
    """A checkpoint that was kept outside the book, and the receipt that it came in, if it came in one."""

    checkpoint: Checkpoint
    receipt: Receipt | None
    witnesses: list[str]


def read_outside(raw: bytes, keys: Sequence[Key]) -> Outside:
    """Read and check a file that holds a checkpoint or a whole receipt; raises `Misfit`."""
    if raw.startswith(HEADER.encode()):
        receipt = check_receipt(raw, keys)
        return Outside(receipt.checkpoint, receipt, receipt.witnesses)
    checkpoint = read_checkpoint(raw.decode("utf-8", "replace"))
    return Outside(checkpoint, None, witnesses_of(checkpoint, keys))


def check_export(stream: BinaryIO, keys: Sequence[Key], outside: Sequence[Outside] = ()) -> list[Sentence]:
    """Check the record against its own checkpoints and those from outside; raises `Misfit` naming the first place."""
    lines = _lines(stream)
    site, promised = _header(next(lines, (1, None)), keys)
    tree, seen, inside = Tree(), set[bytes](), list[Checkpoint]()
    witnesses = [name for one in outside for name in one.witnesses]
    for number, value in lines:
        if set(value) == {"body"} and not inside:
            _take_act(value["body"], site, tree, seen)
        elif set(value) == {"checkpoint"} and isinstance(value["checkpoint"], str):
            inside.append(read_checkpoint(value["checkpoint"]))
            witnesses += witnesses_of(inside[-1], keys)
        else:
            raise _bad_line(number, "先逐条 body,后 checkpoint", "first the bodies, one a line, then the checkpoints")
    if tree.size != promised:
        raise Misfit(
            f"#{min(tree.size, promised)}:首行写明 {promised} 条,文件中有 {tree.size} 条。",
            f"#{min(tree.size, promised)}: the header promises {promised} acts, the file holds {tree.size}.",
        )
    _compare_receipts(tree, outside)
    if not inside and not outside:
        raise Misfit(
            "没有任何存证点:这些内容无人签名,不能证明什么。",
            "There is no checkpoint: nobody signed for these acts, and nothing is proved.",
        )
    # Those from outside come first and alone: who rewrites a book with its key in hand also signs what is in it anew.
    covered = max(_compare(tree, [one.checkpoint for one in outside]), _compare(tree, inside))
    return _report(site, tree.size, covered, len(inside), len(outside)) + countersigned(list(dict.fromkeys(witnesses)))


def _lines(stream: BinaryIO) -> Iterator[tuple[int, dict[str, Any]]]:
    number = 0
    while True:
        raw = stream.readline(_LONGEST_LINE)
        if not raw:
            return
        number += 1
        try:
            value = json.loads(raw.decode("utf-8"), object_pairs_hook=_no_twins)
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise _bad_line(number, "一个 JSON 对象,键不重复", "one JSON object, no key twice")
        yield number, value


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _header(first: tuple[int, dict[str, Any] | None], keys: Sequence[Key]) -> tuple[str, int]:
    header = first[1] or {}
    site, size, vkey = header.get("site"), header.get("size"), header.get("vkey")
    if header.get("format") != FORMAT or not isinstance(site, str) or type(size) is not int or size < 0:
        raise _bad_line(1, f"格式 {FORMAT}、site、vkey、size", f"the format {FORMAT}, a site, a vkey, a size")
    if not isinstance(vkey, str) or vkey not in map(str, keys):
        raise Misfit(
            f"首行写的公钥({shown(vkey)})不在所给密钥文件中。",
            f"The public key in the header ({shown(vkey)}) is not in the key file that you gave.",
        )
    return site, size


def _take_act(encoded: object, site: str, tree: Tree, seen: set[bytes]) -> None:
    seq, body = tree.size, unbase64(encoded)
    if body is None:
        raise Misfit(f"#{seq}:body 不是 base64。", f"#{seq}: the body is not base64.")
    act = read_act(body, seq)
    if act["site"] != site:
        raise Misfit(
            f"#{seq}:属于 {shown(act['site'])},不属于 {shown(site)}。",
            f"#{seq}: it belongs to {shown(act['site'])}, not to {shown(site)}.",
        )
    mark = sha256(f"{act['part']}.{act['command']}".encode()).digest()[:16]
    if mark in seen:
        raise Misfit(
            f"#{seq}:编号 {shown(act['command'])}.{shown(act['part'], 24)} 先前已用过。",
            f"#{seq}: the id {shown(act['command'])}.{shown(act['part'], 24)} stood there before.",
        )
    seen.add(mark)
    tree.append(body)


def _compare_receipts(tree: Tree, outside: Sequence[Outside]) -> None:
    """Compare the acts that receipts hold: they name the place of a change exactly."""
    receipts = [one.receipt for one in outside if one.receipt is not None]
    for one in sorted(receipts, key=lambda receipt: receipt.seq):
        if one.seq < tree.size and tree.node(0, one.seq) != leaf_hash(one.body):
            raise Misfit(
                f"#{one.seq}:与另给的回执不同,此条事后被改写。",
                f"#{one.seq}: it differs from the receipt that you gave; this act was rewritten afterwards.",
            )


def _compare(tree: Tree, checkpoints: Sequence[Checkpoint]) -> int:
    """Compare the root at every checkpoint's size; return how many acts are covered."""
    agreed = [0]
    for one in sorted(checkpoints, key=lambda checkpoint: checkpoint.size):
        if one.size > tree.size:
            behind = one.size - tree.size
            raise Misfit(
                f"#{tree.size}:记录比存证点少 {behind} 条(存证点 {one.size} 条,记录 {tree.size} 条),尾部缺失或被退回。",
                f"#{tree.size}: the record is {behind} acts behind the checkpoint ({one.size} against {tree.size}); "
                "its tail is missing or was rolled back.",
            )
        if tree.root(one.size) != one.root:
            first = max((size for size in agreed if size < one.size), default=0)
            raise Misfit(
                f"#{first}:自第 {first} 条至第 {one.size - 1} 条之间,与已签名的存证点({one.size} 条)不符。",
                f"#{first}: somewhere from act {first} to act {one.size - 1} the record is not what "
                f"the checkpoint of {one.size} acts was signed for.",
            )
        agreed.append(one.size)
    return agreed[-1]


def _report(site: str, size: int, covered: int, inside: int, outside: int) -> list[Sentence]:
    said = [
        Sentence(
            f"相符:{shown(site)} 的 {size} 条事实,序号连续,与 {inside} 个存证点一致。",
            f"Good: the {size} acts of {shown(site)} are numbered without a gap and agree with {inside} checkpoints.",
        )
    ]
    if outside:
        said.append(
            Sentence(f"与另给的 {outside} 个存证点一致。", f"They agree with {outside} checkpoints from outside.")
        )
    if covered < size:
        said.append(
            Sentence(
                f"最后 {size - covered} 条(自 #{covered} 起)尚无存证点覆盖。",
                f"The last {size - covered} acts (from #{covered}) are not covered by a checkpoint yet.",
            )
        )
    return said


def _bad_line(number: int, zh: str, en: str) -> Misfit:
    return Misfit(
        f"记录第 {number} 行格式不对,应为:{zh}。", f"Line {number} of the record is wrong; there should be: {en}."
    )
