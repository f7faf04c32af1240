"""Drafting a handover record of a plant of 5,000 equipment rows, 2,000 parameters read hourly and 10,000 defects.

`values` is how many readings stand in the database: size / 100 days of them, a year with --full (17.5 million). They
are loaded in bulk past the ledger. `open` is the whole verb, undone after each time; `assess` what every page of a
running handover asks.
"""

import gc
import statistics
import time
from collections.abc import Callable
from typing import Any

from bench._plant import PARAMETERS, open_plant
from bench._site import open_site

NAME = "drafting"
ROUNDS = 15


def run(size: int, full: bool = False) -> list[dict[str, Any]]:
    """Draft 15 times."""
    open_site()
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from jiaoban.demo import cast
    from jiaoban.handover import queries as handover

    hours = 24 * (365 if full else min(365, max(2, size // 100)))
    visit = open_plant(hours)
    place = visit.place(cast.CCR)
    gc.collect()
    gc.freeze()  # as the server does, and so the next line
    gc.set_threshold(20_000, 20, 50)
    number = 0

    def opened() -> None:
        nonlocal number
        number += 1
        with transaction.atomic():
            draft(f"draft-{number}")
            transaction.set_rollback(True)

    def draft(command: str) -> Any:
        outcome = visit.do("handover.open", {}, command=command, post=cast.CCR)
        assert outcome.refusal is None, outcome.refusal
        return handover.current(visit.book, cast.CCR)

    rows = [_row("open", opened, hours, CaptureQueriesContext(connection))]
    with transaction.atomic():
        running = draft("draft")
        pack = visit.packs(running.regime)

        def assessed() -> None:
            handover.assessment(visit.book, place, running, pack, visit.now).standing("sign")

        rows.append(_row("assess", assessed, hours, CaptureQueriesContext(connection)))
        rows[0]["lines"] = len(running.lines)
        transaction.set_rollback(True)
    return rows


def _row(what: str, do: Callable[[], None], hours: int, asked: Any) -> dict[str, Any]:
    with asked as captured:
        do()
    taken, spent = [], []
    for _ in range(ROUNDS):
        began, busy = time.perf_counter(), time.process_time()
        do()
        taken.append((time.perf_counter() - began) * 1000)
        spent.append((time.process_time() - busy) * 1000)
    return {
        "what": what,
        "values": f"{hours * PARAMETERS:,}",
        "queries": len(captured),
        "p50 ms": round(statistics.median(taken), 1),
        "max ms": round(max(taken), 1),
        "p50 cpu ms": round(statistics.median(spent), 1),
    }
