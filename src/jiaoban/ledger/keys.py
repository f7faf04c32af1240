"""The keys of a site: outside the database, one file a site, readable by its owner alone (trust rule 6).

`keys/<site>.key` is the private key in use; `keys/<site>.vkeys` lists every verifier key that the site ever had, oldest
first. A
private key that was replaced is deleted: nothing new may be signed with it.
"""

import os
import re
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from jiaoban.ledger import durable
from jiaoban.tlog.keys import SigningKey, VerifierKey

_SITE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class NoKey(LookupError):
    """The site has no signing key in this data folder."""


class ForeignKey(NoKey):
    """The private key in the data folder is none of the site's: what it signs, nobody could verify."""


def need_site(site: str) -> str:
    """Return the site code; raises `ValueError` unless it is 1 to 64 letters, digits, dots, hyphens and underscores
    (ASCII).

    The code names files and the signing key, so it can hold nothing that leaves the folder.
    """
    if not is_site(site):
        raise ValueError(f"site code {site!r}: 1 to 64 of A-Z a-z 0-9 . _ -, beginning with a letter or a digit")
    return site


def is_site(code: object) -> bool:
    """Say whether something can be the code of a site."""
    return isinstance(code, str) and bool(_SITE.fullmatch(code))


def origin(site: str) -> str:
    """Return the name under which a site signs: the first line of its checkpoints."""
    return f"{getattr(settings, 'LEDGER_ORIGIN', 'jiaoban.local')}/{need_site(site)}"


def found(site: str) -> VerifierKey:
    """Make the site's key if it has none, and return the public half."""
    path = _private(site)
    if not path.exists():
        _keep(site, SigningKey.generate(origin(site)))
    return signing_key(site).verifier


def signing_key(site: str) -> SigningKey:
    """Return the key in use.

    Raises `NoKey`; `ForeignKey` where the site's public keys do not name it, for a checkpoint is never taken back; and
    `PermissionError` when others can read the file.
    """
    path = _private(site)
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise NoKey(f"the site {site} has no signing key at {path}") from None
    if os.name == "posix" and mode & 0o077:
        raise PermissionError(f"{path} can be read by others; run: chmod 600 {path}")
    key: SigningKey | None = None
    with suppress(ValueError):
        key = SigningKey.parse(text)
    if key is None or key.verifier not in verifier_keys(site):
        raise ForeignKey(
            f"keys/{site}.key is not a key of {site}: keys/{site}.vkeys does not name it. Put the site's own keys back;"
            " if the private one is lost, move this one away: what is restored without one gets a new key."
            f" keys/{site}.key 不是 {site} 的私钥：请放回原来的密钥；若已遗失，请移走这一份，恢复时会另制新钥"
        )
    return key


def verifier_keys(site: str) -> list[VerifierKey]:
    """Return every verifier key that the site ever had, oldest first; the last one is in use."""
    path = _public(site)
    if not path.exists():
        return []
    return [VerifierKey.parse(line) for line in path.read_text(encoding="ascii").splitlines() if line]


def replace(site: str) -> tuple[VerifierKey, VerifierKey]:
    """Make a new key for the site; return the old and the new verifier key. The caller records it as an act."""
    old = signing_key(site).verifier
    new = SigningKey.generate(origin(site))
    _keep(site, new)
    return old, new.verifier


def _keep(site: str, key: SigningKey) -> None:
    """Write the public half first: a key that signs is always one that can be verified."""
    durable.make_folder(_folder(), mode=0o700)
    durable.append_line(_public(site), str(key.verifier))
    durable.write(_private(site), key.to_text().encode() + b"\n", mode=0o600)


def _folder() -> Path:
    return Path(settings.DATA) / "keys"


def _private(site: str) -> Path:
    return _folder() / f"{need_site(site)}.key"


def _public(site: str) -> Path:
    return _folder() / f"{need_site(site)}.vkeys"
