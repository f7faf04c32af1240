"""The demo station: whole, at the right hour, once, and drafted for by the background loop."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiaoban.demo import cast, load, past
from jiaoban.handover import background, queries
from jiaoban.handover.responsibility import timeline
from jiaoban.kernel.clock import VirtualClock
from jiaoban.ledger.store import DbBook
from jiaoban.org import door

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
ARRIVAL = datetime(2026, 11, 23, 23, 20, tzinfo=UTC)
"""07:20 in Shanghai on the next day."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, data: Path) -> VirtualClock:
    clock = VirtualClock(NOON)
    monkeypatch.setattr(door, "clock", clock)
    assert load.load()
    return clock


def test_the_station_stands_before_its_morning_handover_and_is_loaded_once(clock: VirtualClock) -> None:
    book = DbBook(cast.SITE)
    assert load.clock() == ARRIVAL
    assert not load.load()
    for post in (cast.CCR, cast.PATROL):
        assert len(queries.history(book, post)) == 3 * past.DAYS
        spans = timeline(book, post, ARRIVAL - timedelta(days=3), ARRIVAL)
        assert all(one.until == other.since for one, other in pairwise(spans))
        held = queries.tenure(book, post)
        assert held is not None
        assert held.due_at == ARRIVAL + load.ARRIVAL
    assert [act.recorded_at for act in book.acts()] == sorted(act.recorded_at for act in book.acts())
    marks = [row.post.split()[-1] for row in load.people() if row.post]
    assert (marks.count("当班"), marks.count("下一班")) == (3, 3)
    assert len(load.people()) == len(cast.CAST) + 1


def test_the_loop_drafts_each_handover_once(clock: VirtualClock) -> None:
    book = DbBook(cast.SITE)
    background.tick(clock.now())
    assert queries.all_open(book) == []
    clock.moment += timedelta(minutes=10)
    background.tick(clock.now())
    assert {one.post for one in queries.all_open(book)} == {cast.CCR, cast.PATROL}
    size = book.size
    with CaptureQueriesContext(connection) as asked:
        background.tick(clock.now())
    assert book.size == size
    assert len(asked) == 4  # none of them for a post
    mine = queries.current(book, cast.PATROL)
    assert mine is not None
    lead = door.enter(User.objects.get(username=cast.A_LEAD.username), cast.SITE)
    said = {"handover": mine.key, "reason": "演练"}
    assert lead.do("handover.cancel", said, command="x", post=cast.PATROL).refusal is None
    background.tick(clock.now())
    assert [one.post for one in queries.all_open(book)] == [cast.CCR]


@pytest.mark.parametrize(
    ("real", "arrival"),
    [(ARRIVAL - timedelta(seconds=1), ARRIVAL), (ARRIVAL, ARRIVAL + timedelta(days=1)), (NOON, ARRIVAL)],
)
def test_a_visitor_comes_at_the_next_seven_twenty(real: datetime, arrival: datetime) -> None:
    assert load.arrival_after(real) == arrival
