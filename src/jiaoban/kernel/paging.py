"""Newest first, page by page: where a page begins depends on the last row of the page before, never on a count.

So a list of a year opens as fast as one of a day, and rows that come in meanwhile neither repeat nor hide any.
"""

from datetime import datetime
from typing import Any

from jiaoban.kernel.book import Between, Book, S, Table


def newest(
    book: Book,
    table: Table[S],
    column: str,
    *,
    after: S | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int | None = None,
    **where: Any,
) -> list[S]:
    """Return rows with `since <= column < until` that meet `where`, the newest first, ties by key.

    `column` holds a moment that never changes. `after` is the last row of the page before (its state has a `key`), or
    None for the first page.
    """
    found: list[S] = []
    if after is not None:
        moment: datetime = getattr(after, column)
        if (since is None or since <= moment) and (until is None or moment < until):
            same: dict[str, Any] = {column: moment, **where}
            found = [row for row in book.find(table, **same) if row.key > after.key]  # type: ignore[attr-defined]
        until = moment if until is None else min(until, moment)
    if limit is None or len(found) < limit:
        left = None if limit is None else limit - len(found)
        older: dict[str, Any] = {column: Between(since, until), **where}
        found += book.find(table, order=(f"-{column}",), limit=left, **older)
    return found if limit is None else found[:limit]
