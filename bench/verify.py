"""Verifying a book, beside the bare SHA-256 of the same bytes."""

import time
from hashlib import sha256
from typing import Any

from bench._book import open_book
from bench._site import open_site

NAME = "verify"


def run(size: int) -> list[dict[str, Any]]:
    """Verify a book of `size` acts once."""
    open_site()
    from jiaoban.ledger.verify import verify

    book = open_book(size)
    bodies = [body for _, body in book.bodies()]
    began = time.perf_counter()
    for body in bodies:
        sha256(body).digest()
    bare = time.perf_counter() - began
    began = time.perf_counter()
    report = verify(book.site)
    seconds = time.perf_counter() - began
    assert report.good, report.findings
    acts = len(bodies)
    return [{"acts": acts, "acts/s": acts / seconds, "bare SHA-256/s": acts / bare, "ratio": bare / seconds}]
