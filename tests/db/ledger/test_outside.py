"""What was kept outside of the server, checkpoints and receipts, shows what nothing inside can show."""

from pathlib import Path

import pytest

from jiaoban.ledger import keys, receipts, rotation
from jiaoban.ledger.models import LedgerCheckpoint
from jiaoban.ledger.rebuild import rebuild
from jiaoban.ledger.store import DbBook
from jiaoban.ledger.verify import verify, verify_all
from jiaoban.tlog.checkpoint import Checkpoint
from jiaoban.tlog.keys import SigningKey
from tests.db.ledger.insider import rewrite, run
from tests.db.ledger.reports import first
from tests.db.ledger.sample import NOON, note, sign

pytestmark = pytest.mark.django_db


def outside(size: int) -> str:
    return LedgerCheckpoint.objects.get(site="s1", size=size).note


def without_files(data: Path) -> None:
    for path in (data / "checkpoints" / "s1").iterdir():
        path.unlink()


def test_a_receipt_is_as_good_as_a_checkpoint(book: DbBook, data: Path) -> None:
    kept = receipts.receipt("s1", 3, NOON)
    assert [report.good for report in verify_all(kept)] == [True]
    without_files(data)
    rewrite(lambda old: old[:7], keep_checkpoints=False)
    assert "5 acts behind" in next(one for one in verify("s1", kept).findings if one.code == "behind").says.en


def test_a_receipt_of_another_act_is_not_taken(book: DbBook) -> None:
    lines = receipts.receipt("s1", 3, NOON).split("\n")
    lines[1] = receipts.receipt("s1", 4, NOON).split("\n")[1]
    assert first(verify("s1", "\n".join(lines))) == ("checkpoint", "checkpoint from outside 外存的存证点")


@pytest.mark.parametrize("size", [6, 12])
def test_a_checkpoint_from_outside_of_any_age_fits(book: DbBook, size: int) -> None:
    assert [report.good for report in verify_all(outside(size))] == [True]


def test_a_book_rolled_back_is_behind_a_newer_checkpoint(book: DbBook, data: Path) -> None:
    kept = outside(12)
    without_files(data)
    rewrite(lambda old: old[:7], keep_checkpoints=False)
    rebuild("s1")
    run("UPDATE ledger_head SET last_recorded_at = (SELECT recorded_at FROM ledger_act WHERE seq = 6)")
    assert verify("s1").good, "nothing inside the house can show it"
    report = verify("s1", kept)
    assert first(report)[0] == "behind"
    assert "5 acts behind" in report.findings[0].says.en


def test_a_book_written_again_after_a_rollback_is_found(book: DbBook, data: Path) -> None:
    kept = outside(12)
    without_files(data)
    rewrite(lambda old: old[:7], keep_checkpoints=False)
    rebuild("s1")
    for n in range(5):
        note(book, "a", f"另{n}")
    assert "rewritten" in {found.code for found in verify("s1", kept).findings}


def test_a_checkpoint_of_another_log_is_not_taken(book: DbBook) -> None:
    other = SigningKey.generate("elsewhere/s9")
    report = verify_all(str(Checkpoint(other.name, 6, b"\x07" * 32).signed_by(other)))[-1]
    assert first(report) == ("checkpoint", "checkpoint from outside 外存的存证点")


def test_a_checkpoint_that_is_no_checkpoint(book: DbBook) -> None:
    assert not verify_all("hello")[-1].good


def test_keys_brought_by_the_reader_are_believed_alone(book: DbBook) -> None:
    stranger = SigningKey.generate(keys.origin("s1")).verifier
    assert verify("s1", trusted=[stranger]).findings[0].code == "checkpoint"
    assert verify("s1", trusted=keys.verifier_keys("s1")).good


def test_a_rotated_key_leaves_the_book_clean(book: DbBook) -> None:
    old = keys.verifier_keys("s1")
    rotation.rotate("s1", NOON)
    note(book, "a")
    sign(book, 3)
    assert keys.verifier_keys("s1")[:1] == old
    assert verify("s1").findings == ()
    assert verify("s1", outside(12)).findings == ()
