"""What an archive holds and what its parts are called."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict

FORMAT = "jiaoban-archive/1"
MANIFEST = "manifest.json"
ACCOUNTS = "accounts.jsonl"
SECRET_KEY = "secret-key"  # noqa: S105 - the name of a file
LONGEST_MANIFEST = 256 * 1024 * 1024
"""Bytes; a line of some 150 bytes a stored file."""

_SITE = r"sites/[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
_PARTS = re.compile(
    rf"{_SITE}/(?:book\.jsonl|keys\.vkeys|signing\.key)|accounts\.jsonl|secret-key|files/[0-9a-f]{{2}}/[0-9a-f]{{62}}"
)


class NotAnArchive(ValueError):
    """The file is no archive of ours, or it was damaged or changed; the message says what is wrong."""


class NotEmpty(RuntimeError):
    """There is a book or an account here already."""


class BadCut(ValueError):
    """The book cannot be cut where it was asked for; the message says where it can."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the books are to end: after an act by site, or with the last act recorded by a moment; else whole."""

    after: Mapping[str, int]
    until: datetime | None = None


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(_Part):
    """One file of the archive: its name there, bytes, SHA-256."""

    name: str
    size: int
    sha256: str


class SiteLine(_Part):
    """A site: how many acts, its newest signed checkpoint ('' before the first), files that were lost before.

    `foreign` are the sizes of stored checkpoints that no key of the site has signed: left out, as none could restore
    them.
    """

    site: str
    acts: int
    checkpoint: str
    lost_files: tuple[str, ...] = ()
    foreign: tuple[int, ...] = ()


class Manifest(_Part):
    """The table of contents. `program` is the version that wrote it, `made_at` RFC 3339 in UTC by the machine's clock.

    `accounts` counts the rows outside the books by their kind; `secrets` says that private keys are inside.
    """

    format: str = FORMAT
    program: str
    made_at: str
    database: str
    secrets: bool
    sites: tuple[SiteLine, ...]
    accounts: dict[str, int]
    entries: tuple[Entry, ...]

    @property
    def bytes(self) -> int:
        """How much everything is, unpacked."""
        return sum(entry.size for entry in self.entries)

    @property
    def stored_files(self) -> int:
        """How many photographs, attachments and regime packs there are."""
        return sum(entry.name.startswith("files/") for entry in self.entries)

    @property
    def lost(self) -> int:
        """How many files the books name that were not to be had, and checkpoints that are not the site's."""
        return sum(len(site.lost_files) + len(site.foreign) for site in self.sites)


def need_name(name: str) -> str:
    """Return the name of a part; raises `NotAnArchive` for anything that could lie elsewhere."""
    if not _PARTS.fullmatch(name):
        raise NotAnArchive(f"it holds {name!r}, which is no part of an archive")
    return name


def book_of(site: str) -> str:
    """Return the name of a site's book in the archive."""
    return f"sites/{site}/book.jsonl"


def verifier_keys_of(site: str) -> str:
    """Return the name of a site's public keys in the archive."""
    return f"sites/{site}/keys.vkeys"


def signing_key_of(site: str) -> str:
    """Return the name of a site's private key in the archive."""
    return f"sites/{site}/signing.key"
