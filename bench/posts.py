"""Posting a log entry over HTTP, by a key, allowed, in a book of `size` acts - beside a view that inserts a bare row.

Both views stand behind the same server and middleware, and both answer after their commit. `syncs before an answer`
counts, with strace, the syncs of the server between two answers to one client: the least of them must be 1.
"""

import http.client
import json
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import _serving
from bench._book import open_book
from bench._site import open_site
from bench.append import TEXT

NAME = "posts"
EACH = 800
TRACED = 40


def run(size: int) -> list[dict[str, Any]]:
    """Post by 1 and by 8 clients, bare rows and entries in turn."""
    open_site()
    from django.db import connection

    from jiaoban.demo import cast

    book = open_book(size)
    with connection.cursor() as cursor:
        number = "serial" if connection.vendor == "postgresql" else "integer"
        cursor.execute(f"CREATE TABLE IF NOT EXISTS bench_posted (id {number} PRIMARY KEY, body text)")
    key = _serving.token(cast.LEADS["A"].username)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    address = f"/api/v1/sites/{cast.SITE}/posts/{cast.PATROL}/logbook/write"
    mark = f"{time.time_ns()}"

    def post(asked: http.client.HTTPConnection, path: str, body: dict[str, str]) -> int:
        asked.request("POST", path, body=json.dumps(body, ensure_ascii=False).encode(), headers=headers)
        answer = asked.getresponse()
        answer.read()
        return answer.status

    counted = 0

    def bare(asked: http.client.HTTPConnection, number: int) -> int:
        return post(asked, "/bare", {"text": TEXT})

    def entry(asked: http.client.HTTPConnection, number: int) -> int:
        command = f"bench-{mark}-{counted}-{number}"
        return post(asked, address, {"category": "OPERATION", "text": TEXT, "command": command})

    rows = []
    with _serving.serving() as (server, port, _):
        for clients in (1, 8):
            each = EACH // clients
            for ask in (bare, entry):  # the first requests make connections and are not counted
                _serving.rate(port, clients, 10, ask)
                counted += 1
            beside = _serving.rate(port, clients, each, bare)
            posted = _serving.rate(port, clients, each, entry)
            counted += 1
            rows.append(
                {
                    "database": connection.vendor,
                    "acts": book.size,
                    "clients": clients,
                    "bare/s": beside["rate"],
                    "posts/s": posted["rate"],
                    "ratio": posted["rate"] / beside["rate"],
                    "p50 ms": posted["p50"],
                    "p99 ms": posted["p99"],
                    "bare p99 ms": beside["p99"],
                }
            )
        rows[0]["syncs before an answer"] = _syncs(server.pid, port, entry)
        counted += 1
    return rows


def _syncs(process: int, port: int, ask: _serving.Ask) -> str:
    """Return the least number of syncs between two answers to one client; '' where strace is missing."""
    if shutil.which("strace") is None:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "trace"
        calls = "trace=fsync,fdatasync,sendto,sendmsg,write,writev"
        trace = subprocess.Popen(["strace", "-f", "-qq", "-e", calls, "-s", "16", "-o", str(log), "-p", str(process)])
        time.sleep(1)
        _serving.rate(port, 1, TRACED, ask)
        trace.terminate()
        trace.wait(10)
        counts, syncs = [], 0
        for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
            if re.search(r"(fsync|fdatasync)(\(\d+\)| resumed>\))\s+= 0", line):
                syncs += 1
            elif '"HTTP/1.1 200' in line:
                counts.append(syncs)
                syncs = 0
    return f"{min(counts)} in {len(counts)}" if counts else "not seen"
