"""A new signing key for a site, recorded in its book."""

from datetime import datetime

from jiaoban.kernel.access import SYSTEM
from jiaoban.kernel.act import Act, Proposed
from jiaoban.kernel.book import Stamp
from jiaoban.kernel.canon import digest
from jiaoban.ledger import keys
from jiaoban.ledger.acts import KeyRotated
from jiaoban.ledger.store import DbBook
from jiaoban.tlog.keys import VerifierKey


def rotate(site: str, now: datetime, using: str = "default") -> Act:
    """Replace the site's signing key: the old key signs the book as it was, the new one the act that names both."""
    book = DbBook(site, using)
    with book.transaction():
        book.checkpoint(now)
        old, new = keys.replace(site)
        return record(site, str(old), str(new), now, using)


def record(site: str, old: str, new: str, now: datetime, using: str = "default") -> Act:
    """Append the act that says which verifier key followed which, and sign it with the key in use."""
    book = DbBook(site, using)
    with book.transaction():
        said = KeyRotated(old=old, new=new)
        stamp = Stamp(
            command=f"key-{VerifierKey.parse(new).key_id.hex()}-{book.size}",
            request=digest(said.model_dump(mode="json")),
            actor=SYSTEM.person,
            post="",
            now=now,
        )
        act = book.append([Proposed(said)], stamp)[0]
        book.checkpoint(now)
    return act
