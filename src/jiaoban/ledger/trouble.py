"""When the store does not do what it should: full, read-only, locked, gone. What it is called, and getting over it.

No connection outlives its trouble, so work resumes without a restart (trust rule 10).
"""

import errno
import os
import time
from collections import deque
from typing import Any

from django.db import Error as DatabaseError
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from jiaoban.ledger.keys import NoKey

STORE_ERRORS = (OSError, DatabaseError, NoKey)
"""What reading or writing raises when the store is in trouble, after everything that says more is dealt with."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_DISK_FULL = "53100"
"""PostgreSQL's SQLSTATE."""
LATELY = 5.0
"""Seconds."""
_FULL_AT: deque[float] = deque(maxlen=1)


def is_full(error: BaseException) -> bool:
    """Say whether the store found no room, which waiting does not mend."""
    state = getattr(error.__cause__, "sqlstate", None)
    return getattr(error, "errno", None) in _FULL or "disk is full" in str(error) or state == _DISK_FULL


def met(error: BaseException) -> None:
    """Get over an error of the store: close this thread's connections, so that the next request opens it as it is."""
    if is_full(error):
        _FULL_AT.append(time.monotonic())
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


def lately_full() -> bool:
    """Say whether somebody's writing found no room a few seconds ago, though a smaller one might find some."""
    return bool(_FULL_AT) and time.monotonic() - _FULL_AT[-1] < LATELY


def keep_none_that_only_reads(sender: Any, connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Let a connection end with its request where SQLite's file cannot be written now.

    SQLite opens it for reading then, silently, and such a connection never writes again, whatever becomes of the disk.
    """
    if connection.vendor == "sqlite" and not os.access(connection.settings_dict["NAME"], os.W_OK):
        connection.close_at = 0
