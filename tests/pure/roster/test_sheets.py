"""A month as a table: what goes out comes in without a change, whatever the roster; what is wrong has its cell."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.kernel.shifts import ShiftKind, ShiftPattern
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org
from jiaoban.roster import queries, sheets
from jiaoban.roster.rules import Turn
from tests import cast
from tests.station import NOW, Station

FIRST = date(2026, 12, 1)
DAYS = [FIRST + timedelta(days=step) for step in range(4)]
NAMES = {"p1": "张三", "p2": "李四", "p3": "张三", "p4": "=1+1"}
ODD = ShiftPattern.model_validate(
    {
        "shifts": [
            {"code": "d", "name": {"zh": "白班"}, "begins": "08:00", "ends": "16:00"},
            {"code": "off", "name": {"zh": "休"}, "begins": "09:00", "ends": "17:00"},
            {"code": "e", "name": {"zh": "中、夜"}, "begins": "16:00", "ends": "00:00"},
            {"code": "n", "name": {"zh": "白班"}, "begins": "00:00", "ends": "08:00"},
        ]
    }
)


def turns(stood: Mapping[tuple[int, str], tuple[str, ...]], pattern: ShiftPattern = cast.PATTERN) -> list[Turn]:
    return [
        Turn("ccr", shift, "", stood.get((number, shift.code), ()))
        for number, day in enumerate(DAYS)
        for shift in pattern.on(day, cast.ZONE)
    ]


def read(there: list[Turn], heads: list[str], rows: list[list[str]]) -> sheets.Read:
    lines = [sheets.Row(number, tuple(row)) for number, row in enumerate(rows, start=2)]
    return sheets.Reading(there, NAMES, NOW).read(sheets.Row(1, tuple(heads)), lines)


STOOD = st.dictionaries(
    st.tuples(st.integers(0, 3), st.sampled_from(["night", "day", "evening"])),
    st.lists(st.sampled_from(sorted(NAMES)), unique=True, max_size=3).map(tuple),
    max_size=12,
)
LANGUAGE = st.sampled_from(["zh-hans", "en"])


@given(STOOD, LANGUAGE, LANGUAGE)
def test_what_goes_out_comes_in_the_same(
    stood: dict[tuple[int, str], tuple[str, ...]], language: str, other: str
) -> None:
    there = turns(stood)
    rows = sheets.rows(NAMES.items(), there, DAYS, language)
    assert read(there, sheets.heads(DAYS, other), rows) == sheets.Read((), ())


@given(STOOD, STOOD)
def test_a_table_of_another_roster_makes_it_that(
    stood: dict[tuple[int, str], tuple[str, ...]], other: dict[tuple[int, str], tuple[str, ...]]
) -> None:
    there, wanted = turns(stood), turns(other)
    told = read(there, sheets.heads(DAYS, "zh-hans"), sheets.rows(NAMES.items(), wanted, DAYS, "zh-hans"))
    assert told.problems == ()
    made = sheets.wanted(there, told.differences)
    for now, then in zip(there, wanted, strict=True):
        assert sorted(made.get((now.shift.day, now.shift.code), now.people)) == sorted(then.people)


def test_shifts_with_odd_names_come_in_the_same() -> None:
    stood = {(0, code): ("p1",) for code in ("d", "off", "e", "n")}
    there = turns(stood, ODD)
    rows = sheets.rows(NAMES.items(), there, DAYS, "zh-hans")
    assert rows[0][2] == "n、d、off、e"
    assert read(there, sheets.heads(DAYS, "zh-hans"), rows) == sheets.Read((), ())


@pytest.mark.parametrize(
    ("row", "place", "said"),
    [
        (["", "张三", "白班"], 1, "有 2 人叫"),
        (["", "王五", "白班"], 1, "没有“王五”"),
        (["", "", "白班"], 0, "请填写人员键或姓名"),
        (["p9", "", "白班"], 0, "没有人员键"),
        (["p1", "", "晚班"], 2, "当天没有班次“晚班”"),
        (["p1", "", "白班,白班"], 2, "写了两次"),
        (["p1", "", "", "", "", "", "白班"], 6, "上方没有日期"),
    ],
)
def test_what_is_wrong_has_its_line_and_cell(row: list[str], place: int, said: str) -> None:
    told = read(turns({}), sheets.heads(DAYS, "zh-hans"), [row])
    assert told.differences == ()
    assert [(one.line, one.place) for one in told.problems] == [(2, place)]
    assert said in told.problems[0].says.zh
    assert told.problems[0].says.en


def test_a_line_that_is_there_twice_and_heads_that_are_none() -> None:
    told = read(turns({}), sheets.heads(DAYS, "zh-hans"), [["p1", ""], ["p1", ""]])
    assert "与第 2 行重复" in told.problems[0].says.zh
    assert "表头应为" in read(turns({}), ["a", "b"], [["p1", ""]]).problems[0].says.zh
    assert "不是日期" in read(turns({}), ["a", "b", "d"], []).problems[0].says.zh
    assert "不在要导入的月份" in read(turns({}), ["a", "b", "2027-01-01"], []).problems[0].says.zh


def test_what_has_ended_stays() -> None:
    station = Station()
    place = org.place(station.book, cast.CCR, station.now)
    there = queries.month(station.book, place, 2026, 11)
    key = cast.A_CCR.key
    due = next(one for one in there if key in one.people)
    reading = sheets.Reading(there, {key: "x"}, station.now)
    told = reading.read(sheets.Row(1, ("键", "名", due.shift.day.isoformat())), [sheets.Row(2, (key, "", "休"))])
    assert "已结束" in told.problems[0].says.zh


def test_a_shift_is_known_by_code_and_by_name_in_both_languages() -> None:
    kinds = [ShiftKind.model_validate({**ODD.shifts[0].model_dump(), "name": Words(zh="白班", en="Day shift")})]
    there = turns({}, ShiftPattern(shifts=tuple(kinds)))
    for word in ("d", "D", "白班", "day shift", "Ｄ"):
        told = read(there, ["k", "n", "2026/12/01"], [["p1", "", word]])
        assert [one.after for one in told.differences] == [("d",)], word
