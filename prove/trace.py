"""What strace recorded of one program, as operations on the files below one folder."""

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CALLS = (
    *("open", "openat", "creat", "close", "dup", "dup2", "dup3", "write", "pwrite64", "writev", "pwritev", "pwritev2"),
    *("ftruncate", "truncate", "fallocate", "fsync", "fdatasync", "sync_file_range", "copy_file_range", "sendfile"),
    *("rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink", "unlinkat"),
    *("mkdir", "mkdirat", "rmdir"),
)
LINE = re.compile(rb"^(?:(\d+) +)?(\w+)\((.*)\) += (-?\d+)", re.DOTALL)
UNFINISHED = re.compile(rb"^(\d+) +(.*) <unfinished \.\.\.>$", re.DOTALL)
RESUMED = re.compile(rb"^(\d+) +<\.\.\. \w+ resumed>(.*)$", re.DOTALL)
TEXT = re.compile(rb'"((?:\\x[0-9a-f]{2})*)"')
SYNCS = frozenset({"fsync", "fdatasync"})


class NoTrace(RuntimeError):
    """The program could not be traced, or did something that the model of the disk does not know."""


@dataclass(frozen=True, slots=True)
class Op:
    """One thing that was done, in the order in which it was done. Paths are relative to the folder.

    kinds: create, write, cut (to `at` bytes), sync, rename (to `other`), unlink, mkdir, sync_folder, said (`data`).
    """

    kind: str
    path: str
    at: int = 0
    data: bytes = b""
    other: str = ""


def record(folder: Path, trace: Path, words: Sequence[str], environment: dict[str, str]) -> list[Op]:
    """Run `python -m WORDS` under strace and return what it did below the folder. Raises `NoTrace`."""
    calls = ",".join(f"?{call}" for call in CALLS)
    command = ["strace", "-f", "-o", str(trace), "-s", str(64 << 20), "-xx", "-e", f"trace={calls}"]
    command += [sys.executable, "-m", *words]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise NoTrace("strace is not installed: install the package strace.") from None
    if done.returncode:
        raise NoTrace(f"strace or what it ran ended with {done.returncode}: {done.stderr[-2000:]}")
    return list(_Reader(folder).read(trace.read_bytes().split(b"\n")))


@dataclass
class _Reader:
    folder: Path
    open: dict[int, str] = field(default_factory=dict)
    """Path by descriptor, for files and folders below ours; `said` for the line to whoever is told."""
    place: dict[int, int] = field(default_factory=dict)
    half: dict[bytes, bytes] = field(default_factory=dict)

    def read(self, lines: Sequence[bytes]) -> Iterator[Op]:
        for line in lines:
            begun = UNFINISHED.match(line)
            if begun:
                self.half[begun[1]] = begun[2]
                continue
            ended = RESUMED.match(line)
            whole = ended[1] + b" " + self.half.pop(ended[1]) + ended[2] if ended else line
            call = LINE.match(whole)
            if call and int(call[4]) >= 0:
                yield from self._call(call[2].decode(), call[3], int(call[4]))

    def _call(self, name: str, said: bytes, result: int) -> Iterator[Op]:
        texts = [bytes.fromhex(text.replace(b"\\x", b"").decode()) for text in TEXT.findall(said)]
        if name in ("open", "openat", "creat"):
            yield from self._opened(texts[0], said, result)
        elif name in ("rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat"):
            yield from self._named(name, texts)
        elif name in ("link", "linkat", "symlink", "symlinkat", "truncate", "rmdir"):
            if any(self._below(text) for text in texts):
                raise NoTrace(f"the model of the disk does not know {name}")
        else:
            number = int(said.split(b",")[0])
            if number in self.open:
                yield from self._on(name, number, texts[0] if texts else b"", said, result)

    def _opened(self, text: bytes, said: bytes, number: int) -> Iterator[Op]:
        self.place[number] = 0
        self.open.pop(number, None)
        if text == b"/dev/null":
            self.open[number] = "said"
        path = self._below(text)
        if path and not path.endswith("-shm"):  # shared memory is made anew after a loss of power
            self.open[number] = path
            if b"O_CREAT" in said:
                yield Op("create", path)
            if b"O_TRUNC" in said:
                yield Op("cut", path, 0)

    def _named(self, name: str, texts: Sequence[bytes]) -> Iterator[Op]:
        paths = [self._below(text) for text in texts]
        if not paths[0] or paths[0].endswith("-shm"):
            return
        if name.startswith("rename"):
            yield Op("rename", paths[0], other=paths[1])
            self.open = {number: paths[1] if path == paths[0] else path for number, path in self.open.items()}
        else:
            yield Op("mkdir" if name.startswith("mkdir") else "unlink", paths[0])

    def _on(self, name: str, number: int, data: bytes, said: bytes, result: int) -> Iterator[Op]:
        path = self.open[number]
        if name == "close":
            del self.open[number]
        elif name == "write":
            at, self.place[number] = self.place[number], self.place[number] + result
            yield Op("said" if path == "said" else "write", path, at, data[:result])
        elif name == "pwrite64":
            yield Op("write", path, int(said.rsplit(b",", 1)[1]), data[:result])
        elif name == "ftruncate":
            yield Op("cut", path, int(said.rsplit(b",", 1)[1]))
        elif name in SYNCS:
            yield Op("sync_folder" if (self.folder / path).is_dir() else "sync", path)
        elif path != "said":
            raise NoTrace(f"the model of the disk does not know {name} on {path}")

    def _below(self, text: bytes) -> str:
        path = Path(text.decode(errors="replace"))
        if path == self.folder:
            return "."
        return str(path.relative_to(self.folder)) if path.is_relative_to(self.folder) else ""
