"""The background loop."""

import threading
from datetime import UTC, datetime

import pytest

from jiaoban.config.loop import Loop
from jiaoban.kernel.clock import VirtualClock

MOMENT = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


def test_a_tick_that_fails_is_logged_and_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[datetime] = []

    def bad(now: datetime) -> None:
        raise RuntimeError(f"broken at {now}")

    loop = Loop([bad, seen.append], VirtualClock(MOMENT))
    loop.round()
    loop.round()
    assert seen == [MOMENT, MOMENT]
    assert caplog.text.count("bad failed") == 2


def test_it_ticks_until_it_is_stopped() -> None:
    ticked = threading.Event()
    loop = Loop([lambda _: ticked.set()], VirtualClock(MOMENT), seconds=0.01)
    loop.start()
    assert ticked.wait(5)
    loop.stop()
    ticked.clear()
    assert not ticked.wait(0.05)
