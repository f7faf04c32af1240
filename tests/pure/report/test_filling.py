"""What may stand in a report, and what it adds up to."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.kernel.refusal import BadInput
from jiaoban.regime.reports import ReportField, ReportForm
from jiaoban.report.rules.filling import filled, put_right, read, sums

FORM = ReportForm.model_validate(
    {
        "id": "x",
        "clause": "t/1",
        "title": "报表",
        "at": "21:00",
        "fields": [
            {"id": "n", "title": "个数", "type": "number", "sum": True},
            {"id": "m", "title": "金额", "type": "money", "sum": True},
            {"id": "c", "title": "渠道", "type": "choice", "choices": ["电话", "网络"], "required": False},
            {"id": "t", "title": "小结", "type": "lines", "required": False},
        ],
    }
)


def kind(name: str) -> ReportField:
    said: dict[str, Any] = {"id": "x", "title": "项", "type": name}
    return ReportField.model_validate(said)


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("number", " 12 ", "12"),
        ("number", "１２", "12"),
        ("number", "1,200", "1200"),
        ("number", "1，200", "1200"),
        ("number", "007", "7"),
        ("money", "3,800.50", "3800.50"),
        ("money", "3800.5", "3800.5"),
        ("money", "１００．５", "100.5"),
        ("text", "  无 ", "无"),
    ],
)
def test_figures_are_kept_in_plain_digits(name: str, typed: str, kept: str) -> None:
    assert read(kind(name), typed) == kept


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        *[
            ("number", text)
            for text in ("三", "1.5", "-1", "1/2", "NaN", "Infinity", "1e99", "٣", "0x10", "--1", "1_0", "1E3", "-0")
        ],
        *[("money", text) for text in ("1.234", "-0.01", "¥5", "sNaN", "9" * 40)],
        ("text", "两行\n字"),
        ("text", "长" * 501),
    ],
)
def test_anything_else_is_said_to_be_none(name: str, typed: str) -> None:
    with pytest.raises(BadInput) as told:
        read(kind(name), typed)
    assert told.value.where == "values.x"
    assert told.value.right.zh


@given(st.text(max_size=30), st.sampled_from(["number", "money"]))
def test_whatever_is_typed_is_a_figure_or_bad_input(typed: str, name: str) -> None:
    try:
        kept = read(kind(name), typed)
    except BadInput:
        return
    assert not kept or Decimal(kept) >= 0
    assert read(kind(name), kept) == kept


def test_what_is_wanted_is_wanted_and_a_choice_is_one_of_them() -> None:
    assert filled(FORM, {"n": "1", "m": "2", "t": ""}) == {"n": "1", "m": "2"}
    for given_, where in (
        ({"n": "1"}, "values.m"),
        ({"n": "1", "m": "2", "z": "3"}, "values.z"),
        ({"n": "1", "m": "2", "c": "路边"}, "values.c"),
    ):
        with pytest.raises(BadInput) as told:
            filled(FORM, given_)
        assert told.value.where == where


def test_a_correction_keeps_what_it_does_not_change() -> None:
    before = {"n": "1", "m": "2", "t": "好"}
    assert put_right(FORM, before, {"n": "１", "t": ""}) == {"t": ""}
    with pytest.raises(BadInput):
        put_right(FORM, before, {"n": "1"})
    with pytest.raises(BadInput):
        put_right(FORM, before, {"m": ""})


def test_sums_are_exact() -> None:
    said = [{"n": "1", "m": "0.10"}, {"n": "2", "m": "0.20"}, {"n": "3", "m": ""}, {}]
    assert sums(FORM, said) == {"n": Decimal(6), "m": Decimal("0.30")}
