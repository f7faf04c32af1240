"""How long the pages of a shift take over a book of so many acts, beside a page that does next to nothing.

The pages are asked for as in life - logged in, allowed, rendered - by Django's own client, so the network is left out.
The weight of the first page, and a list while somebody else searches, are measured over HTTP.
`queries` is the number of database queries of one request: it must not grow with the book.
"""

import gzip
import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any
from urllib.parse import quote

from bench import _serving
from bench._book import COMMON, RARE, SEVERAL, open_book
from bench._site import open_site

NAME = "home"
ROUNDS = 40


def run(size: int) -> list[dict[str, Any]]:
    """Ask for each page 40 times over the demo station with `size` acts; then weigh the first page over HTTP."""
    open_site()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    from jiaoban.demo import cast
    from jiaoban.handover import queries as handover
    from jiaoban.org import door

    book = open_book(size)
    if handover.current(book, cast.CCR) is None:
        door.as_system(cast.SITE).do("handover.open", {}, command=f"bench-{time.time_ns()}", post=cast.CCR)
    running = handover.current(book, cast.CCR)
    assert running is not None
    at = f"/s/{cast.SITE}/p/{cast.CCR}"
    pages = {
        "trivial": "/healthz",
        "home": f"{at}/",
        "log": f"{at}/log",
        "log, word in 70 %": f"{at}/log?q={COMMON}",
        "log, word in 1 %": f"{at}/log?q={SEVERAL}",
        "log, word in 0.01 %": f"{at}/log?q={RARE}",
        "log, one character": f"{at}/log?q={RARE[0]}",
        "log, word of nobody": f"{at}/log?q=龙王",
        "handover": f"{at}/handover/{running.key}",
        "board": f"/s/{cast.SITE}/board",
        "responsibility": f"{at}/responsibility",
    }
    rows = [_ask(cast.LEADS["A"], name, path, book.size) for name, path in pages.items()]
    outgoing = next(one for one in cast.CAST if one.key == running.leaving[0])
    rows.append(_ask(outgoing, "handover, as outgoing", pages["handover"], book.size))
    rows += [_found(book, name, word) for name, word in (("70 %", COMMON), ("1 %", SEVERAL), ("0.01 %", RARE))]
    rows.append(_found(book, "newest", ""))
    rows.append(_weight(f"{at}/", cast.LEADS["A"].username))
    rows += _beside(pages["log"], f"{at}/log?q={quote(COMMON)}", cast.LEADS["A"].username, book.size)
    return rows


def _beside(path: str, search: str, username: str, acts: int) -> list[dict[str, Any]]:
    """Time a list over HTTP alone, and while somebody else searches without a pause."""
    cookie = {"Cookie": _serving.session(username)}
    with _serving.serving() as (_, port, _):
        _serving.get(port, search, cookie)
        alone = _taken(port, path, cookie)
        over = Event()

        def searching() -> int:
            number = 0
            while not over.is_set():
                assert _serving.get(port, search, cookie)[0] == 200
                number += 1
            return number

        with ThreadPoolExecutor(1) as pool:
            other = pool.submit(searching)
            meanwhile = _taken(port, path, cookie)
            over.set()
            assert other.result() > ROUNDS // 2
    named = {"(log over HTTP, alone)": alone, "(log over HTTP, during searches)": meanwhile}
    return [{"page": name, "acts": acts, **_quantiles(taken)} for name, taken in named.items()]


def _taken(port: int, path: str, cookie: dict[str, str]) -> list[float]:
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        assert _serving.get(port, path, cookie)[0] == 200
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def _found(book: Any, name: str, word: str) -> dict[str, Any]:
    """Time the query alone."""
    from jiaoban.demo import cast
    from jiaoban.logbook import queries

    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        queries.entries(book, cast.CCR, search=word)
        taken.append((time.perf_counter() - began) * 1000)
    return {"page": f"(query alone, {name})", "acts": book.size, **_quantiles(taken)}


def _weight(path: str, username: str) -> dict[str, Any]:
    """Weigh a page with everything that it loads, as it travels."""
    cookie = {"Cookie": _serving.session(username), "Accept-Encoding": "gzip"}
    with _serving.serving() as (_, port, _):
        status, body, headers = _serving.get(port, path, cookie)
        assert status == 200, status
        text = (gzip.decompress(body) if headers.get("Content-Encoding") == "gzip" else body).decode()
        parts = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', text))
        total = len(body) + sum(len(_serving.get(port, part, cookie)[1]) for part in parts)
    return {"page": f"(first page with {len(parts)} files)", "kB": round(total / 1000, 1)}


def _quantiles(taken: list[float]) -> dict[str, float]:
    return {
        "p50 ms": round(statistics.median(taken), 1),
        "p99 ms": round(sorted(taken)[max(0, int(len(taken) * 0.99) - 1)], 1),
    }


def _ask(who: Any, name: str, path: str, acts: int) -> dict[str, Any]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    assert client.login(username=who.username, password=who.password)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
        asked = len(captured)  # the next request throws them away
    assert answer.status_code == 200, (path, answer.status_code)
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        client.get(path)
        taken.append((time.perf_counter() - began) * 1000)
    return {
        "page": name,
        "acts": acts,
        "queries": asked,
        **_quantiles(taken),
        "kB": round(len(answer.content) / 1000, 1),
    }
