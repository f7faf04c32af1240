"""The background loop notes lateness once, on every database: whoever ticks how often, from however many processes."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from jiaoban.kernel.clock import VirtualClock
from jiaoban.kernel.refusal import BadInput
from jiaoban.ledger import store
from jiaoban.org import door, packs
from jiaoban.regime.load import load
from jiaoban.report import background
from jiaoban.report.acts import Missed
from jiaoban.report.background import AGAIN, OFTEN, Noting
from jiaoban.report.tables import REPORTS
from tests import cast
from tests.pure.handover.desk import IN, Desk

pytestmark = pytest.mark.django_db
PACK = load(Path(__file__).parents[3] / "regimes" / "kefu")
DAY = "2026-11-23"


@pytest.fixture
def desk() -> Iterator[Desk]:
    before = door.clock
    packs.store(PACK)
    yield Desk(store.found(cast.SITE), PACK)
    door.clock = before


def clock(desk: Desk, at: str) -> None:
    desk.at(at)
    door.clock = VirtualClock(desk.now)


def all_noted(desk: Desk) -> None:
    while background.note(cast.SITE) <= desk.now:
        pass  # some at a time


def noted(desk: Desk) -> int:
    said = [act.payload for act in desk.book.acts() if isinstance(act.payload, Missed)]
    return sum((one.person, one.report, f"{one.day}") == (IN.key, "daily-report", DAY) for one in said)


def test_it_is_noted_at_its_second_and_never_again(desk: Desk) -> None:
    clock(desk, "21:00:00")
    all_noted(desk)
    assert noted(desk) == 0
    clock(desk, "21:00:01")
    all_noted(desk)
    assert noted(desk) == 1
    clock(desk, "23:00")
    all_noted(desk)
    assert noted(desk) == 1


def test_another_process_that_saw_it_missing_too_notes_nothing(desk: Desk) -> None:
    clock(desk, "21:00:01")
    all_noted(desk)
    size = desk.book.size
    background._note(door.as_system(cast.SITE), cast.PATROL, "daily-report", desk.now.date(), IN.key)
    said = {"report": "daily-report", "day": DAY, "person": IN.key}
    with pytest.raises(BadInput):
        door.as_system(cast.SITE).do("report.note_missed", said, command="another", post=cast.PATROL)
    assert (noted(desk), desk.book.size) == (1, size)


def test_what_came_a_second_late_is_noted_too(desk: Desk) -> None:
    clock(desk, "21:00:01")
    values = {
        **dict.fromkeys(("contacts", "appointments", "visits", "deposits", "sales", "revenue"), "1"),
        "said": "无",
    }
    desk.ok("report.submit", IN, report="daily-report", day=DAY, values=values)
    all_noted(desk)
    assert noted(desk) == 1
    kept = desk.book.get(REPORTS, f"{cast.PATROL}.daily-report.{DAY}.{IN.key}")
    assert kept
    assert kept.miss
    assert kept.handed_in_at == desk.now


def test_a_tick_looks_again_when_a_moment_passes_and_else_now_and_then(desk: Desk) -> None:
    loop = Noting()
    clock(desk, "20:55")
    while loop.next_at.get(cast.SITE, desk.now) <= desk.now:
        loop.tick(desk.now)
    assert loop.next_at[cast.SITE] - desk.now == timedelta(minutes=5, seconds=1), "the first second that is late"
    before = desk.book.size
    clock(desk, "21:00:00")
    loop.tick(desk.now)
    assert desk.book.size == before
    clock(desk, "21:00:01")
    while loop.next_at[cast.SITE] <= desk.now:
        loop.tick(desk.now)
    assert noted(desk) == 1
    assert loop.next_at[cast.SITE] - desk.now == OFTEN


def test_a_clock_that_was_set_back_is_looked_at_at_once(desk: Desk) -> None:
    loop = Noting({cast.SITE: desk.now + timedelta(days=3)})
    clock(desk, "12:00")
    loop.tick(desk.now)
    assert loop.next_at[cast.SITE] <= desk.now + OFTEN


def test_a_look_that_breaks_off_is_tried_again_soon(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_site: str) -> datetime:
        raise RuntimeError("the database is busy")

    loop = Noting()
    clock(desk, "21:00:01")
    with monkeypatch.context() as patch:
        patch.setattr(background, "note", breaks)
        with pytest.raises(RuntimeError):
            loop.tick(desk.now)
    assert loop.next_at[cast.SITE] - desk.now == AGAIN
    clock(desk, "21:00:16")
    while loop.next_at[cast.SITE] <= desk.now:
        loop.tick(desk.now)
    assert noted(desk) == 1
