"""Whoever is called in place of a late relief, on pages: since when they know, and what the other is told."""

from collections.abc import Iterator

import pytest

from jiaoban.org import door
from tests import cast
from tests.pure.handover.desk import IN, LEAD, OUT
from tests.web.test_process_pages import Unit

pytestmark = pytest.mark.django_db
THIRD = cast.AT_PATROL["C"]


@pytest.fixture
def unit() -> Iterator[Unit]:
    before = door.clock
    yield Unit()
    door.clock = before


def called(unit: Unit, at: str) -> None:
    unit.at(at).ok("handover.stand_in", LEAD, person=THIRD.key, instead_of=IN.key, reason="联系不上")


def test_who_was_called_after_the_hour_is_not_late(unit: Unit) -> None:
    called(unit, "08:05")
    home = unit.see(OUT, "/")
    assert f"{THIRD.name} 08:05 被安排顶班，尚未报到" in home
    assert "应于 07:45 前到岗" not in home
    assert f"下一班 {THIRD.name}" in home
    page = unit.see(LEAD)
    assert f"顶班：顶替{IN.name}，08:05 安排" in page
    unit.at("08:30").ok("handover.report_in", THIRD)
    page = unit.see(LEAD)
    assert "已到岗" in page
    assert "迟到" not in page.split('id="people"')[1].split("</section>")[0]
    assert "迟到" not in unit.see_site(LEAD, "/board")


def test_who_was_called_in_time_and_comes_late_is(unit: Unit) -> None:
    called(unit, "07:44")
    unit.at("08:05")
    assert f"{THIRD.name} 应于 07:45 前到岗" in unit.see(OUT, "/")
    unit.ok("handover.report_in", THIRD)
    assert "迟到" in unit.see(LEAD).split('id="people"')[1].split("</section>")[0]
    assert f"{THIRD.name} 迟到" in unit.see_site(LEAD, "/board")


def test_who_is_replaced_is_told_when_they_come_all_the_same(unit: Unit) -> None:
    called(unit, "08:05")
    for page in (unit.see(IN), unit.see(IN, "/")):
        assert "已另安排人顶班" in page
        assert f"这一班由{THIRD.name}接班" in page
    assert "已另安排人顶班" not in unit.see(THIRD)


def test_the_round_of_the_other_side_is_not_ones_own_next_step(unit: Unit) -> None:
    """The incoming side's round is left to the incoming side, whatever stands open."""
    unit.confirm_side("outgoing", OUT)
    unit.at("08:00")
    verdict = unit.assess().gate("both-rounds") or next(
        one for one in unit.assess().gates if "rounds" in {name for name, _ in one.trace.culprits()}
    )
    assert not verdict.left_to(OUT.key, ("outgoing",), judges=(), overdue=True)
    assert verdict.left_to(IN.key, ("incoming",), judges=(), overdue=True)


def test_a_delay_of_seconds_is_told_as_less_than_a_minute(unit: Unit) -> None:
    unit.at("08:00:20")
    board = unit.see_site(LEAD, "/board")
    assert "不到 1 分" in board
    assert "0 分<" not in board


def test_the_board_names_the_dispute_that_stops_a_handover(unit: Unit) -> None:
    unit.confirm_side("outgoing", OUT)
    unit.ok("handover.object", OUT, kind="dispute", text="阀位超限算不算异常")
    board = unit.see_site(LEAD, "/board")
    assert "阀位超限算不算异常" in board
    assert board.count("阀位超限算不算异常") == 1


def test_the_roll_knows_who_was_found_fit_at_the_handover(unit: Unit) -> None:
    unit.at("07:44").ok("handover.report_in", IN)
    unit.ok("handover.judge_fitness", LEAD, person=IN.key, fitness="FIT")
    meeting = unit.at("07:50").ok("meeting.open", LEAD, kind="PRE", occasion=unit.key).acts[0].command
    form = unit.see(LEAD, f"/meetings/{meeting}").split(f'name="fitness.{IN.key}"')[1].split("</select>")[0]
    assert 'value="FIT" selected' in form
    assert "未判定" not in unit.see(IN, f"/meetings/{meeting}")
    unit.ok("meeting.call_roll", LEAD, meeting=meeting, people=[{"person": IN.key, "present": True}])
    assert "未判定" not in unit.see(IN, f"/meetings/{meeting}")
