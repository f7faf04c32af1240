"""How a round begins of which a device tells later: by the route as it knew it, for the moment that was open then."""

from datetime import timedelta
from typing import Any

import pytest

from jiaoban.kernel.refusal import NotFound
from jiaoban.round import queries
from tests.pure.round.conftest import LIU, POINTS, Patrol
from tests.pure.workplace import CHEN, ZHAO

NOON_ROUND = [{"timetable": "noon", "rule": "FREQ=DAILY;BYHOUR=12;BYMINUTE=0", "opens_s": 600, "closes_s": 900}]


def tell(patrol: Patrol, minutes: float, *, by: Any = CHEN, **said: Any) -> Any:
    """Begin a round so many minutes ago, as a device says it now."""
    at = patrol.ago(minutes=minutes)
    told = {"route": "hall", "occurred_at": at, "offline": True, "join": True, "version": 1, **said}
    return patrol.work.do("round.start", by, **told)


def test_it_is_gone_for_the_moment_that_was_open_when_it_really_began(patrol: Patrol) -> None:
    patrol.register(timetables=NOON_ROUND)
    patrol.work.later(120)
    [started] = tell(patrol, 110, version=2).acts
    assert (started.payload.due[:5], started.payload.offline, started.payload.late) == ("noon@", True, True)
    assert patrol.work.now - started.occurred_at == timedelta(minutes=110)
    patrol.key = started.payload.round
    patrol.work.done("round.abandon", round=patrol.key, reason="x")
    [late] = tell(patrol, 60, version=2).acts
    assert late.payload.due == ""


def test_a_moment_that_somebody_went_already_is_not_gone_twice(patrol: Patrol) -> None:
    patrol.register(timetables=NOON_ROUND)
    patrol.start()
    assert patrol.one.due
    patrol.register(name="厂房新路线", timetables=NOON_ROUND)
    patrol.work.later(30)
    [other] = tell(patrol, 25, by=LIU, version=3).acts
    assert (other.kind, other.payload.due) == ("round.started", "")


def test_the_route_is_that_of_the_device_although_it_was_changed_meanwhile(patrol: Patrol) -> None:
    patrol.work.later(30)
    patrol.register(points=POINTS[:1])
    [started] = tell(patrol, 20).acts
    assert (started.payload.version, started.payload.points) == (1, ("P1", "P2", "P3"))
    patrol.key = started.payload.round
    patrol.went("P1", occurred_at=patrol.ago(minutes=19), offline=True)
    patrol.went("P2", occurred_at=patrol.ago(minutes=18), offline=True)
    assert patrol.one.left == ["P3"]


def test_a_route_that_was_put_out_of_use_afterwards_was_in_use_then(patrol: Patrol) -> None:
    patrol.work.later(30)
    patrol.register(in_use=False)
    patrol.work.later(10)
    assert tell(patrol, 20).refusal is None
    refused = tell(patrol, 5, by=LIU).refusal
    assert [one.code for one in refused.reasons] == ["route-retired"]


def test_who_began_first_began_it(patrol: Patrol) -> None:
    patrol.work.later(60)
    patrol.start()
    patrol.work.later(10)
    patrol.went("P1")
    [joined] = tell(patrol, 30, by=LIU).acts
    assert (joined.kind, joined.payload.round) == ("round.joined", patrol.key)
    one = patrol.one
    assert (one.started_by, one.people, one.told_at) == ("liu", ("liu", "chen"), patrol.work.now)
    assert [(came.by, came.offline) for came in one.joinings] == [("chen", False)]
    patrol.went("P2", by=LIU, occurred_at=patrol.ago(minutes=25), offline=True)
    tell(patrol, 2, by=ZHAO)
    assert patrol.one.people == ("liu", "chen", "zhao")
    assert len(queries.newest(patrol.work.book, patrol.one.post)) == 1


def test_with_another_version_or_after_its_end_it_is_a_round_of_its_own(patrol: Patrol) -> None:
    patrol.work.later(60)
    patrol.start()
    patrol.register(points=POINTS[:2])
    assert tell(patrol, 30, by=LIU, version=2).acts[0].kind == "round.started"
    patrol.work.done("round.abandon", round=patrol.key, reason="x")
    assert tell(patrol, 30, by=LIU).acts[0].kind == "round.started"


def test_without_the_word_to_join_it_is_declined_as_ever(patrol: Patrol) -> None:
    patrol.start()
    refused = tell(patrol, 0, by=LIU, join=False).refusal
    assert [one.code for one in refused.reasons] == ["round-open"]


def test_a_version_that_never_was_is_not_found(patrol: Patrol) -> None:
    with pytest.raises(NotFound) as missing:
        tell(patrol, 1, version=9)
    assert missing.value.where == "version"
