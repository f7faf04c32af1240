"""A disk that is full or read-only, a database that is gone and comes back: nothing is lost or half done.

The server says so in a sentence, goes on being read where it can, and goes on writing without a restart. A write to a
full disk is refused so or it is durable: inside of its files a database has room here and there.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg

from prove import mounts
from prove.frame import Planted, Proof, Scale
from prove.installation import Served, open_here
from prove.load import Load
from prove.station import Station, found
from prove.trouble import Trouble
from prove.whole import acknowledged, kept, verified
from tests.postgres import Cluster, stoppable

NAME = "disk"
DATABASES = ("sqlite", "postgresql")
CLAIM = "while the disk is full or read-only, or the database gone, nothing is lost or half done, and work resumes"
PATIENCE = 60
"""Seconds for twenty acknowledgements."""
CHECKPOINT = 105
"""Entries after which at least one checkpoint was due."""


def prove(scale: Scale) -> Iterator[Proof]:
    """Go through every trouble on this database, several times in full; then with a bug."""
    data = Path(os.environ["JIAOBAN_DATA"])
    mounts.go_apart(as_itself=scale.database == "postgresql")
    mounts.small(data, 32)
    yield (_on_sqlite if scale.database == "sqlite" else _on_postgres)(scale, data)


def _on_sqlite(scale: Scale, data: Path) -> Proof:
    with open_here(scale):
        station = _station()
        with _serving(data, station, scale.seed) as (served, trouble):
            assert served.process is not None
            trouble.write("before")
            for _ in range(scale.of(1, 5)):
                # First, so that most threads of the server meet the database only when it can be read and not written.
                with mounts.read_only(data, served.process.pid):
                    trouble.refuses("disk read-only")
                trouble.resumes("disk read-only")
                with mounts.filled(data) as fill:
                    trouble.until_refused("disk full", fill)
                    trouble.refuses("disk full", fill=fill)
                trouble.resumes("disk full")
                with _locked(data):
                    trouble.refuses("database locked by another program", writes=("api", "page"))
                trouble.resumes("database locked by another program")
        findings = _after(trouble, data)
        return _proof(trouble, findings, _with_bugs(data, station))


def _on_postgres(scale: Scale, data: Path) -> Proof:
    with stoppable() as cluster:
        here = replace(scale, postgres=cluster.url)
        disk = cluster.folder / "small"
        mounts.small(disk, 48)
        with open_here(here):
            station = _station()
            _move_to(cluster, disk)
            with _serving(data, station, scale.seed) as (served, trouble):
                for number in range(scale.of(1, 5)):
                    with mounts.filled(data):
                        for _ in range(CHECKPOINT):
                            if trouble.write("data folder full").status != 200:
                                trouble.findings.append("an entry was refused though the database had room for it")
                                break
                        trouble.refuses("data folder full", writes=("photo",))
                    trouble.resumes("data folder full")
                    with mounts.filled(disk) as fill:
                        trouble.until_refused("database's disk full", fill)
                        trouble.refuses("database's disk full", writes=("api", "page"), fill=fill)
                    trouble.resumes("database's disk full")
                    with _only_read(cluster):
                        trouble.refuses("database read-only", writes=("api", "page"))
                    trouble.resumes("database read-only")
                    _gone_and_back(cluster, served, trouble, number)
            findings = _after(trouble, data)
            return _proof(trouble, findings, _with_bugs(data, station, cluster))


def _station() -> Station:
    from django.db import connections

    station = found()
    connections.close_all()
    return station


@contextmanager
def _serving(data: Path, station: Station, seed: int, bug: str = "") -> Iterator[tuple[Served, Trouble]]:
    program = f"prove.planted.{bug}" if bug else "jiaoban"
    served = Served(data, os.environ["DATABASE_URL"], (program, "serve"))
    served.start("--no-demo")
    try:
        yield served, Trouble(served.address, station, seed)
    finally:
        served.kill()


def _after(trouble: Trouble, data: Path) -> list[str]:
    from django.db import connections

    try:
        return [*trouble.findings, *trouble.half_done(data), *kept(trouble.sent), *verified()]
    finally:
        connections.close_all()


def _proof(trouble: Trouble, findings: list[str], planted: list[Planted]) -> Proof:
    figures = {
        "acts acknowledged meanwhile": str(acknowledged(trouble.sent)),
        "carried out though the disk was full, and durable": str(trouble.fitted),
        "slowest answer": f"{trouble.slowest:.1f} s",
    }
    return Proof(CLAIM, trouble.asked, "requests during the trouble", findings, planted, figures)


def _with_bugs(data: Path, station: Station, cluster: Cluster | None = None) -> list[Planted]:
    """Return whether the bugs were noticed, and by which findings."""
    with _serving(data, station, 1, "careless") as (_, trouble):
        with mounts.filled(data) as fill:
            if cluster is None:
                trouble.until_refused("disk full", fill)
                trouble.refuses("disk full", writes=("photo", "page"), fill=fill)
            else:
                trouble.refuses("data folder full", writes=("photo",))
        if cluster is not None:
            with _only_read(cluster):
                trouble.refuses("database read-only", writes=("api", "page"))
    found = [*trouble.findings, *trouble.half_done(data), *kept(trouble.sent)]
    bugs = {
        "the store's error is swallowed and 200 answered": "without an act",
        "the store's error is swallowed and a form answered as carried out": "acknowledged by a page and is lost",
        "a file that finds no room is left half written": "half written",
    }
    caught = {bug: [one for one in found if words in one] for bug, words in bugs.items()}
    return [Planted.found(bug, by) for bug, by in caught.items()]


@contextmanager
def _locked(data: Path) -> Iterator[None]:
    """Have another program write to the database meanwhile, for longer than the server waits."""
    other = sqlite3.connect(data / "jiaoban.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def _move_to(cluster: Cluster, disk: Path) -> None:
    """Move the database of this process onto a small disk."""
    os.chown(disk, (cluster.folder / "data").stat().st_uid, (cluster.folder / "data").stat().st_gid)
    name = os.environ["DATABASE_URL"].rpartition("/")[2]
    with psycopg.connect(cluster.url, autocommit=True) as server:
        server.execute(f"CREATE TABLESPACE small LOCATION '{disk}'")
        server.execute(f'ALTER DATABASE "{name}" SET TABLESPACE small')
        # Where it clears up its catalogue while the disk is full, it takes no connection any more, not even to read.
        server.execute("ALTER SYSTEM SET autovacuum = off")
        server.execute("SELECT pg_reload_conf()")


@contextmanager
def _only_read(cluster: Cluster) -> Iterator[None]:
    def turn(word: str) -> None:
        with psycopg.connect(cluster.url, autocommit=True) as server:
            server.execute(f"ALTER SYSTEM SET default_transaction_read_only = {word}")
            server.execute("SELECT pg_reload_conf()")
        time.sleep(0.3)

    turn("on")
    try:
        yield
    finally:
        with psycopg.connect(cluster.url, autocommit=True) as server:
            server.execute("SET default_transaction_read_only = off")
        turn("off")


def _gone_and_back(cluster: Cluster, served: Served, trouble: Trouble, number: int) -> None:
    """Stop the database while eight clients write, and start it again."""
    stage = "database gone"
    load = Load(f"gone-{number}", trouble.station.keys, trouble.seed)
    try:
        load.life(served.address)
        load.wait_for(20, PATIENCE)
        cluster.stop()
        trouble.refuses(stage, writes=("api", "page"), reads=False)
        cluster.start()
        trouble.resumes(stage)
        load.life(served.address)
        if not load.wait_for(20, PATIENCE):
            trouble.findings.append(f"{stage}: {load.acknowledged} acknowledgements in {PATIENCE} s after it came back")
        load.end()
    finally:
        load.give_up()
    trouble.findings += load.findings
    trouble.sent.update(load.sent)
