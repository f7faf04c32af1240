"""Planted: the server answers a command before it commits it.

One commit is held back for ever, so that a kill after that answer falls between the two for certain.
"""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from typing import Any

from prove.planted import run_with

HELD = 20
"""Which answer of the server's life is never followed by its commit; nothing is answered after it."""
_writer = ThreadPoolExecutor(1)
_answers = count(1)


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
                    outcome = perform(DbBook(book.site), *words, **said)
                    answered.set_result(outcome)
                    if next(_answers) == HELD:
                        threading.Event().wait()
            except Exception as error:  # noqa: BLE001 - told to whoever asked
                answered.set_exception(error)

        _writer.submit(commit_later)
        return answered.result()

    vars(door)["perform"] = early


if __name__ == "__main__":
    run_with(plant)
