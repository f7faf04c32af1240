"""What the background loop does for the ledger, once a second."""

from datetime import datetime
from functools import cache

from jiaoban.ledger import checkpoints, erasing
from jiaoban.ledger.store import DbBook


def tick(now: datetime, using: str = "default") -> None:
    """Make the checkpoints that are due, and drop files of whoever was erased where that is still owed; on the first
    call also write checkpoints whose files a crash prevented."""
    _recover(using)
    checkpoints.publish_unwritten()
    erasing.tick(using)
    for site in checkpoints.due(now, using):
        book = DbBook(site, using)
        with book.transaction():
            book.checkpoint(now)


@cache
def _recover(using: str) -> None:
    """Once a process: nothing but a crash leaves a checkpoint without its file."""
    checkpoints.publish_newest(using)
