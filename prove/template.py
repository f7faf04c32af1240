"""An installation without a site, made once a run: each proof begins with a copy of it.

Making every table and gathering the static files takes longer than many a proof.
"""

import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from tests.browser.server import environment_of

ROOT = Path(__file__).resolve().parents[1]
SQLITE = "jiaoban.sqlite3"
NOT_COPIED = ("secret-key", "serving.lock")
"""What belongs to one installation alone."""


@contextmanager
def made(databases: Collection[str], postgres: str) -> Iterator[str]:
    """Make one for these databases; give its folder, after which the template database in the cluster is named."""
    with TemporaryDirectory(prefix="jiaoban-template-") as name, ExitStack() as stack:
        folder = Path(name)
        if "postgresql" in databases:
            _make(folder, stack.enter_context(database(postgres, folder.name)))
        if "sqlite" in databases:
            _make(folder, "")
        yield name


@contextmanager
def database(postgres: str, name: str, template: str = "") -> Iterator[str]:
    """Make a PostgreSQL database in this cluster, empty or as a copy; give its address, and drop it at the end."""
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
    try:
        yield f"{postgres.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(postgres, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def within(postgres: str, template: str) -> str:
    """Return the name of the template's database if this cluster has it, else ''."""
    name = Path(template).name
    with psycopg.connect(postgres) as server:
        found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    return name if found else ""


def copy(template: str, data: Path, *, sqlite: bool) -> bool:
    """Copy the files into a data folder; tell whether the database was among them.

    One that is there already, as that of an earlier release, stays as it is.
    """
    without = {*NOT_COPIED, *(() if sqlite and not (data / SQLITE).exists() else (SQLITE,))}
    for part in Path(template).iterdir():
        if part.name in without:
            continue
        if part.is_dir():
            shutil.copytree(part, data / part.name)
        else:
            shutil.copy2(part, data)
    return SQLITE not in without


def _make(data: Path, url: str) -> None:
    """Have a process of its own do it, as Django knows one database a process."""
    environment = {**environment_of(data), "DATABASE_URL": url}
    subprocess.run([sys.executable, "-m", "prove.template"], env=environment, cwd=ROOT, check=True)


if __name__ == "__main__":
    from jiaoban.config.start import bring_up_to_date, prepare

    prepare()
    bring_up_to_date()
