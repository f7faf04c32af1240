"""Disks of a proof's own: small ones that can be filled, and one that becomes read-only under a running program."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

LIBC = ctypes.CDLL(None, use_errno=True)
NEW_MOUNTS, NEW_USERS = 0x00020000, 0x10000000
READ_ONLY, REMOUNT, BIND, RECURSIVE, PRIVATE, DETACH = 1, 1 << 5, 1 << 12, 1 << 14, 1 << 18, 2
WRITES = "?pwrite64,?pwritev,?pwritev2,?ftruncate,?fallocate"
"""How SQLite writes to files that it has open; the server writes to its connections and to other files otherwise."""
PATIENCE = 60
"""Seconds for strace to take hold of every thread, and to let go again."""


class NoMounts(RuntimeError):
    """This machine lets the proof mount nothing; the message says what would be needed."""


def go_apart(*, as_itself: bool = False) -> None:
    """Give this process mounts that nobody else sees and that end with it. Raises `NoMounts`.

    As root in a mount namespace; else as root of a user namespace, or (`as_itself`) under the own name in one, for what
    refuses to be run by any root.
    """
    root = os.geteuid() == 0
    user, group = os.getuid(), os.getgid()
    if LIBC.unshare(NEW_MOUNTS | (0 if root else NEW_USERS)):
        _refused("unshare")
    if not root:
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{user if as_itself else 0} {user} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{group if as_itself else 0} {group} 1", encoding="ascii")
    _mount("/", "none", RECURSIVE | PRIVATE)


def small(folder: Path, megabytes: int) -> None:
    """Mount a small disk on an empty folder; it goes with the process."""
    folder.mkdir(parents=True, exist_ok=True)
    _mount(folder, "tmpfs", 0, f"size={megabytes}m,mode=0755")


@contextmanager
def filled(folder: Path) -> Iterator[Callable[[], None]]:
    """Fill the disk of a folder to its last byte meanwhile; what is given fills up again what was freed since."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:

        def fill() -> None:
            for size in (1 << 20, 4096, 1):
                with suppress(OSError):
                    while file.write(b"\1" * size):
                        pass

        fill()
        try:
            yield fill
        finally:
            ballast.unlink()


@contextmanager
def read_only(folder: Path, process: int) -> Iterator[None]:
    """Let a folder be read-only meanwhile for a running process, as when a file system goes read-only after an error.

    A disk with open files cannot be remounted so on purpose. So whatever is opened now is opened on a read-only mount,
    and writes to what is open already answer EROFS, which strace puts in.
    """
    _mount(folder, "none", BIND, source=folder)
    _mount(folder, "none", BIND | REMOUNT | READ_ONLY)
    strace = subprocess.Popen(
        ["strace", "-f", "-qq", "-p", str(process), "-e", f"trace={WRITES}", "-e", f"inject={WRITES}:error=EROFS"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _wait_until_traced(process, strace)
        yield
    finally:
        strace.send_signal(signal.SIGTERM)
        strace.communicate(timeout=PATIENCE)
        if LIBC.umount2(os.fsencode(folder), DETACH):
            _refused(f"umount of {folder}")


def _wait_until_traced(process: int, strace: "subprocess.Popen[str]") -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and strace.poll() is None:
        tasks = list(Path(f"/proc/{process}/task").glob("*/status"))
        if all("TracerPid:\t0\n" not in task.read_text(encoding="utf-8") for task in tasks):
            return
        time.sleep(0.02)
    strace.terminate()
    raise NoMounts(f"strace cannot make the disk read-only for process {process}: {strace.communicate()[1].strip()}")


def _mount(folder: Path | str, kind: str, flags: int, options: str = "", *, source: Path | str = "jiaoban") -> None:
    """Call it within this process: a program that is run under the own name of a user namespace may not."""
    if LIBC.mount(os.fsencode(source), os.fsencode(folder), kind.encode(), flags, options.encode()):
        _refused(f"mount on {folder}")


def _refused(what: str) -> NoReturn:
    reason = os.strerror(ctypes.get_errno())
    raise NoMounts(f"No disk can be filled here: {what}: {reason}; run as root, or where `unshare -rm` works.")
