"""Rounds by the API, as a device without signal sends them: once each, by their own times, by their own person."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests import cast
from tests.api.conftest import NOW, POST, Caller, told

POINTS = [{"code": "P1", "name": "水车室"}, {"code": "P2", "name": "集水井"}]
People = Callable[[cast.Member], Caller]


@pytest.fixture
def walker(caller: People) -> Caller:
    lead = caller(cast.LEADS["A"])
    timetables = [{"timetable": "t", "rule": "FREQ=DAILY;BYHOUR=7;BYMINUTE=30"}]
    said = {"route": "hall", "name": "主厂房", "points": POINTS, "timetables": timetables}
    told(lead.post(f"{POST}/round/register_route", said))
    return caller(cast.AT_CCR["A"])


def start(walker: Caller) -> str:
    return str(told(walker.post(f"{POST}/round/start", {"route": "hall"}))["acts"][0]["payload"]["round"])


def visit(walker: Caller, key: str, point: str, ago: float, **more: Any) -> Any:
    happened = NOW - timedelta(minutes=ago)
    said = {"round": key, "point": point, "occurred_at": happened, "offline": True, **more}
    return walker.post(f"{POST}/round/visit", said, command=f"device-{point}-{ago}")


def test_what_is_sent_twice_stands_once_with_its_own_time(walker: Caller) -> None:
    key = start(walker)
    first = told(visit(walker, key, "P1", 1.5))
    again = told(visit(walker, key, "P1", 1.5))
    assert again["repeated"]
    assert again["acts"] == first["acts"]
    one = told(walker.get(f"{POST}/rounds/{key}"))
    assert [(seen["point"], seen["offline"], seen["late"]) for seen in one["visits"]] == [("P1", True, False)]
    assert one["visits"][0]["at"] == "2026-11-22T23:18:30Z"


def test_the_devices_own_clock_is_kept_and_marked_where_it_is_off(walker: Caller) -> None:
    key = start(walker)
    told(visit(walker, key, "P1", 1, device_at=NOW + timedelta(minutes=2)))
    told(visit(walker, key, "P2", 0, device_at=NOW + timedelta(minutes=2, seconds=1)))
    one = told(walker.get(f"{POST}/rounds/{key}"))
    assert [seen["skew_s"] for seen in one["visits"]] == [None, 121]


def test_the_same_id_for_something_else_is_refused(walker: Caller) -> None:
    key = start(walker)
    told(visit(walker, key, "P1", 1))
    other = walker.post(f"{POST}/round/visit", {"round": key, "point": "P2"}, command="device-P1-1")
    assert told(other, 422)["code"] == "command-reused"


def test_another_login_cannot_send_what_somebody_recorded(walker: Caller, caller: People) -> None:
    key = start(walker)
    lead = caller(cast.LEADS["A"])
    refused = told(visit(lead, key, "P1", 1, person=cast.AT_CCR["A"].key), 422)
    assert refused["code"] == "other-person"
    assert refused["reasons"][0]["lifts"]["zh"]


def test_routes_and_what_is_due_can_be_read(walker: Caller) -> None:
    (route,) = told(walker.get(f"{POST}/routes"))
    assert [one["code"] for one in route["points"]] == ["P1", "P2"]
    due = {one["at"]: one for one in told(walker.get(f"{POST}/rounds-due"))}
    assert due["2026-11-22T23:30:00Z"]["state"] == "OPEN"
    key = start(walker)
    due = {one["at"]: one for one in told(walker.get(f"{POST}/rounds-due"))}
    assert (due["2026-11-22T23:30:00Z"]["state"], due["2026-11-22T23:30:00Z"]["round"]) == ("GOING", key)
    assert [one["key"] for one in told(walker.get(f"{POST}/rounds"))] == [key]


def test_a_round_that_goes_on_is_joined(walker: Caller, caller: People) -> None:
    key = start(walker)
    refused = told(caller(cast.LEADS["A"]).post(f"{POST}/round/start", {"route": "hall"}), 409)
    assert (refused["code"], refused["about"]) == ("round-open", key)


def begin(walker: Caller, ago: float, command: str, **more: Any) -> Any:
    """Begin a round as a device tells of it later."""
    happened = NOW - timedelta(minutes=ago)
    said = {"route": "hall", "occurred_at": happened, "offline": True, "join": True, "version": 1, **more}
    return walker.post(f"{POST}/round/start", said, command=command)


def test_a_round_that_began_without_signal_stands_once_with_its_own_time(walker: Caller) -> None:
    first = told(begin(walker, 20, "device-start"))
    assert told(begin(walker, 20, "device-start"))["repeated"]
    payload = first["acts"][0]["payload"]
    assert (payload["round"], payload["offline"], payload["late"]) == ("device-start", True, False)
    told(visit(walker, "device-start", "P1", 15))
    one = told(walker.get(f"{POST}/rounds/device-start"))
    assert one["started_at"] == "2026-11-22T23:00:00Z"
    assert [one["key"] for one in told(walker.get(f"{POST}/rounds"))] == ["device-start"]


def test_two_devices_that_began_it_go_one_round_from_the_earlier_moment_on(walker: Caller, caller: People) -> None:
    lead = caller(cast.LEADS["A"])
    key = start(lead)
    told(visit(lead, key, "P2", 0))
    joined = told(begin(walker, 20, "device-start"))["acts"][0]
    assert (joined["kind"], joined["payload"]["round"], joined["payload"]["own"]) == (
        "round.joined",
        key,
        "device-start",
    )
    told(visit(walker, key, "P1", 15, person=cast.AT_CCR["A"].key))
    one = told(walker.get(f"{POST}/rounds/{key}"))
    assert (one["started_by"], one["started_at"]) == (cast.AT_CCR["A"].key, "2026-11-22T23:00:00Z")
    assert [seen["point"] for seen in one["visits"]] == ["P1", "P2"]


@pytest.mark.parametrize(
    ("said", "status", "where"),
    [
        ({"version": 7}, 404, "version"),
        ({"occurred_at": NOW - timedelta(days=31)}, 400, "occurred_at"),
        ({"occurred_at": NOW + timedelta(minutes=9)}, 400, "occurred_at"),
        ({"route": "nowhere"}, 404, "route"),
        ({"person": "somebody"}, 422, "other-person"),
    ],
)
def test_a_beginning_that_cannot_be(walker: Caller, said: Any, status: int, where: str) -> None:
    refused = told(begin(walker, 20, "device-start", **said), status)
    assert where in (refused["code"], *(one["field"] for one in refused.get("errors", ())))
