"""Regime packs by digest: stored once in the content store, compiled when first asked for, never changed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache

from jiaoban.kernel.access import SYSTEM, Actor
from jiaoban.kernel.book import WritableBook
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.kernel.starts import Start
from jiaoban.kernel.verbs import Outcome, perform
from jiaoban.kernel.words import Words
from jiaoban.ledger import files
from jiaoban.org import queries
from jiaoban.org.args import AdoptRegime
from jiaoban.regime.pack import Pack

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


def keep_source(given: Mapping[str, bytes]) -> str:
    """Keep the files of a good pack as one archive, byte for byte, and return its name in the content store.

    The same files are the same archive. Raises what `sealed.seal` raises.
    """
    from jiaoban.org.sealed import seal

    return files.put(seal(given), limit=LARGEST)


def source_files(source: str) -> dict[str, bytes]:
    """Return the files of a kept archive by name; raises `FileLost`, and what `sealed.unseal` raises."""
    from jiaoban.org.sealed import unseal

    return dict(unseal(files.get(source)).files)


def need_source(said: AdoptRegime) -> None:
    """Refuse files that are not those of the pack: a draft that starts from them would begin with another text."""
    from jiaoban.org.sealed import NotSealed, unseal
    from jiaoban.regime.positions import PackError

    if not said.source:
        return
    try:
        digest = unseal(files.get(said.source)).contents.digest
    except (NotSealed, PackError):
        digest = ""
    if digest != said.digest:
        raise BadInput(
            "source",
            Words(zh="原文件不是这个制度包的。", en="These are not the files of this pack."),
            Words(zh="写送文件核对时得到的 source，或不写。", en="Give the source that came with the digest, or none."),
        )


Trial = Callable[[str], None]
_TRIALS: list[Trial] = []


def borne_out_by(trial: Trial) -> Trial:
    """Declare the trial that the files of a pack, by their `source`, stand before a person alone adopts it.

    Scenarios are run in a room above, of which this one knows nothing.
    """
    if trial.__qualname__ not in {one.__qualname__ for one in _TRIALS}:
        _TRIALS.append(trial)
    return trial


def need_borne_out(source: str) -> None:
    """Refuse what does not stand its trial."""
    for trial in _TRIALS:
        trial(source)


def adopt_pack(
    book: WritableBook,
    pack: Pack,
    *,
    now: datetime,
    command: str,
    actor: Actor = SYSTEM,
    effective_from: Start | None = None,
    source: str = "",
) -> Outcome:
    """Keep a pack and have the site adopt it; `source` as `keep_source` returned it.

    `effective_from` defaults to the day that the pack itself names. The outcome may be a refusal (see
    `org.adopt_regime`).
    """
    store(pack)
    return perform(
        book,
        "org.adopt_regime",
        AdoptRegime.of(pack, effective_from, source),
        actor=actor,
        place=queries.place(book, "", now),
        now=now,
        command=command,
        packs=packs,
    )
