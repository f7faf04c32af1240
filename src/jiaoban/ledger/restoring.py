"""After a copy was put back, or another server took over by force: the book itself says so (trust rule 9)."""

from datetime import datetime
from pathlib import Path

from jiaoban.kernel.access import SYSTEM
from jiaoban.kernel.act import Act, Proposed
from jiaoban.kernel.book import Stamp
from jiaoban.kernel.canon import digest
from jiaoban.ledger import checkpoints
from jiaoban.ledger.acts import BookRestored
from jiaoban.ledger.store import DbBook


def record(site: str, reason: str, now: datetime, using: str = "default", *, known: int = 0) -> Act:
    """Append the act that names the checkpoint to which the book went back, and how many acts are known to be lost.

    `known` is a number of acts that the book is known to have had, besides what the checkpoint files say.

    Call it once after each restore, before anybody writes. The files of checkpoints that the book no longer reaches are
    set
    aside, not deleted: whoever holds one of those checkpoints will still be told that the book went back.
    """
    book = DbBook(site, using)
    with book.transaction():
        size = book.size
        beyond = _beyond(site, size)
        lost = max(size, known, *beyond) - size
        said = BookRestored(checkpoint=book.checkpoint(now), size=size, lost=lost, reason=reason)
        stamp = Stamp(
            command=f"restored-{size}-{int(now.timestamp())}",
            request=digest(said.model_dump(mode="json")),
            actor=SYSTEM.person,
            post="",
            now=now,
        )
        act = book.append([Proposed(said)], stamp)[0]
        _set_aside(site, beyond, f"beyond-{size}-{int(now.timestamp())}")
    return act


def _beyond(site: str, size: int) -> dict[int, Path]:
    files = checkpoints.folder(site).glob("*.txt")
    sizes = {int(path.stem): path for path in files if path.stem.isdecimal()}
    return {at: path for at, path in sizes.items() if at > size}


def _set_aside(site: str, beyond: dict[int, Path], name: str) -> None:
    if not beyond:
        return
    aside = checkpoints.folder(site) / name
    aside.mkdir()
    for path in beyond.values():
        path.rename(aside / path.name)
