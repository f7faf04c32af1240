"""Making an installation of an unpacked archive: files, keys, accounts, books; and saying so in every book."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from jiaoban.archive import accounts, form
from jiaoban.archive.form import BadCut, Cut, Manifest, NotAnArchive, NotEmpty, SiteLine
from jiaoban.kernel.act import Act
from jiaoban.kernel.refusal import NotFound
from jiaoban.ledger import durable, export, keys, loading, restoring, rotation, store
from jiaoban.ledger.acts import BookRestored, KeyRotated
from jiaoban.ledger.store import DbBook
from jiaoban.org import door
from jiaoban.tlog.errors import FormatError
from jiaoban.tlog.keys import VerifierKey


@dataclass(frozen=True, slots=True)
class Restored:
    """A book that was put back: the acts of the archive that stand in it, what its own act says, a new key if any."""

    site: str
    size: int
    said: BookRestored
    new_key: str = ""


def need_empty(using: str = "default") -> None:
    """Raise `NotEmpty` unless there is neither a book nor an account in the database."""
    if store.sites(using) or accounts.any_row(using):
        raise NotEmpty("there are books or accounts in the database already")


def restore(
    manifest: Manifest, folder: Path, cut: Cut, reason: str, *, known: Sequence[str] = (), using: str = "default"
) -> list[Restored]:
    """Make everything of the parts in `folder`, which `reading.unpack` has checked, in one transaction.

    Acts are taken byte for byte; read models are folded anew. Each book then says to which checkpoint it went back.
    `known` are newer checkpoints that somebody kept. Without its private key a site gets a new one, recorded in its
    book. Raises `NotEmpty`, `BadCut`, `NotAnArchive`, `loading.BadBook`.
    """
    need_empty(using)
    unknown = sorted(set(cut.after) - {line.site for line in manifest.sites})
    if unknown:
        raise BadCut(f"the archive holds no site {unknown[0]}")
    _files(folder)
    with transaction.atomic(using=using):
        loaded = accounts.load(folder / form.ACCOUNTS, using)
        if loaded != {**dict.fromkeys(accounts.KEPT, 0), **manifest.accounts}:
            raise NotAnArchive("accounts.jsonl holds other rows than the table of contents says")
        return [_site(line, folder, cut, reason, known, using) for line in manifest.sites]


def _files(folder: Path) -> None:
    """Move stored files and the installation's key to their places; they are on the disk, their folders not yet."""
    data = Path(settings.DATA)
    for path in sorted((folder / "files").glob("??/*")):
        there = data / "files" / path.parent.name / path.name
        durable.make_folder(there.parent)
        path.chmod(0o640)
        path.replace(there)
        durable.sync_folder(there.parent)
    secret = folder / form.SECRET_KEY
    if secret.exists():
        durable.write(data / form.SECRET_KEY, secret.read_bytes(), mode=0o600)


def _site(line: SiteLine, folder: Path, cut: Cut, reason: str, known: Sequence[str], using: str) -> Restored:
    site = keys.need_site(line.site)
    public = _place_keys(site, folder)
    written = folder / form.book_of(site)
    with written.open(encoding="utf-8") as file:
        notes = [*export.notes(file), *known_of(site, known)]
    store.found(site, using)
    with written.open(encoding="utf-8") as file:
        loaded = loading.load(site, export.bodies(file), notes, public, upto=_upto(line, cut, written), using=using)
    loading.publish(site, loaded, using)
    now = _now(site, using)
    said = restoring.record(site, reason, now, using, known=line.acts).payload
    assert isinstance(said, BookRestored)
    in_use = _record_keys(site, now, using)
    kept = (folder / form.signing_key_of(site)).exists()
    return Restored(site, loaded.size, said, "" if kept else in_use)


def known_of(site: str, known: Sequence[str]) -> list[str]:
    """Return those of these checkpoints that are of this site, by their first line."""
    return [note for note in known if note.split("\n", 1)[0] == keys.origin(site)]


def _place_keys(site: str, folder: Path) -> list[VerifierKey]:
    """Put the site's keys into the data folder; return the public ones."""
    held = Path(settings.DATA) / "keys"
    durable.make_folder(held, mode=0o700)
    try:
        text = (folder / form.verifier_keys_of(site)).read_text(encoding="ascii")
        public = [VerifierKey.parse(one) for one in text.splitlines() if one]
    except (OSError, UnicodeDecodeError, FormatError) as error:
        raise NotAnArchive(f"the public keys of {site} cannot be read") from error
    durable.write(held / f"{site}.vkeys", text.encode())
    private = folder / form.signing_key_of(site)
    if private.exists():
        durable.write(held / f"{site}.key", private.read_bytes(), mode=0o600)
    return public


def _record_keys(site: str, now: datetime, using: str) -> str:
    """Record in the book every key that it does not know yet, the one in use last, which is returned."""
    held = [str(key) for key in keys.verifier_keys(site)]
    told = [act.payload.new for act in DbBook(site, using).acts() if isinstance(act.payload, KeyRotated)]
    if [*held[:1], *told] != held[: len(told) + 1]:
        raise NotAnArchive(f"the public keys of {site} are not those that its book tells of")
    for old, new in zip(held[len(told) :], held[len(told) + 1 :], strict=False):
        rotation.record(site, old, new, now, using)
    return held[-1]


def _upto(line: SiteLine, cut: Cut, written: Path) -> Callable[[Act], bool]:
    """Return which acts are taken: never a part of what was done at once."""
    if line.site in cut.after:
        last = cut.after[line.site]
        _need_whole_command(line, last, written)
        return lambda act: act.seq <= last
    until = cut.until
    return lambda act: until is None or act.recorded_at <= until


def _need_whole_command(line: SiteLine, last: int, written: Path) -> None:
    if not 0 <= last < line.acts:
        raise BadCut(f"the book of {line.site} has the acts 0 to {line.acts - 1} in this archive, not {last}")
    command, ends = None, last
    with written.open(encoding="utf-8") as file:
        for envelope in export.envelopes(file):
            if envelope["seq"] == last:
                command = envelope["command"]
            elif command is not None and envelope["command"] == command:
                ends = envelope["seq"]
            elif command is not None:
                break
    if ends != last:
        raise BadCut(f"act {last} of {line.site} was done at once with those up to {ends}: cut at {ends} or before")


def _now(site: str, using: str) -> datetime:
    """Return the site's own time; a book without a site in it goes by the machine's clock."""
    try:
        return door.site_now(DbBook(site, using))
    except NotFound:
        return door.clock.now()
