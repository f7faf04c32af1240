"""How long a year of handovers takes to be judged by another version of the regime, as the page has it done."""

import resource
import subprocess
import sys
import time
from typing import Any

from bench._site import open_site

NAME = "replay"
LONGEST_S = 60.0
"""Seconds within which a year of two thousand handovers is to be replayed."""


def run(size: int, *, full: bool = False) -> list[dict[str, Any]]:
    """Make `size` / 10 handovers (with `full`: `size`, at least 2,000) at the demo station and replay them.

    Everything is done with the verbs that people use, so making the year takes far longer than replaying it: with
    `--keep DIR` it is made once. The replay is carried out by the worker's own process.
    """
    open_site()
    from jiaoban.demo import cast
    from jiaoban.ledger.store import DbBook, sites

    wanted = max(2000, size) if full else max(1, size // 10)
    began = time.perf_counter()
    if cast.SITE not in sites():
        from bench._year import year

        year(wanted)
    made = time.perf_counter() - began
    book = DbBook(cast.SITE)
    told, seconds, cpu = _replayed(book)
    row = {"acts": book.size, "handovers": told.handovers, "otherwise": told.otherwise, "made s": made}
    figures = {
        "replay s": told.seconds,
        "process s": seconds,
        "cpu s": cpu,
        "per second": told.handovers / told.seconds,
    }
    if full:
        assert told.handovers >= wanted, told.handovers
    return [{**row, **figures, "within a minute": "yes" if seconds < LONGEST_S else "no"}]


def _replayed(book: Any) -> tuple[Any, float, float]:
    """Have the newest adopted version, with another gate, replayed; return the row, seconds, processor seconds."""
    from jiaoban.authoring import replays
    from jiaoban.authoring.models import Replay
    from jiaoban.kernel.access import SYSTEM
    from jiaoban.org import door, packs, queries
    from jiaoban.regime.pack import Pack

    adopted = queries.regimes(book)[0].versions[-1]
    plain = packs.packs(adopted.digest).model_dump(mode="json", by_alias=True, exclude_none=True)
    plain["head"]["version"] = "bench"
    plain["handover"]["presence"] |= {"lead": "PT25M", "opens": "PT2H"}
    digest = packs.store(Pack.model_validate(plain))
    visit = door.Visit(book, SYSTEM, queries.site(book), door.site_now(book))
    asked = replays.ask(visit, replays.Wish("bench", digest, "bench"), f"bench-{time.monotonic_ns()}")
    taken = replays.claim(door.clock.now())
    assert taken is not None
    assert taken.key == asked.key
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    words = [sys.executable, "-m", "jiaoban.authoring.worker", taken.key, taken.worker]
    subprocess.run(words, check=True)
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    found = Replay.objects.get(key=taken.key)
    assert found.state == replays.DONE, found.state
    return found, seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
