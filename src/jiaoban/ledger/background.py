"""What the background loop does for the ledger, once a second."""

from datetime import datetime

from jiaoban.ledger import checkpoints
from jiaoban.ledger.store import DbBook


def tick(now: datetime, using: str = "default") -> None:
    """Make the checkpoints that are due, and write the file of the newest one where a crash prevented it."""
    for site in checkpoints.due(now, using):
        book = DbBook(site, using)
        with book.transaction():
            book.checkpoint(now)
