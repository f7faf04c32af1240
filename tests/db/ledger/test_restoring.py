"""A restore is an act: the book says to which checkpoint it went back, and whoever knows a later one still sees it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from jiaoban.ledger import restoring, store
from jiaoban.ledger.acts import BookRestored
from jiaoban.ledger.models import LedgerCheckpoint
from jiaoban.ledger.store import DbBook
from jiaoban.ledger.verify import verify
from tests.db.ledger.insider import rewrite, run
from tests.db.ledger.sample import NOON, minutes, note

pytestmark = pytest.mark.django_db


@pytest.fixture
def restored(data: Path, django_capture_on_commit_callbacks: Callable[..., object]) -> tuple[DbBook, str]:
    """A book of seven acts that had twelve, with the last checkpoint before."""
    book = store.found("s1")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        for size in range(1, 13):
            note(book, "a", str(size))
            if size in (5, 12):
                with book.transaction():
                    book.checkpoint(NOON)
    kept = LedgerCheckpoint.objects.get(size=12).note
    rewrite(lambda old: old[:7], keep_checkpoints=False)
    run("UPDATE ledger_head SET last_recorded_at = (SELECT recorded_at FROM ledger_act WHERE seq = 6)")
    return book, kept


def test_the_act_names_the_checkpoint_and_the_loss(restored: tuple[DbBook, str]) -> None:
    said = restoring.record("s1", "磁盘损坏", NOON + minutes(5)).payload
    assert isinstance(said, BookRestored)
    assert (said.size, said.lost, said.reason) == (7, 5, "磁盘损坏")
    assert said.checkpoint == LedgerCheckpoint.objects.get(size=7).note


def test_the_book_is_clean_and_the_holder_of_a_later_checkpoint_is_told(restored: tuple[DbBook, str]) -> None:
    from jiaoban.ledger.rebuild import rebuild

    rebuild("s1")
    restoring.record("s1", "磁盘损坏", NOON + minutes(5))
    note(restored[0], "a", "以后")
    assert verify("s1").findings == ()
    assert "3 acts behind" in verify("s1", restored[1]).findings[0].says.en


def test_files_are_set_aside_not_deleted(restored: tuple[DbBook, str], data: Path) -> None:
    restoring.record("s1", "磁盘损坏", NOON + minutes(5))
    folder = data / "checkpoints" / "s1"
    assert [path.name for path in folder.glob("*.txt")] == ["5.txt"]
    assert [path.name for path in folder.glob("beyond-7-*/*.txt")] == ["12.txt"]
