"""Receipts (C2SP tlog-proof, version 1): one act, its place, the inclusion proof and the checkpoint, in one text.

The specification leaves the `extra` line to the application and does not authenticate it. Ours holds the canonical
bytes of the act, and `verify` authenticates them: they are the leaf whose inclusion is proved.
"""

from collections.abc import Collection
from dataclasses import dataclass

from jiaoban.tlog.checkpoint import SignedCheckpoint, parse_checkpoint
from jiaoban.tlog.errors import FormatError, at_line
from jiaoban.tlog.keys import VerifierKey
from jiaoban.tlog.merkle import HASH_SIZE, GetNode, inclusion_proof, leaf_hash, verify_inclusion
from jiaoban.tlog.strict import read_base64, read_decimal, write_base64

HEADER = "c2sp.org/tlog-proof@v1"
MAX_RECEIPT = 32_000_000
"""Longest receipt that is read, in characters."""
_MAX_PATH = 63


@dataclass(frozen=True, slots=True)
class Receipt:
    """Whoever holds this, and the log's public key, can prove what the act said and where it stood."""

    body: bytes
    index: int
    proof: tuple[bytes, ...]
    checkpoint: SignedCheckpoint

    @classmethod
    def make(cls, body: bytes, index: int, checkpoint: SignedCheckpoint, get_node: GetNode) -> "Receipt":
        """Return the receipt for the act with these canonical bytes at `index`, under a checkpoint that covers it.

        Raises `ProofError` when the checkpoint does not cover the index, or when the stored nodes do not lead from
        these bytes to its root: a receipt that its holder could not verify is never given out.
        """
        head = checkpoint.checkpoint
        proof = tuple(inclusion_proof(index, head.size, get_node))
        verify_inclusion(leaf_hash(body), index, head.size, proof, head.root)
        return cls(body, index, proof, checkpoint)

    def __str__(self) -> str:
        """Return the receipt as text, to be kept in a file named `*.tlog-proof`."""
        lines = [HEADER, f"extra {write_base64(self.body)}", f"index {self.index}", *map(write_base64, self.proof)]
        return "".join(f"{line}\n" for line in lines) + "\n" + str(self.checkpoint)

    @classmethod
    def parse(cls, written: str | bytes) -> "Receipt":
        """Read a receipt; raises `FormatError` naming the line. It is not verified yet."""
        lines, rest, line = _split(written)
        if lines[0] != HEADER:
            raise at_line(1, f"回执首行应为 {HEADER}", f"the first line of a receipt is {HEADER}")
        if len(lines) < 3:
            raise at_line(
                len(lines) + 1, "回执应有 extra 与 index 两行", "a receipt has an extra line and an index line"
            )
        body = read_base64(lines[1].removeprefix("extra "))
        if body is None or not lines[1].startswith("extra "):
            raise at_line(
                2, "应为 extra 加事实的 base64", "the second line is: extra, space, base64 of the act's canonical bytes"
            )
        index = read_decimal(lines[2].removeprefix("index "))
        if index is None or not lines[2].startswith("index "):
            raise at_line(
                3, "应为 index 加十进制序号", "the third line is: index, space, a decimal number without leading zeros"
            )
        proof = tuple(_hash(text, 4 + place) for place, text in enumerate(lines[3:]))
        if len(proof) > _MAX_PATH:
            raise at_line(4, f"包含证明不应多于 {_MAX_PATH} 行", f"an inclusion proof has at most {_MAX_PATH} hashes")
        return cls(body, index, proof, parse_checkpoint(rest, line))

    def verify(self, log: VerifierKey, witnesses: Collection[VerifierKey] = (), quorum: int = 0) -> bytes:
        """Check signatures (as `SignedCheckpoint.verify`) and inclusion; return the act's canonical bytes.

        Raises `SignatureError` or `ProofError`. That the act's own `seq` is the index is for the caller to compare.
        """
        self.checkpoint.verify(log, witnesses, quorum)
        head = self.checkpoint.checkpoint
        verify_inclusion(leaf_hash(self.body), self.index, head.size, self.proof, head.root)
        return self.body


def _split(written: str | bytes) -> tuple[list[str], str, int]:
    """Return the lines before the first empty one, what follows it, and the number of the line there."""
    if len(written) > MAX_RECEIPT:
        raise FormatError(
            f"回执不应长于 {MAX_RECEIPT} 字", f"a receipt of more than {MAX_RECEIPT} characters is not read"
        )
    try:
        whole = written.decode() if isinstance(written, bytes) else written
    except UnicodeError:
        raise at_line(1, "回执应为有效的 UTF-8", "a receipt is valid UTF-8") from None
    head, gap, rest = whole.partition("\n\n")
    if not gap:
        raise at_line(
            1, "回执的证明与存证点之间应有一空行", "a receipt has an empty line between the proof and the checkpoint"
        )
    lines = head.split("\n")
    return lines, rest, len(lines) + 2


def _hash(text: str, line: int) -> bytes:
    raw = read_base64(text)
    if raw is None or len(raw) != HASH_SIZE:
        raise at_line(line, "应为 32 字节哈希的 base64", "a line of the inclusion proof is base64 of a 32-byte hash")
    return raw
