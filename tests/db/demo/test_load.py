"""The demo sites: each whole, at the right hour, once; and drafted for by the background loop."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiaoban.demo import cast, description, load
from jiaoban.demo.accounts import EVERYBODY
from jiaoban.handover import background, queries
from jiaoban.handover.responsibility import timeline
from jiaoban.kernel.clock import VirtualClock
from jiaoban.kernel.refusal import NotFound
from jiaoban.ledger.store import DbBook
from jiaoban.org import door
from jiaoban.org import queries as org

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
ARRIVAL = datetime(2026, 11, 23, 23, 20, tzinfo=UTC)
"""07:20 in Shanghai on the next day."""
ARRIVALS = {"yunfeng": "07:20", "binjiang": "07:20", "dongtai": "19:20", "cuihu": "14:20", "mingde": "16:40"}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, data: Path) -> VirtualClock:
    clock = VirtualClock(NOON)
    monkeypatch.setattr(door, "clock", clock)
    return clock


@pytest.fixture
def station(clock: VirtualClock) -> VirtualClock:
    assert load.load(cast.SITE) == (cast.SITE,)
    return clock


@pytest.mark.parametrize("code", description.CODES)
def test_a_site_stands_before_its_next_handover_and_is_loaded_once(clock: VirtualClock, code: str) -> None:
    assert load.load(code) == (code,)
    assert load.load(code) == ()
    site, book = description.read(code), DbBook(code)
    arrival = load.clock(code=code)
    assert f"{arrival:%H:%M}" == ARRIVALS[code]
    assert site.past is not None
    for post in site.posts:
        turns = site.past.days * len(site.pattern.shifts) if site.past.course else 0
        assert [one.ending for one in queries.history(book, post)] == ["SIGNED"] * turns
        spans = timeline(book, post, arrival - timedelta(days=3), arrival)
        assert all(one.until == other.since for one, other in pairwise(spans))
        held = queries.tenure(book, post)
        assert held is not None
        assert held.due_at == arrival + site.past.arrival if site.past.course else held.basis == "FIRST"
        assert org.place(book, post, arrival).regime == org.in_force(book, site.regime, arrival).digest  # type: ignore[union-attr]
    assert [act.recorded_at for act in book.acts()] == sorted(act.recorded_at for act in book.acts())
    marks = [row.post.split()[-1] for row in load.people() if row.site == code and row.post]
    crew = len([one for one in site.cast if one.crew == next(iter(site.crews))])
    assert (marks.count("当班"), marks.count("下一班")) == (crew, crew if site.past.course else 0)


def test_people_of_one_site_see_nothing_of_another_and_the_group_sees_all(clock: VirtualClock) -> None:
    assert load.load() == description.CODES
    assert {row.username for row in load.people()} == {one.username for one in EVERYBODY}
    for one in EVERYBODY:
        sites = {code for code, _ in door.sites_of(User.objects.get(username=one.username))}
        mine = {code for code in description.CODES if one in description.read(code).cast}
        assert sites & set(description.CODES) == mine
        assert (len(mine) > 1) == (one == cast.GROUP)
    stranger = User.objects.get(username="chenjiaqi")
    with pytest.raises(NotFound):
        door.enter(stranger, "binjiang")


def test_the_loop_drafts_each_handover_once(station: VirtualClock) -> None:
    book, clock = DbBook(cast.SITE), station
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
    assert load.arrival_after(cast.STATION, real) == arrival
