"""Receipts: what a signer takes away, so that the book cannot forget the signature without being found out."""

from datetime import datetime

from jiaoban.kernel.refusal import NotFound
from jiaoban.ledger import checkpoints
from jiaoban.ledger.store import DbBook
from jiaoban.tlog.receipt import Receipt


def receipt(site: str, seq: int, now: datetime, using: str = "default") -> str:
    """Return the receipt of an act as text (C2SP tlog-proof), under the newest checkpoint that covers it.

    Where none covers it yet, one is made at `now`. Call it after the act was committed, in no transaction of its own.
    Raises
    `NotFound` when there is no such act, `tlog.errors.ProofError` when the stored tree does not prove it.
    """
    book = DbBook(site, using)
    body = next((body for _, body in book.bodies(seq, seq + 1)), None) if seq >= 0 else None
    if body is None:
        raise NotFound(f"the book of {site} has no act {seq}")
    covering = checkpoints.covering(site, seq, using)
    if covering is None:
        with book.transaction():
            book.checkpoint(now)
        covering = checkpoints.covering(site, seq, using)
    assert covering is not None
    return str(Receipt.make(body, seq, covering, checkpoints.node_reader(site, using)))
