"""The checkpoints: those in the database, the files beside it, and those that somebody kept outside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.backends.base.base import BaseDatabaseWrapper

from jiaoban.ledger import checkpoints
from jiaoban.ledger.models import LedgerCheckpoint
from jiaoban.ledger.verify.findings import Findings
from jiaoban.ledger.verify.reading import names, pieces
from jiaoban.tlog.checkpoint import SignedCheckpoint, parse_checkpoint
from jiaoban.tlog.errors import TlogError
from jiaoban.tlog.keys import Algorithm, VerifierKey
from jiaoban.tlog.merkle import Frontier, leaf_hash, verify_inclusion
from jiaoban.tlog.receipt import HEADER, Receipt

OUTSIDE = "checkpoint from outside 外存的存证点"


def read_outside(text: str) -> SignedCheckpoint:
    """Return the checkpoint that was kept outside by itself or in a receipt; raises `TlogError`.

    What a receipt says of its act is checked against its own checkpoint: where the book has the root of that, it has
    the act.
    """
    if not text.startswith(HEADER):
        return parse_checkpoint(text)
    receipt = Receipt.parse(text)
    stated = receipt.checkpoint.checkpoint
    verify_inclusion(leaf_hash(receipt.body), receipt.index, stated.size, receipt.proof, stated.root)
    return receipt.checkpoint


@dataclass(frozen=True, slots=True)
class Witness:
    """A checkpoint with good signatures: where it was found, and what it states."""

    place: str
    size: int
    root: bytes


class Witnesses:
    """Checks each checkpoint's form and signatures at once, and its root when the walk has come to its size."""

    def __init__(self, findings: Findings, keys: Iterable[VerifierKey]) -> None:
        self.newest = 0
        self._findings = findings
        self._keys = tuple(keys)
        self._at: dict[int, list[Witness]] = {}
        self._good = 0
        self._files: dict[int, str] = {}

    def take_stored(self, connection: BaseDatabaseWrapper) -> None:
        """Take the checkpoints of the database."""
        columns = names(LedgerCheckpoint)
        for piece in pieces(connection, LedgerCheckpoint, self._findings.site, ["size"]):
            for values in piece:
                row = dict(zip(columns, values, strict=True))
                place = f"ledger_checkpoint {row['size']}"
                if not isinstance(row["note"], str) or not isinstance(row["size"], int):
                    zh, en = "列的类型不对。", "a column is of another type than it should be."
                    self._findings.add("checkpoint", place, zh, en)
                    continue
                made_at = self.take(place, row["note"], row["size"])
                self.newest = max(self.newest, row["size"])
                self._files.pop(row["size"], None)
                if made_at is not None and _second(row["made_at"]) != made_at:
                    zh, en = "记录的签发时间与所签时间不同。", "the time stored is not the time that was signed."
                    self._findings.add("checkpoint", place, zh, en)

    def take_files(self) -> None:
        """Take the checkpoint files of the data folder."""
        folder = checkpoints.folder(self._findings.site)
        for path in sorted(folder.glob("*.txt"), key=lambda one: (len(one.stem), one.stem)):
            place = f"checkpoints/{folder.name}/{path.name}"
            try:
                note = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError):
                self._findings.add("checkpoint", place, "存证点文件不能读。", "the checkpoint file cannot be read.")
                continue
            size = int(path.stem) if path.stem.isdecimal() else -1
            self._files[size] = place
            self.take(place, note, size)

    def take_outside(self, text: str) -> None:
        """Take a checkpoint or a receipt that somebody kept outside."""
        try:
            signed = read_outside(text)
        except TlogError as error:
            self._findings.add("checkpoint", OUTSIDE, f"{error.zh}。", f"{error.en}.")
        else:
            self.take(OUTSIDE, str(signed))

    def take(self, place: str, note: str, size: int | None = None) -> int | None:
        """Take one checkpoint that should be of this size; return the second that was signed with it, if any."""
        try:
            signed = parse_checkpoint(note)
            good = self._verified(note)
        except TlogError as error:
            self._findings.add("checkpoint", place, f"{error.zh}。", f"{error.en}.")
            return None
        stated = signed.checkpoint
        if size is not None and stated.size != size:
            zh, en = f"所签叶数为 {stated.size}。", f"what was signed is for {stated.size} acts."
            self._findings.add("checkpoint", place, zh, en)
        self._at.setdefault(stated.size, []).append(Witness(place, stated.size, stated.root))
        return good

    def meet(self, frontier: Frontier) -> None:
        """Compare the tree, grown to this size, with the checkpoints of this size."""
        waiting = self._at.pop(frontier.size, None)
        if waiting is None:
            return
        root = frontier.root()
        for witness in waiting:
            if witness.root == root:
                self._good = frontier.size
                continue
            first = f"{self._good}-{frontier.size - 1}"
            self._findings.add(
                "rewritten",
                witness.place,
                f"前 {frontier.size} 条与存证点不符：第 {first} 条之间有改动。",
                f"the first {frontier.size} acts are not those of the checkpoint: something in {first} was changed.",
                self._good,
            )

    def rest(self, size: int, *, whole: bool) -> None:
        """Judge the checkpoints that the walk did not come to: the book, of `size` acts, lost its tail or has a gap.

        A file without its row is told too: the row is written first, so somebody took it away.
        """
        for at, place in self._files.items():
            if at <= size:
                self._findings.add("checkpoint", place, "库中无此存证点。", "the database has no such checkpoint.")
        for beyond in sorted(self._at):
            for witness in self._at[beyond]:
                if beyond > size:
                    self._findings.add(
                        "behind",
                        witness.place,
                        f"此存证点有 {beyond} 条，账簿只有 {size} 条：落后 {beyond - size} 条。",
                        f"the checkpoint covers {beyond} acts, the book has {size}: {beyond - size} acts behind.",
                        size,
                    )
                elif whole:
                    zh, en = "未能与账簿比对。", "it could not be compared with the book."
                    self._findings.add("checkpoint", witness.place, zh, en)

    def _verified(self, note: str) -> int | None:
        """Check the signatures; raises `TlogError`. The log's own must be there, and its time where it gave one."""
        signed = parse_checkpoint(note)
        good = signed.note.verify((*self._keys, *(_cosigner(key) for key in self._keys)))
        origin = signed.checkpoint.origin
        own = [one for one in good if one.key.algorithm is Algorithm.ED25519 and one.key.name == origin]
        if not own:
            raise TlogError("没有本站点密钥的签名", "it is not signed by a key of this site")
        return next((one.time for one in good if one.time is not None), None)


def _cosigner(key: VerifierKey) -> VerifierKey:
    return VerifierKey(key.name, key.public, Algorithm.ED25519_COSIGNATURE)


def _second(found: object) -> int | None:
    """Return a stored moment as POSIX seconds; SQLite keeps it as text without its zone, which is UTC."""
    if isinstance(found, datetime):
        return int(found.timestamp())
    try:
        return int(datetime.fromisoformat(f"{found}+00:00").timestamp())
    except ValueError:
        return None
