"""Writing an archive while the server goes on: one view of the database, then the files that it names.

A file of the store is on the disk before the act that names it (trust rule 2), so what the view names is there.
"""

import io
import os
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO
from uuid import uuid4

from django.conf import settings
from django.db import DatabaseError, connections

from jiaoban import __version__
from jiaoban.archive import accounts, form
from jiaoban.archive.form import Entry, Manifest, SiteLine
from jiaoban.kernel.act import stamp
from jiaoban.ledger import durable, export, files, keys, loading
from jiaoban.ledger.erasing import erased_files, named_files
from jiaoban.ledger.store import DbBook, sites
from jiaoban.ledger.verify.reading import snapshot
from jiaoban.tlog.checkpoint import SignedCheckpoint
from jiaoban.tlog.keys import VerifierKey

_PIECE = 1 << 20


def write(target: Path, now: datetime, *, with_keys: bool = False, using: str = "default") -> Manifest:
    """Write everything of this installation to `target`, whole or not at all, and return what is in it.

    Files that the books name and the store has not (or not unchanged) are left out and named in the manifest, except
    those of whoever was erased on demand, which are no loss; checkpoints that no key of their site has signed are named
    there as well. With `with_keys` the private keys go in: whoever has the archive can then sign for the sites. Raises
    `keys.NoKey`, `keys.ForeignKey`, `OSError`.
    """
    for site in sites(using):
        _need_own_keys(site)
    seal(now, using)
    with tempfile.TemporaryDirectory(prefix=".jiaoban-backup-", dir=target.parent) as spool:
        folder = Path(spool)
        manifest, sources = _gather(folder, now, with_keys=with_keys, using=using)
        with _whole(target) as file:
            _pack(file, manifest, sources, now)
    return manifest


def _need_own_keys(site: str) -> list[VerifierKey]:
    """Return the public keys of a site; raises `keys.ForeignKey` where the private one there is none of them."""
    try:
        public = keys.verifier_keys(site)
    except (OSError, ValueError) as error:
        raise keys.ForeignKey(
            f"The public keys of {site}, keys/{site}.vkeys, cannot be read. 公钥文件不能读"
        ) from error
    if not public:
        raise keys.ForeignKey(
            f"The public keys of {site} are gone: put keys/{site}.vkeys back from a copy. 公钥文件缺失，请从备份放回"
        )
    try:
        keys.signing_key(site)
    except keys.ForeignKey:
        raise
    except (keys.NoKey, OSError):
        pass  # it signs nothing
    return public


def seal(now: datetime, using: str = "default") -> None:
    """Have every book end in a checkpoint, so that the archive can be checked to its last act."""
    for site in sites(using):
        book = DbBook(site, using)
        with suppress(DatabaseError, OSError, LookupError), book.transaction():  # a copy of what can be read is due
            if book.size:
                book.checkpoint(now)


def _gather(folder: Path, now: datetime, *, with_keys: bool, using: str) -> tuple[Manifest, list[tuple[Entry, Path]]]:
    """Write what comes from the database into the folder; return the manifest, and where each part lies."""
    sources: list[tuple[str, Path]] = []
    site_lines = []
    with snapshot(connections[using]):
        for site in sites(using):
            book = folder / f"{site}.jsonl"
            site_lines.append(_book(site, book, using))
            sources.append((form.book_of(site), book))
        erased = erased_files(connections[using])
        counts: Counter[str] = Counter(dict.fromkeys(accounts.KEPT, 0))
        kept = folder / form.ACCOUNTS
        with kept.open("w", encoding="utf-8", newline="\n") as file:
            for kind, line in accounts.lines(using):
                counts[kind] += 1
                file.write(line)
    sources.append((form.ACCOUNTS, kept))
    sources += _keys([line.site for line in site_lines], with_keys=with_keys)
    parts = [(_entry(name, path), path) for name, path in sources]
    parts += _stored_files(erased)
    manifest = Manifest(
        program=__version__,
        made_at=stamp(now),
        database=connections[using].vendor,
        secrets=with_keys,
        sites=tuple(_with_losses(site_lines, folder, {entry.sha256 for entry, _ in parts} | erased)),
        accounts=dict(counts),
        entries=tuple(entry for entry, _ in parts),
    )
    return manifest, parts


def _book(site: str, path: Path, using: str) -> SiteLine:
    public, newest = _need_own_keys(site), ""
    foreign = []

    def own(one: SignedCheckpoint) -> bool:
        nonlocal newest
        try:
            loading.checked(str(one), public)
        except loading.BadBook:
            foreign.append(one.checkpoint.size)
            return False
        newest = str(one)
        return True

    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(export.seen(site, public[-1], using, keep=own))
    return SiteLine(site=site, acts=DbBook(site, using).size, checkpoint=newest, foreign=tuple(foreign))


def _with_losses(lines: Iterable[SiteLine], folder: Path, there: set[str]) -> Iterator[SiteLine]:
    for line in lines:
        with (folder / f"{line.site}.jsonl").open(encoding="utf-8") as file:
            named = {name for envelope in export.envelopes(file) for name in _named(envelope)}
        yield line.model_copy(update={"lost_files": tuple(sorted(named - there))})


def _named(envelope: dict[str, object]) -> Iterator[str]:
    """Name the stored files of an act: photographs, and the pack of an adopted regime."""
    yield from named_files(str(envelope["kind"]), int(str(envelope["version"])), envelope["payload"])


def _keys(codes: Iterable[str], *, with_keys: bool) -> Iterator[tuple[str, Path]]:
    held = Path(settings.DATA) / "keys"
    for site in codes:
        yield form.verifier_keys_of(site), held / f"{site}.vkeys"
        if with_keys:
            keys.signing_key(site)  # refuses one that is missing, broken or open to others
            yield form.signing_key_of(site), held / f"{site}.key"
    secret = Path(settings.DATA) / form.SECRET_KEY
    if with_keys and secret.exists():
        yield form.SECRET_KEY, secret


def _stored_files(erased: set[str]) -> list[tuple[Entry, Path]]:
    """Return every sound file of the store but the erased ones; one that is damaged is not worth keeping, and is told
    as lost."""
    found = []
    for path in sorted((Path(settings.DATA) / "files").glob("??/*")):
        name = path.parent.name + path.name
        if name not in erased and files.NAME.fullmatch(name) and files.sound(name):
            entry = Entry(name=f"files/{name[:2]}/{name[2:]}", size=path.stat().st_size, sha256=name)
            found.append((entry, path))
    return found


def _entry(name: str, path: Path) -> Entry:
    hashed = sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            hashed.update(piece)
    return Entry(name=name, size=path.stat().st_size, sha256=hashed.hexdigest())


@contextmanager
def _whole(target: Path) -> Iterator[IO[bytes]]:
    """Open a file that takes its name when everything in it is on the disk; only its owner may read it."""
    half = target.with_name(f".{target.name}.{uuid4().hex}")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    durable.sync_folder(target.parent)


def _pack(file: IO[bytes], manifest: Manifest, parts: Iterable[tuple[Entry, Path]], now: datetime) -> None:
    said = manifest.model_dump_json(indent=1).encode()
    with tarfile.open(fileobj=file, mode="w:gz", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(_head(form.MANIFEST, len(said), now), io.BytesIO(said))
        for entry, path in parts:
            with path.open("rb") as content:
                tar.addfile(_head(form.need_name(entry.name), entry.size, now), content)


def _head(name: str, size: int, now: datetime) -> tarfile.TarInfo:
    head = tarfile.TarInfo(name)
    head.size, head.mtime, head.mode = size, int(now.timestamp()), 0o600
    return head
