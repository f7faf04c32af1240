"""Regime packs by digest: stored once in the content store, compiled when first asked for, never changed."""

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from jiaoban.kernel.access import SYSTEM, Actor
from jiaoban.kernel.book import WritableBook
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.verbs import Outcome, perform
from jiaoban.ledger import files
from jiaoban.org import queries
from jiaoban.org.args import AdoptRegime
from jiaoban.regime.pack import Pack

LARGEST = 10 * 1024 * 1024
"""Largest pack in bytes."""


@lru_cache(maxsize=64)
def packs(digest: str) -> Pack:
    """Return the compiled pack of a digest.

    Raises `NotFound` where no regime is in force (''), `ledger.files.FileLost` when the pack is gone or was changed.
    """
    if not digest:
        raise NotFound("no regime is in force here")
    return Pack.read(files.get(digest))


def store(pack: Pack) -> str:
    """Keep a pack in the content store and return its digest."""
    return files.put(pack.canonical(), limit=LARGEST)


def adopt(
    book: WritableBook,
    folder: Path,
    *,
    now: datetime,
    command: str,
    actor: Actor = SYSTEM,
    effective_from: date | None = None,
) -> Outcome:
    """Load the pack of a folder strictly, keep it, and have the site adopt it.

    `effective_from` defaults to the day that the pack itself names. Raises what the loader raises; the outcome may be a
    refusal (see `org.adopt_regime`).
    """
    from jiaoban.regime.load import load

    pack = load(folder)
    store(pack)
    return perform(
        book,
        "org.adopt_regime",
        AdoptRegime.of(pack, effective_from),
        actor=actor,
        place=queries.place(book, "", now),
        now=now,
        command=command,
        packs=packs,
    )
