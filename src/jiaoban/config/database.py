"""DATABASE_URL in, Django's settings out. Two forms are known: sqlite:///FILE and postgres://USER:PASSWORD@HOST:PORT/NAME."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

FORMS = "sqlite:////folder/file.sqlite3 or postgres://user:password@host:5432/name"
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
POSTGRES_OPTIONS = frozenset(
    {"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "target_session_attrs", "application_name"}
)


class Misconfigured(Exception):
    """The environment asks for something that cannot be; the message is for the person who set it."""


@dataclass(frozen=True)
class Database:
    """One database, as Django wants to have it described."""

    vendor: str  # "sqlite" or "postgresql"
    settings: dict[str, Any]


def parse(url: str) -> Database:
    """Read a database URL. Raises Misconfigured; the message never repeats the password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Misconfigured(f"DATABASE_URL cannot be read; it must be {FORMS}.") from error
    if parts.scheme == "sqlite":
        return _sqlite(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise Misconfigured(f"DATABASE_URL begins with {parts.scheme!r}; it must be {FORMS}.")
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name or parts.fragment:
        raise Misconfigured(f"DATABASE_URL must name one database; it must be {FORMS}.")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    unknown = sorted(set(options) - POSTGRES_OPTIONS)
    if unknown:
        known = ", ".join(sorted(POSTGRES_OPTIONS))
        raise Misconfigured(f"DATABASE_URL has the unknown option {unknown[0]!r}; known are host, {known}.")
    return Database(
        "postgresql",
        {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": host,
            "PORT": str(port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            # Prepared on the server: an append runs the same few statements again and again.
            "OPTIONS": {**options, "server_side_binding": True, "prepare_threshold": 3},
        },
    )


def _sqlite(url: str) -> Database:
    """SQLite as the ledger needs it: write-ahead log, synced at every commit, writers queue from the start."""
    rest = url.removeprefix("sqlite://")
    if not rest.startswith("/") or "?" in rest or "#" in rest or rest.endswith("/") or ":memory:" in rest:
        raise Misconfigured("DATABASE_URL for SQLite must be sqlite:///relative/file or sqlite:////absolute/file.")
    path = Path(unquote(rest[1:])).expanduser().absolute()
    return Database(
        "sqlite",
        {
            "ENGINE": "jiaoban.config.sqlite",
            "NAME": str(path),
            "CONN_MAX_AGE": None,
            "OPTIONS": {"init_command": SQLITE_PRAGMAS, "transaction_mode": "IMMEDIATE", "timeout": 10},
            # A file, not memory: only a file has the write-ahead log that the book relies on.
            "TEST": {"NAME": str(Path(tempfile.gettempdir()) / f"jiaoban-test-{os.getpid()}.sqlite3")},
        },
    )
