"""The whole book of a site as JSON Lines, for the separate verifier and for whoever is to keep a copy."""

from collections.abc import Iterator

from django.db import connections

from jiaoban.ledger import keys
from jiaoban.ledger.models import LedgerCheckpoint
from jiaoban.ledger.store import DbBook
from jiaoban.ledger.verify.reading import names, pieces, snapshot
from jiaoban.tlog.checkpoint import parse_checkpoint
from jiaoban.tlog.export import act_line, checkpoint_line, header_line


def lines(site: str, using: str = "default") -> Iterator[str]:
    """Return the lines of the export: header, acts in order, checkpoints. One view of the database for all of them."""
    with snapshot(connections[using]):
        book = DbBook(site, using)
        size = book.size
        yield header_line(site, keys.signing_key(site).verifier, size)
        yield from (act_line(body) for _, body in book.bodies(0, size))
        at = names(LedgerCheckpoint).index("note")
        for piece in pieces(connections[using], LedgerCheckpoint, site, ["size"]):
            yield from (checkpoint_line(parse_checkpoint(row[at])) for row in piece)
