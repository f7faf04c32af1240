"""Opening the sheet of readings of 200 parameters, and the page of what a shift's figures come to, at a plant of 2,000.

`values` is how many readings stand in the database: size / 100 days of 2,000 parameters read hourly.
"""

import gc
import statistics
import time
from typing import Any

from bench._plant import PARAMETERS, open_plant
from bench._site import open_site

NAME = "grid"
ROUNDS = 20


def run(size: int, full: bool = False) -> list[dict[str, Any]]:
    """Ask for each page 20 times by Django's own client: logged in, allowed, rendered."""
    open_site()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["testserver"]
    from jiaoban.demo import cast

    hours = 24 * (365 if full else min(365, max(2, size // 100)))
    open_plant(hours)
    at = f"/s/{cast.SITE}/p/{cast.CCR}"
    client, who = Client(), cast.LEADS["A"]
    assert client.login(username=who.username, password=who.password)
    gc.collect()
    gc.freeze()  # as the server does, and so the next line
    gc.set_threshold(20_000, 20, 50)
    rows = []
    for name, path in (
        ("sheet", "readings"),
        ("shift", "readings/shift"),
        ("parameter", "readings/p0007"),
        ("home", ""),
    ):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(f"{at}/{path}")
            queries = len(asked)  # the next request throws them away
        assert answer.status_code == 200, (path, answer.status_code)
        taken, spent = [], []
        for _ in range(ROUNDS):
            began, busy = time.perf_counter(), time.process_time()
            client.get(f"{at}/{path}")
            taken.append((time.perf_counter() - began) * 1000)
            spent.append((time.process_time() - busy) * 1000)
        rows.append(
            {
                "page": name,
                "values": f"{hours * PARAMETERS:,}",
                "queries": queries,
                "p50 ms": round(statistics.median(taken), 1),
                "max ms": round(max(taken), 1),
                "p50 cpu ms": round(statistics.median(spent), 1),
                "kB": round(len(answer.content) / 1000, 1),
            }
        )
    return rows
