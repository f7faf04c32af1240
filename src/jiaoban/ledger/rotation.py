"""A new signing key for a site, recorded in its book."""

from datetime import datetime

from jiaoban.kernel.access import SYSTEM
from jiaoban.kernel.act import Act, Proposed
from jiaoban.kernel.book import Stamp
from jiaoban.kernel.canon import digest
from jiaoban.ledger import keys
from jiaoban.ledger.acts import KeyRotated
from jiaoban.ledger.store import DbBook


def rotate(site: str, now: datetime, using: str = "default") -> Act:
    """Replace the site's signing key: the old key signs the book as it was, the new one the act that names both."""
    book = DbBook(site, using)
    with book.transaction():
        book.checkpoint(now)
        old, new = keys.replace(site)
        said = KeyRotated(old=str(old), new=str(new))
        stamp = Stamp(
            command=f"key-{new.key_id.hex()}-{book.size}",
            request=digest(said.model_dump(mode="json")),
            actor=SYSTEM.person,
            post="",
            now=now,
        )
        act = book.append([Proposed(said)], stamp)[0]
        book.checkpoint(now)
    return act
