"""Files that are on the disk when the call returns: synced, and their folder synced too (trust rule 2)."""

import os
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

_KNOWN: set[Path] = set()
"""Folders that this process has synced into those above them."""


def write(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file so that it is there whole or not at all, also after a power cut. Missing folders are made."""
    make_folder(path.parent)
    half = path.with_name(f".{path.name}.{uuid4().hex}")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def append_line(path: Path, line: str, mode: int = 0o644) -> None:
    """Add a line to a small file, by writing the whole file anew."""
    before = path.read_bytes() if path.exists() else b""
    write(path, before + line.encode() + b"\n", mode)


def make_folder(folder: Path, mode: int = 0o755) -> None:
    """Make a folder and those above it, each synced into the one above.

    One that is there already may be another's that was cut off before its sync, so this process syncs each once.
    """
    if folder in _KNOWN and folder.is_dir():
        return
    if folder != folder.parent:
        make_folder(folder.parent)
        if not folder.is_dir():
            folder.mkdir(mode=mode, exist_ok=True)
        with suppress(PermissionError):  # a folder above the data that this user may only pass through
            sync_folder(folder.parent)
    _KNOWN.add(folder)


def sync_folder(folder: Path) -> None:
    """Have the folder's own list of files on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
