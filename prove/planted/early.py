"""Planted: the server answers a command, and commits it a moment later."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from prove.planted import run_with

MOMENT = 0.05
"""Seconds between the answer and the commit."""
_writer = ThreadPoolExecutor(1)


def plant() -> None:
    """Put the bug in; call it when Django is set up."""
    from django.db import transaction

    from jiaoban.ledger.store import DbBook
    from jiaoban.org import door

    perform: Any = vars(door)["perform"]

    def early(book: DbBook, *words: Any, **said: Any) -> Any:
        answered: Future[Any] = Future()

        def commit_later() -> None:
            try:
                with transaction.atomic():
                    answered.set_result(perform(DbBook(book.site), *words, **said))
                    time.sleep(MOMENT)
            except Exception as error:  # noqa: BLE001 - told to whoever asked
                answered.set_exception(error)

        _writer.submit(commit_later)
        return answered.result()

    vars(door)["perform"] = early


if __name__ == "__main__":
    run_with(plant)
