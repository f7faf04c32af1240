"""Figures as people and instruments write them."""

from decimal import Decimal

import pytest

from jiaoban.kernel.refusal import BadInput
from jiaoban.plant.rules.numbers import figure, machine_figure


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("372.15", "372.15"),
        ("３７２．１５", "372.15"),
        ("－3", "-3"),
        ("−0.5", "-0.5"),
        ("37。5", "37.5"),
        ("12,5", "12.5"),
        ("12，5", "12.5"),
        ("0,234", "0.234"),
        ("1234,567", "1234.567"),
        ("1,234.5", "1234.5"),
        ("1,234,567", "1234567"),
        ("1.234,56", "1234.56"),
        ("1'234.5", "1234.5"),
        ("-0,5", "-0.5"),
    ],
)
def test_what_can_be_read_in_one_way_is_read(typed: str, value: str) -> None:
    assert figure(typed, "value") == Decimal(value)


@pytest.mark.parametrize(
    "typed", ["", "abc", "NaN", "inf", "1e3", "3 721", "372.1m", "1/2", "--", "三十", "1,23,4", ".", "10²", "①", "5½"]
)
def test_what_is_no_figure_is_refused_with_its_place(typed: str) -> None:
    with pytest.raises(BadInput) as caught:
        figure(typed, "readings.3.value")
    assert caught.value.where == "readings.3.value"
    assert caught.value.right.zh


def test_what_can_be_read_in_two_ways_is_refused_with_both() -> None:
    with pytest.raises(BadInput) as caught:
        figure("1,234", "value")
    assert "1234" in caught.value.right.zh
    assert "1.234" in caught.value.right.zh


@pytest.mark.parametrize(
    ("text", "comma", "value"),
    [
        ("2.4889000e-01", False, "0.24889000"),
        ("20600", False, "20600"),
        ("169.28", False, "169.28"),
        ("-1.5E+2", False, "-150"),
        (".5", False, "0.5"),
        ("7.", False, "7"),
        ("169,28", True, "169.28"),
        ("169.28", True, None),
        ("169,28", False, None),
        ("NaN", False, None),
        ("1e99", False, None),
        ("1e-40", False, None),
        ("bad", False, None),
    ],
)
def test_instruments_write_their_own_form(text: str, comma: bool, value: str | None) -> None:
    found = machine_figure(text, comma)
    assert (found is None and value is None) or Decimal(str(found)) == Decimal(str(value))
