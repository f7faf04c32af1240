"""A private PostgreSQL cluster for one test run: a folder, a free loopback port, a password of its own."""

import os
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

OLDEST = 15
OPTIONS = (
    "fsync=off",  # the cluster lives as long as one run; only the tests' speed would suffer
    "full_page_writes=off",
    "max_connections=200",
    "shared_buffers=64MB",
)


class NoPostgres(Exception):
    """No usable PostgreSQL server is installed; the message says what to install."""


@dataclass(frozen=True)
class Cluster:
    """A cluster of a run's own, which can be stopped and started. `url` is that of its empty database."""

    folder: Path
    url: str

    def stop(self) -> None:
        """Stop it at once, as a crash would."""
        _run(_programs() / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop")

    def start(self) -> None:
        """Start it on the port of its URL."""
        settings = " ".join(f"-c {option}" for option in OPTIONS)
        port = urlsplit(self.url).port
        _run(
            *(_programs() / "pg_ctl", "-D", self.folder / "data", "-w", "-t", "60", "-l", self.folder / "log"),
            *("-o", f"-c listen_addresses=127.0.0.1 -p {port} -k {self.folder} {settings}", "start"),
        )


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster, give the URL of its empty database, and take it down afterwards."""
    with stoppable() as made:
        yield made.url


@contextmanager
def stoppable() -> Iterator[Cluster]:
    """Start a cluster that can be stopped and started meanwhile, and take it down afterwards."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="jiaoban-postgres-"))
    password = secrets.token_hex(16)
    (folder / "password").write_text(password, encoding="ascii")
    if os.getuid() == 0:  # the server refuses to run as root
        for path in (folder, folder / "password"):
            shutil.chown(path, "postgres", "postgres")
    made = Cluster(folder, f"postgres://jiaoban:{password}@127.0.0.1:{_free_port()}/postgres")
    try:
        _run(
            *(programs / "initdb", "-D", folder / "data", "-U", "jiaoban", "--pwfile", folder / "password"),
            *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--no-instructions"),
        )
        made.start()
        yield made
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """The folder of initdb and pg_ctl of the newest server installed."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    newest = max(found, key=lambda path: int(path.parent.name), default=Path(on_path).parent if on_path else None)
    if newest is None:
        raise NoPostgres("No PostgreSQL server is installed: install the package postgresql.")
    version = subprocess.run([newest / "initdb", "--version"], capture_output=True, text=True, check=True).stdout
    number = re.search(r"\d+", version)
    if number is None or int(number[0]) < OLDEST:
        raise NoPostgres(f"{version.strip()} is too old: PostgreSQL {OLDEST} or newer is needed.")
    return newest


def _run(*command: str | Path) -> None:
    as_user = ("runuser", "-u", "postgres", "--") if os.getuid() == 0 else ()
    words = [*as_user, *map(str, command)]
    # A file, not a pipe: the server would keep a pipe open and this would wait for ever.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(words, stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd="/", check=False)
        if done.returncode:
            output.seek(0)
            raise NoPostgres(f"{' '.join(words)} failed:\n{output.read()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
