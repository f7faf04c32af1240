"""Checkpoints: signed statements of a book's size and root, kept beside it and as files to copy away."""

import logging
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction
from django.db.models import F, OuterRef, Subquery

from jiaoban.ledger import durable, keys, rows
from jiaoban.ledger.models import LedgerAct, LedgerCheckpoint, LedgerHead, LedgerNode
from jiaoban.tlog.checkpoint import Checkpoint, SignedCheckpoint, parse_checkpoint
from jiaoban.tlog.merkle import Frontier, GetNode

EVERY = timedelta(seconds=60)
"""How long acts stand without a checkpoint at most, while the background loop runs (trust rule 5)."""

log = logging.getLogger(__name__)
_UNWRITTEN: dict[tuple[str, int], str] = {}
"""Checkpoints of this process whose file is still to be written, by site and size."""


def make(site: str, frontier: Frontier, now: datetime, using: str = "default") -> str:
    """Return the signed checkpoint of this tree, made and stored if there is none yet.

    Called inside the transaction that holds the head. The file is written after the commit: a checkpoint whose acts
    were
    undone must never be seen by anyone.
    """
    stored = LedgerCheckpoint.objects.using(using).filter(site=site, size=frontier.size).first()
    if stored is not None:
        return stored.note
    key = keys.signing_key(site)
    signed = Checkpoint(key.name, frontier.size, frontier.root()).signed_by(key)
    note = str(signed.cosigned_by(key, int(now.timestamp())))
    with connections[using].cursor() as cursor:
        rows.insert(cursor, LedgerCheckpoint, [(site, frontier.size, note, now)])
    LedgerHead.objects.using(using).filter(site=site).update(checkpoint_size=frontier.size)
    transaction.on_commit(partial(_publish_or_later, site, frontier.size, note), using=using)
    return note


def publish(site: str, size: int, note: str) -> Path:
    """Write a checkpoint's file, `checkpoints/<site>/<size>.txt` in the data folder, and return its path."""
    path = folder(site) / f"{size}.txt"
    if not path.exists():
        durable.write(path, note.encode())
    return path


def _publish_or_later(site: str, size: int, note: str) -> None:
    """Write the file, or leave it to the background loop: what was committed is not to be answered as refused."""
    try:
        publish(site, size, note)
    except OSError:
        log.exception("The file of checkpoint %s/%d could not be written; it is tried again.", site, size)
        _UNWRITTEN[site, size] = note


def publish_unwritten() -> None:
    """Write the files for which there was no room; raises `OSError` while there is none."""
    for (site, size), note in tuple(_UNWRITTEN.items()):
        publish(site, size, note)
        del _UNWRITTEN[site, size]


def folder(site: str) -> Path:
    """Return the folder of a site's checkpoint files."""
    return Path(settings.DATA) / "checkpoints" / keys.need_site(site)


def newest(site: str, using: str = "default") -> SignedCheckpoint | None:
    """Return the newest checkpoint of a site, or None before the first."""
    stored = LedgerCheckpoint.objects.using(using).filter(site=site).order_by("-size").first()
    return parse_checkpoint(stored.note) if stored else None


def covering(site: str, seq: int, using: str = "default") -> SignedCheckpoint | None:
    """Return the newest checkpoint that covers the act with this number, or None."""
    found = newest(site, using)
    return found if found is not None and found.checkpoint.size > seq else None


def due(now: datetime, using: str = "default") -> list[str]:
    """Return the sites whose acts have stood without a checkpoint for `EVERY`, by the machine's clock."""
    stored = LedgerCheckpoint.objects.using(using).filter(site=OuterRef("site"), size=OuterRef("checkpoint_size"))
    behind = LedgerHead.objects.using(using).filter(size__gt=F("checkpoint_size")).order_by("site")
    last = behind.annotate(last=Subquery(stored.values("made_at"))).values_list("site", "last")
    # A checkpoint "from the future" was made under a clock that was set: it says nothing about how long ago it was.
    return [site for site, made_at in last if made_at is None or not timedelta(0) <= now - made_at < EVERY]


def publish_newest(using: str = "default") -> None:
    """Write the file of each site's newest checkpoint where a crash after the commit prevented it."""
    stored = LedgerCheckpoint.objects.using(using).filter(site=OuterRef("site"), size=OuterRef("checkpoint_size"))
    heads = LedgerHead.objects.using(using).filter(checkpoint_size__gt=0).annotate(note=Subquery(stored.values("note")))
    for site, size, note in heads.values_list("site", "checkpoint_size", "note"):
        if note is not None:
            publish(site, size, note)


def node_reader(site: str, using: str = "default") -> GetNode:
    """Return the function by which proofs read the stored tree; it raises `LookupError` for a node not there."""

    def get_node(level: int, index: int) -> bytes:
        if level == 0:
            found = LedgerAct.objects.using(using).filter(site=site, seq=index).values_list("leaf", flat=True).first()
        else:
            stored = LedgerNode.objects.using(using).filter(site=site, level=level, index=index)
            found = stored.values_list("hash", flat=True).first()
        if found is None:
            raise LookupError(f"the tree of {site} has no node ({level}, {index})")
        return bytes(found)

    return get_node
