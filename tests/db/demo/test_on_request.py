"""A desk that is handed over on request alone: nothing is drafted, whoever asks names who takes their part."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from jiaoban.demo import description, load
from jiaoban.handover import background, queries
from jiaoban.handover.responsibility import timeline
from jiaoban.kernel.clock import VirtualClock
from jiaoban.kernel.refusal import BadInput
from jiaoban.org import door

pytestmark = pytest.mark.django_db
SITE, DESK = "mingde", "desk"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, data: Path) -> VirtualClock:
    clock = VirtualClock(description.read(SITE).founded + timedelta(days=300))
    monkeypatch.setattr(door, "clock", clock)
    load.load(SITE)
    return clock


def test_the_end_of_a_shift_drafts_nothing_and_nobody_waits(clock: VirtualClock) -> None:
    clock.moment += timedelta(hours=20)
    background.tick(clock.now())
    visit = door.as_system(SITE)
    held = queries.tenure(visit.book, DESK)
    assert held is not None
    assert not held.dues
    assert queries.all_open(visit.book) == []
    spans = timeline(visit.book, DESK, visit.now - timedelta(hours=20), visit.now)
    assert [span.waiting for span in spans] == [False]


def test_whoever_asks_hands_over_their_own_part_to_whom_they_name(clock: VirtualClock) -> None:
    mine = door.enter(User.objects.get(username="sunyue"), SITE)
    with pytest.raises(BadInput, match="arriving"):
        mine.do("handover.open", {}, command="a", post=DESK)
    assert mine.do("handover.open", {"arriving": ["linna"]}, command="b", post=DESK).refusal is None
    running = queries.current(mine.book, DESK)
    assert running is not None
    assert (running.leaving, running.arriving) == (("sunyue",), ("linna",))
