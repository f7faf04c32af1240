"""Limits in two degrees and by mode; implausible figures; causes of excursions."""

from typing import Any

import pytest

from jiaoban.kernel.refusal import BadInput
from jiaoban.plant import measured, queries
from jiaoban.plant.tables import LATEST, READINGS, Latest, Reading
from tests.pure.workplace import NOON, ZHAO, Workplace, minutes

BEARING: dict[str, Any] = {
    "parameter": "t", "name": "瓦温", "group": "unit", "equipment": "G1", "low_low": "5", "low": "10", "high": "60",
    "high_high": "70", "lowest": "-20", "highest": "150", "jump": "30",
}  # fmt: skip
STANDBY = {"mode": "STANDBY", "high": "40"}
CONDENSER = {"mode": "调相", "high": "50"}


def register(work: Workplace, **said: Any) -> None:
    work.done("plant.register_parameter", ZHAO, **{**BEARING, **said})


def read(work: Workplace, value: str, ago: float = 0, **told: Any) -> None:
    ask = told.pop("ask", False)
    work.done("plant.read", readings=[{"parameter": "t", "value": value, **told}], at=work.now - minutes(ago), ask=ask)


def newest(work: Workplace) -> Latest:
    found: Latest = work.row(LATEST, "t")
    return found


@pytest.mark.parametrize(
    ("value", "degree"),
    [("4.9", "LL"), ("5", "L"), ("9.9", "L"), ("10", ""), ("60", ""), ("60.1", "H"), ("70", "H"), ("70.1", "HH")],
)
def test_a_figure_is_beyond_the_farthest_limit_that_it_passes(plant: Workplace, value: str, degree: str) -> None:
    register(plant, jump="")
    read(plant, value)
    assert (newest(plant).degree, newest(plant).within) == (degree, not degree)


def test_limits_go_by_the_mode_at_the_time_of_the_reading(plant: Workplace) -> None:
    register(plant, by_mode=[STANDBY, CONDENSER], jump="")
    read(plant, "45", 60)
    assert newest(plant).within, "nobody has said in which state it is"
    plant.done("plant.set_state", equipment="G1", state="STANDBY", occurred_at=NOON - minutes(50))
    read(plant, "45", 40)
    assert (newest(plant).degree, newest(plant).high, newest(plant).mode) == ("H", "40", "STANDBY")
    plant.done("plant.set_state", equipment="G1", state="RUNNING", mode="调相", occurred_at=NOON - minutes(30))
    read(plant, "45", 20)
    assert (newest(plant).degree, newest(plant).mode) == ("", "调相")
    read(plant, "45", 35)
    told_late = measured.reading_at(plant.book, "t", NOON - minutes(35))
    assert told_late is not None
    assert told_late.mode == "STANDBY", "a figure told late is judged by the mode of its moment"


def test_in_a_mode_without_limits_anything_is_inside(plant: Workplace) -> None:
    register(plant, by_mode=[{"mode": "MAINTENANCE"}], jump="")
    plant.done("plant.set_state", equipment="G1", state="MAINTENANCE")
    read(plant, "99")
    assert (newest(plant).within, newest(plant).mode) == (True, "MAINTENANCE")


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"low_low": "11"}, "low"),
        ({"high_high": "59"}, "high_high"),
        ({"highest": "65"}, "highest"),
        ({"by_mode": [{"mode": "STANDBY", "high": "160"}]}, "highest"),
        ({"by_mode": [{"mode": "STANDBY", "low": "9", "high": "8"}]}, "by_mode.0.high"),
        ({"by_mode": [{"mode": "STANDBY", "low": "x"}]}, "by_mode.0.low"),
        ({"by_mode": [STANDBY, STANDBY]}, "by_mode"),
        ({"by_mode": [STANDBY], "equipment": ""}, "by_mode"),
        ({"jump": "0"}, "jump"),
        ({"schedule": "sometimes"}, "schedule"),
    ],
)
def test_a_register_line_out_of_order_is_refused(plant: Workplace, said: dict[str, Any], where: str) -> None:
    with pytest.raises(BadInput) as caught:
        register(plant, **said)
    assert caught.value.where == where


@pytest.mark.parametrize(("value", "doubt"), [("151", "RANGE"), ("-21", "RANGE"), ("81", "JUMP"), ("19", "JUMP")])
def test_an_implausible_figure_is_refused_or_marked(plant: Workplace, value: str, doubt: str) -> None:
    register(plant)
    read(plant, "50", 60)
    with pytest.raises(BadInput) as caught:
        read(plant, value)
    assert caught.value.where == "readings.0.value"
    read(plant, value, doubtful=True)
    assert (newest(plant).value, newest(plant).doubt) == (value, doubt)


def test_a_jump_is_measured_from_the_figure_before_in_time(plant: Workplace) -> None:
    register(plant)
    read(plant, "50", 60)
    read(plant, "75", 20, doubtful=True)
    with pytest.raises(BadInput):
        read(plant, "85", 40)
    read(plant, "75", 40)


def test_after_a_day_any_figure_may_follow(plant: Workplace) -> None:
    register(plant)
    read(plant, "12", 25 * 60)
    read(plant, "58")
    assert newest(plant).doubt == ""


def test_a_totalizer_jumps_by_what_it_counted_over_its_end(plant: Workplace) -> None:
    counter: dict[str, Any] = {"parameter": "c", "name": "累计", "group": "g", "rolls_at": "1000", "jump": "20"}
    plant.done("plant.register_parameter", ZHAO, **counter)
    plant.done("plant.read", readings=[{"parameter": "c", "value": "995"}], at=plant.now - minutes(60))
    plant.done("plant.read", readings=[{"parameter": "c", "value": "5"}], at=plant.now - minutes(30))
    with pytest.raises(BadInput):
        plant.do("plant.read", readings=[{"parameter": "c", "value": "900"}])


def test_an_excursion_wants_cause_and_handling_when_they_are_asked_for(plant: Workplace) -> None:
    register(plant)
    read(plant, "50", 90)
    with pytest.raises(BadInput):
        read(plant, "65", 60, ask=True)
    with pytest.raises(BadInput):
        read(plant, "65", 60, ask=True, cause="冷却水少")
    read(plant, "65", 60, ask=True, cause="冷却水少", handling="开大阀门")
    read(plant, "66", 30, ask=True)
    (one,) = measured.excursions_of(plant.book, queries.parameters(plant.book, "hall"), "hall", NOON - minutes(200))
    assert (one.cause, one.handling, one.explained, one.until) == ("冷却水少", "开大阀门", True, None)


def test_found_later_lets_it_pass_and_stays_unexplained_until_it_is_told(plant: Workplace) -> None:
    register(plant)
    read(plant, "50", 90)
    read(plant, "65", 60, ask=True, found_later=True)
    read(plant, "66", 30, ask=True)
    parameters = queries.parameters(plant.book, "hall")
    (one,) = measured.excursions_of(plant.book, parameters, "hall", NOON - minutes(200))
    assert (one.explained, one.found_later, one.degree) == (False, True, "H")
    plant.done("plant.explain", parameter="t", at=NOON - minutes(30), cause="阀卡涩", handling="检修处理")
    (one,) = measured.excursions_of(plant.book, parameters, "hall", NOON - minutes(200))
    assert (one.explained, one.found_later, one.cause) == (True, False, "阀卡涩")
    assert newest(plant).cause == "阀卡涩"


def test_without_being_asked_nothing_is_demanded(plant: Workplace) -> None:
    register(plant)
    read(plant, "65")
    assert newest(plant).degree == "H"


@pytest.mark.parametrize("ago", [60, 30])
def test_only_a_figure_outside_can_be_explained(plant: Workplace, ago: float) -> None:
    register(plant)
    read(plant, "50", 60)
    with pytest.raises(BadInput):
        plant.do("plant.explain", parameter="t", at=NOON - minutes(ago), cause="x", handling="y")


def test_what_was_told_stays_when_the_figure_is_corrected(plant: Workplace) -> None:
    register(plant)
    read(plant, "65", 30, cause="冷却水少", handling="开大阀门")
    plant.done("plant.correct_reading", parameter="t", at=NOON - minutes(30), value="64", reason="看错刻度")
    (one,) = queries.readings(plant.book, "t")
    assert (one.value, one.cause) == ("64", "冷却水少")


def test_rebuilding_gives_the_same_rows(plant: Workplace) -> None:
    register(plant, by_mode=[STANDBY])
    plant.done("plant.set_state", equipment="G1", state="STANDBY", occurred_at=NOON - minutes(20))
    read(plant, "45", 10)
    read(plant, "45", 5, found_later=True)
    plant.done("plant.explain", parameter="t", at=NOON - minutes(5), cause="x", handling="y")
    again = plant.rebuilt()
    assert plant.book.find(READINGS) == again.find(READINGS)
    assert plant.book.find(LATEST) == again.find(LATEST)


def test_an_act_of_before_has_its_degree_by_its_limits(plant: Workplace) -> None:
    from jiaoban.kernel.act import Proposed
    from jiaoban.kernel.book import Stamp
    from jiaoban.plant.acts import Figure, Read

    old = Read(figures=(Figure(parameter="up", value="376", low="360", high="375.50", within=False),))
    with plant.book.transaction():
        plant.book.append([Proposed(old)], Stamp(command="old", request="", actor="chen", post="hall", now=NOON))
    found: Reading = plant.book.find(READINGS)[0]
    assert found.degree == "H"
