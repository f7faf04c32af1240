"""When a route is due: recurrences, clock changes, the round before the handover, who went it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from jiaoban.kernel.refusal import BadInput
from jiaoban.round import queries
from jiaoban.round.acts import Timetable
from jiaoban.round.rules.due import check_rule, dues, opening
from tests.pure.round.conftest import Patrol
from tests.pure.workplace import HALL, LIU

EVERY_TWO = Timetable(timetable="two", when="RULE", rule="FREQ=HOURLY;INTERVAL=2", opens_s=600, closes_s=1200)
TWICE = {"timetable": "day", "rule": "FREQ=DAILY;BYHOUR=9,13;BYMINUTE=0", "opens_s": 900, "closes_s": 1800}
END = {"timetable": "end", "when": "HANDOVER", "opens_s": 0, "closes_s": 0}
BERLIN = replace(HALL, zone="Europe/Berlin")


def _at(patrol: Patrol, *timetables: Timetable, place: Any = HALL, since: datetime, hours: float) -> list[datetime]:
    route = patrol.route.model_copy(update={"timetables": timetables, "from_day": "2026-01-01"})
    found = dues(route, place, None, since, since + timedelta(hours=hours))
    return [due.at for due in found if since <= due.at < since + timedelta(hours=hours)]


def test_every_two_hours_of_an_ordinary_day(patrol: Patrol) -> None:
    midnight = datetime(2026, 11, 22, 16, tzinfo=UTC)
    found = _at(patrol, EVERY_TWO, since=midnight, hours=24)
    assert found == [midnight + timedelta(hours=2 * n) for n in range(12)]


def test_over_the_spring_change_the_wall_clock_is_kept(patrol: Patrol) -> None:
    """2026-03-29 02:00 does not come: that round is due when the clocks jump; 04:00 is one hour later by the sun."""
    midnight = datetime(2026, 3, 28, 23, tzinfo=UTC)
    found = _at(patrol, EVERY_TWO, place=BERLIN, since=midnight, hours=4)
    assert found == [midnight, datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 3, 29, 2, tzinfo=UTC)]


def test_over_the_autumn_change_a_time_that_comes_twice_is_due_once(patrol: Patrol) -> None:
    midnight = datetime(2026, 10, 24, 22, tzinfo=UTC)
    found = _at(patrol, EVERY_TWO, place=BERLIN, since=midnight, hours=7)
    assert found == [midnight, datetime(2026, 10, 25, 0, tzinfo=UTC), datetime(2026, 10, 25, 3, tzinfo=UTC)]
    twice = Timetable(timetable="x", when="RULE", rule="FREQ=DAILY;BYHOUR=2;BYMINUTE=30")
    assert _at(patrol, twice, place=BERLIN, since=midnight, hours=24) == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]


def test_month_ends_and_leap_days(patrol: Patrol) -> None:
    last = Timetable(timetable="m", when="RULE", rule="FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=10;BYMINUTE=0")
    found = _at(patrol, last, since=datetime(2028, 2, 1, tzinfo=UTC), hours=24 * 60)
    assert [one.strftime("%m-%d") for one in found] == ["02-29", "03-31"]


def test_nothing_is_due_before_the_first_day_of_the_route(patrol: Patrol) -> None:
    assert _at(patrol, EVERY_TWO, since=datetime(2025, 12, 30, tzinfo=UTC), hours=24) == []


def test_every_third_day_is_counted_from_the_first(patrol: Patrol) -> None:
    third = Timetable(timetable="t", when="RULE", rule="FREQ=DAILY;INTERVAL=3;BYHOUR=9;BYMINUTE=0")
    found = _at(patrol, third, since=datetime(2026, 1, 1, tzinfo=UTC), hours=24 * 8)
    assert [one.day for one in found] == [1, 4, 7]


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "every day",
        "FREQ=YEARLY",
        "FREQ=MINUTELY;INTERVAL=30",
        "FREQ=HOURLY;INTERVAL=5",
        "FREQ=HOURLY;INTERVAL=0",
        "FREQ=DAILY;COUNT=3",
        "FREQ=DAILY;UNTIL=20270101",
        "FREQ=DAILY;BYHOUR=25",
        "FREQ=DAILY;BYHOUR=x",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2",
        "FREQ=HOURLY;BYMINUTE=" + ",".join(map(str, range(10))),
        "FREQ=DAILY;FREQ=DAILY;X=1",
    ],
)
def test_what_is_no_recurrence_of_a_round_is_refused_with_its_place(rule: str) -> None:
    with pytest.raises(BadInput) as error:
        check_rule(rule, "timetables.0.rule")
    assert error.value.where == "timetables.0.rule"
    assert "FREQ=DAILY" in error.value.right.zh


def _pack(opens: timedelta | None) -> Any:
    return SimpleNamespace(handover=SimpleNamespace(confirmations=[SimpleNamespace(route=True, opens=opens)]))


def test_before_the_handover_a_round_opens_when_the_regime_says_else_the_route_else_25_minutes() -> None:
    own = Timetable(timetable="e", when="HANDOVER", opens_s=1200)
    assert opening(own, _pack(timedelta(minutes=30))) == timedelta(minutes=30)
    assert opening(own, _pack(None)) == opening(own, None) == timedelta(minutes=20)
    assert opening(Timetable(timetable="e", when="HANDOVER"), None) == timedelta(minutes=25)


@pytest.mark.parametrize(("seconds", "due"), [(25 * 60, True), (25 * 60 + 1, False)], ids=["T-25:00", "T-25:01"])
def test_the_round_before_the_handover_opens_at_t_25(patrol: Patrol, seconds: int, due: bool) -> None:
    patrol.register(timetables=[END])
    end = datetime(2026, 11, 23, 8, tzinfo=UTC)  # 16:00
    patrol.work.now = end - timedelta(seconds=seconds)
    patrol.start()
    assert (patrol.one.due_at == end) is due


def test_a_moment_is_gone_once_and_can_be_named(patrol: Patrol) -> None:
    patrol.register(timetables=[TWICE], points=[{"code": "A", "name": "甲"}])
    patrol.work.now = datetime(2026, 11, 23, 4, 45, tzinfo=UTC)  # 12:45
    (due,) = [
        one.due
        for one in queries.due_rounds(patrol.work.book, HALL, None, patrol.work.now)
        if one.due.is_open(patrol.work.now)
    ]
    patrol.start(due=due.key)
    assert patrol.one.due == due.key
    patrol.went("A")
    patrol.work.done("round.finish", round=patrol.key)
    assert patrol.work.refused("round.start", LIU, route="hall", due=due.key) == ["not-due"]
    patrol.start()
    assert patrol.one.due == ""


def test_a_round_broken_off_leaves_its_moment_to_be_gone(patrol: Patrol) -> None:
    patrol.register(timetables=[TWICE])
    patrol.work.now = datetime(2026, 11, 23, 4, 45, tzinfo=UTC)
    first = patrol.start().one.due
    patrol.work.done("round.abandon", round=patrol.key, reason="事故")
    assert first
    assert patrol.start().one.due == first


@pytest.mark.parametrize(
    ("minute", "state"),
    [(45, "OPEN"), (60, "OPEN"), (61, "OVERDUE"), (90, "OVERDUE"), (91, "MISSED")],
)
def test_how_a_moment_stands(patrol: Patrol, minute: int, state: str) -> None:
    patrol.register(timetables=[TWICE])
    now = datetime(2026, 11, 23, 4, 0, tzinfo=UTC) + timedelta(minutes=minute)  # 12:00 + minute; due 13:00
    found = {one.due.at.hour: one.state for one in queries.due_rounds(patrol.work.book, HALL, None, now)}
    assert found[5] == state
