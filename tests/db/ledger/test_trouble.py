"""The store in trouble: what it is called, and that nothing keeps a connection that is no good any more."""

import os
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, connection, connections

from jiaoban.ledger import background, checkpoints, durable, store, trouble, turns
from tests.db.ledger.sample import NOON, note

Patch = pytest.MonkeyPatch


def no_room(path: Path, *_: object, **__: object) -> None:
    raise OSError(28, "No space left on device", str(path))


def test_what_finds_no_room_is_told_from_what_fails_for_now() -> None:
    from_postgres = OperationalError("could not extend file")
    from_postgres.__cause__ = psycopg.errors.DiskFull("could not extend file")
    full = [OSError(28, "No space left on device"), OperationalError("database or disk is full"), from_postgres]
    assert all(map(trouble.is_full, full))
    assert not any(map(trouble.is_full, [OSError(30, "Read-only"), OperationalError("database is locked")]))


def test_the_server_is_not_well_for_a_few_seconds_after_somebody_found_no_room(monkeypatch: Patch) -> None:
    monkeypatch.setattr(trouble, "_FULL_AT", [])
    monkeypatch.setattr(trouble, "connections", connections.__class__({}))
    trouble.met(OSError(30, "Read-only file system"))
    assert not trouble.lately_full()
    trouble.met(OSError(28, "No space left on device"))
    assert trouble.lately_full()
    monkeypatch.setattr(trouble, "LATELY", 0.0)
    assert not trouble.lately_full()


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_failed_is_not_kept() -> None:
    connection.ensure_connection()
    trouble.met(OperationalError("the connection is lost"))
    assert connection.connection is None


@pytest.mark.django_db(transaction=True)
def test_a_database_that_could_only_be_read_is_opened_anew_by_the_next_request(monkeypatch: Patch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    connection.close()
    connection.ensure_connection()
    connection.close_if_unusable_or_obsolete()
    assert (connection.connection is None) is (connection.vendor == "sqlite")


@pytest.mark.django_db(transaction=True)
def test_what_can_be_left_undone_does_not_wait_for_a_lock() -> None:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()
        with turns.briefly(connection, 5):
            assert cursor.execute("PRAGMA busy_timeout").fetchone() == (5,)
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == before


@pytest.mark.django_db(transaction=True)
def test_an_act_stands_though_the_file_of_its_checkpoint_found_no_room(data: Path, monkeypatch: Patch) -> None:
    monkeypatch.setattr(checkpoints, "_UNWRITTEN", {})
    book = store.found("s1")
    write = durable.write
    monkeypatch.setattr(durable, "write", no_room)
    note(book, "x")
    with book.transaction():
        book.checkpoint(NOON)
    assert book.size == 1
    file = data / "checkpoints" / "s1" / "1.txt"
    with pytest.raises(OSError, match="No space left"):
        background.tick(NOON)
    assert not file.exists()
    monkeypatch.setattr(durable, "write", write)
    background.tick(NOON)
    assert file.read_text(encoding="utf-8").splitlines()[1] == "1"
