"""States, matters and portable earths from tables: by the same rules, and the same file twice is the file once."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from jiaoban.importing.take import Told
from jiaoban.ledger.store import DbBook
from jiaoban.ledger.verify import verify
from jiaoban.org import door
from jiaoban.plant import isolation
from jiaoban.plant import queries as plant
from jiaoban.plant.tables import EQUIPMENT
from tests import cast
from tests.db.importing.conftest import Take

pytestmark = pytest.mark.django_db
Do = Callable[..., str]
GEAR = ("编号,名称,上级设备", "1F,一号机,", "1F-GOV,调速器,1F")


@pytest.fixture
def gear(table: Take) -> None:
    assert table("equipment", *GEAR).kept


def _cells(told: Told) -> list[tuple[str, str]]:
    return [(one.cell, one.column) for one in told.problems]


def _when(hours: float) -> str:
    return (door.as_system(cast.SITE).now - timedelta(hours=hours)).isoformat(sep=" ")


def test_states_come_in_by_code(table: Take, book: DbBook, gear: None) -> None:
    lines = ("设备编号,状态,运行方式,自何时", f"1F,运行,并网,{_when(2)}", "1F-GOV,检修,,")
    told = table("states", *lines)
    assert (told.kept, told.count("CHANGED")) == (True, 2), told.problems
    one = plant.equipment(book, "1F")
    assert one is not None
    assert (one.state, one.mode) == ("RUNNING", "并网")
    assert one.changed_at is not None
    assert door.as_system(cast.SITE).now - one.changed_at > timedelta(hours=1)
    size = book.size
    assert (table("states", *lines).count("SAME"), book.size) == (2, size)
    assert verify(cast.SITE).findings == ()


@pytest.mark.parametrize(
    ("line", "cell"),
    [
        ("9F,运行,", "A2"),
        ("1F,飞行,", "B2"),
        ("1F,,", "B2"),
        ("1F,检修,23/11/2026", "C2"),
        ("1F,检修,2099-01-01", "C2"),
    ],
)
def test_states_that_cannot_be(table: Take, book: DbBook, gear: None, line: str, cell: str) -> None:
    size = book.size
    told = table("states", "设备,状态,自何时", line)
    assert ([one.cell for one in told.problems], told.kept, book.size) == ([cell], False, size)


MATTERS = (
    "种类,标题,编号,状态,等级,设备,签发人,监护人",
    "缺陷,漏油,,未消除,重大,1F,,",
    "工作票,导叶检修,YF-118,已许可,,1F-GOV,沈国梁,丁立",
)


def test_matters_come_in_with_their_state_and_people(table: Take, book: DbBook, gear: None) -> None:
    assert table("matters", *MATTERS).kept
    found = {one.title: one for one in plant.matters(book, cast.CCR)}
    assert (found["漏油"].severity, found["漏油"].equipment, found["漏油"].state) == ("MAJOR", "1F", "OPEN")
    permit = found["导叶检修"]
    assert (permit.state, permit.number, permit.people) == (
        "PERMITTED",
        "YF-118",
        {"issuer": "沈国梁", "guardian": "丁立"},
    )
    size = book.size
    assert (table("matters", *MATTERS).count("SAME"), book.size) == (2, size)


def test_a_matter_goes_on_in_its_life_and_is_not_reworded(table: Take, book: DbBook, gear: None) -> None:
    table("matters", *MATTERS)
    assert table("matters", "种类,标题,编号,状态", "工作票,导叶检修,YF-118,已终结").count("CHANGED") == 1
    assert _cells(table("matters", "种类,标题,编号,状态", "工作票,导叶检修,YF-118,已许可")) == [("D2", "状态")]
    assert _cells(table("matters", "种类,标题,编号", "工作票,换了说法,YF-118")) == [("B2", "标题")]


@pytest.mark.parametrize(
    ("line", "cell"),
    [
        ("怪事,x,,,", "A2"),
        ("缺陷,,,,", "B2"),
        ("缺陷,x,,9F,", "D2"),
        ("缺陷,x,已许可,,", "C2"),
        ("缺陷,x,,,45000", "E2"),
        ("设备异动,x,,,", ""),
    ],
)
def test_matters_that_cannot_be(table: Take, gear: None, line: str, cell: str) -> None:
    told = table("matters", "种类,标题,状态,设备,时间", line)
    assert ([one.cell for one in told.problems], told.kept) == ([cell], False)
    assert all(one.says.zh and one.says.en for one in told.problems)


EARTHS = ("编号,规格,挂设地点,挂设设备,工作票,挂设人", "3,25mm²,机端,1F,YF-118,马建军", "4,25mm²,,,,")


def test_earths_come_in_with_where_they_hang(table: Take, book: DbBook, gear: None) -> None:
    table("matters", *MATTERS)
    told = table("earths", *EARTHS)
    assert told.kept, told.problems
    [one] = isolation.hanging(book, cast.CCR)
    assert one.hanging is not None
    assert (one.called.zh, one.hanging.place, one.hanging.permit_number) == ("3号接地线", "机端", "YF-118")
    size = book.size
    assert (table("earths", *EARTHS).count("SAME"), book.size) == (2, size)


@pytest.mark.parametrize(
    ("line", "cell"),
    [("3,母线,,", "B2"), ("3,,,", "B2"), ("5,机端,9F,", "C2"), ("5,机端,,没有的票", "D2"), ("5,,1F,", "B2")],
)
def test_an_earth_is_never_in_two_places(table: Take, gear: None, line: str, cell: str) -> None:
    table("earths", "编号,挂设地点", "3,机端")
    told = table("earths", "编号,挂设地点,挂设设备,工作票", line)
    assert ([one.cell for one in told.problems], told.kept) == ([cell], False)


def test_the_same_number_at_two_posts_is_two_earths(table: Take, book: DbBook) -> None:
    assert table("earths", "编号", "3").kept
    assert table("earths", "编号", "3", post=cast.PATROL).kept
    keys = [isolation.earths(book, post)[0].key for post in (cast.CCR, cast.PATROL)]
    assert keys == ["3", "patrol-3"]


def test_a_line_is_known_by_its_code_where_it_has_another_key(table: Take, book: DbBook, do: Do) -> None:
    do("plant.register_equipment", equipment="unit-1", code="1F", name="一号机")
    told = table("equipment", "编号,名称", "1F,1号机组")
    assert [(one.key, one.what) for one in told.changes] == [("1F", "CHANGED")]
    assert [one.key for one in book.find(EQUIPMENT)] == ["unit-1"]


def test_what_stands_beside_the_columns_of_a_table_stays(table: Take, book: DbBook, do: Do) -> None:
    do("plant.register_parameter", parameter="steam", name="蒸汽", group="表", rolls_at="10000")
    assert table("parameters", "名称,分组", "蒸汽,累积表").kept
    one = plant.parameter(book, "steam")
    assert one is not None
    assert (one.group, one.rolls_at) == ("累积表", "10000")


def test_a_ring_is_told_of_every_line_in_it(table: Take, book: DbBook) -> None:
    told = table("equipment", "编号,名称,上级设备", "A,a,B", "B,b,C", "C,c,A", "D,d,A")
    assert [one.cell for one in told.problems] == ["C2", "C3", "C4", "C5"]
    assert "成了环" in told.problems[0].says.zh


def test_a_comma_without_quotes_does_not_shift_a_line(table: Take) -> None:
    assert _cells(table("equipment", "编号,名称,类型", "1F,一号机,大的,机组")) == [("D2", "")]


def test_a_thousand_lines_each_part_of_the_one_before_it(table: Take) -> None:
    told = table("equipment", "编号,名称,上级设备", *(f"L{n},l,{f'L{n + 1}' if n < 999 else ''}" for n in range(1000)))
    assert (len(told.problems), told.kept) == (1000 - 12, False)
