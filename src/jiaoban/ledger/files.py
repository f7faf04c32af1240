"""Files by what is in them: photographs and attachments, named by the SHA-256 of their bytes.

A file is on the disk, with its folder, before the act that names it is appended (trust rule 2), and is never changed;
it goes only when whoever it is about is erased (`ledger/erasing.py`). The
act's hash covers the name, the name covers the content.
"""

import re
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words
from jiaoban.ledger import durable

LIMIT = 10 * 1024 * 1024
"""Largest file in bytes, unless the caller says otherwise."""
NAME = re.compile(r"[0-9a-f]{64}")


class FileLost(LookupError):
    """The file is not in the store, or its content is no longer what its name says."""


def put(content: bytes, limit: int = LIMIT) -> str:
    """Store the bytes and return their name, 64 hex digits; the same bytes twice are one file.

    Raises `BadInput` for an empty file or one above `limit` bytes. What kind of file may come in is the caller's to
    check.
    """
    if not 0 < len(content) <= limit:
        raise BadInput(
            "file",
            Words(zh=f"文件有 {len(content)} 字节。", en=f"The file has {len(content)} bytes."),
            Words(zh=f"应为 1 至 {limit} 字节。", en=f"It should have 1 to {limit} bytes."),
        )
    name = sha256(content).hexdigest()
    path = path_of(name)
    if sound(name):  # another may have put it there a moment ago and not have come to its sync
        durable.make_folder(path.parent)
        durable.sync_folder(path.parent)
    else:
        durable.write(path, content, mode=0o640)
    return name


def get(name: str) -> bytes:
    """Return the bytes of a file; raises `FileLost` when it is absent or changed."""
    try:
        content = path_of(name).read_bytes()
    except FileNotFoundError:
        raise FileLost(f"the file {name} is not in the store") from None
    if sha256(content).hexdigest() != name:
        raise FileLost(f"the file {name} was changed in the store")
    return content


def sound(name: str) -> bool:
    """Say whether the file is there and unchanged. Reads it piece by piece."""
    hashed = sha256()
    try:
        with path_of(name).open("rb") as file:
            while piece := file.read(1 << 20):
                hashed.update(piece)
    except FileNotFoundError:
        return False
    return hashed.hexdigest() == name


def drop(name: str) -> bool:
    """Erase the content of a file, and the small picture that was made of it, for good; say whether there was any."""
    path = path_of(name)
    there = path.exists()
    for one in (path, small_path_of(name)):
        one.unlink(missing_ok=True)
        if one.parent.is_dir():
            durable.sync_folder(one.parent)
    return there


def small_path_of(name: str) -> Path:
    """Return where the small picture of a photograph is kept once it was made; it can be thrown away at any time."""
    path_of(name)
    return Path(settings.DATA) / "thumbnails" / name[:2] / f"{name[2:]}.webp"


def path_of(name: str) -> Path:
    """Return where a file of this name is kept; raises `ValueError` for what is no name."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} names no file: 64 lower-case hex digits do")
    return Path(settings.DATA) / "files" / name[:2] / name[2:]
