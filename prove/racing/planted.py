"""Check-then-act: while the flag stands in the data folder, the head is locked when acts are appended, not before.

Whoever decides meanwhile decides by what was, as in a program that looks first and locks later.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import AppConfig

FLAG = "planted-check-then-act"


class Planting(AppConfig):
    """Puts the bug beside the sound program."""

    name = "prove.racing"
    label = "prove_racing"

    def ready(self) -> None:
        """Wrap the two methods of the book; without the flag they do what they did."""
        from django.db import transaction

        from jiaoban.ledger.store import DbBook

        sound, append = DbBook.transaction, DbBook.append

        @contextmanager
        def late(self: Any) -> Iterator[None]:
            if not (Path(os.environ["JIAOBAN_DATA"]) / FLAG).exists():
                with sound(self):
                    yield
                return
            try:
                with transaction.atomic(using=self._using), self._connection.cursor() as cursor:
                    self._held_cursor = cursor
                    yield
            finally:
                self._head = self._held_cursor = None

        def appended(self: Any, proposed: Sequence[Any], stamp: Any) -> Sequence[Any]:
            if self._head is None and self._held_cursor is not None:
                self._head = self._lock(self._held_cursor)
            return append(self, proposed, stamp)

        DbBook.transaction, DbBook.append = late, appended  # type: ignore[method-assign]
