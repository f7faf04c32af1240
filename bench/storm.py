"""The storm at the hour: many handovers of twelve sections at once, offered, read line by line and signed over HTTP.

One server as shipped, SQLite, the demo station with `size` acts. Its clock is moved to 25 minutes before the hour; the
program drafts the handovers, the outgoing people write the twelve lines, and then, spread over the window, each record
is offered, read (every line is a request and an act), confirmed by both sides and signed with both people's own
passwords, while readings come in and every listener waits for news of its post, or of the whole station.

`--full`: 760 handovers in ten minutes and in one, 3,300 listeners, 10 readings a second; otherwise 40 in 20 seconds,
100 listeners. `live lag`: from the answer to who made an act to the event that announces it to a listener, over all
listeners (of those of the whole station over a sample of the acts). `hashing ms`: processor time of one proof of a
password; as everybody has logged in before the hour, the server remembers theirs and a signature need not wait for one.
"""

import asyncio
import os
import random
import resource
import statistics
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import _crowd, _serving
from bench._asking import ask
from bench._book import open_book
from bench._listeners import Crowd, listening
from bench._site import open_site
from bench._walking import Done, Log, Walk, browser

NAME = "storm"
SPAN = 0.25
"""What part of the window one handover takes, from the offer to the last signature."""
STEPS = 24
CLIENTS = 8
"""So many people at a time write what was drafted, before the window begins."""
PATIENCE = 180.0
PAIRS = 200_000
"""Of the whole station's listeners so many lags are looked at, at most."""
BOARDS = 12
"""One listener in so many shows the whole station; the others a post."""


@dataclass(frozen=True)
class Storm:
    """How much comes in how many seconds."""

    handovers: int
    window: float
    listeners: int
    readings: float


QUICK = (Storm(40, 20, 100, 10),)
FULL = (Storm(760, 600, 3300, 10), Storm(760, 60, 3300, 10))


def run(size: int, *, full: bool = False) -> list[dict[str, Any]]:
    """Let one storm after the other come over a book of `size` acts."""
    return [row for storm in (FULL if full else QUICK) for row in weather(storm, size)]


def weather(storm: Storm, size: int) -> list[dict[str, Any]]:
    """Let one storm come; return a row for the whole and one for each kind of request."""
    if not _ready:
        open_site()
        _ready.append(True)
    from jiaoban.demo import cast

    _raise_limit()
    book = open_book(size)
    crowd = _crowd.pairs(storm.handovers)
    _crowd.plant(crowd)
    _crowd.set_clock(crowd)
    acts = book.size
    people = [person for pair in crowd for person in pair.people]
    browsers = dict(zip(people, map(browser, _crowd.sessions(people)), strict=True))
    wanted = _wanted(storm, crowd, cast.SITE)
    reader = {"Authorization": f"Bearer {_serving.token(cast.A_LEAD.username)}", "Content-Type": "application/json"}
    log, before = Log(), Log()
    with _serving.serving() as (server, port, _):
        drafted = _drafted(book, crowd)
        walks = [Walk(port, cast.SITE, pair, browsers, log) for pair in crowd]
        prepared = asyncio.run(_prepare(walks, before))
        with listening(port, wanted) as heard:
            used, began = _processor(server.pid), time.monotonic()
            readings = asyncio.run(_blow(storm, port, walks, log, reader))
            seconds = time.monotonic() - began
            processor = (_processor(server.pid) - used) / seconds
            memory = _serving.resident(server.pid)
            time.sleep(3)  # the last news are on their way
    lags, missed = _lags(log.done, heard)
    wrong = [f"{count} × {what}" for what, count in (before.errors + log.errors).most_common(5)]
    whole = {
        "what": "storm",
        "acts": acts,
        "window s": storm.window,
        "count": log.signed,
        "of": storm.handovers,
        "errors": "; ".join(wrong) or 0,
        "took s": round(max((one.at for one in log.done if one.kind == "signing"), default=began) - began, 1),
        "requests/s": round(len(log.done) / seconds, 1),
        "acts/s": round(sum(one.acts for one in log.done) / seconds, 1),
        "readings/s": round(readings / seconds, 1),
        "server %": round(processor * 100),
        "server ms/request": round(1000 * processor * seconds / max(1, len(log.done)), 1),
        "MiB": round(memory),
        "drafting s": round(drafted, 1),
        "prepared/s": round(prepared, 1),
        "hashing ms": round(_hashing(), 1),
        "load": round(os.getloadavg()[0], 1),
    }
    listened = {
        "what": "live lag",
        "count": heard.opened,
        "of": storm.listeners,
        "errors": "; ".join(f"{count} × {why}" for why, count in heard.failed.most_common(3))
        or f"{missed} missed, {sum(one.dropped for _, one in heard.heard)} dropped",
        **_quantiles(lags),
    }
    kinds = dict.fromkeys(one.kind for one in log.done)
    rows = [{"what": kind, **_quantiles([d.seconds for d in log.done if d.kind == kind])} for kind in kinds]
    return [whole, listened, *({"count": "", **row} for row in rows)]


_ready: list[bool] = []


def _raise_limit() -> None:
    """Let this process, and the server and the listeners that it starts, open as many sockets as the machine allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _wanted(storm: Storm, crowd: Sequence[_crowd.Pair], site: str) -> list[tuple[str, str]]:
    """Return the cookie and the address of every listener: the people of the posts, each as often as need be."""
    people = [(pair, person) for pair in crowd for person in pair.people]
    seats = [people[number % len(people)] for number in range(storm.listeners)]
    keys = _crowd.sessions([person for _, person in seats])
    posts = ["" if number % BOARDS == 0 else f"&post={pair.post}" for number, (pair, _) in enumerate(seats)]
    return [(f"sessionid={key}", f"/sse?site={site}{post}") for key, post in zip(keys, posts, strict=True)]


def _drafted(book: Any, crowd: Sequence[_crowd.Pair]) -> float:
    """Wait until the program has drafted every handover; return the seconds."""
    from jiaoban.handover import queries

    began, posts = time.monotonic(), {pair.post for pair in crowd}
    while len(posts & {one.post for one in queries.all_open(book)}) < len(posts):
        if time.monotonic() - began > PATIENCE:
            raise RuntimeError("the program does not draft the handovers")
        time.sleep(0.5)
    return time.monotonic() - began


async def _prepare(walks: Sequence[Walk], log: Log) -> float:
    """Have the records written, some at a time and as fast as they go; return the requests per second."""
    gate, began = asyncio.Semaphore(CLIENTS), time.monotonic()

    async def one(walk: Walk) -> None:
        async with gate:
            main, walk.log = walk.log, log
            await walk.prepare()
            walk.log = main

    await asyncio.gather(*map(one, walks))
    return len(log.done) / (time.monotonic() - began)


async def _blow(storm: Storm, port: int, walks: Sequence[Walk], log: Log, reader: dict[str, str]) -> int:
    """Let the handovers begin one after the other, with readings until the last has ended; count the readings."""
    begins, span = time.monotonic() + 0.1, storm.window * SPAN
    apart = (storm.window - span) / max(1, len(walks) - 1)
    reading = asyncio.create_task(_readings(storm, port, log, reader))
    await asyncio.gather(*[walk.go(begins + number * apart, span / STEPS) for number, walk in enumerate(walks)])
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    return sum(one.kind == "readings" for one in log.done)


async def _readings(storm: Storm, port: int, log: Log, headers: dict[str, str]) -> None:
    """Send a figure of the control room so many times a second, whether or not the one before was answered."""
    from jiaoban.demo import cast

    chance, path, mark = random.Random(8), f"/api/v1/sites/{cast.SITE}/posts/{cast.CCR}/plant/read", time.time_ns()

    async def one(number: int) -> None:
        said = {"readings": [{"parameter": "level-up", "value": f"{chance.uniform(370, 374):.2f}"}]}
        answer = await ask(port, "POST", path, headers, {**said, "command": f"reading-{mark}-{number}"})
        log.note("readings", cast.CCR, answer)

    begins, sent = time.monotonic(), 0
    async with asyncio.TaskGroup() as running:
        while True:
            running.create_task(one(sent))
            sent += 1
            await asyncio.sleep(max(0.0, begins + sent / storm.readings - time.monotonic()))


def _lags(done: Sequence[Done], crowd: Crowd) -> tuple[list[float], int]:
    """Return the lags of all acts of which a listener was to hear, in seconds, and how many it never heard of."""
    made = [one for one in done if one.newest >= 0]
    at_post: dict[str, list[Done]] = defaultdict(list)
    for one in made:
        at_post[one.post].append(one)
    everywhere = [heard for address, heard in crowd.heard if not _post(address)]
    sample = made[:: max(1, len(made) * len(everywhere) // PAIRS)]
    lags, missed = [], 0
    for address, heard in crowd.heard:
        for one in at_post[_post(address)] if _post(address) else sample:
            place = bisect_left(heard.sizes, one.newest + 1)
            if place == len(heard.sizes):
                missed += 1
            else:
                lags.append(max(0.0, heard.at[place] - one.at))
    return lags, missed


def _post(address: str) -> str:
    """Return of which post's news an address tells, '' for those of the whole station."""
    return address.partition("&post=")[2]


def _quantiles(seconds: Sequence[float]) -> dict[str, Any]:
    if not seconds:
        return {}
    taken = sorted(1000 * one for one in seconds)
    at = {name: taken[max(0, int(len(taken) * part) - 1)] for name, part in (("p95", 0.95), ("p99", 0.99))}
    named = {"p50": statistics.median(taken), **at, "max": taken[-1]}
    return {"measured": len(taken), **{f"{name} ms": round(value, 1) for name, value in named.items()}}


def _processor(process: int) -> float:
    """Return the seconds of processor time that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _hashing() -> float:
    """Return the processor time of one proof of a password, in milliseconds."""
    from django.contrib.auth.hashers import check_password, make_password

    hashed = make_password(_crowd.PASSWORD)
    began = time.thread_time()
    assert check_password(_crowd.PASSWORD, hashed)
    return (time.thread_time() - began) * 1000
