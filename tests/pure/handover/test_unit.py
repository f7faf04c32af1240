"""A process unit's regime on the core: the route of a round, rulings by both shifts, words in order, leaving."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from jiaoban.handover.rounds import next_check_point
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import BadInput
from jiaoban.org import queries as org
from jiaoban.regime.load import load
from jiaoban.regime.pack import Pack
from tests import cast
from tests.pure.handover.desk import IN, LEAD, OUT, Desk

PROCESS = Path(__file__).parents[3] / "regimes" / "process"
PLACE = Place("s", "S", "UTC", "p", subjects=(("a", "甲点"), ("b", "乙点")))
OTHER_LEAD = cast.LEADS["A"]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(PROCESS)


@pytest.fixture
def desk(pack: Pack) -> Desk:
    """An open handover at 07:40 of a post with two check points."""
    desk = Desk(regime=pack)
    described = {
        "post": cast.PATROL,
        "name": {"zh": "反应岗位"},
        "regime": pack.head.id,
        "pattern": {"shifts": [one.model_dump(mode="json") for one in _shifts(desk)]},
        "subjects": [{"key": "a", "name": "甲点"}, {"key": "b", "name": "乙点"}],
    }
    desk.ok("org.change_post", cast.ADMINISTRATOR, **described)
    return desk.at("07:40").open()


def _shifts(desk: Desk) -> tuple[Any, ...]:
    return org.post(desk.book, cast.PATROL).now.pattern.shifts


def confirm(desk: Desk, by: cast.Member, point: str, subject: str = "", **more: Any) -> None:
    desk.ok("handover.confirm", by, point=point, subject=subject, **more)


def round_of(desk: Desk, party: str) -> tuple[object, object]:
    row = next(one for one in desk.assess().rows("rounds") if one["party"] == party)
    return row["left"], row["done"]


def test_a_round_goes_by_its_route_for_each_side(desk: Desk, pack: Pack) -> None:
    point = next(one for one in pack.handover.confirmations if one.id == "outgoing-round")
    assert next_check_point(desk.handover, PLACE, point, "outgoing") == ("a", "甲点")
    assert desk.refused("handover.confirm", OUT, point="outgoing-round", subject="b") == ["route:a"]
    confirm(desk, OUT, "outgoing-round", "a")
    assert round_of(desk, "outgoing") == (1, False)
    confirm(desk, OUT, "outgoing-round", "a")  # looked at again
    confirm(desk, OUT, "outgoing-round", "b")
    assert round_of(desk, "outgoing") == (0, True)
    assert round_of(desk, "incoming") == (2, False)
    assert next_check_point(desk.handover, PLACE, point, "outgoing") is None


def test_a_round_over_no_check_points_is_never_done(pack: Pack) -> None:
    desk = Desk(regime=pack).at("07:40").open()
    assert [row["done"] for row in desk.assess().rows("rounds")] == [False, False]


def test_what_is_found_is_put_to_the_other_side(desk: Desk) -> None:
    desk.ok("handover.report_in", IN)
    confirm(desk, IN, "incoming-round", "a", finding="滴漏")
    found = next(iter(desk.handover.objections.values()))
    assert (found.kind, found.side, found.by) == ("check-finding", "incoming", IN.key)
    assert "滴漏" in found.text


def test_who_hands_over_enters_what_they_find_as_a_matter(desk: Desk) -> None:
    with pytest.raises(BadInput, match="finding"):
        desk.do("handover.confirm", OUT, point="outgoing-round", subject="a", finding="滴漏")


def test_a_dispute_waits_for_one_supervisor_of_each_shift(desk: Desk) -> None:
    key = desk.ok("handover.object", OUT, kind="dispute", text="液位稳不稳").acts[0].command
    assert desk.handover.stage == "SUSPENDED"
    assert desk.refused("handover.resume", OUT) == ["dispute-open"]
    desk.ok("handover.rule", LEAD, about=key, upheld=False, text="稳")
    desk.ok("handover.rule", LEAD, about=key, upheld=False, text="稳")
    assert desk.handover.stage == "SUSPENDED"
    desk.ok("handover.rule", OTHER_LEAD, about=key, upheld=True, text="不稳")
    assert desk.handover.stage == "SUSPENDED"
    desk.ok("handover.rule", OTHER_LEAD, about=key, upheld=False, text="稳")
    assert (desk.handover.stage, desk.handover.objections[key].open) == ("DRAFT", False)


def test_a_supervisor_of_neither_shift_does_not_rule(desk: Desk) -> None:
    key = desk.ok("handover.object", OUT, kind="dispute", text="液位稳不稳").acts[0].command
    others = [lead for crew, lead in cast.LEADS.items() if crew not in ("A", "B")]
    for lead in others:
        assert desk.refused("handover.rule", lead, about=key, upheld=False, text="稳") == ["not-your-shift"]


def test_two_disputes_both_wait(desk: Desk) -> None:
    first = desk.ok("handover.object", OUT, kind="dispute", text="一").acts[0].command
    second = desk.ok("handover.object", OUT, kind="dispute", text="二").acts[0].command
    for lead in (LEAD, OTHER_LEAD):
        desk.ok("handover.rule", lead, about=first, upheld=False, text="稳")
    assert desk.handover.stage == "SUSPENDED"
    for lead in (LEAD, OTHER_LEAD):
        desk.ok("handover.rule", lead, about=second, upheld=False, text="稳")
    assert desk.handover.dispute is None


def test_a_dispute_within_another_interruption_does_not_end_it(desk: Desk) -> None:
    desk.ok("handover.suspend", OUT, reason="跳车")
    key = desk.ok("handover.object", OUT, kind="dispute", text="一").acts[0].command
    for lead in (LEAD, OTHER_LEAD):
        desk.ok("handover.rule", lead, about=key, upheld=False, text="稳")
    assert desk.handover.stage == "SUSPENDED"
    desk.ok("handover.resume", OUT)
    assert desk.handover.stage == "DRAFT"


def test_words_about_a_gate_come_in_the_order_of_the_way(desk: Desk) -> None:
    desk.ok("plant.open_matter", OUT, kind="DISTURBANCE", title="断水")
    gate = "abnormal-finished"
    for kind, by in (("consent", IN), ("notice", OUT)):
        assert desk.refused("handover.state", by, gate=gate, kind=kind, text="好") == [gate]
    for kind, by in (("explanation", OUT), ("consent", IN), ("notice", OUT)):
        assert gate in desk.blocked()
        desk.ok("handover.state", by, gate=gate, kind=kind, text="好")
    assert gate not in desk.blocked()


def test_leaving_before_the_signature_is_on_record_and_leaves_the_post_with_them(desk: Desk) -> None:
    desk.ok("handover.depart", OUT)
    assert set(desk.handover.left) == {OUT.key}
    assert desk.handover.exceptional
    assert desk.refused("handover.depart", OUT) == ["left-already"]
    with pytest.raises(BadInput, match="person"):
        desk.do("handover.depart", IN)


def test_a_relief_is_late_from_the_hour_on(desk: Desk) -> None:
    assert desk.at("07:59:59").assess().facts.single["relief_late"] is False
    assert desk.at("08:00").assess().facts.single["relief_late"] is True
    desk.ok("handover.report_in", IN)
    assert desk.assess().facts.single["relief_late"] is False


def test_hours_of_who_leaves_run_and_of_who_comes_hold_the_new_shift(desk: Desk) -> None:
    hours = {row["id"]: (row["hours"], row["over_hours"]) for row in desk.assess().rows("people")}
    assert hours[OUT.key] == (timedelta(hours=7, minutes=40), False)
    assert hours[IN.key][1] is False
    late = {row["id"]: row["over_hours"] for row in desk.at("12:00:01").assess().rows("people")}
    assert late[OUT.key] is True


def test_a_pack_without_these_settings_keeps_its_bytes(pack: Pack) -> None:
    plain = pack.handover.model_dump(mode="json", exclude_none=True)
    unused = next(one for one in plain["confirmations"] if one["id"] == "seen-tools")
    assert "route" not in unused
    assert all("of" not in field for one in plain["sections"] for field in one["fields"] if one["id"] == "output")
