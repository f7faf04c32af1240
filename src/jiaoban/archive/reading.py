"""Reading an archive: every part is checked against the table of contents before anything is made of it."""

import os
import tarfile
import zlib
from hashlib import sha256
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from jiaoban.archive import form
from jiaoban.archive.form import Entry, Manifest, NotAnArchive

_PIECE = 1 << 20


def contents(archive: Path) -> Manifest:
    """Return the table of contents without reading further; raises `NotAnArchive`, `OSError`."""
    with _opened(archive) as tar:
        return _manifest(tar)


def unpack(archive: Path, folder: Path) -> Manifest:
    """Write every part into the folder, each synced, and return the table of contents.

    Raises `NotAnArchive` when a part is missing, too many, or not the one that the table of contents names.
    """
    try:
        with _opened(archive) as tar:
            manifest = _manifest(tar)
            waiting = {form.need_name(entry.name): entry for entry in manifest.entries}
            while (member := tar.next()) is not None:
                entry = waiting.pop(member.name, None)
                content = tar.extractfile(member) if member.isreg() else None
                if entry is None or content is None:
                    raise NotAnArchive(f"it holds {member.name!r}, which its table of contents has not or has once")
                _write(folder / entry.name, content, entry)
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise NotAnArchive(f"it breaks off or is damaged ({error})") from error
    if waiting:
        raise NotAnArchive(f"{next(iter(waiting))} is missing")
    return manifest


def _opened(archive: Path) -> tarfile.TarFile:
    try:
        return tarfile.open(archive, mode="r|gz")
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise NotAnArchive(f"it is no .tar.gz ({error})") from error


def _manifest(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    content = tar.extractfile(first) if first is not None and first.isreg() else None
    if first is None or content is None or first.name != form.MANIFEST or first.size > form.LONGEST_MANIFEST:
        raise NotAnArchive(f"it does not begin with {form.MANIFEST}")
    try:
        found = Manifest.model_validate_json(content.read())
    except ValidationError as error:
        raise NotAnArchive(f"its {form.MANIFEST} cannot be read: {error.errors()[0]['msg']}") from error
    if found.format != form.FORMAT:
        raise NotAnArchive(f"it is of the form {found.format!r}, this program reads {form.FORMAT!r}")
    return found


def _write(path: Path, content: IO[bytes], entry: Entry) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    hashed, size = sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while piece := content.read(_PIECE):
            hashed.update(piece)
            size += len(piece)
            if size > entry.size:  # a part that unfolds without end must not fill the disk
                break
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    if (size, hashed.hexdigest()) != (entry.size, entry.sha256):
        raise NotAnArchive(f"{entry.name} is not what the table of contents says")
