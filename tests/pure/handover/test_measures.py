"""What figures come to: times outside the limits, totals between two hours, time on duty."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from jiaoban.handover.hours import held, total
from jiaoban.handover.measures import consumption, excursion_rows, in_minute
from jiaoban.handover.state import Tenure
from jiaoban.kernel.place import Place
from jiaoban.kernel.tongue import CHINESE
from jiaoban.kernel.words import Words
from jiaoban.plant.tables import Parameter, Reading

SIX = datetime(2026, 3, 10, 6, tzinfo=UTC)
PLACE = Place("s", "S", "UTC", "p")
TEMPERATURE = Parameter(
    key="t",
    name="温度",
    unit="℃",
    post="p",
    group="g",
    low="80",
    high="95",
    lowest="",
    highest="",
    decimals=1,
    equipment="",
    in_use=True,
    last_at=SIX,
)


def reading(minute: int, value: str, *, second: int = 0, parameter: str = "t") -> Reading:
    at = SIX + timedelta(minutes=minute, seconds=second)
    return Reading(
        key=f"{parameter}{at}",
        parameter=parameter,
        post="p",
        at=at,
        shift="",
        value=value,
        low="80",
        high="95",
        within=80 <= Decimal(value) <= 95,
        by="a",
        recorded_at=at,
        seq=0,
    )


def excursions(*readings: Reading) -> list[tuple[object, object]]:
    return [(row["worst"], row["over"]) for row in excursion_rows([TEMPERATURE], readings, PLACE, CHINESE)]


def test_readings_outside_in_a_row_are_one_excursion() -> None:
    assert excursions(reading(0, "96"), reading(10, "97.5"), reading(20, "90")) == [(Decimal("97.5"), True)]


def test_after_coming_back_it_is_another_one() -> None:
    found = excursions(reading(0, "96"), reading(10, "90"), reading(20, "79"), reading(30, "70"))
    assert found == [(Decimal(96), True), (Decimal(70), False)]


def test_the_worst_is_the_farthest_from_its_limit_on_either_side() -> None:
    assert excursions(reading(0, "97"), reading(10, "75")) == [(Decimal(75), False)]


def test_order_of_entry_does_not_matter() -> None:
    assert excursions(reading(20, "90"), reading(10, "97"), reading(0, "96")) == [(Decimal(97), True)]


def test_nothing_outside_is_no_excursion() -> None:
    assert excursions(reading(0, "80"), reading(10, "95")) == []


@pytest.mark.parametrize(("second", "counts"), [(-1, False), (0, True), (59, True), (60, False)])
def test_the_minute_of_the_hour(second: int, counts: bool) -> None:
    assert bool(in_minute([reading(0, "1", second=second)], SIX)) is counts


def test_the_last_reading_of_the_minute_counts() -> None:
    assert in_minute([reading(0, "2", second=30), reading(0, "1")], SIX)["t"].value == "2"


@pytest.mark.parametrize(
    ("begin", "end", "used"),
    [("10", "25", "15"), ("10", "10", "0"), ("9990", "0", "10"), ("9990", "120", "130"), ("0", "9999", "9999")],
)
def test_consumption_counts_over_a_counter_that_began_again(begin: str, end: str, used: str) -> None:
    assert consumption(Decimal(begin), Decimal(end), Decimal(10000)) == Decimal(used)


def test_consumption_is_not_known_without_both_figures() -> None:
    assert consumption(None, Decimal(1), Decimal(10)) is None
    assert consumption(Decimal(1), None, Decimal(10)) is None


def tenure(begin: int, end: int | None, *people: str) -> Tenure:
    return Tenure(
        key=f"{begin}",
        post="p",
        people=people,
        basis="HANDOVER",
        clause="c",
        says=Words(zh="x"),
        since=SIX + timedelta(hours=begin),
        until=SIX + timedelta(hours=end) if end is not None else None,
        begun_seq=begin,
    )


def test_time_on_duty_lies_inside_the_window_and_counts_once() -> None:
    tenures = [tenure(0, 4, "a"), tenure(2, 6, "a", "b"), tenure(8, None, "a"), tenure(0, 9, "c")]
    spans = held(tenures, "a", SIX + timedelta(hours=1), SIX + timedelta(hours=10))
    assert total(spans) == timedelta(hours=5 + 2)


def test_nobody_on_duty_has_no_hours() -> None:
    assert total(held([tenure(0, 4, "a")], "b", SIX, SIX + timedelta(hours=9))) == timedelta()
