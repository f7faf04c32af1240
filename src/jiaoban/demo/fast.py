"""A book for long loadings: written to the database, read from a copy in memory that folds the same acts."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from jiaoban.kernel.act import Act, Proposed
from jiaoban.kernel.book import S, Stamp, Table, WritableBook
from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.personal import MemoryKeeper


class FastBook:
    """A `WritableBook` over another one. Only while nobody else writes that book; call `settle` when it is done."""

    def __init__(self, book: WritableBook) -> None:
        self._book, self._copy = book, MemoryBook(book.site)
        for act in book.acts():
            self._copy.fold(act)

    @property
    def site(self) -> str:
        """The code of the site."""
        return self._book.site

    @property
    def personal(self) -> MemoryKeeper:
        """The personal values of what is loaded, until `settle` writes them."""
        return self._copy.personal

    def settle(self) -> None:
        """Write the personal values, all at once."""
        self._book.personal.put(tuple(self._copy.personal.kept.values()))

    @property
    def size(self) -> int:
        """How many acts the book holds."""
        return self._copy.size

    def get(self, table: Table[S], key: str) -> S | None:
        """See `Book.get`."""
        return self._copy.get(table, key)

    def many(self, table: Table[S], keys: Iterable[str]) -> dict[str, S]:
        """See `Book.many`."""
        return self._copy.many(table, keys)

    def find(self, table: Table[S], *, order: Sequence[str] = (), limit: int | None = None, **where: Any) -> list[S]:
        """See `Book.find`."""
        return self._copy.find(table, order=order, limit=limit, **where)

    def pick(
        self,
        table: Table[Any],
        columns: Sequence[str],
        *,
        order: Sequence[str] = (),
        limit: int | None = None,
        **where: Any,
    ) -> list[tuple[Any, ...]]:
        """See `Book.pick`."""
        return self._copy.pick(table, columns, order=order, limit=limit, **where)

    def count(self, table: Table[Any], **where: Any) -> int:
        """See `Book.count`."""
        return self._copy.count(table, **where)

    def act(self, seq: int) -> Act | None:
        """See `Book.act`."""
        return self._copy.act(seq)

    def acts(self, low: int = 0, high: int | None = None) -> Iterable[Act]:
        """See `Book.acts`."""
        return self._copy.acts(low, high)

    def transaction(self) -> AbstractContextManager[None]:
        """The database's own transaction."""
        return self._book.transaction()

    def recall(self, command: str) -> Sequence[Act]:
        """See `WritableBook.recall`."""
        return self._copy.recall(command)

    def append(self, proposed: Sequence[Proposed], stamp: Stamp) -> Sequence[Act]:
        """Write the acts, then fold them into the copy. An error leaves the copy behind: start again with a new one."""
        acts = self._book.append(proposed, stamp)
        for act in acts:
            self._copy.fold(act)
        return acts
