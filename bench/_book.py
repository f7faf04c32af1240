"""The demo station with a long past: a book of as many acts as are wanted, real ones, in every table and index."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

BATCH = 500
COMMIT = 20_000
POSTS = ("ccr", "patrol", "spillway", "switchyard")
"""The log of the control room gets every fourth of the entries."""
BEGINNING = datetime(1990, 1, 1, tzinfo=UTC)
STEP = timedelta(seconds=30)
COMMON, SEVERAL, RARE = "正常", "振动", "锈蚀"
"""Words in some 70 %, 1 % and 0.01 % of the entries."""
_CHARACTERS = (
    "机组巡视推力瓦温水导冷却压力无异音油位检查闸门开关停运行负荷调度命令工作票接地线安全措施值班员交接记录缺陷处理"
    "完毕恢复备用厂用电直流系统蓄电池渗漏排泵启动次数尾上游库文气象雷雨大风防汛守消报警主变器扇断路隔离刀保护装置定"
)


def open_book(size: int) -> Any:
    """Load the demo station and write log entries of its past until the book holds `size` acts; return the book."""
    from jiaoban.demo import cast
    from jiaoban.demo.load import load
    from jiaoban.ledger.store import DbBook

    load(cast.SITE)
    book = DbBook(cast.SITE)
    while book.size < size:
        _fill(book, size)
    return book


def _fill(book: Any, size: int) -> None:
    """Append a few thousand acts in one transaction."""
    from jiaoban.kernel.act import Proposed
    from jiaoban.kernel.book import Stamp
    from jiaoban.logbook.acts import Written

    with book.transaction():
        end = min(size, book.size + COMMIT)
        while book.size < end:
            first = book.size
            written = [
                Proposed(
                    Written(entry=f"past-{number}", category="ROUND", text=text(number)),
                    occurred_at=BEGINNING + number * STEP,
                    post=POSTS[number % len(POSTS)],
                )
                for number in range(first, min(end, first + BATCH))
            ]
            # Recorded when they happened: what was recorded today is looked through for the running shift.
            now = BEGINNING + (first + len(written)) * STEP
            book.append(written, Stamp(command=f"past-{first}", request="0" * 64, actor="chen", post="ccr", now=now))


def text(number: int) -> str:
    """Return an entry of some 400 bytes; the same for the same number."""
    rng = random.Random(number)
    said = "".join(rng.choices(_CHARACTERS, k=105))
    chance = rng.random()
    extra = (RARE if chance < 0.0001 else "") + (SEVERAL if chance < 0.01 else "") + (COMMON if chance < 0.7 else "")
    return f"{number % 4 + 1}号机 {said}，{rng.randint(20, 60)}.{number % 10} ℃，{extra}。"
