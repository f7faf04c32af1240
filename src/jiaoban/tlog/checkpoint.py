"""Checkpoints (C2SP tlog-checkpoint): a signed note that states the size and the root of a log's tree."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from jiaoban.tlog.errors import FormatError, SignatureError, at_line
from jiaoban.tlog.keys import SigningKey, VerifierKey
from jiaoban.tlog.merkle import EMPTY_ROOT, HASH_SIZE
from jiaoban.tlog.note import Note, Verified, parse_note
from jiaoban.tlog.strict import HIGHEST, read_base64, read_decimal, write_base64

_LINE = re.compile(r"[^\x00-\x1f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log states about itself: who it is, how many leaves it has, and the root over them.

    `extensions` are further lines, which the specification allows and does not recommend; we write none.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(_LINE.fullmatch(line) for line in (self.origin, *self.extensions)):
            raise FormatError(
                "存证点的来源与附加行不应为空,不应含控制字符",
                "the origin and the extension lines of a checkpoint are not empty and hold no control characters",
            )
        if not 0 <= self.size <= HIGHEST or len(self.root) != HASH_SIZE:
            raise FormatError(
                "存证点的叶数应在 0 至 2^63-1 之间,根应为 32 字节",
                "the size of a checkpoint is between 0 and 2^63-1, its root has 32 bytes",
            )
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise FormatError("空树的根应为空串的 SHA-256", "the root of an empty tree is the SHA-256 of nothing")

    def text(self) -> str:
        """Return the text of the note: origin, size, base64 root, extensions, a line each."""
        lines = (self.origin, str(self.size), write_base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    def signed_by(self, key: SigningKey) -> "SignedCheckpoint":
        """Return the checkpoint signed by its log, whose key must bear the origin as its name."""
        _need_origin(self.origin, key.name)
        return SignedCheckpoint(self, Note(self.text()).signed_by(key))


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint and the note that it was read from or written as, with whoever signed it."""

    checkpoint: Checkpoint
    note: Note

    def __str__(self) -> str:
        """Return the signed note, as it is stored, printed and put into a QR code."""
        return str(self.note)

    def cosigned_by(self, key: SigningKey, time: int) -> "SignedCheckpoint":
        """Return it with a witness's cosignature of this POSIX time.

        The witness must have checked before that the log only grew (C2SP tlog-cosignature); this does not.
        """
        return replace(self, note=self.note.cosigned_by(key, time))

    def verify(
        self, log: VerifierKey, witnesses: Collection[VerifierKey] = (), quorum: int = 0
    ) -> tuple[Verified, ...]:
        """Check the log's own signature and as many different witnesses as `quorum`; return the good signatures.

        The log's comes first. Raises `SignatureError` when the log's is missing, when one by a known key is wrong, when
        the origin is not the name of the log's key, or when witnesses are missing. Two witness keys with one public key
        count once.
        """
        _need_origin(self.checkpoint.origin, log.name)
        if self.note.text != self.checkpoint.text():
            raise SignatureError("签名的文字与存证点不同", "the text that was signed is not that of the checkpoint")
        good = self.note.verify((log, *witnesses))
        ours = [one for one in good if one.key == log]
        others = [one for one in good if one.key != log]
        if not ours:
            raise SignatureError(f"缺少 {log.name} 自己的签名", f"the log's own signature, by {log.name}, is missing")
        seen = {one.key.public for one in others} - {log.public}
        if len(seen) < quorum:
            raise SignatureError(
                f"会签者应至少 {quorum} 家,现有 {len(seen)} 家",
                f"{quorum} witnesses should have countersigned, {len(seen)} did",
            )
        return (*ours, *others)


def parse_checkpoint(written: str | bytes, first_line: int = 1) -> SignedCheckpoint:
    """Read a signed checkpoint; raises `FormatError` naming the line. It is not verified yet.

    `first_line` is the number of its first line in the file that it was found in.
    """
    note = parse_note(written, first_line)
    lines = note.text[:-1].split("\n")
    for place, line in enumerate(lines):
        if not line:
            raise at_line(first_line + place, "存证点中不应有空行", "a line of a checkpoint is empty")
    if len(lines) < 3:
        raise at_line(
            first_line + len(lines),
            "存证点应有来源、叶数、根三行",
            "a checkpoint has three lines: origin, tree size, root hash",
        )
    size, root = read_decimal(lines[1]), read_base64(lines[2])
    if size is None:
        raise at_line(
            first_line + 1,
            "叶数应为十进制,无前导零",
            "the tree size is a decimal number without leading zeros, below 2^63",
        )
    if root is None or len(root) != HASH_SIZE:
        raise at_line(first_line + 2, "根应为 32 字节的 base64", "the root hash is base64 of 32 bytes")
    return SignedCheckpoint(Checkpoint(lines[0], size, root, tuple(lines[3:])), note)


def _need_origin(origin: str, name: str) -> None:
    if origin != name:
        raise SignatureError(
            f"存证点属于 {origin},密钥属于 {name}",
            f"the checkpoint is of {origin}, the key is of {name}: they must be the same",
        )
