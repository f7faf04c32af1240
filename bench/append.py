"""Appending a log entry, beside the bare insert of a row and a hash that it cannot be faster than.

The entry is some 400 bytes of Chinese. `bare` commits one row of the same bytes with its hash and files its pieces of
text in an index of the same kind, under the same lock; `append` is the whole of it: number, canonical bytes, tree,
triggers, read model, index, head. No HTTP in either.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any

from bench._site import open_site

NAME = "append"
SITE = f"bench-{time.time_ns()}"  # a book is never emptied, so each run has its own
TEXT = (
    "08:15 一号机组上导轴承温度由 52.3 摄氏度升至 54.1 摄氏度,现地检查油位正常、冷却水压 0.28 兆帕,"
    "已告知值长,加强监视,每半小时抄录一次;若继续上升则申请降负荷运行,并通知检修班到场检查。"
    "二号机组备用,三号机组按调度命令带负荷 40 兆瓦运行,各部温度、振动正常,接班时请重点巡视上导轴承。"
)
assert 300 < len(TEXT.encode()) < 500


def run(size: int) -> list[dict[str, Any]]:
    """Append `size` entries by one thread and by eight, each beside as many bare inserts; ratios of the rates."""
    open_site()
    from django.db import connection

    from jiaoban.ledger import store

    store.found(SITE)
    with connection.cursor() as cursor:
        for table in ("bench_entry", "bench_bare"):
            cursor.execute(f"DROP TABLE IF EXISTS {table}")
    with connection.schema_editor() as editor:
        editor.create_model(_model()[0])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("CREATE TABLE bench_bare (id bigint PRIMARY KEY, body bytea, hash bytea, words tsvector)")
            cursor.execute("CREATE INDEX ON bench_bare USING gin (words)")
        else:
            cursor.execute("CREATE TABLE bench_bare (id integer PRIMARY KEY, body blob, hash blob)")
            cursor.execute("DROP TABLE IF EXISTS bench_words")
            cursor.execute(
                "CREATE VIRTUAL TABLE bench_words"
                " USING fts5(pieces, content='', columnsize=0, detail=none, tokenize='ascii')"
            )
    rows = []
    for threads in (1, 8):
        bare = _rate(_bare, threads, size)
        append = _rate(_append, threads, size)
        rows.append(
            {
                "database": connection.vendor,
                "threads": threads,
                "entries": size,
                "bare/s": bare,
                "append/s": append,
                "ratio": append / bare,
                "acts": store.DbBook(SITE).size,
            }
        )
    return rows


@cache
def _model() -> tuple[Any, Any]:
    """Declare a small logbook, as a room does: return its one table, and the one kind of act that fills it."""
    from django.db import models

    from jiaoban.kernel.act import Act, Payload
    from jiaoban.kernel.book import Searched, State, Table
    from jiaoban.ledger.fields import CodeField
    from jiaoban.ledger.models import ReadModel

    class BenchWritten(Payload, kind="bench.written"):
        text: str
        category: str

    class BenchEntry(State):
        post: str
        text: str
        category: str
        occurred_at: datetime
        author: str

    def entry(state: BenchEntry | None, act: Act, key: str) -> BenchEntry:
        said = act.payload
        assert isinstance(said, BenchWritten)
        return BenchEntry(
            post=act.post, text=said.text, category=said.category, occurred_at=act.occurred_at, author=act.actor
        )

    class BenchRow(ReadModel):
        table = Table(
            "bench_entries",
            BenchEntry,
            kinds=["bench.written"],
            keys=lambda act: [act.command],
            evolve=entry,
            columns=["post", "category", "occurred_at", "text"],
            searched=Searched("text", newest="occurred_at", within=("post", "category")),
        )
        post = CodeField(max_length=64)
        category = CodeField(max_length=32)
        occurred_at = models.DateTimeField()
        text = models.TextField()

        class Meta:
            app_label = "bench"
            db_table = "bench_entry"
            indexes = [models.Index(fields=["site", "post", "occurred_at"], name="bench_entry_post")]

    return BenchRow, BenchWritten


_numbers: dict[str, int] = {"bare": 0, "append": 0}
_lock = threading.Lock()


def _next(what: str) -> int:
    with _lock:
        _numbers[what] += 1
        return _numbers[what]


def _bare() -> None:
    from django.db import connection, transaction

    from jiaoban.kernel.pieces import filed_under

    number, body = _next("bare"), TEXT.encode()
    with transaction.atomic(), connection.cursor() as cursor:
        row: list[int | str | bytes] = [number, body, sha256(body).digest()]
        pieces = filed_under(TEXT)
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(1)")
            words = " ".join(f"'{piece}'" for piece in pieces)
            cursor.execute("INSERT INTO bench_bare VALUES (%s, %s, %s, %s::tsvector)", [*row, words])
        else:
            cursor.execute("INSERT INTO bench_bare VALUES (%s, %s, %s)", row)
            cursor.execute("INSERT INTO bench_words (rowid, pieces) VALUES (%s, %s)", [number, " ".join(pieces)])


def _append() -> None:
    from jiaoban.kernel.act import Proposed
    from jiaoban.kernel.book import Stamp
    from jiaoban.ledger.store import DbBook

    command = f"entry-{_next('append')}"
    payload = _model()[1](text=TEXT, category="OPERATION")
    now = datetime.now(UTC)
    book = DbBook(SITE)
    stamp = Stamp(command=command, request="0" * 64, actor="chen", post="hall", now=now, regime="0" * 64)
    with book.transaction():
        assert not book.recall(command)
        book.append([Proposed(payload)], stamp)


def _rate(work: Callable[[], None], threads: int, size: int) -> float:
    """Return how many a second `threads` threads do together; a few before are not counted."""
    from django.db import connections

    def several(count: int) -> None:
        try:
            for _ in range(count):
                work()
        finally:
            if threads > 1:
                connections["default"].close()

    several(20)
    each = max(1, size // threads)
    began = time.perf_counter()
    if threads == 1:
        several(each)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(several, [each] * threads))
    return each * threads / (time.perf_counter() - began)
