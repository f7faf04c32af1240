"""The book that the tests of `verify` look at."""

from collections.abc import Callable
from pathlib import Path

import pytest

from jiaoban.ledger import files, store
from jiaoban.ledger.store import DbBook
from tests.db.ledger.sample import NOON, PHOTO, Noted, Struck, note, say, sign


@pytest.fixture
def book(data: Path, django_capture_on_commit_callbacks: Callable[..., object]) -> DbBook:
    """Twelve acts, checkpoints at 6 and 12, rows a to e, one photograph."""
    made = store.found("s1")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        note(made, "a", "一", photos=(files.put(PHOTO),))
        say(made, Noted(key="b", text="二"), Noted(key="c", text="三", tag="x", at=NOON))
        say(made, Struck(key="c"), Noted(key="d"), Noted(key="e"))
        sign(made)
        for n in range(6):
            note(made, "a", f"第{n}次", command=f"again-{n}")
        sign(made, 2)
    return made
