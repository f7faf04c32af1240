"""A round point by point: order, deviations, skipped points, speed, two devices, what comes late."""

from datetime import timedelta
from typing import Any

import pytest

from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.plant import queries as plant
from jiaoban.plant.tables import READINGS
from jiaoban.round import queries
from jiaoban.round.rules.going import pace
from tests.pure.round.conftest import LIU, Patrol
from tests.pure.workplace import CHEN, ZHAO


def test_a_round_goes_from_point_to_point_and_ends_when_nothing_is_left(patrol: Patrol) -> None:
    patrol.start()
    for point, left in (("P1", ["P2", "P3"]), ("P2", ["P3"]), ("P3", [])):
        patrol.work.later(2)
        patrol.went(point)
        assert patrol.one.left == left
    patrol.work.later(1)
    patrol.work.done("round.finish", round=patrol.key)
    one = patrol.one
    assert (one.open, one.took, one.people) == (False, timedelta(minutes=7), ("chen",))
    assert [visit.stay_s for visit in one.visits] == [120, 120, 120]


def test_out_of_turn_is_refused_where_the_route_demands_its_order(patrol: Patrol) -> None:
    assert patrol.start().refused("P2") == ["route:P1"]
    patrol.went("P1")
    assert patrol.refused("P3") == ["route:P2"]
    patrol.work.done("round.skip", round=patrol.key, point="P2", reason="门锁着")
    patrol.went("P3")
    assert patrol.one.out_of_turn == ()


def test_out_of_turn_is_a_deviation_where_the_route_only_records_it(patrol: Patrol) -> None:
    patrol.register(order="RECORDED")
    patrol.start()
    acts = patrol.visit("P2").acts
    assert acts[0].payload.expected == "P1"
    assert [visit.point for visit in patrol.one.out_of_turn] == ["P2"]


def test_a_deviation_is_judged_by_the_times_at_which_it_really_happened(patrol: Patrol) -> None:
    """The second device tells first of P3; what the first device tells later puts it right."""
    patrol.register(order="RECORDED")
    patrol.start()
    patrol.work.later(20)
    patrol.went("P3", by=LIU)
    assert len(patrol.one.out_of_turn) == 1
    patrol.went("P1", occurred_at=patrol.ago(minutes=15), offline=True)
    assert len(patrol.one.out_of_turn) == 1
    patrol.went("P2", occurred_at=patrol.ago(minutes=10), offline=True)
    one = patrol.one
    assert one.out_of_turn == ()
    assert [visit.point for visit in one.visits] == ["P1", "P2", "P3"]
    assert one.people == ("chen", "liu")


def test_a_new_version_of_the_route_does_not_touch_the_round_that_is_being_gone(patrol: Patrol) -> None:
    patrol.start()
    patrol.register(points=[{"code": "X", "name": "别处"}])
    patrol.went("P1")
    assert patrol.one.left == ["P2", "P3"]
    assert queries.route_as_gone(patrol.work.book, patrol.one).name == "厂房"
    with pytest.raises(NotFound):
        patrol.visit("X")


def test_figures_are_readings_of_the_same_command_and_moment(patrol: Patrol) -> None:
    patrol.start()
    patrol.work.later(10)
    at = patrol.ago(minutes=4)
    outcome = patrol.visit("P1", occurred_at=at, readings=[{"parameter": "temp", "value": "71.5"}])
    assert [act.kind for act in outcome.acts] == ["round.visited", "plant.read"]
    assert {act.occurred_at for act in outcome.acts} == {at}
    (reading,) = patrol.work.book.find(READINGS, parameter="temp")
    assert (reading.at, reading.value, reading.within, reading.shift) == (at, "71.5", False, "2026-11-23.D")


def test_an_implausible_figure_writes_nothing_at_all(patrol: Patrol) -> None:
    patrol.start()
    before = patrol.work.book.size
    with pytest.raises(BadInput) as error:
        patrol.visit("P1", readings=[{"parameter": "temp", "value": "500"}])
    assert error.value.where == "readings.0.value"
    assert patrol.work.book.size == before


def test_an_implausible_figure_that_is_insisted_on_is_recorded_as_doubtful(patrol: Patrol) -> None:
    patrol.start().went("P1", readings=[{"parameter": "temp", "value": "500", "doubtful": True, "cause": "表坏了"}])
    (reading,) = patrol.work.book.find(READINGS, parameter="temp")
    assert (reading.value, bool(reading.doubt), reading.cause) == ("500", True, "表坏了")


def test_what_a_point_wants_is_there_or_a_note_says_why_not(patrol: Patrol) -> None:
    patrol.start()
    assert patrol.refused("P1", readings=[]) == ["reading:temp"]
    patrol.went("P1", readings=[], note="表坏了，已报修")
    assert patrol.refused("P2", note="") == ["photo:P2"]
    patrol.went("P2", note="", photos=["a" * 64])
    assert patrol.refused("P3", result="ABNORMAL") == ["result:P3"]
    patrol.went("P3", result="ABNORMAL", note="有异音")


def test_a_figure_of_another_point_is_not_taken_here(patrol: Patrol) -> None:
    patrol.start().went("P1")
    with pytest.raises(BadInput):
        patrol.visit("P2", readings=[{"parameter": "temp", "value": "50"}])


def test_what_is_amiss_opens_a_defect_at_the_equipment_of_the_point(patrol: Patrol) -> None:
    patrol.start()
    outcome = patrol.visit("P1", finding="上导油位偏低", finding_kind="DEFECT", severity="MINOR")
    found = plant.matter(patrol.work.book, outcome.acts[0].command)
    assert found is not None
    assert (found.kind, found.title, found.equipment, found.severity) == ("DEFECT", "上导油位偏低", "G1", "MINOR")
    visit = patrol.one.first["P1"]
    assert (visit.result, visit.matter) == ("ABNORMAL", found.key)


def test_a_finding_without_words_is_no_finding(patrol: Patrol) -> None:
    with pytest.raises(BadInput):
        patrol.start().visit("P1", finding_kind="DEFECT")


@pytest.mark.parametrize(
    ("seconds", "marked"), [(29, "FAST"), (30, ""), (600, ""), (601, "LONG")], ids=["29 s", "30 s", "600 s", "601 s"]
)
def test_a_stay_is_measured_against_the_bounds_of_the_point(patrol: Patrol, seconds: int, marked: str) -> None:
    patrol.start()
    patrol.work.later(15)
    patrol.went("P1", arrived_at=patrol.ago(seconds=seconds))
    visit = patrol.one.first["P1"]
    assert (visit.stay_s, visit.pace) == (seconds, marked)


def test_without_an_arrival_the_way_counts_too_so_only_too_short_is_marked(patrol: Patrol) -> None:
    point = patrol.route.points[0]
    assert (pace(point, 10, whole=False), pace(point, 5000, whole=False), pace(point, None)) == ("FAST", "", "")


def test_nobody_arrives_after_they_were_done(patrol: Patrol) -> None:
    patrol.start()
    patrol.work.later(5)
    with pytest.raises(BadInput) as error:
        patrol.visit("P1", occurred_at=patrol.ago(minutes=2), arrived_at=patrol.ago(minutes=1))
    assert error.value.where == "arrived_at"


def test_a_point_gone_by_two_devices_is_two_visits_and_the_first_counts(patrol: Patrol) -> None:
    patrol.start()
    patrol.work.later(10)
    patrol.went("P1", by=LIU, readings=[{"parameter": "temp", "value": "50"}])
    patrol.went("P1", occurred_at=patrol.ago(minutes=5), offline=True)
    one = patrol.one
    assert [(visit.by, visit.offline) for visit in one.visits] == [("chen", True), ("liu", False)]
    assert one.first["P1"].by == "chen"
    assert len(patrol.work.book.find(READINGS, parameter="temp")) == 2


def test_what_somebody_visited_is_not_skipped_and_what_was_skipped_can_be_visited(patrol: Patrol) -> None:
    patrol.start().went("P1")
    refusal = patrol.work.do("round.skip", LIU, round=patrol.key, point="P1", reason="去不了").refusal
    assert refusal is not None
    assert refusal.conflict
    assert "陈" in refusal.reasons[0].why.zh
    patrol.work.done("round.skip", round=patrol.key, point="P2", reason="门锁着")
    assert patrol.work.refused("round.skip", round=patrol.key, point="P2", reason="门锁着") == ["point-gone"]
    patrol.went("P2", by=LIU)
    assert patrol.one.skipped == {}
    assert [skip.reason for skip in patrol.one.skips] == ["门锁着"]


def test_a_round_with_a_point_left_is_not_finished(patrol: Patrol) -> None:
    patrol.start().went("P1")
    outcome = patrol.work.do("round.finish", round=patrol.key)
    assert outcome.refusal is not None
    assert outcome.refusal.reasons[0].code == "left:P2"
    assert outcome.refusal.reasons[0].names == ("集水井", "空压机室")


def _finished(patrol: Patrol) -> Patrol:
    patrol.start()
    for point in ("P1", "P2", "P3"):
        patrol.work.later(5)
        patrol.went(point)
    patrol.work.done("round.finish", round=patrol.key)
    return patrol


def test_what_happened_before_the_end_is_taken_after_it_and_marked(patrol: Patrol) -> None:
    _finished(patrol).work.later(3)
    patrol.went("P2", by=LIU, occurred_at=patrol.ago(minutes=6), offline=True)
    late = next(visit for visit in patrol.one.visits if visit.by == "liu")
    assert late.after_finish
    assert patrol.refused("P2", by=LIU) == ["round-over"]


def test_an_end_is_never_before_the_last_visit(patrol: Patrol) -> None:
    patrol.start()
    for point in ("P1", "P2", "P3"):
        patrol.work.later(5)
        patrol.went(point)
    last = patrol.work.now
    patrol.work.later(1)
    patrol.work.done("round.finish", round=patrol.key, occurred_at=last - timedelta(minutes=1))
    assert patrol.one.finished_at == last


def test_nothing_happens_before_the_round_began_or_in_the_future(patrol: Patrol) -> None:
    patrol.start()
    patrol.went("P1", occurred_at=patrol.ago(minutes=2))
    with pytest.raises(BadInput):
        patrol.visit("P2", occurred_at=patrol.ago(minutes=2, seconds=1))
    patrol.went("P2", occurred_at=patrol.ago(minutes=-2))
    with pytest.raises(BadInput):
        patrol.visit("P3", occurred_at=patrol.ago(minutes=-2, seconds=-1))


@pytest.mark.parametrize(("minutes", "late"), [(30, False), (31, True)])
def test_what_is_told_half_an_hour_later_is_late(patrol: Patrol, minutes: int, late: bool) -> None:
    patrol.start()
    patrol.work.later(60)
    patrol.went("P1", occurred_at=patrol.ago(minutes=minutes), offline=True)
    assert patrol.one.first["P1"].late is late


def test_what_is_told_in_the_next_shift_is_late_however_soon(patrol: Patrol) -> None:
    patrol.work.later(3 * 60 + 55)  # 15:55
    patrol.start()
    patrol.work.later(10)  # 16:05, the evening shift
    patrol.went("P1", occurred_at=patrol.ago(minutes=9), offline=True)
    assert patrol.one.first["P1"].late


def test_a_second_round_along_the_route_joins_the_first(patrol: Patrol) -> None:
    patrol.start()
    outcome = patrol.work.do("round.start", LIU, route="hall")
    assert outcome.refusal is not None
    assert outcome.refusal.conflict
    assert outcome.refusal.about == patrol.key
    patrol.work.done("round.abandon", round=patrol.key, reason="全厂停电")
    assert patrol.one.why_abandoned == "全厂停电"
    assert patrol.work.refused("round.finish", round=patrol.key) == ["round-over"]
    patrol.work.done("round.start", LIU, route="hall")


def test_one_persons_words_are_not_sent_by_another_login(patrol: Patrol) -> None:
    patrol.start()
    assert patrol.refused("P1", by=LIU, person="chen") == ["other-person"]
    patrol.went("P1", by=CHEN, person="chen")


def test_a_command_sent_twice_is_one_visit(patrol: Patrol) -> None:
    patrol.start()
    said: dict[str, Any] = {
        "round": patrol.key,
        "point": "P1",
        "readings": [{"parameter": "temp", "value": "50"}],
        "offline": True,
    }
    first = patrol.work.do("round.visit", command="device-0001", **said)
    again = patrol.work.do("round.visit", command="device-0001", **said)
    assert again.repeated
    assert again.acts == first.acts
    assert len(patrol.one.visits) == 1


def test_the_fold_is_the_same_when_it_is_made_again(patrol: Patrol) -> None:
    _finished(patrol)
    again = queries.round_(patrol.work.rebuilt(), patrol.key)
    assert again == patrol.one
    assert again is not None
    assert type(again).model_validate_json(again.model_dump_json()) == again


def test_a_route_of_another_post_is_not_touched(patrol: Patrol) -> None:
    from tests.pure.workplace import ROOM

    described = {"route": "hall", "name": "别的", "points": [{"code": "A", "name": "甲"}]}
    assert patrol.work.refused("round.register_route", ZHAO, ROOM, **described) == ["of-another-post"]
    with pytest.raises(NotFound):
        patrol.work.do("round.start", CHEN, ROOM, route="hall")
