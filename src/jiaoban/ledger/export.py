"""The whole book of a site as JSON Lines, for the separate verifier and for whoever is to keep a copy."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connections

from jiaoban.ledger import keys
from jiaoban.ledger.models import LedgerCheckpoint
from jiaoban.ledger.store import DbBook
from jiaoban.ledger.verify.reading import names, pieces, snapshot
from jiaoban.tlog.checkpoint import SignedCheckpoint, parse_checkpoint
from jiaoban.tlog.export import act_line, checkpoint_line, header_line
from jiaoban.tlog.keys import VerifierKey
from jiaoban.tlog.strict import read_base64


def lines(site: str, using: str = "default") -> Iterator[str]:
    """Return the lines of the export: header, acts in order, checkpoints. One view of the database for all of them."""
    with snapshot(connections[using]):
        yield from seen(site, keys.signing_key(site).verifier, using)


def seen(
    site: str,
    key: VerifierKey,
    using: str = "default",
    *,
    keep: Callable[[SignedCheckpoint], bool] = lambda _: True,
) -> Iterator[str]:
    """Return the lines of the export within a view of the database that the caller holds; checkpoints as `keep` says,
    which is asked in the order of their sizes."""
    book = DbBook(site, using)
    size = book.size
    yield header_line(site, key, size)
    yield from (act_line(body) for _, body in book.bodies(0, size))
    at = names(LedgerCheckpoint).index("note")
    for piece in pieces(connections[using], LedgerCheckpoint, site, ["size"]):
        yield from (checkpoint_line(one) for row in piece if keep(one := parse_checkpoint(row[at])))


class BadExport(ValueError):
    """A line of an export is not as `lines` writes it."""


def bodies(written: Iterable[str]) -> Iterator[bytes]:
    """Return the canonical bytes of each act of an export, as they were hashed; raises `BadExport`."""
    for value in _values(written):
        if "body" in value:
            body = read_base64(value["body"])
            if body is None:
                raise BadExport("an act is not in base64")
            yield body


def envelopes(written: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Return each act of an export as the JSON object that it is; raises `BadExport`."""
    yield from (json.loads(body) for body in bodies(written))


def notes(written: Iterable[str]) -> Iterator[str]:
    """Return each signed checkpoint of an export; raises `BadExport`."""
    yield from (value["checkpoint"] for value in _values(written) if "checkpoint" in value)


def _values(written: Iterable[str]) -> Iterator[dict[str, str]]:
    for number, line in enumerate(written, start=1):
        try:
            value = json.loads(line)
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise BadExport(f"line {number} is no JSON object")
        yield value
