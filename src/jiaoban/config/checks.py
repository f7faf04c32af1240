"""What the book demands of its database. A server that does not meet it refuses to start."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

POSTGRES_AT_LEAST = 15
SQLITE_WANTED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@register(Tags.database)
def durable_database(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Check that an acknowledged act survives a power cut and that writers queue before they read."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        found += _sqlite(connection) if connection.vendor == "sqlite" else _postgres(connection)
    return found


def _sqlite(connection: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    with connection.cursor() as cursor:
        for pragma, wanted in SQLITE_WANTED.items():
            cursor.execute(f"PRAGMA {pragma}")
            value = cursor.fetchone()[0]
            if value != wanted:
                found.append(_refuse(f"SQLite runs with {pragma}={value}; the book needs {wanted}.", "jiaoban.E001"))
    if connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        found.append(_refuse("SQLite transactions must begin IMMEDIATE.", "jiaoban.E002"))
    return found


def _postgres(connection: Any) -> list[CheckMessage]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('synchronous_commit'), current_setting('server_encoding')")
        commit, encoding = cursor.fetchone()
    found: list[CheckMessage] = []
    if connection.pg_version < POSTGRES_AT_LEAST * 10000:
        found.append(_refuse(f"PostgreSQL {POSTGRES_AT_LEAST} or newer is needed.", "jiaoban.E003"))
    if commit == "off":
        found.append(_refuse("PostgreSQL runs with synchronous_commit=off; the book needs on.", "jiaoban.E004"))
    if encoding != "UTF8":
        found.append(_refuse(f"The PostgreSQL database is {encoding}; it must be UTF8.", "jiaoban.E005"))
    return found


def _refuse(sentence: str, code: str) -> CheckMessage:
    return Error(sentence, hint="Remove what overrides it; see docs/reference/environment.md.", id=code)
