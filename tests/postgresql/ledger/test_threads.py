"""Many at once: SQLite has one writer and hides such races, so they are run on PostgreSQL."""

import threading
from pathlib import Path

import pytest
from django.db import connection

from jiaoban.ledger import store
from jiaoban.ledger.store import DbBook
from jiaoban.ledger.verify import verify
from tests.db.ledger.sample import NOTES, Noted, note, say
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_twelve_threads_stay_dense(data: Path) -> None:
    store.found("s1")
    together(lambda number: [note(DbBook("s1"), "same", command=f"c{number}-{turn}") for turn in range(20)])
    book = DbBook("s1")
    assert [act.seq for act in book.acts()] == list(range(240))
    found = book.get(NOTES, "same")
    assert found is not None
    assert found.times == 240
    assert verify("s1").findings == ()


def test_one_command_by_twelve_is_one_act(data: Path) -> None:
    store.found("s1")

    def send(number: int) -> bool:
        book = DbBook("s1")
        with book.transaction():
            if book.recall("once"):
                return False
            say(book, Noted(key=str(number)), command="once")
            return True

    assert sorted(map(bool, together(send))) == [False] * 11 + [True]
    assert DbBook("s1").size == 1


def test_founding_by_twelve_is_one_book(data: Path) -> None:
    together(lambda number: store.found("s1"))
    note(DbBook("s1"), "a")
    assert verify("s1").findings == ()


def test_a_verification_during_appends_sees_one_moment(data: Path) -> None:
    store.found("s1")

    def work(number: int) -> object:
        if number == 0:
            return [verify("s1").findings for _ in range(5)]
        return [note(DbBook("s1"), f"k{number}") for _ in range(10)]

    assert together(work)[0] == [()] * 5


def test_other_sites_do_not_wait(data: Path) -> None:
    store.found("s1")
    store.found("s2")
    with DbBook("s1").transaction():
        done: list[object] = []

        def write() -> None:
            done.append(note(DbBook("s2"), "a"))
            connection.close()

        thread = threading.Thread(target=write)
        thread.start()
        thread.join(5)
        assert len(done) == 1
