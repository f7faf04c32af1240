"""What the background loop does for the ledger, once a second."""

from datetime import datetime
from functools import cache

from jiaoban.ledger import checkpoints
from jiaoban.ledger.store import DbBook


def tick(now: datetime, using: str = "default") -> None:
    """Make the checkpoints that are due, and on the first call write files that a crash prevented."""
    _recover(using)
    checkpoints.publish_unwritten()
    for site in checkpoints.due(now, using):
        book = DbBook(site, using)
        with book.transaction():
            book.checkpoint(now)


@cache
def _recover(using: str) -> None:
    """Once a process: nothing but a crash leaves a checkpoint without its file."""
    checkpoints.publish_newest(using)
