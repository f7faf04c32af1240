"""What makes waiting cheap: threads of one process take turns on SQLite, writes travel together on PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from django.db.backends.base.base import BaseDatabaseWrapper

_TURN = RLock()
_PATIENCE = 10.0
"""Seconds; then the database's own waiting decides."""


@contextmanager
def turn(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Queue up before a transaction on SQLite: its own waiting is to sleep and try again, which wakes too late.

    Inside a transaction the database is held already, and to wait for a thread that waits for it would be a deadlock.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    taken = _TURN.acquire(timeout=_PATIENCE)
    try:
        yield
    finally:
        if taken:
            _TURN.release()


@contextmanager
def briefly(connection: BaseDatabaseWrapper, milliseconds: int = 0) -> Iterator[None]:
    """Wait no longer than this for a locked SQLite database meanwhile: for what can be left undone, or asked again."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        before = int(cursor.fetchone()[0])
        cursor.execute(f"PRAGMA busy_timeout = {int(milliseconds)}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {before}")


@contextmanager
def one_journey(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Send the statements of a block to PostgreSQL together, and have its answers together; none may fetch rows."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield
