"""A small book for the tests of the log: acts, their tree, checkpoints at any size, and the exported record."""

import json
from collections.abc import Iterable
from functools import cached_property

from hypothesis import settings

from jiaoban.tlog.checkpoint import Checkpoint, SignedCheckpoint
from jiaoban.tlog.export import act_line, checkpoint_line, header_line
from jiaoban.tlog.keys import SigningKey
from jiaoban.tlog.merkle import Frontier, root_at
from jiaoban.tlog.receipt import Receipt

KEY = SigningKey("jiaoban.local/shan-1", bytes(range(32)))
WITNESS = SigningKey("jiaoban.local/shan-2", bytes(range(32, 64)))
STRANGER = SigningKey("jiaoban.local/shan-1", bytes(32))

calm = settings(deadline=None)
"""Examples may take their time: a busy machine is no failure."""


def canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def act(number: int, **other: object) -> bytes:
    value = {
        "actor": "p-李明",
        "command": f"c-{number}",
        "kind": "logbook.entered",
        "occurred_at": "2026-03-01T07:58:30.000000Z",
        "part": 0,
        "payload": {"text": f"第 {number} 条:一号机开机"},
        "post": "zkr",
        "recorded_at": "2026-03-01T07:58:31.000000Z",
        "seq": number,
        "site": "shan-1",
        "version": 1,
    }
    return canonical(value | other)


class Nodes(dict[tuple[int, int], bytes]):
    """Stored nodes, as the ledger keeps them."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self.frontier, done = Frontier().extend(leaves)
        super().__init__({(level, index): hashed for level, index, hashed in done})

    def get_node(self, level: int, index: int) -> bytes:
        return self[level, index]


class TestBook:
    """A whole book with everything that can be asked of it."""

    __test__ = False

    def __init__(self, bodies: Iterable[bytes], key: SigningKey = KEY) -> None:
        self.bodies, self.key = list(bodies), key

    @cached_property
    def nodes(self) -> Nodes:
        return Nodes(self.bodies)

    def checkpoint(self, size: int | None = None) -> SignedCheckpoint:
        size = len(self.bodies) if size is None else size
        return Checkpoint(self.key.name, size, root_at(size, self.nodes.get_node)).signed_by(self.key)

    def receipt(self, seq: int, size: int | None = None) -> Receipt:
        return Receipt.make(self.bodies[seq], seq, self.checkpoint(size), self.nodes.get_node)

    def export(self, *sizes: int, promised: int | None = None) -> str:
        size = len(self.bodies) if promised is None else promised
        lines = [header_line("shan-1", self.key.verifier, size), *map(act_line, self.bodies)]
        return "".join(lines) + "".join(checkpoint_line(self.checkpoint(one)) for one in sizes)


def book(size: int) -> TestBook:
    return TestBook(act(seq) for seq in range(size))
