"""A book that is read for one page: what was asked for once is not asked for again."""

from collections.abc import Iterable, Sequence
from typing import Any

from jiaoban.kernel.book import S, Table
from jiaoban.ledger.store import DbBook
from jiaoban.org.tables import PEOPLE, POSTS

LISTED_BY_KEY = frozenset({PEOPLE.name, POSTS.name})
"""Tables that pages list as a whole and then look into one by one: the list answers the later questions."""


class ReadingBook(DbBook):
    """A book for the length of one request that only reads; nothing in it may be written through."""

    def __init__(self, site: str, using: str = "default") -> None:
        super().__init__(site, using)
        self._got: dict[tuple[str, str], Any] = {}
        self._found: dict[tuple[Any, ...], list[Any]] = {}

    def get(self, table: Table[S], key: str) -> S | None:
        """See `Book.get`."""
        asked = (table.name, key)
        if asked not in self._got:
            self._got[asked] = super().get(table, key)
        answer: S | None = self._got[asked]
        return answer

    def many(self, table: Table[S], keys: Iterable[str]) -> dict[str, S]:
        """See `Book.many`."""
        wanted = list(dict.fromkeys(keys))
        unknown = [key for key in wanted if (table.name, key) not in self._got]
        fresh = super().many(table, unknown)
        self._got.update({(table.name, key): fresh.get(key) for key in unknown})
        return {key: found for key in wanted if (found := self._got[table.name, key]) is not None}

    def find(self, table: Table[S], *, order: Sequence[str] = (), limit: int | None = None, **where: Any) -> list[S]:
        """See `Book.find`."""
        asked = (table.name, tuple(order), limit, tuple(sorted(where.items())))
        if asked not in self._found:
            self._found[asked] = super().find(table, order=order, limit=limit, **where)
            if table.name in LISTED_BY_KEY:
                self._got.update({(table.name, one.key): one for one in self._found[asked]})
        return list(self._found[asked])
