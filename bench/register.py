"""How long a register of so many pieces of equipment takes to come in, to go out, and to be looked at.

Pages are asked for by Django's own client, so the network is left out; `queries` must not grow with the register.
"""

import statistics
import time
from collections.abc import Callable
from typing import Any

from bench._book import open_book
from bench._site import open_site

NAME = "register"
ROUNDS = 20


def run(size: int) -> list[dict[str, Any]]:
    """Take over `size` lines, preview them again, write them out, and ask for the pages of the tree 20 times each."""
    open_site()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    from jiaoban.demo import cast
    from jiaoban.importing import writing
    from jiaoban.importing.export import EXPORTS, Asked
    from jiaoban.importing.kinds import KINDS
    from jiaoban.importing.take import take
    from jiaoban.org import door

    book = open_book(100)
    content = "\n".join(_lines(size)).encode()

    def taken(*, preview: bool) -> None:
        told = take(door.as_system(cast.SITE), KINDS["equipment"], content, cast.CCR, preview=preview)
        assert told.good, told.problems[:3]

    asked = Asked(post=cast.CCR, language="zh-hans", zone=cast.ZONE)
    export = EXPORTS["equipment"]

    def written(write: Callable[..., Any]) -> None:
        made = write(export.heads(asked), export.rows(book, asked))
        assert sum(len(piece) for piece in made) > size

    rows = [
        _timed("preview", size, lambda: taken(preview=True)),
        _timed("take over", size, lambda: taken(preview=False)),
        _timed("the same again", size, lambda: taken(preview=False)),
        _timed("write as CSV", size, lambda: written(writing.as_csv)),
    ]
    units = f"/s/{cast.SITE}/p/{cast.CCR}/plant/equipment"
    pages = {
        "tree": units,
        "branch": f"{units}?at=U1S1",
        "search": f"{units}?q=12",
        "unit": f"{units}/U1",
        "device": f"{units}/D7",
    }
    return rows + [_ask(name, path, cast.LEADS["A"].username) for name, path in pages.items()]


def _lines(size: int) -> list[str]:
    lines = ["编号,名称,上级设备", "YF,电厂,", *(f"U{n},机组 {n},YF" for n in range(8))]
    lines += [f"U{n}S{m},系统 {m},U{n}" for n in range(8) for m in range(12)]
    return lines + [f"D{n},阀门 {n},U{n % 8}S{n % 12}" for n in range(max(8, size - len(lines) + 1))]


def _timed(what: str, size: int, do: Callable[[], None]) -> dict[str, Any]:
    began = time.perf_counter()
    do()
    seconds = time.perf_counter() - began
    return {"what": what, "lines": size, "seconds": round(seconds, 2), "lines/s": round(size / seconds)}


def _ask(name: str, path: str, username: str) -> dict[str, Any]:
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(User.objects.get(username=username))
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(path)
        queries = len(asked)  # the next request throws them away
    assert response.status_code == 200, path
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        client.get(path)
        taken.append((time.perf_counter() - began) * 1000)
    return {
        "what": f"page: {name}",
        "p50 ms": round(statistics.median(taken), 1),
        "queries": queries,
        "KB": len(response.content) // 1024,
    }
