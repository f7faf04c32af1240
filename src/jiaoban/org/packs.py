"""Regime packs by digest: stored once in the content store, compiled when first asked for, never changed."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from jiaoban.kernel.access import SYSTEM, Actor
from jiaoban.kernel.book import WritableBook
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.verbs import Outcome, perform
from jiaoban.ledger import files
from jiaoban.org import queries
from jiaoban.org.args import AdoptRegime
from jiaoban.regime.pack import Pack

if TYPE_CHECKING:  # reading YAML takes long to import, and a process that serves seldom does it
    from jiaoban.regime.load import Report

LARGEST = 10 * 1024 * 1024
"""Largest pack in bytes, and most of what is sent in together as its files."""


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


def take_in(sent: Iterable[tuple[str, bytes]]) -> "Report":
    """Check the files of a pack that were sent in, and keep the pack where it is good; nothing is in force by that.

    What is wrong stands in the report, with file and line.
    """
    from jiaoban.regime.load import Report, examine_bytes
    from jiaoban.regime.positions import PackError
    from jiaoban.regime.unpacking import files_of

    try:
        report = examine_bytes(files_of(sent))
    except PackError as error:
        return Report(None, tuple(error.problems))
    if report.pack is not None:
        store(report.pack)
    return report


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

    return adopt_pack(book, load(folder), now=now, command=command, actor=actor, effective_from=effective_from)


def adopt_pack(
    book: WritableBook,
    pack: Pack,
    *,
    now: datetime,
    command: str,
    actor: Actor = SYSTEM,
    effective_from: date | None = None,
) -> Outcome:
    """Keep a pack and have the site adopt it, as `adopt` does with that of a folder."""
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
