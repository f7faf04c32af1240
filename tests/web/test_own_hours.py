"""Two people hold a post, one of them is relieved: pages and API say of each what is theirs, by their own hour."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from jiaoban.handover import background, queries
from jiaoban.kernel.clock import VirtualClock
from jiaoban.ledger.rebuild import differences
from jiaoban.ledger.verify import verify
from jiaoban.org import door
from tests import cast
from tests.pure.handover.desk import EIGHT, IN, LEAD, OUT, POST, pack
from tests.pure.handover.test_other_places import SECOND_IN, SECOND_OUT, crowd, post_of
from tests.web.desk import WebDesk

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> Iterator[WebDesk]:
    before = door.clock
    desk = WebDesk(pack(), first=(OUT, SECOND_OUT))
    crowd(desk)
    desk.key = desk.ok("handover.open", OUT, leaving=[OUT.key], arriving=[IN.key]).acts[0].command
    desk.signed()
    yield desk
    door.clock = before


@pytest.fixture
def pair_of_shifts() -> Iterator[WebDesk]:
    """One stands from six to two, the other the day: their hours are two and four."""
    before = door.clock
    desk = WebDesk(pack(), first=(OUT, SECOND_OUT))
    crowd(desk)
    desk.at("12:00", days=-1).ok("org.change_post", cast.ADMINISTRATOR, **post_of(overlaps=True))
    desk.at("07:30")
    for shift, person in (("mid", IN), ("day", SECOND_OUT)):
        desk.ok("roster.assign", LEAD, day="2026-11-23", shift=shift, people=[person.key], reason="加强")
    desk.key = desk.ok("handover.open", OUT, leaving=[OUT.key], arriving=[IN.key]).acts[0].command
    desk.signed()
    yield desk
    door.clock = before


def test_the_board_says_who_waits_and_until_when_each_stands(pair: WebDesk) -> None:
    pair.at("08:20")
    board = pair.see_site(LEAD, "/board")
    assert f"{SECOND_OUT.name} 等人接班" in board
    assert f"{SECOND_OUT.name} 应于" in board
    assert f"{IN.name} 值到" in board


def test_the_page_and_the_api_name_whose_hour_has_passed(pair: WebDesk) -> None:
    pair.at("08:20")
    page = pair.see(LEAD, "/responsibility")
    assert f"其中 <strong>{SECOND_OUT.name}</strong> 的交班时间已过" in page
    said = pair.client(LEAD).get(f"/api/v1/sites/{cast.SITE}/posts/{POST}/responsible").json()
    assert (said["people"], said["late"], said["waiting"]) == ([SECOND_OUT.key, IN.key], [SECOND_OUT.key], False)
    assert set(said["hours"]) == {SECOND_OUT.key, IN.key}


def test_nobody_waits_where_all_have_one_hour_that_is_to_come(pair: WebDesk) -> None:
    pair.at("08:20")
    pair.key = pair.ok("handover.open", SECOND_OUT, arriving=[SECOND_IN.key]).acts[0].command
    assert pair.handover.leaving == (SECOND_OUT.key,)
    pair.ok("handover.take_over", LEAD, reason="换人")
    assert "应于" not in pair.see_site(LEAD, "/board")


def test_the_handover_of_who_was_left_behind_is_drafted_by_itself(pair: WebDesk) -> None:
    door.clock = VirtualClock(pair.at("08:20").now)
    background.tick(pair.now)
    running = queries.open_at(pair.book, POST)
    assert [one.leaving for one in running] == [(SECOND_OUT.key,)]
    background.tick(pair.now)
    assert len(queries.open_at(pair.book, POST)) == 1


def test_the_next_hour_is_drafted_beside_a_handover_that_drags_on(pair: WebDesk) -> None:
    door.clock = VirtualClock(pair.at("08:20").now)
    background.tick(pair.now)
    door.clock = VirtualClock(pair.at("15:50").now)
    background.tick(pair.now)
    assert [one.leaving for one in queries.open_at(pair.book, POST)] == [(SECOND_OUT.key,), (IN.key,)]


def test_two_hours_within_one_shift_are_drafted_each(pair_of_shifts: WebDesk) -> None:
    for clock in ("13:50", "15:50"):
        door.clock = VirtualClock(pair_of_shifts.at(clock).now)
        background.tick(pair_of_shifts.now)
    running = queries.open_at(pair_of_shifts.book, POST)
    assert [one.leaving for one in running] == [(IN.key,), (SECOND_OUT.key,)]
    assert [one.shift for one in running] == ["2026-11-23.mid", "2026-11-23.day"]


def test_a_rebuild_changes_no_row_and_the_book_verifies(pair: WebDesk) -> None:
    held = queries.tenure(pair.book, POST)
    assert held is not None
    assert held.dues == [EIGHT, EIGHT + timedelta(hours=8)]
    assert differences(cast.SITE)[1] == ()
    assert verify(cast.SITE).findings == ()


def test_who_has_come_before_the_others_leave_is_named_as_the_relief() -> None:
    before = door.clock
    desk = WebDesk(pack())
    early = [{**one, "begins": "07:30"} if one["code"] == "day" else one for one in cast.PATTERN.model_dump()["shifts"]]
    desk.ok("org.change_post", cast.ADMINISTRATOR, **{**post_of(), "pattern": {"shifts": early}})
    desk.at("07:40")
    page = desk.see(LEAD, "/")
    assert IN.name in page
    assert SECOND_IN.name not in page
    assert cast.AT_PATROL["C"].name not in page
    door.clock = before
