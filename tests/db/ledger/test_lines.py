"""The index of pieces: written with its rows, made again by a rebuild, and no line of it is lost unseen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiaoban.kernel.book import Containing
from jiaoban.ledger import lines, shapes, store
from jiaoban.ledger.rebuild import differences, rebuild
from jiaoban.ledger.store import DbBook
from jiaoban.ledger.verify import verify
from tests.db.ledger.insider import run
from tests.db.ledger.sample import NOON, NOTES, minutes, note

pytestmark = pytest.mark.django_db
DROP_PIECE = """INSERT INTO ledger_words (ledger_words, rowid, pieces)
    SELECT 'delete', id, '瓦温' FROM ledger_line WHERE key = 'n4'"""
SQLITE = connection.vendor == "sqlite"


@pytest.fixture
def book() -> DbBook:
    book = store.found("s1")
    for number in range(6):
        note(book, f"n{number}", f"{number}号机 瓦温 正常", tag="a", at=NOON + minutes(number))
    note(book, "n2", "2号机 油压 正常", tag="a", at=NOON + minutes(2))
    return book


def hits(book: DbBook, piece: str) -> str:
    return "".join(one.key[1:] for one in book.find(NOTES, order=["-at"], limit=9, text=Containing(piece)))


def lost() -> set[str]:
    return {one.place for one in verify("s1").findings}


def run_on(*, sqlite: str, postgresql: str) -> None:
    run(sqlite if SQLITE else postgresql)


def test_what_was_rewritten_is_found_as_it_reads_now(book: DbBook) -> None:
    assert (hits(book, "瓦温"), hits(book, "油压"), verify("s1").findings) == ("54310", "2", ())


def write_and_fail(book: DbBook) -> None:
    with book.transaction():
        note(book, "n9", "瓦温", at=NOON)
        raise LookupError


def test_a_failed_command_files_nothing(book: DbBook) -> None:
    with pytest.raises(LookupError):
        write_and_fail(book)
    assert (hits(book, "瓦温"), verify("s1").findings) == ("54310", ())


def test_sites_are_apart(book: DbBook) -> None:
    other = store.found("s2")
    note(other, "n8", "瓦温", tag="a", at=NOON + minutes(2))
    assert (hits(book, "瓦温"), hits(other, "瓦温")) == ("54310", "8")
    rebuild("s1")
    assert (hits(book, "瓦温"), hits(other, "瓦温")) == ("54310", "8")
    assert verify("s1").findings == verify("s2").findings == ()


@pytest.mark.parametrize(
    ("sqlite", "postgresql"),
    [
        ("DELETE FROM ledger_line WHERE key = 'n4'", "DELETE FROM ledger_line WHERE key = 'n4'"),
        ("UPDATE ledger_line SET key = 'n5' WHERE key = 'n4'", "UPDATE ledger_line SET words = '' WHERE key = 'n4'"),
        ("UPDATE ledger_line SET site = 's3' WHERE key = 'n4'", "UPDATE ledger_line SET site = 's3' WHERE key = 'n4'"),
        (
            "UPDATE ledger_line SET id = id - 70000000000000 WHERE key = 'n4'",
            "UPDATE ledger_line SET moment = moment - 70000000 WHERE key = 'n4'",
        ),
        (
            DROP_PIECE,
            "UPDATE ledger_line SET words = ts_delete(words, '瓦温') WHERE key = 'n4'",
        ),
    ],
)
def test_a_line_that_was_dropped_or_bent_is_named(book: DbBook, sqlite: str, postgresql: str) -> None:
    run_on(sqlite=sqlite, postgresql=postgresql)
    assert lost() == {"ledger_line sample_notes n4"}
    assert {one.place for one in differences("s1")[1]} == lost()
    rebuild("s1")
    assert (hits(book, "瓦温"), lost()) == ("54310", set())


WITHIN = {
    "sqlite": (
        "DELETE FROM ledger_words_data WHERE id > 10000",
        "DELETE FROM ledger_words_idx",
        "INSERT INTO ledger_words (ledger_words) VALUES ('delete-all')",
    ),
    "postgresql": (
        "DELETE FROM ledger_line",
        "UPDATE ledger_line SET words = ''",
        "UPDATE ledger_line SET read_model = 'other'",
    ),
}


@pytest.mark.parametrize("sql", WITHIN[connection.vendor])
def test_an_index_broken_from_within_is_found(book: DbBook, sql: str) -> None:
    assert hits(book, "瓦温") == "54310"
    run(sql)
    assert lost() or hits(book, "瓦温") == "54310"
    rebuild("s1")
    assert (hits(book, "瓦温"), lost()) == ("54310", set())


def test_a_line_too_many_does_no_harm(book: DbBook) -> None:
    false = lines.Line("n2", lines.moment_of(NOON), frozenset({"瓦温", lines.scope(NOTES, "s1")}))
    if SQLITE:
        with connection.cursor() as cursor:
            lines.add(cursor, NOTES, "s1", [false])
    assert (hits(book, "瓦温"), hits(book, "油压")) == ("54310", "2")


def test_a_book_from_before_the_index_is_filed_by_migrating(book: DbBook) -> None:
    run("DELETE FROM ledger_line")
    if SQLITE:
        run("INSERT INTO ledger_words (ledger_words) VALUES ('delete-all')")
    shapes.renew()
    shapes.renew()
    assert (hits(book, "瓦温"), lost()) == ("54310", set())


def test_a_search_asks_a_bounded_number_of_questions(book: DbBook) -> None:
    for number in range(120):
        note(book, f"m{number}", f"{number}号机 瓦温", tag="a", at=NOON + minutes(60 + number // 3))
    with CaptureQueriesContext(connection) as asked:
        found = book.find(NOTES, order=["-at"], limit=10, text=Containing("瓦温"), tag="a")
    assert len(found) == 10
    assert len(asked) <= 3  # SQLite: the newest lines, the rest of the last millisecond, their rows
