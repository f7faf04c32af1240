"""How long the desk waits among so many customers: a number that is typed, known and unknown, and the pages.

Pages are asked for by Django's own client, so the network is left out; `queries` must not grow with the customers.
"""

import random
import statistics
import time
from collections.abc import Callable
from typing import Any

from bench._leads import POST, SITE, number_of, open_leads
from bench._site import open_site

NAME = "leads"
ROUNDS = 200


def run(size: int) -> list[dict[str, Any]]:
    """Look up 200 known and 200 unknown numbers, in queries and as the page does while somebody types; open lists and
    customers."""
    open_site()
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    began = time.perf_counter()
    book = open_leads(size)
    loading = time.perf_counter() - began
    client = Client()
    client.force_login(User.objects.get(username="linna"))
    chance = random.Random(1)
    some = [chance.randrange(size) for _ in range(ROUNDS)]
    base = f"/s/{SITE}/p/{POST}/leads"

    def typed(number: str) -> bytes:
        answer = client.post(f"{base}/look-up", {"number": number}, headers={"HX-Request": "true"})
        assert answer.status_code == 200
        return bytes(answer.content)

    def seen(path: str) -> int:
        answer = client.get(path)
        assert answer.status_code == 200, path
        return len(answer.content)

    def known(one: int) -> None:
        assert f"客户{one}".encode() in typed(number_of(one)), one

    def unknown(one: int) -> None:
        assert "可以登记".encode() in typed(f"+86150{one:08d}")

    rows = [{"what": "loaded", "customers": size, "acts": book.size, "seconds": round(loading)}]
    rows += [_look_up(book, some), timed("typed, known", some, known), timed("typed, unknown", some, unknown)]
    paths: dict[str, Callable[[int], str]] = {
        "list": lambda _: base,
        "list, sold": lambda _: f"{base}?stand=SOLD",
        "list, of one person": lambda _: f"{base}?person=wanglei",
        "customer": lambda one: f"{base}/past-{one}",
    }

    def page(of: Callable[[int], str]) -> Callable[[int], int]:
        return lambda one: seen(of(one))

    return rows + [timed(f"page: {name}", some[:50], page(of)) for name, of in paths.items()]


def _look_up(book: Any, some: list[int]) -> dict[str, Any]:
    from datetime import UTC, datetime

    from jiaoban.lead import queries
    from jiaoban.org import queries as org
    from jiaoban.org.packs import packs

    place = org.place(book, POST, datetime.now(UTC))

    def one(customer: int) -> None:
        found = queries.look_up(book, place, packs, number_of(customer))
        assert found.lead is not None
        assert queries.events_of(book, found.lead.key)

    return timed("look-up and what happened, no page", some, one)


def timed(what: str, some: list[int], do: Callable[[int], Any]) -> dict[str, Any]:
    """Do something with each of these and return how long it took, with the processor time (p50) and the queries of
    the first."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        do(some[0])
        queries = len(asked)  # the next request throws them away
    taken, spent = [], []
    for one in some:
        began, busy = time.perf_counter(), time.process_time()
        do(one)
        taken.append((time.perf_counter() - began) * 1000)
        spent.append((time.process_time() - busy) * 1000)
    taken.sort()
    at = {f"p{part} ms": round(taken[min(len(taken) - 1, len(taken) * part // 100)], 1) for part in (50, 95, 99)}
    return {"what": what, **at, "processor ms": round(statistics.median(spent), 1), "queries": queries}
