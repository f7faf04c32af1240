"""Several worker processes behind one port: what one of them dies of, the others and the next start outlive."""

import os
import signal
import socket
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.serving import START_SECONDS, get, serving


@pytest.fixture(name="database")
def _database() -> Iterator[str]:
    """The address of an empty database in the cluster of the tests."""
    cluster, name = os.environ["DATABASE_URL"], f"workers_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(cluster, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield f"{cluster.rpartition('/')[0]}/{name}"
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def children(process: int) -> set[int]:
    return set(map(int, Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()))


def soon(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + START_SECONDS
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


def alive(port: int) -> bool:
    try:
        return get(port, "/healthz").read() == b"ok\n"
    except OSError:
        return False


def nobody_listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return True
    return False


def test_a_worker_that_dies_is_replaced_and_a_stop_ends_them_all(tmp_path: Path, database: str) -> None:
    with serving(tmp_path, "--workers", "2", database=database) as (process, port):
        assert soon(lambda: alive(port) and len(children(process.pid)) == 2)
        before = children(process.pid)
        victim = min(before)
        os.kill(victim, signal.SIGKILL)
        assert soon(lambda: len(children(process.pid) - {victim}) == 2)
        assert all(alive(port) for _ in range(10))
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert soon(lambda: nobody_listens(port))


def test_workers_whose_parent_was_killed_leave_the_port_to_the_next_start(tmp_path: Path, database: str) -> None:
    with serving(tmp_path, "--workers", "2", database=database) as (process, port):
        assert soon(lambda: alive(port) and len(children(process.pid)) == 2)
        process.kill()
        process.wait()
        assert soon(lambda: nobody_listens(port))
    with serving(tmp_path, "--workers", "2", database=database) as (_, port):
        assert soon(lambda: alive(port))
