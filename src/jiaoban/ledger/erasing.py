"""Stored files of whoever was erased on demand: their bytes go, the acts that name them stay (docs/adr/0017).

A file is a person's own while every act that names it is about somebody who was erased (`Payload.SUBJECT`, `ERASES`).
What an act about somebody else names too, at any site of this store, stays. That is read from the acts each time: it
follows, like everything else that is not an act. Such a walk through large books takes a while, so it is made only when
somebody was erased: a mark in the data folder, set before the erasure is committed, says that it is still owed.
"""

import json
import logging
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Sum

from jiaoban.kernel.act import Act, Payload, UnknownKind, kinds, payload_class
from jiaoban.kernel.personal import subject_of
from jiaoban.ledger import durable, files
from jiaoban.ledger.models import LedgerAct, LedgerHead

log = logging.getLogger(__name__)
FILE_FIELDS = frozenset({"photo", "photos", "file", "files"})
"""Fields of an act that name stored files, besides those of its kind's own (`Payload.FILES`)."""
AT_ONCE = 50_000
"""Up to so many acts in all books the files go before the erasure is answered; beyond that, beside the server."""
_WALK = threading.Lock()
"""Held by the walk of this process that drops files."""


class NamedFiles:
    """Which stored files the acts name, about whom, and who was erased. Sites are told apart."""

    def __init__(self) -> None:
        self._about: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._gone: set[tuple[str, str]] = set()

    def take(self, site: str, kind: str, version: int, payload: Mapping[str, Any]) -> list[str]:
        """Take an act and return the files that it names; of a kind that is not known they are about nobody in
        particular."""
        try:
            known: type[Payload] = payload_class(kind, version)
        except UnknownKind:
            known = Payload
        room = kind.partition(".")[0]
        if known.ERASES:
            self._gone.update((site, subject_of(room, key)) for key in payload[known.ERASES])
        subject = subject_of(room, payload[known.SUBJECT]) if known.SUBJECT else ""
        names = list(named_files(kind, version, payload))
        for name in names:
            self._about[name].add((site, subject))
        return names

    def erased(self) -> set[str]:
        """Return the files that every act names about somebody who was erased."""
        return {name for name, about in self._about.items() if about <= self._gone}


def named_files(kind: str, version: int, payload: Any) -> Iterator[str]:
    """Return the names of stored files in an act: 64 hex digits in a field of `FILE_FIELDS` or of its kind's own."""
    try:
        own = payload_class(kind, version).FILES
    except UnknownKind:
        own = ()
    yield from _files_in(payload, FILE_FIELDS.union(own))


def _files_in(value: Any, fields: frozenset[str], *, inside: bool = False) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _files_in(part, fields, inside=inside or name in fields)
    elif isinstance(value, list):
        for part in value:
            yield from _files_in(part, fields, inside=inside)
    elif inside and isinstance(value, str) and files.NAME.fullmatch(value):
        yield value


def erased_files(connection: BaseDatabaseWrapper) -> set[str]:
    """Return the stored files of whoever was erased, by the acts of all books of a database. One walk over the acts
    that can name a file; none where nobody was erased."""
    named = NamedFiles()
    wanted = _of_interest()
    marks = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        gone = _erasing()
        cursor.execute(
            f"SELECT 1 FROM ledger_act WHERE kind IN ({', '.join(['%s'] * len(gone))}) LIMIT 1",  # noqa: S608
            list(gone),
        )
        if cursor.fetchone() is None:
            return set()
        cursor.execute(f"SELECT site, kind, version, body FROM ledger_act WHERE kind IN ({marks})", list(wanted))  # noqa: S608
        while rows := cursor.fetchmany(500):
            for site, kind, version, body in rows:
                named.take(site, kind, version, json.loads(bytes(body))["payload"])
    return named.erased()


@cache
def _erasing() -> Sequence[str]:
    return sorted({kind for kind, version in kinds() if payload_class(kind, version).ERASES})


@cache
def _of_interest() -> Sequence[str]:
    """The kinds of act that can name a stored file or erase somebody."""
    found = {*_erasing()}
    for kind, version in kinds():
        known = payload_class(kind, version)
        if known.FILES or any(f'"{field}"' in json.dumps(known.model_json_schema()) for field in FILE_FIELDS):
            found.add(kind)
    return sorted(found)


def erases(acts: Iterable[Act]) -> bool:
    """Say whether one of these acts erases somebody."""
    return any(act.payload.ERASES for act in acts)


def mark(site: str, seq: int) -> None:
    """Note that files of somebody are still to be dropped, before the act that erases them is committed."""
    durable.write(_marks() / f"{site}-{seq}", b"", mode=0o640)


def owed(using: str = "default") -> list[Path]:
    """Return the marks whose act is committed. One that never was waits until another act has its number: then a walk
    finds nothing of it, and takes it away."""
    found: list[Path] = []
    for one in sorted(_marks().glob("[!.]*")):
        site, _, seq = one.name.rpartition("-")
        if LedgerAct.objects.using(using).filter(site=site, seq=int(seq)).exists():
            found.append(one)
    return found


def after(using: str = "default") -> None:
    """Drop the files of whoever was just erased, once that is committed. The background loop does it where the books
    are large, and where it fails."""
    if (LedgerHead.objects.using(using).aggregate(acts=Sum("size"))["acts"] or 0) <= AT_ONCE:
        settle(using)


def settle(using: str = "default") -> None:
    """Do what the marks say is owed, and take those away that it was done for."""
    if not _WALK.acquire(blocking=False):
        return  # the marks stay, and the loop looks again
    try:
        if marks := owed(using):
            sweep(using)
            for one in marks:
                one.unlink(missing_ok=True)
    except Exception:  # what was committed is not to be answered as refused
        log.exception("The files of somebody who was erased could not be dropped; it is tried again.")
    finally:
        _WALK.release()


def sweep(using: str = "default") -> int:
    """Drop the content of every erased file that is still in the store; return how many were."""
    return sum(files.drop(name) for name in sorted(erased_files(connections[using])))


def tick(using: str = "default") -> None:
    """Have done what is still owed, as after a crash or a full disk, without keeping the loop waiting."""
    if not _WALK.locked() and owed(using):
        threading.Thread(target=_settle_beside, args=(using,), name="erasing", daemon=True).start()


def _settle_beside(using: str) -> None:
    try:
        settle(using)
    finally:
        connections.close_all()


def _marks() -> Path:
    return Path(settings.DATA) / "erasing"
