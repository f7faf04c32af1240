"""kill -9 of the whole server under load: nothing that was acknowledged is lost, doubled or renumbered."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from prove.frame import Planted, Proof, Scale
from prove.installation import Served, open_here
from prove.load import CLIENTS, Load
from prove.planted.early import HELD
from prove.station import Station, found
from prove.whole import acknowledged, kept, verified

NAME = "crash"
DATABASES = ("sqlite", "postgresql")
SOON = 3.0
"""Seconds from the start of the server to its first acknowledgement, for 95 of 100 starts."""
PATIENCE = 60.0


def prove(scale: Scale) -> Iterator[Proof]:
    """Kill it again and again, then compare the book with what the clients know; then the same with the bug."""
    with open_here(scale):
        from django.db import connections

        station = found()
        connections.close_all()
        kills = scale.of(2, 100)
        load, starts = killed(scale, station, "jiaoban", kills, scale.of(40, 115))
        findings = [*load.findings, *kept(load.sent), *verified()]
        n = acknowledged(load.sent)
        if scale.full and n < 10_000:
            findings.append(f"only {n} acts were acknowledged; 10,000 are wanted")
        starts.sort()
        median, p95 = _quantile(starts, 0.5), _quantile(starts, 0.95)
        if scale.full and p95 > SOON:
            findings.append(f"the first acknowledgement came {p95:.2f} s after the start at p95; wanted: {SOON} s")
        connections.close_all()
        early, _ = killed(scale, station, "prove.planted.early", 1, HELD)
        lost = [finding for finding in (*early.findings, *kept(early.sent)) if "is lost" in finding]
        yield Proof(
            f"kill -9 under load by {CLIENTS} clients loses, doubles and renumbers nothing; the book is whole",
            n,
            "acknowledged acts",
            findings,
            [Planted.found("the server acknowledges before it commits", lost)],
            {
                "kills": str(kills),
                "unanswered commands repeated": str(load.repeated),
                "first acknowledgement after the start": f"median {median:.2f} s, p95 {p95:.2f} s",
            },
        )


def _quantile(ordered: list[float], share: float) -> float:
    """Return what so large a share stays below; 0 of nothing, where no server came back."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def killed(scale: Scale, station: Station, program: str, kills: int, each: int) -> tuple[Load, list[float]]:
    """Serve, kill after `each` acknowledgements, serve again; return the clients and the start times.

    After the last of `kills` the clients bring to an end what they have begun; with a bug nobody repeats anything.
    """
    served = Served(Path(os.environ["JIAOBAN_DATA"]), os.environ["DATABASE_URL"], (program, "serve"))
    several = scale.database == "postgresql" and program == "jiaoban"  # a worker of its own would not have the bug
    lives = kills + (program == "jiaoban")
    words = ("--no-demo", *(("--workers", "2") if several else ()))
    chance = Random(scale.seed)
    load = Load(f"{'crash' if program == 'jiaoban' else 'early'}-{scale.seed}", station.keys, scale.seed)
    starts: list[float] = []
    try:
        for life in range(lives):
            began = time.monotonic()
            served.start(*words)
            load.life(served.address)
            if life == kills:
                load.end()
            elif not load.wait_for(each, PATIENCE):
                load.findings.append(f"life {life} gave {load.acknowledged} acknowledgements in {PATIENCE:.0f} s")
            else:
                time.sleep(chance.random() * 0.05)
            if load.first is not None and life:
                starts.append(load.first - began)
            served.kill()
            load.life("")
    finally:
        load.give_up()
        if served.process is not None and served.process.poll() is None:
            served.kill()
    return load, starts
