"""A figure that was written down wrongly: who corrects it, by what it is judged, what stays to be read."""

from datetime import timedelta
from typing import Any

import pytest

from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.plant import measured, queries
from jiaoban.plant.tables import LATEST, READINGS
from tests.pure.workplace import CHEN, LIU, NOON, ROOM, ZHAO, Workplace, minutes


def read(work: Workplace, value: str, ago: float = 0, parameter: str = "up", **told: Any) -> None:
    figure = {"parameter": parameter, "value": value, **told}
    work.done("plant.read", readings=[figure], at=work.now - minutes(ago))


def correction(value: str, ago: float = 0, **said: Any) -> dict[str, Any]:
    return {"parameter": "up", "at": NOON - minutes(ago), "value": value, "reason": "看错刻度", **said}


def test_the_old_figure_stays_beside_the_new_one_with_the_reason(plant: Workplace) -> None:
    read(plant, "370", 10)
    before = plant.row(LATEST, "up").seq
    plant.later(3)
    outcome = plant.do("plant.correct_reading", **correction("371", 10))
    payload: Any = outcome.acts[0].payload
    assert (payload.was, payload.was_seq, payload.at) == ("370", before, NOON - minutes(10))
    (one,) = queries.readings(plant.book, "up")
    assert (one.value, one.by, one.at) == ("371", "chen", NOON - minutes(10))
    assert [(was.value, was.by, was.reason) for was in one.earlier] == [("370", "chen", "看错刻度")]
    plant.done("plant.correct_reading", ZHAO, **correction("372", 10, reason="校表后"))
    (one,) = queries.readings(plant.book, "up")
    assert [(was.value, was.reason) for was in one.earlier] == [("370", "看错刻度"), ("371", "校表后")]
    assert plant.row(LATEST, "up").value == "372"
    assert plant.row(LATEST, "up").corrections == 2


def test_its_author_or_the_supervisor(plant: Workplace) -> None:
    read(plant, "370")
    assert plant.refused("plant.correct_reading", LIU, **correction("371")) == ["not-the-author"]
    plant.done("plant.correct_reading", CHEN, **correction("371"))
    plant.done("plant.correct_reading", ZHAO, **correction("372"))


def test_it_is_judged_by_the_limits_that_held_then(plant: Workplace) -> None:
    read(plant, "370", 10)
    line: dict[str, Any] = {"parameter": "up", "name": "上游水位", "group": "reservoir", "low": "100", "high": "200"}
    plant.done("plant.register_parameter", ZHAO, **line)
    plant.done("plant.correct_reading", **correction("380", 10, cause="来水", handling="加负荷"))
    (one,) = queries.readings(plant.book, "up")
    assert (one.within, one.high, one.degree, one.cause) == (False, "375.50", "H", "来水")


def test_excursions_follow(plant: Workplace) -> None:
    for value, ago in (("370", 30), ("380", 20), ("371", 10)):
        read(plant, value, ago)
    mine = queries.parameters(plant.book, "hall")
    since = NOON - timedelta(hours=4)
    assert [one.since for one in measured.excursions_of(plant.book, mine, "hall", since)] == [NOON - minutes(20)]
    plant.done("plant.correct_reading", **correction("370.8", 20))
    assert measured.excursions_of(plant.book, mine, "hall", since) == []
    plant.done("plant.correct_reading", **correction("379", 10))
    assert [one.since for one in measured.excursions_of(plant.book, mine, "hall", since)] == [NOON - minutes(10)]


def test_totals_follow(plant: Workplace) -> None:
    plant.done("plant.register_parameter", ZHAO, parameter="q", name="水表", group="累积", rolls_at="1000")
    begin, end = NOON - timedelta(hours=4), NOON
    for value, ago in (("990", 240), ("12", 0)):
        read(plant, value, ago, "q")
    mine = queries.parameters(plant.book, "hall")
    (total,) = measured.totals_of(plant.book, mine, begin, end)
    assert str(total.used) == "22"
    plant.done("plant.correct_reading", **correction("15", 0, parameter="q"))
    (total,) = measured.totals_of(plant.book, mine, begin, end)
    assert str(total.used) == "25"


def test_the_last_figure_of_the_shift_before_is_corrected_where_it_is_shown(plant: Workplace) -> None:
    read(plant, "361", 300)
    read(plant, "364", 100)
    plant.done("plant.correct_reading", **correction("362", 300))
    newest = plant.row(LATEST, "up")
    assert (newest.value, newest.previous, newest.corrections) == ("364", "362", 1)
    read(plant, "365", 50)
    plant.done("plant.correct_reading", **correction("364.5", 100))  # neither of both that are shown
    assert plant.row(LATEST, "up").corrections == 1


def test_it_says_what_is_wrong(plant: Workplace) -> None:
    read(plant, "370", 10)
    with pytest.raises(BadInput, match="原来记的就是 370"):
        plant.do("plant.correct_reading", **correction("370.0", 10))
    with pytest.raises(BadInput, match="不可能是 500"):
        plant.do("plant.correct_reading", **correction("500", 10))
    with pytest.raises(NotFound):
        plant.do("plant.correct_reading", **correction("371", 11))
    with pytest.raises(NotFound):
        plant.do("plant.correct_reading", place=ROOM, **correction("371", 10))
    plant.done("plant.correct_reading", **correction("500", 10, doubtful=True))


def test_rebuilding_gives_the_same_rows(plant: Workplace) -> None:
    read(plant, "380", 20, cause="来水", handling="加负荷")
    read(plant, "371", 10)
    plant.done("plant.correct_reading", **correction("379", 20))
    plant.done("plant.correct_reading", **correction("372", 10))
    again = plant.rebuilt()
    assert plant.book.find(READINGS) == again.find(READINGS)
    assert plant.book.find(LATEST) == again.find(LATEST)
    assert queries.readings(plant.book, "up")[-1].cause == "来水"


def test_the_state_told_last_of_one_moment_is_the_mode(plant: Workplace) -> None:
    line: dict[str, Any] = {"parameter": "t", "name": "瓦温", "group": "g", "equipment": "G1", "high": "60"}
    by_mode = [{"mode": "STANDBY", "high": "30"}, {"mode": "OUT", "high": "10"}]
    plant.done("plant.register_parameter", ZHAO, **line, by_mode=by_mode)
    for state in ("RUNNING", "STANDBY", "OUT", "STANDBY"):
        plant.done("plant.set_state", equipment="G1", state=state, occurred_at=NOON - minutes(30))
    plant.done("plant.set_state", equipment="G1", state="RUNNING", occurred_at=NOON - minutes(5))
    mine = [one for one in queries.parameters(plant.book, "hall") if one.key == "t"]
    for ago, state in ((31, ""), (30, "STANDBY"), (6, "STANDBY"), (5, "RUNNING")):
        assert measured.modes_at(plant.book, mine, NOON - minutes(ago))["t"].state == state
