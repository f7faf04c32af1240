"""What a disk may hold after a loss of power: what was synced, and any part of what was not.

A file's bytes are certain once the file was synced, its name once its folder was. Until then each write may be there,
be missing, or be there in part; bytes that were never written may be zeros or rubbish. Nothing is assumed of the file
system beyond that: no order between files, no name that comes with its file's sync.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from prove.trace import Op

SECTOR = 512
PAGE = 4096
WAYS = ("nothing", "everything", "up to a write", "some pages", "some sectors", "some sectors, rubbish between")
"""What was not synced is kept as said, by chance for each file."""


@dataclass
class _File:
    certain: bytes = b""
    uncertain: list[Op] = field(default_factory=list)


@dataclass
class Platter:
    """A disk, operation by operation. Names map to files by number, as a folder maps them to inodes."""

    files: dict[int, _File] = field(default_factory=dict)
    now: dict[str, int] = field(default_factory=dict)
    """Names as a running program sees them."""
    certain: dict[str, int] = field(default_factory=dict)
    folders: set[str] = field(default_factory=lambda: {"."})
    uncertain: dict[str, list[tuple[Op, int]]] = field(default_factory=dict)
    """What happened to names, by folder, in order, with the file that it happened to."""

    @classmethod
    def holding(cls, folder: Path) -> "Platter":
        """Return a disk on which everything in this folder is certain."""
        disk = cls()
        for path in sorted(folder.rglob("*")):
            name = str(path.relative_to(folder))
            if path.is_dir():
                disk.folders.add(name)
            else:
                disk.now[name] = disk.certain[name] = len(disk.files)
                disk.files[len(disk.files)] = _File(path.read_bytes())
        return disk

    def do(self, op: Op) -> None:
        """Take one operation in."""
        if op.kind in ("write", "cut"):
            self.files[self.now[op.path]].uncertain.append(op)
        elif op.kind == "sync":
            file = self.files[self.now[op.path]]
            file.certain, file.uncertain = _applied(file.certain, file.uncertain), []
        elif op.kind == "sync_folder":
            for name, number in self.uncertain.pop(op.path, []):
                _rename(self.certain, self.folders, name, number)
        elif op.kind in ("create", "rename", "unlink", "mkdir"):
            self._name(op)

    def _name(self, op: Op) -> None:
        if op.kind == "create" and op.path in self.now:
            return
        if op.kind == "create":
            self.files[len(self.files)] = _File()
            number = len(self.files) - 1
        else:
            number = self.now.get(op.path, -1)
        _rename(self.now, set(), op, number)
        self.uncertain.setdefault(str(Path(op.path).parent), []).append((op, number))

    def lose_power(self, chance: Random) -> dict[str, bytes]:
        """Return the files that may be found afterwards, by path."""
        names, folders = dict(self.certain), set(self.folders)
        for ops in self.uncertain.values():
            for op, number in ops[: chance.choice((0, len(ops), chance.randint(0, len(ops))))]:
                _rename(names, folders, op, number)
        seen = {path: number for path, number in names.items() if _reachable(path, folders)}
        return {path: _torn(self.files[number], chance) for path, number in seen.items()}


def _rename(names: dict[str, int], folders: set[str], op: Op, number: int) -> None:
    if op.kind == "mkdir":
        folders.add(op.path)
        return
    if op.kind in ("rename", "unlink"):
        names.pop(op.path, None)
    if op.kind in ("rename", "create"):
        names[op.other or op.path] = number


def _reachable(path: str, folders: set[str]) -> bool:
    return all(str(above) in folders for above in Path(path).parents)


def _applied(content: bytes, ops: Sequence[Op]) -> bytes:
    held = bytearray(content)
    for op in ops:
        _apply(held, op, b"\0")
    return bytes(held)


def _apply(held: bytearray, op: Op, filler: bytes) -> None:
    if op.kind == "cut":
        del held[op.at :]
    missing = op.at - len(held)
    if missing > 0:
        held.extend((filler * (missing // len(filler) + 1))[:missing])
    held[op.at : op.at + len(op.data)] = op.data


def _torn(file: _File, chance: Random) -> bytes:
    way = chance.choice(WAYS)
    if way == "nothing" or not file.uncertain:
        return file.certain
    filler = chance.randbytes(SECTOR) if way.endswith("rubbish between") else b"\0"
    held = bytearray(file.certain)
    ops = file.uncertain
    if way == "up to a write":
        ops = ops[: chance.randint(0, len(ops))]
    for op in ops:
        if way == "everything" or op.kind == "cut":
            _apply(held, op, filler)
        elif way == "up to a write" and op is ops[-1]:
            cut = chance.randint(0, len(op.data) // SECTOR) * SECTOR
            _apply(held, Op("write", op.path, op.at, op.data[:cut]), filler)
        elif way == "up to a write":
            _apply(held, op, filler)
        else:
            for piece in pieces(op, PAGE if way == "some pages" else SECTOR):
                if chance.random() < 0.5:
                    _apply(held, piece, filler)
    return bytes(held)


def pieces(op: Op, size: int) -> list[Op]:
    """Cut a write where the disk's units of this size begin."""
    found, at = [], op.at
    end = op.at + len(op.data)
    while at < end:
        stop = min(end, (at // size + 1) * size)
        found.append(Op("write", op.path, at, op.data[at - op.at : stop - op.at]))
        at = stop
    return found


def lay_out(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files that were found into an empty folder."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
        (folder / path).chmod(0o600)
