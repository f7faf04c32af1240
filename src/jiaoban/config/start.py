"""What a start needs before Django: the data folder, the key, the settings. And after: tables, static files, demo."""

import fcntl
import logging
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from jiaoban.config.database import Misconfigured
from jiaoban.config.environment import Environment, read

log = logging.getLogger(__name__)
MIGRATION_LOCK = int.from_bytes(b"jiaoban")
UNGUARDED = "ledger.E003"
"""The check that says that triggers of the book are missing or changed."""


def prepare() -> Environment:
    """Make the data folder and the key if absent, then set Django up. Raises Misconfigured with one sentence."""
    environment = read(os.environ)
    _make_folder(environment.data)
    if environment.secret_key is None:
        _make_key(environment.key_file)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiaoban.config.settings")
    import django

    django.setup()
    return environment


def bring_up_to_date(*, guarded: bool = True) -> None:
    """Check the database, bring its tables up to date, gather static files. Django must be set up.

    `guarded` as for `check_database`; migrating puts lost triggers back.
    """
    from django.core.management import call_command

    from jiaoban.config.static import gather
    from jiaoban.ledger import shapes

    check_database(guarded=guarded)
    with _one_at_a_time():
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        changed = shapes.renew()
    if changed:
        log.warning("The read models were made again from the acts, for these have changed: %s.", ", ".join(changed))
    gather()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Of several servers that start on one PostgreSQL, let one change the tables while the others wait."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def check_database(*, guarded: bool = True) -> None:
    """Refuse a database that would lose what it has acknowledged, or that is not there.

    Without `guarded` one whose triggers are lost is let through: for the commands that find out and mend it.
    """
    from django.core.checks import Tags, run_checks
    from django.db import OperationalError

    try:
        found = run_checks(tags=[Tags.database], databases=["default"])
    except OperationalError as error:
        raise Misconfigured(f"The database does not answer: {str(error).strip().splitlines()[0]}.") from error
    serious = [message for message in found if message.is_serious() and (guarded or message.id != UNGUARDED)]
    if serious:
        raise Misconfigured(" ".join(str(message.msg) for message in serious))


def listen(host: str, port: int) -> socket.socket:
    """Take the port now, so that a taken one is said before any work is done. Raises Misconfigured."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise Misconfigured(f"The host {host} is not known on this machine; try 127.0.0.1 or 0.0.0.0.") from error
    taken = socket.socket(family, kind, protocol)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(address)
    except OSError as error:
        taken.close()
        raise Misconfigured(
            f"Port {port} on {host} cannot be used ({error.strerror}); choose another: --port N."
        ) from error
    return taken


def hold(data: Path) -> IO[str]:
    """Take the lock of a data folder: with SQLite, one server at a time. Keep the file open. Raises Misconfigured."""
    lock = (data / "serving.lock").open("a+", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.seek(0)
        number = lock.read().strip() or "?"
        lock.close()
        raise Misconfigured(f"Process {number} already serves the data folder {data}; stop it first.") from error
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock


def _make_folder(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = data / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        sentence = f"The data folder {data} cannot be written ({error.strerror}); choose another: --data DIR."
        raise Misconfigured(sentence) from error


def _make_key(path: Path) -> None:
    """Write a fresh key that only this user can read; of two starts at once, the first one's key stays."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
