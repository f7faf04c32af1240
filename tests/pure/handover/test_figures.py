"""Figures in the record of a handover: what was told of an excursion, how far it went, scheduled readings as a gate."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from jiaoban.handover.draw import gone
from jiaoban.plant.tables import READINGS
from jiaoban.regime.conditions import Condition
from jiaoban.regime.evaluate import evaluate
from jiaoban.regime.load import load
from jiaoban.regime.pack import Pack
from tests.pure.handover.desk import EIGHT, LEAD, OUT, Desk

PROCESS = Path(__file__).parents[3] / "regimes" / "process"
LIMITED: dict[str, Any] = {"name": "温度", "unit": "℃", "group": "g", "low": "80", "high": "95", "high_high": "99"}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(PROCESS)


@pytest.fixture
def desk(pack: Pack) -> Desk:
    """A unit of whose temperature something is told."""
    desk = Desk(regime=pack)
    desk.ok("plant.register_parameter", LEAD, parameter="t", **LIMITED)
    return desk


def read(desk: Desk, clock: str, value: str, **told: str) -> None:
    desk.at(clock).ok("plant.read", OUT, readings=[{"parameter": "t", "value": value, **told}])


def line(desk: Desk) -> Any:
    return next(one.body for one in desk.handover.lines.values() if one.body.source == "excursions")


def test_what_was_told_with_the_figure_stands_in_the_record(desk: Desk) -> None:
    read(desk, "06:30", "96", cause="进料过快", handling="减料")
    read(desk, "06:40", "99.5")
    desk.at("07:40").open()
    assert line(desk).fields == {"cause": "进料过快", "handling": "减料"}
    assert "（HH）" in line(desk).text
    assert "原因：进料过快；处理：减料" in line(desk).text


def test_without_a_word_the_fields_are_empty(desk: Desk) -> None:
    read(desk, "06:30", "96")
    desk.at("07:40").open()
    assert line(desk).fields == {}
    assert "（" not in line(desk).text


def test_what_somebody_wrote_into_the_record_is_not_written_over(desk: Desk) -> None:
    read(desk, "06:30", "96")
    desk.at("07:40").open()
    desk.ok("handover.change_line", OUT, line=line(desk).key, fields={"cause": "当班人写的"})
    read(desk, "07:45", "96", cause="别的", handling="处理了")
    read(desk, "07:50", "90")
    desk.ok("handover.draw", OUT)
    assert line(desk).fields == {"cause": "当班人写的", "handling": "处理了"}


def test_a_corrected_excursion_is_drawn_anew_and_one_that_was_none_goes(desk: Desk) -> None:
    read(desk, "06:30", "96")
    read(desk, "06:40", "90")
    desk.at("07:40").open()
    before = line(desk)
    assert "最远 96" in before.text
    half_six = EIGHT - timedelta(hours=1, minutes=30)
    desk.ok("plant.correct_reading", OUT, parameter="t", at=half_six, value="97", reason="看错")
    assert [row["stale"] for row in desk.assess().rows("missing_lines")] == [True]
    desk.ok("handover.draw", OUT)
    assert "最远 97" in line(desk).text
    desk.ok("plant.correct_reading", OUT, parameter="t", at=half_six, value="85", reason="记反了")
    assert gone(desk.handover, desk.pack, desk.assess().facts) == (line(desk).key,)
    desk.ok("handover.draw", OUT)
    assert not [one for one in desk.handover.lines.values() if one.body.source == "excursions"]


def holds(desk: Desk, condition: dict[str, Any]) -> bool:
    made: Any = TypeAdapter(Condition).validate_python(condition)
    return evaluate(made, desk.assess().facts).holds


def test_excursions_without_a_cause_are_a_fact(desk: Desk) -> None:
    untold = {"exists": {"of": "excursions", "where": {"field": "explained", "is": False}}}
    grave = {"exists": {"of": "excursions", "where": {"field": "degree", "in": ["HH", "LL"]}}}
    read(desk, "06:30", "99.5")
    desk.at("07:40").open()
    assert (holds(desk, untold), holds(desk, grave)) == (True, True)
    at = desk.book.find(READINGS)[0].at
    desk.ok("plant.explain", OUT, parameter="t", at=at, cause="x", handling="y")
    assert not holds(desk, untold)


def test_a_missing_scheduled_reading_can_stop_a_handover(pack: Pack) -> None:
    desk = Desk(regime=pack)
    desk.ok("plant.register_parameter", LEAD, parameter="t", **LIMITED, schedule="每2小时")
    for clock in ("00:00", "02:05", "06:00"):
        read(desk, clock, "90")
    desk.at("07:40").open()
    missing = {"none": {"of": "scheduled", "where": {"field": "missing", "is": True}}}
    assert not holds(desk, missing)
    names = [row["title"] for row in desk.assess().rows("scheduled") if row["missing"]]
    assert names == ["温度 04:00"]
