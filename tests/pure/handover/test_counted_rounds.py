"""A round gone along a route of the post counts for the handover's own: from when, whose, how far, with which times."""

from datetime import timedelta
from typing import Any

import pytest

from jiaoban.handover.usecases.count_round import usable
from jiaoban.org import queries as org
from jiaoban.regime.pack import Pack
from jiaoban.round import queries as rounds
from jiaoban.round import usecases as _round  # noqa: F401 - declares the verbs
from tests import cast
from tests.pure.handover.desk import IN, LEAD, OUT, POST, Desk
from tests.pure.handover.test_unit import desk, pack, round_of

__all__ = ["desk", "pack"]

POINTS = [
    {"code": "P1", "name": "甲点", "subject": "a"},
    {"code": "PX", "name": "顺路看看"},
    {"code": "P2", "name": "乙点", "subject": "b"},
]


def _begin(desk: Desk, by: cast.Member, clock: str = "07:40") -> str:
    desk.at(clock)
    if rounds.route(desk.book, "unit") is None:
        desk.ok("round.register_route", LEAD, route="unit", name="装置区", points=POINTS)
    return desk.ok("round.start", by, route="unit").acts[0].command


def _go(desk: Desk, by: cast.Member, key: str, *points: str, skip: str = "", **said: Any) -> str:
    for point in points:
        desk.now += timedelta(minutes=1)
        desk.ok("round.visit", by, round=key, point=point, **said)
    if skip:
        desk.ok("round.skip", by, round=key, point=skip, reason="检修，进不去")
    desk.ok("round.finish", by, round=key)
    return key


def test_a_finished_round_gives_the_confirmations_with_their_real_times(desk: Desk) -> None:
    key = _go(desk, OUT, _begin(desk, OUT), "P1", "PX", "P2")
    desk.at("07:50").ok("handover.count_round", OUT, round=key)
    given = [(one.point, one.subject, one.by, f"{one.at:%H:%M}") for one in desk.handover.confirmations]
    assert given == [
        ("outgoing-round", "a", OUT.key, "23:41"),
        ("outgoing-round", "b", OUT.key, "23:43"),
    ]
    assert round_of(desk, "outgoing") == (0, True)
    assert round_of(desk, "incoming") == (2, False)
    row = next(row for row in desk.assess().rows("rounds") if row["party"] == "outgoing")
    assert (f"{row['begun_at']:%H:%M}", f"{row['ended_at']:%H:%M}") == ("23:41", "23:43")
    assert desk.refused("handover.count_round", OUT, round=key) == ["round-gone"]


@pytest.mark.parametrize(("clock", "refused"), [("07:35:00", []), ("07:34:59", ["too-early"])])
def test_it_counts_from_t_25_on(pack: Pack, clock: str, refused: list[str]) -> None:
    desk = Desk(regime=pack)
    _with_subjects(desk, pack)
    key = _go(desk, OUT, _begin(desk, OUT, clock), "P1", "PX", "P2")
    desk.at("07:45").open()
    refusal = desk.do("handover.count_round", OUT, round=key).refusal
    assert [reason.code for reason in refusal.reasons] == refused if refusal else refused == []


def _with_subjects(desk: Desk, pack: Pack) -> None:
    shifts = [one.model_dump(mode="json") for one in org.post(desk.book, POST).now.pattern.shifts]
    subjects = [{"key": "a", "name": "甲点"}, {"key": "b", "name": "乙点"}]
    described = {"post": POST, "name": {"zh": "反应岗位"}, "regime": pack.head.id, "pattern": {"shifts": shifts}}
    desk.ok("org.change_post", cast.ADMINISTRATOR, **described, subjects=subjects)


def test_an_unfinished_round_does_not_count(desk: Desk) -> None:
    key = _begin(desk, OUT)
    assert desk.refused("handover.count_round", OUT, round=key) == ["round-unfinished"]


def test_it_counts_up_to_the_first_point_that_was_left_out(desk: Desk) -> None:
    key = _go(desk, OUT, _begin(desk, OUT), "P1", "PX", skip="P2")
    desk.ok("handover.count_round", OUT, round=key)
    assert round_of(desk, "outgoing") == (1, False)
    assert desk.refused("handover.count_round", OUT, round=key) == ["route:b"]
    desk.ok("handover.confirm", OUT, point="outgoing-round", subject="b")
    assert round_of(desk, "outgoing") == (0, True)


def test_what_was_confirmed_by_hand_before_is_not_confirmed_again(desk: Desk) -> None:
    key = _go(desk, OUT, _begin(desk, OUT), "P1", "PX", "P2")
    desk.ok("handover.confirm", OUT, point="outgoing-round", subject="a")
    desk.ok("handover.count_round", OUT, round=key)
    assert [one.subject for one in desk.handover.confirmations] == ["a", "b"]


def test_the_other_sides_round_is_not_ones_own(desk: Desk) -> None:
    key = _go(desk, OUT, _begin(desk, OUT), "P1", "PX", "P2")
    assert desk.refused("handover.count_round", IN, round=key) == ["not-reported-in"]
    desk.at("07:44").ok("handover.report_in", IN)
    assert desk.refused("handover.count_round", IN, round=key) == ["route:a"]
    assert desk.refused("handover.count_round", cast.AT_PATROL["C"], round=key) == ["not-your-part"]


def test_the_incoming_side_counts_from_its_arrival_on_and_its_findings_go_to_the_other_side(desk: Desk) -> None:
    desk.at("07:43").ok("handover.report_in", IN)
    key = _begin(desk, IN, "07:44")
    desk.now += timedelta(minutes=1)
    desk.ok("round.visit", IN, round=key, point="P1", finding="法兰滴漏")
    _go(desk, IN, key, "PX", "P2")
    desk.ok("handover.count_round", IN, round=key)
    (objection,) = desk.handover.objections.values()
    assert (objection.kind, objection.text) == ("check-finding", "甲点：法兰滴漏")
    assert round_of(desk, "incoming") == (0, True)


def test_what_one_saw_before_reporting_in_does_not_count(desk: Desk) -> None:
    key = _begin(desk, IN, "07:40")
    _go(desk, IN, key, "P1", "PX", "P2")
    desk.at("07:50").ok("handover.report_in", IN)
    point = next(one for one in desk.pack.handover.confirmations if one.id == "incoming-round")
    gone = rounds.round_(desk.book, key)
    assert gone is not None
    place = org.place(desk.book, POST, desk.now)
    assert usable(desk.book, place, desk.handover, point, "incoming", gone) == []
