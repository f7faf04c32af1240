"""A server as `bin/up` starts it: its own process, its own data folder, a real port."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

START_SECONDS = 90


def environment(data: Path) -> dict[str, str]:
    """The environment of a fresh installation on SQLite whose data lie in this folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JIAOBAN_", "DATABASE_"))}
    return {**kept, "JIAOBAN_DATA": str(data)}


def serve(data: Path, *options: str, database: str = "") -> subprocess.Popen[str]:
    """Start a server without the demo sites; `database` is the address of another than the folder's SQLite."""
    command = [sys.executable, "-m", "jiaoban", "serve", "--no-demo", *options]
    known = environment(data) | ({"DATABASE_URL": database} if database else {})
    return subprocess.Popen(command, env=known, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@contextmanager
def serving(data: Path, *options: str, database: str = "") -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Serve on a free port; give the process and its port."""
    process = serve(data, "--port", "0", *options, database=database)
    assert process.stdout is not None
    try:
        first = process.stdout.readline()
        port = re.search(r"http://127\.0\.0\.1:(\d+)/", first)
        assert port is not None, first + process.communicate(timeout=START_SECONDS)[1]
        _wait_until_open(int(port[1]))
        yield process, int(port[1])
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _wait_until_open(port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The server did not open its port.")


def get(port: int, path: str) -> HTTPResponse:
    """Ask a server on this machine."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    return connection.getresponse()


def refusal(data: Path, *options: str) -> tuple[int, str]:
    """The exit code of a server that does not start, and what it says."""
    process = serve(data, *options)
    _, said = process.communicate(timeout=START_SECONDS)
    return process.returncode, said
