"""What `verify` says of books that nobody has touched, and of what is mended again."""

from pathlib import Path

import pytest

from jiaoban.kernel.act import Proposed
from jiaoban.kernel.book import Stamp
from jiaoban.ledger import store
from jiaoban.ledger.rebuild import rebuild
from jiaoban.ledger.store import DbBook
from jiaoban.ledger.verify import verify, verify_all
from tests.db.ledger.insider import EXTRA_ROW, run
from tests.db.ledger.sample import NOON, Noted, minutes

pytestmark = pytest.mark.django_db


def test_a_clean_book_gives_no_finding(book: DbBook) -> None:
    assert verify("s1").findings == ()
    assert [report.size for report in verify_all()] == [12]


def test_an_empty_book_is_clean(data: Path) -> None:
    store.found("s1")
    assert verify("s1").good


def test_clocks_that_disagree_are_remarked_and_accuse_nobody(data: Path) -> None:
    made = store.found("s1")
    for n, (server, device) in enumerate([(0, 0), (0, 3), (60, 60), (1, 1), (1, None)]):
        at = None if device is None else NOON + minutes(device)
        stamp = Stamp(command=f"k{n}", request="r", actor="chen", post="", now=NOON + minutes(server), device_at=at)
        with made.transaction():
            made.append([Proposed(Noted(key="a"))], stamp)
    report = verify("s1")
    assert report.findings == ()
    assert [(one.code, one.seq) for one in report.remarks] == [("skew", 1), ("clock", 3)]
    assert "180 s ahead" in report.remarks[0].says.en


def test_rebuild_mends_read_models_and_nothing_else(book: DbBook) -> None:
    run("UPDATE sample_note SET text = '无'", "DELETE FROM sample_note WHERE key = 'd'", EXTRA_ROW)
    assert rebuild("s1") == {"sample_notes": 4} | {name: 0 for name in rebuild("s1") if name != "sample_notes"}
    assert verify("s1").good


def test_progress_is_told(book: DbBook) -> None:
    told: list[str] = []
    verify("s1", progress=lambda what, done, total: told.append(what))
    assert told[0] == "s1: acts"
