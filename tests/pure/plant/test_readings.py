from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.plant import measured, queries
from jiaoban.plant.rules.figures import figure
from jiaoban.plant.tables import LATEST, Latest
from tests.pure.workplace import NOON, ROOM, ZHAO, Workplace, minutes


def read(work: Workplace, value: str, ago: float = 0, parameter: str = "up") -> None:
    work.done("plant.read", readings=[{"parameter": parameter, "value": value}], at=work.now - minutes(ago))


def newest(work: Workplace) -> Latest:
    found: Latest = work.row(LATEST, "up")
    return found


@pytest.mark.parametrize(
    ("value", "within"), [("375.50", True), ("375.51", False), ("360", True), ("359.999", False), ("372.1", True)]
)
def test_a_figure_is_inside_its_limits_or_marked(plant: Workplace, value: str, within: bool) -> None:
    read(plant, value)
    assert (newest(plant).value, newest(plant).within, newest(plant).high) == (value, within, "375.50")
    assert len(queries.excursions(plant.book, "hall", since=NOON)) == (not within)


@pytest.mark.parametrize("value", ["400.1", "-3", "abc", "1e3", "NaN", "3 721", "372.1m", "1/2"])
def test_implausible_and_senseless_figures_do_not_come_in(plant: Workplace, value: str) -> None:
    with pytest.raises(BadInput) as caught:
        plant.do("plant.read", readings=[{"parameter": "load", "value": "80"}, {"parameter": "up", "value": value}])
    assert caught.value.where == "readings.1.value"
    assert measured.latest_of(plant.book, ["load", "up"]) == []


def test_full_width_digits_are_figures() -> None:
    assert figure("-372.10", "value") == Decimal("-372.10")


@pytest.mark.parametrize("place", [{"place": ROOM}, {}])
def test_a_parameter_is_read_at_its_own_post(plant: Workplace, place: dict[str, Any]) -> None:
    with pytest.raises(NotFound):
        plant.do("plant.read", readings=[{"parameter": "up" if place else "down", "value": "1"}], **place)


def test_a_parameter_is_read_once_at_a_time(plant: Workplace) -> None:
    twice = [{"parameter": "up", "value": "370"}, {"parameter": "up", "value": "371"}]
    with pytest.raises(BadInput):
        plant.do("plant.read", readings=twice)


def test_another_figure_for_the_same_moment_is_a_correction_and_wants_a_reason(plant: Workplace) -> None:
    read(plant, "370", 10)
    plant.later(1)
    read(plant, "370.00", 11)  # the same again says nothing new
    with pytest.raises(BadInput, match=r"11:50:00 已记 370.*参数页上更正"):
        read(plant, "371", 11)
    read(plant, "371", 10)


def test_the_newest_figure_knows_the_last_one_of_the_shift_before(plant: Workplace) -> None:
    for value, ago in [("361", 400), ("362", 300), ("363", 200), ("364", 100)]:
        read(plant, value, ago)
    assert (newest(plant).value, newest(plant).previous) == ("364", "362")
    assert newest(plant).before(NOON - timedelta(hours=4)) == "362"
    assert newest(plant).before(NOON) == "364"


def test_a_figure_told_late_does_not_become_the_newest(plant: Workplace) -> None:
    read(plant, "364")
    read(plant, "362", 300)
    assert (newest(plant).value, newest(plant).previous) == ("364", "362")


@given(st.permutations([0, 60, 230, 250, 300, 700, 730]))
def test_in_whatever_order_figures_are_told_newest_and_previous_are_the_same(ages: list[int]) -> None:
    work = Workplace()
    work.done("plant.register_parameter", ZHAO, parameter="up", name="上游水位", group="g")
    for ago in ages:
        read(work, str(1000 - ago), ago)
    assert newest(work).value == "1000"
    assert newest(work).before(NOON - timedelta(hours=4)) == "750"


def test_readings_of_a_span_newest_first(plant: Workplace) -> None:
    for ago in (30, 20, 10):
        read(plant, str(370 - ago / 10), ago)
    found = queries.readings(plant.book, "up", since=NOON - minutes(30), until=NOON - minutes(10))
    assert [one.value for one in found] == ["368.0", "367.0"]


@pytest.mark.parametrize("bounds", [{"low": "9", "high": "8"}, {"lowest": "9", "high": "8"}, {"low": "x"}])
def test_limits_are_figures_in_order(plant: Workplace, bounds: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        plant.do("plant.register_parameter", ZHAO, parameter="p", name="x", group="g", **bounds)


def totalizer(work: Workplace, rolls_at: str) -> None:
    said: dict[str, Any] = {
        "parameter": "steam",
        "name": "蒸汽累积",
        "unit": "t",
        "group": "total",
        "rolls_at": rolls_at,
    }
    work.done("plant.register_parameter", ZHAO, **said)


@pytest.mark.parametrize("rolls_at", ["0", "-1", "many"])
def test_a_totalizer_begins_again_above_nothing(plant: Workplace, rolls_at: str) -> None:
    with pytest.raises(BadInput, match="rolls_at"):
        totalizer(plant, rolls_at)


@pytest.mark.parametrize(("value", "shown"), [("0", True), ("9999.9", True), ("10000", False), ("-0.1", False)])
def test_a_totalizer_shows_figures_from_0_to_below_where_it_begins_again(
    plant: Workplace, value: str, shown: bool
) -> None:
    totalizer(plant, "10000")
    if shown:
        read(plant, value, parameter="steam")
        assert plant.row(LATEST, "steam").value == value
        return
    with pytest.raises(BadInput, match="readings"):
        read(plant, value, parameter="steam")
