"""How long the pages of a shift take over a book of so many acts, beside a page that does next to nothing.

The pages are asked for as in life - logged in, allowed, rendered - by Django's own client, so the network is left out.
`queries` is the number of database queries of one request: it must not grow with the book.
"""

import statistics
import time
from typing import Any

from bench.site import open_site

NAME = "home"
ROUNDS = 40
TEXT = "1号机组巡视：推力瓦温 52.1 ℃，水导瓦温 48.3 ℃，振动 0.03 mm，冷却水压 0.25 MPa，均在正常范围，无异音。"


def run(size: int) -> list[dict[str, Any]]:
    """Load the demo station, write log entries until the book holds `size` acts, and ask for each page 40 times."""
    open_site()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    _without_hashed_names()
    from jiaoban.demo import cast
    from jiaoban.demo.load import load
    from jiaoban.org import door

    load()
    visit = door.as_system(cast.SITE)
    for number in range(max(0, size - visit.book.size)):
        entry = {"category": "ROUND", "text": f"{TEXT} {number}"}
        visit.do("logbook.write", entry, command=f"bench-{number}", post=cast.CCR)
    key = visit.do("handover.open", {}, command="bench-handover", post=cast.CCR).acts[0].command
    at = f"/s/{cast.SITE}/p/{cast.CCR}"
    pages = {
        "trivial": "/healthz",
        "home": f"{at}/",
        "log": f"{at}/log",
        "log, search 瓦温": f"{at}/log?search=瓦温",
        "handover": f"{at}/handover/{key}",
        "board": f"/s/{cast.SITE}/board",
        "responsibility": f"{at}/responsibility",
    }
    return [_ask(cast.LEADS["A"], name, path, visit.book.size) for name, path in pages.items()]


def _without_hashed_names() -> None:
    """Let pages name static files plainly: the benchmark has not collected them."""
    from django.conf import settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def _ask(who: Any, name: str, path: str, acts: int) -> dict[str, Any]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    assert client.login(username=who.username, password=who.password)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        client.get(path)
        taken.append((time.perf_counter() - began) * 1000)
    return {
        "page": name,
        "acts": acts,
        "queries": len(asked),
        "p50 ms": round(statistics.median(taken), 1),
        "p99 ms": round(sorted(taken)[int(ROUNDS * 0.99) - 1], 1),
        "kB": round(len(answer.content) / 1000, 1),
    }
