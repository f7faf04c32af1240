"""A server as in life - one process, one port - over the data folder of the benchmark, and clients that speak to it."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
Ask = Callable[[http.client.HTTPConnection, int], int]


@contextmanager
def serving() -> Iterator[tuple[subprocess.Popen[bytes], int, float]]:
    """Serve this data folder; yields the process, its port, and the seconds until it answered."""
    port = _free_port()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "bench._settings"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a start is not to compile the sources once more
    began = time.monotonic()
    command = [sys.executable, "-m", "bench._server", str(port)]
    server = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        while not _answers(port):
            if server.poll() is not None or time.monotonic() - began > 60:
                raise RuntimeError("the server did not start")
            time.sleep(0.02)
        yield server, port, time.monotonic() - began
    finally:
        server.terminate()
        server.wait(30)


def rate(port: int, clients: int, each: int, ask: Ask) -> dict[str, float]:
    """Have `clients` clients ask `each` times, one after the other each; return rate, p50 and p99 (ms)."""

    def one(client: int) -> list[float]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        taken = []
        for number in range(each):
            began = time.perf_counter()
            status = ask(connection, client * each + number)
            taken.append((time.perf_counter() - began) * 1000)
            if status not in (200, 201):
                raise RuntimeError(f"answered {status}")
        connection.close()
        return taken

    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        taken = sorted(chain.from_iterable(pool.map(one, range(clients))))
    seconds = time.perf_counter() - began
    return {
        "rate": clients * each / seconds,
        "p50": statistics.median(taken),
        "p99": taken[max(0, int(len(taken) * 0.99) - 1)],
    }


def resident(process: int) -> float:
    """Return the resident memory of a process in MiB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def token(username: str) -> str:
    """Make a key to the API for a person of the demo."""
    from datetime import UTC, datetime

    from django.contrib.auth.models import User

    from jiaoban.org import tokens

    return tokens.issue(User.objects.get(username=username), "bench", datetime.now(UTC))[1]


def session(username: str) -> str:
    """Log a person in and return the cookie."""
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    from django.contrib.auth.models import User

    client = Client()
    client.force_login(User.objects.get(username=username), "jiaoban.config.accounts.Known")
    return f"sessionid={client.cookies['sessionid'].value}"


def get(port: int, path: str, headers: dict[str, str]) -> tuple[int, bytes, Any]:
    """Ask once; return status, body and headers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body, answer.headers


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        return get(port, "/healthz", {})[0] == 200
    except OSError:
        return False
