"""An uploaded table, kept between its preview and carrying it out: for a day, for whoever sent it, at its site."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from jiaoban.ledger import durable
from jiaoban.org import door

KEPT_S = 24 * 60 * 60
"""Seconds for which a file is kept; one is left as long as the next comes in."""
PERSONAL_S = 15 * 60
"""Seconds for which one with personal values is."""
_NAME = re.compile(r"[0-9a-f]{64}")


def keep(content: bytes, site: str, person: str, *, personal: bool = False) -> str:
    """Keep a file and return the name by which the same person at the same site gets it back. One with personal values
    is kept apart, for a quarter of an hour at most (`tick`)."""
    name = _name(content, site, person)
    folder = _folder(personal=personal)
    durable.make_folder(folder)
    _sweep(folder)
    durable.write(folder / name, content, mode=0o600)
    return name


def get(name: str, site: str, person: str) -> bytes | None:
    """Return a file that was kept for this person at this site; None where it is not there any more, or never was."""
    if not _NAME.fullmatch(name):
        return None
    for personal in (False, True):
        with suppress(FileNotFoundError):
            content = (_folder(personal=personal) / name).read_bytes()
            return content if _name(content, site, person) == name else None
    return None


def drop(name: str) -> None:
    """Forget a file that was carried out."""
    if _NAME.fullmatch(name):
        for personal in (False, True):
            (_folder(personal=personal) / name).unlink(missing_ok=True)


def tick(now: datetime) -> None:
    """Drop the files with personal values that nobody carried out. The background loop calls it."""
    folder = _folder(personal=True)
    if folder.is_dir():
        _sweep_before(folder, now.timestamp() - PERSONAL_S)


def _name(content: bytes, site: str, person: str) -> str:
    parts: Sequence[bytes] = (site.encode(), person.encode(), sha256(content).digest())
    return sha256(b"\0".join(parts)).hexdigest()


def _folder(*, personal: bool = False) -> Path:
    return Path(settings.DATA) / ("imports-personal" if personal else "imports")


def _sweep(folder: Path) -> None:
    _sweep_before(folder, door.clock.now().timestamp() - KEPT_S)


def _sweep_before(folder: Path, oldest: float) -> None:
    for path in folder.iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
