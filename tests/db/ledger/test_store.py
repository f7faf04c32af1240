"""The database book's own promises, beyond those that every book makes."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiaoban.kernel.act import Proposed
from jiaoban.kernel.book import Stamp, Table
from jiaoban.kernel.refusal import BadInput
from jiaoban.ledger import announce, background, checkpoints, checks, keys, store
from jiaoban.ledger.models import LedgerCheckpoint, LedgerHead, LedgerNode, model_of
from jiaoban.ledger.store import DbBook
from jiaoban.tlog.checkpoint import parse_checkpoint
from jiaoban.tlog.merkle import Frontier
from tests.db.ledger.sample import NOON, NOTES, Note, Noted, minutes, note, say

pytestmark = pytest.mark.django_db
Commit = Callable[..., object]


@pytest.fixture
def book(data: Path) -> DbBook:
    return store.found("s1")


def test_a_site_must_be_founded(data: Path) -> None:
    with pytest.raises(store.NotFounded, match="s9"):
        note(DbBook("s9"), "a")


def test_founding_twice_changes_nothing(book: DbBook) -> None:
    note(book, "a")
    key = keys.verifier_keys("s1")
    store.found("s1")
    assert (book.size, keys.verifier_keys("s1")) == (1, key)


@pytest.mark.parametrize("site", ["", "../s1", "a/b", ".s", "一站", "s" * 65, "s1\n"])
def test_a_site_code_that_could_leave_the_folder(data: Path, site: str) -> None:
    with pytest.raises(ValueError, match="site code"):
        store.found(site)


def test_appending_outside_a_transaction_is_refused(book: DbBook) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        book.append([Proposed(Noted(key="a"))], Stamp("c", "r", "chen", "", NOON))


@pytest.mark.parametrize("command", ["", "x" * 129, "a\nb", "a\x00"])
def test_a_command_id_that_cannot_be_kept(book: DbBook, command: str) -> None:
    stamp = Stamp(command, "r", "chen", "", NOON)
    with book.transaction(), pytest.raises(BadInput):
        book.append([Proposed(Noted(key="a"))], stamp)


def test_a_float_has_no_place_in_the_book(book: DbBook) -> None:
    with pytest.raises(TypeError, match=r"0\.1 is a float"):
        note(book, "a", weight=0.1)
    assert book.size == 0


def test_a_key_that_cannot_be_kept(book: DbBook) -> None:
    with pytest.raises(ValueError, match="1 to 200"):
        note(book, "k" * 201)
    assert book.size == 0


def test_nothing_proposed_writes_nothing(book: DbBook) -> None:
    assert say(book) == []
    assert book.size == 0


def test_a_head_that_contradicts_itself_stops_appends(book: DbBook) -> None:
    LedgerHead.objects.update(size=7)
    with pytest.raises(store.BrokenHead):
        note(book, "a")


def test_the_tree_is_that_of_the_bodies(book: DbBook) -> None:
    say(book, *[Noted(key=str(n)) for n in range(11)])
    frontier, done = Frontier().extend(body for _, body in book.bodies())
    assert bytes(LedgerHead.objects.get().root) == frontier.root()
    stored = LedgerNode.objects.values_list("level", "index", "hash")
    assert {(level, index, bytes(hashed)) for level, index, hashed in stored} == {node for node in done if node[0]}


def test_the_number_of_queries_does_not_grow(book: DbBook) -> None:
    counts = []
    for size in (1, 40, 3):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            say(book, *[Noted(key=str(n)) for n in range(size)])
        counts.append(len(queries))
    assert max(counts) <= 11  # savepoint twice, head, acts, nodes, states, rows, head; three for the index


def test_listeners_are_told_after_the_commit(book: DbBook, django_capture_on_commit_callbacks: Commit) -> None:
    told: list[tuple[str, int]] = []
    listener = announce.register(lambda site, size: told.append((site, size)))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        note(book, "a")
        assert told == []
    announce.unregister(listener)
    assert told == [("s1", 1)]


def test_a_failing_listener_harms_nobody(book: DbBook, django_capture_on_commit_callbacks: Commit) -> None:
    told: list[int] = []

    def broken(site: str, size: int) -> None:
        raise ZeroDivisionError

    listeners = [announce.register(broken), announce.register(lambda site, size: told.append(size))]
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        note(book, "a")
    for listener in listeners:
        announce.unregister(listener)
    assert told == [1]


def test_a_checkpoint_after_a_hundred_acts(book: DbBook) -> None:
    for _ in range(25):
        say(book, *[Noted(key="a")] * 4)
        sizes = list(LedgerCheckpoint.objects.values_list("size", flat=True))
        assert sizes == ([100] if book.size == 100 else [])


def test_a_checkpoint_asked_for_twice_is_one(book: DbBook) -> None:
    note(book, "a")
    with book.transaction():
        first = book.checkpoint(NOON)
        assert book.checkpoint(NOON + minutes(1)) == first
    assert LedgerCheckpoint.objects.count() == 1


def test_a_checkpoint_says_when_and_by_whom(book: DbBook) -> None:
    note(book, "a")
    with book.transaction():
        signed = parse_checkpoint(book.checkpoint(NOON))
    key = keys.signing_key("s1")
    good = signed.verify(key.verifier, [key.cosigner])
    assert [one.time for one in good] == [None, int(NOON.timestamp())]


def test_the_file_is_written_after_the_commit(book: DbBook, django_capture_on_commit_callbacks: Commit) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        note(book, "a")
        with book.transaction():
            made = book.checkpoint(NOON)
        assert list(checkpoints.folder("s1").glob("*")) == []
    assert (checkpoints.folder("s1") / "1.txt").read_text(encoding="utf-8") == made


def test_a_file_that_a_crash_prevented(book: DbBook) -> None:
    note(book, "a")
    with book.transaction():
        made = book.checkpoint(NOON)
    checkpoints.publish_newest()
    assert (checkpoints.folder("s1") / "1.txt").read_text(encoding="utf-8") == made


@pytest.mark.parametrize(("seconds", "sizes"), [(0, [1]), (59, [1]), (60, [1, 2]), (-1, [1, 2])])
def test_the_tick_makes_what_is_due(book: DbBook, seconds: int, sizes: list[int]) -> None:
    note(book, "a")
    background.tick(NOON)
    note(book, "a")
    background.tick(NOON + timedelta(seconds=seconds))
    assert list(LedgerCheckpoint.objects.order_by("size").values_list("size", flat=True)) == sizes


def test_the_tick_signs_nothing_twice(book: DbBook) -> None:
    note(book, "a")
    for minute in range(3):
        background.tick(NOON + minutes(minute))
    assert LedgerCheckpoint.objects.count() == 1


def test_a_table_without_a_read_model_is_an_error() -> None:
    lonely = Table("sample_lonely", Note, kinds=[], keys=lambda act: [], evolve=lambda note, act, key: None)
    try:
        with pytest.raises(LookupError, match="no read model"):
            model_of(lonely)
        assert [one.id for one in checks.read_models_fit() if "sample_lonely" in one.msg] == ["ledger.E001"]
    finally:
        from jiaoban.kernel import book as kernel

        del kernel._TABLES["sample_lonely"]


def test_a_read_model_that_does_not_fit_its_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(NOTES, "columns", ("text", "tag", "at", "times", "colour"))
    found = [one for one in checks.read_models_fit() if "NoteRow" in one.msg]
    assert "missing: ['colour'], too many: ['urgent']" in found[0].msg
