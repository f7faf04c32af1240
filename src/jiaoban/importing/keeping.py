"""An uploaded table, kept between its preview and carrying it out: for a day, for whoever sent it, at its site."""

import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from jiaoban.ledger import durable
from jiaoban.org import door

KEPT_S = 24 * 60 * 60
"""Seconds for which a file is kept; one is left as long as the next comes in."""
_NAME = re.compile(r"[0-9a-f]{64}")


def keep(content: bytes, site: str, person: str) -> str:
    """Keep a file and return the name by which the same person at the same site gets it back."""
    name = _name(content, site, person)
    folder = _folder()
    durable.make_folder(folder)
    _sweep(folder)
    durable.write(folder / name, content, mode=0o600)
    return name


def get(name: str, site: str, person: str) -> bytes | None:
    """Return a file that was kept for this person at this site; None where it is not there any more, or never was."""
    if not _NAME.fullmatch(name):
        return None
    try:
        content = (_folder() / name).read_bytes()
    except FileNotFoundError:
        return None
    return content if _name(content, site, person) == name else None


def drop(name: str) -> None:
    """Forget a file that was carried out."""
    if _NAME.fullmatch(name):
        (_folder() / name).unlink(missing_ok=True)


def _name(content: bytes, site: str, person: str) -> str:
    parts: Sequence[bytes] = (site.encode(), person.encode(), sha256(content).digest())
    return sha256(b"\0".join(parts)).hexdigest()


def _folder() -> Path:
    return Path(settings.DATA) / "imports"


def _sweep(folder: Path) -> None:
    oldest = door.clock.now().timestamp() - KEPT_S
    for path in folder.iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
