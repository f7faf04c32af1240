"""What an older register holds comes in with its own dates and says so; what people write themselves cannot be dated
back. Loans, things with numbers, standing orders."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from jiaoban.importing.kinds import KINDS
from jiaoban.importing.take import Told, take
from jiaoban.kernel.refusal import BadInput, NotAllowed
from jiaoban.ledger.store import DbBook
from jiaoban.ledger.verify import verify
from jiaoban.logbook.tables import ENTRIES
from jiaoban.order.tables import ORDERS
from jiaoban.org import door
from jiaoban.org import queries as org
from jiaoban.plant import queries as plant
from jiaoban.plant.tables import CUSTODY, LOANS
from tests import cast
from tests.db.importing.conftest import Take

pytestmark = pytest.mark.django_db
Do = Callable[..., str]
HEADS = "种类,标题,编号,状态,设备,发生时间,结束时间"
OLD = (
    HEADS,
    "缺陷,漏油,2024-7,已消除,1F,2024-03-05 08:20,2024-03-09 16:00",
    "缺陷,振动大,2025-2,未消除,1F,2025-05-01 10:00,",
)


def cells(told: Told) -> list[tuple[str, str]]:
    return [(one.cell, one.column) for one in told.problems]


def ago(**span: float) -> str:
    return (door.as_system(cast.SITE).now - timedelta(**span)).isoformat(sep=" ")


@pytest.fixture
def gear(table: Take) -> None:
    assert table("equipment", "编号,名称", "1F,一号机").kept


def test_defects_of_years_ago_come_in_with_their_own_dates(table: Take, book: DbBook, gear: None) -> None:
    entries = book.count(ENTRIES)
    told = table("matters", *OLD)
    assert (told.kept, told.count("NEW")) == (True, 2), told.problems
    found = {one.number: one for one in plant.matters(book, cast.CCR, open=None)}
    mended, shakes = found["2024-7"], found["2025-2"]
    assert (mended.state, mended.open, mended.imported) == ("CLOSED", False, True)
    assert (shakes.state, shakes.open) == ("OPEN", True)
    assert mended.opened_at == datetime.fromisoformat("2024-03-05T00:20:00+00:00")
    assert mended.closed_at == datetime.fromisoformat("2024-03-09T08:00:00+00:00")
    assert book.count(ENTRIES) == entries  # the log of those days is closed
    act = book.act(mended.seq)
    assert act is not None
    assert (act.kind, act.payload.line, len(act.payload.source)) == ("plant.matter_imported", 2, 64)  # type: ignore[attr-defined]
    assert act.recorded_at - act.occurred_at > timedelta(days=30)
    size = book.size
    assert (table("matters", *OLD).count("SAME"), book.size) == (2, size)
    assert verify(cast.SITE).findings == ()


def test_an_imported_defect_goes_on_in_its_life(table: Take, book: DbBook, gear: None) -> None:
    table("matters", *OLD)
    told = table("matters", HEADS, f"缺陷,振动大,2025-2,已消除,1F,2025-05-01 10:00,{ago(hours=2)}")
    assert told.count("CHANGED") == 1, told.problems
    [shakes] = [one for one in plant.matters(book, cast.CCR, open=None) if one.number == "2025-2"]
    assert shakes.closed_at is not None
    assert door.as_system(cast.SITE).now - shakes.closed_at > timedelta(hours=1)


@pytest.mark.parametrize(
    ("line", "cell"),
    [
        ("缺陷,x,,已消除,,2024-03-05,", "G2"),
        ("缺陷,x,,未消除,,2024-03-05,2024-03-09", "G2"),
        ("缺陷,x,,已消除,,2024-03-05,2024-03-01", "G2"),
        ("缺陷,x,,已消除,,2024-03-05,2999-03-01", "G2"),
        ("缺陷,x,,飞了,,2024-03-05,", "D2"),
        ("缺陷,x,,已消除,9F,2024-03-05,2024-03-09", "E2"),
        ("设备异动,x,,,,2024-03-05,", ""),
        ("缺陷,x,,,,1820-03-05,", "F2"),
        ("缺陷,x,,,,05/03/2024,", "F2"),
    ],
)
def test_what_no_register_can_say(table: Take, book: DbBook, gear: None, line: str, cell: str) -> None:
    size = book.size
    told = table("matters", HEADS, line)
    assert ([one.cell for one in told.problems], told.kept, book.size) == ([cell], False, size), told.problems


def test_whoever_may_not_bring_in_history_is_told_so_by_line_and_cannot_date_back(book: DbBook, gear: None) -> None:
    whole = door.as_system(cast.SITE)
    operator = replace(whole, actor=org.actor(book, cast.A_CCR.key))
    size = book.size
    told = take(operator, KINDS["matters"], "\n".join(OLD).encode(), cast.CCR, preview=False)
    assert (cells(told), told.kept, book.size) == ([("F2", "发生时间"), ("F3", "发生时间")], False, size)
    assert "值长" in told.problems[0].says.zh
    said = {"kind": "DEFECT", "title": "漏油", "occurred_at": "2024-03-05T08:20:00+08:00"}
    with pytest.raises(BadInput, match="30"):
        operator.do("plant.open_matter", said, command="dated-back", post=cast.CCR)
    more = {"state": "OPEN", "source": "0" * 64, "line": 2}
    with pytest.raises(NotAllowed):
        operator.do("plant.import_matter", {**said, **more}, command="dated-back", post=cast.CCR)
    fresh = {**said, **more, "occurred_at": ago(days=3)}
    with pytest.raises(BadInput):
        door.as_system(cast.SITE).do("plant.import_matter", fresh, command="fresh", post=cast.CCR)
    assert book.size == size


THINGS = (
    "键,名称,种类,应有数量,逐件编号",
    "K2,柜钥匙,钥匙,,7、A-8、9",
    "T1,力矩扳手,工器具,4,",
)
LOANS_HEADS = "物品,数量,编号,借用人,用途,借出时间,应还时间,已还数量,归还时间,状况,说明"
LENT = (
    LOANS_HEADS,
    f"柜钥匙,,7,{cast.A_CCR.name},检修,2024-05-06 08:00,2024-05-06 17:00,,,,",
    "柜钥匙,2,A-8 9,外单位李强,消缺,2024-05-01 08:00,,2,2024-05-01 12:00,完好,",
    "T1,3,,外单位李强,消缺,2024-05-02 08:00,,1,2024-05-03 08:00,损坏,齿崩了",
)


def test_things_with_numbers_come_in_and_so_do_their_loans(table: Take, book: DbBook) -> None:
    assert table("custody", *THINGS).kept
    keys = book.get(CUSTODY, "K2")
    assert keys is not None
    assert (keys.numbers, keys.expected) == (("7", "A-8", "9"), 3)
    told = table("loans", *LENT)
    assert (told.kept, told.count("NEW")) == (True, 3), told.problems
    found = {(one.custody_item, one.numbers): one for one in book.find(LOANS)}
    out, back, some = found["K2", ("7",)], found["K2", ("A-8", "9")], found["T1", ()]
    assert (out.person, out.to, out.open, out.imported, out.overdue(door.as_system(cast.SITE).now)) == (
        cast.A_CCR.key,
        cast.A_CCR.name,
        True,
        True,
        True,
    )
    assert (back.open, back.person, back.closed_at) == (False, "", datetime.fromisoformat("2024-05-01T04:00:00+00:00"))
    assert (some.left, some.damaged, some.back[0].note) == (2, True, "齿崩了")
    keys, wrench = book.get(CUSTODY, "K2"), book.get(CUSTODY, "T1")
    assert keys is not None
    assert wrench is not None
    assert (keys.expected, wrench.expected) == (2, 2)  # what is out is not there to be counted; what is back is
    size = book.size
    assert (table("loans", *LENT).count("SAME"), table("custody", *THINGS).count("SAME")) == (3, 1)
    assert book.size > size  # the figure of the wrenches is the file's again
    assert verify(cast.SITE).findings == ()


@pytest.mark.parametrize(
    ("line", "cell"),
    [
        ("没有的,1,,李强,消缺,2024-05-01,,,,,", "A2"),
        ("T1,1,,李强,消缺,,,,,,", "F2"),
        ("T1,1,,李强,消缺,2999-05-01,,,,,", "F2"),
        ("T1,9,,李强,消缺,2024-05-01,,,,,", "B2"),
        ("T1,1,,李强,消缺,2024-05-01,2024-04-01,,,,", "G2"),
        ("T1,1,,李强,消缺,2024-05-01,,2,2024-05-02,,", "H2"),
        ("T1,1,,李强,消缺,2024-05-01,,1,,,", "I2"),
        ("T1,1,,李强,消缺,2024-05-01,,,2024-05-02,,", "H2"),
        ("T1,1,,李强,消缺,2024-05-01,,1,2024-04-02,,", "I2"),
        ("T1,1,,李强,消缺,2024-05-01,,1,2024-05-02,损坏,", "K2"),
        ("T1,1,,李强,消缺,2024-05-01,,1,2024-05-02,烂,", "J2"),
        ("T1,1,5,李强,消缺,2024-05-01,,,,,", "C2"),
        ("K2,1,,李强,消缺,2024-05-01,,,,,", "C2"),
        ("K2,1,99,李强,消缺,2024-05-01,,,,,", "C2"),
        ("K2,2,7 9,李强,消缺,2024-05-01,,1,2024-05-02,,", "H2"),
    ],
)
def test_loans_that_cannot_be(table: Take, book: DbBook, line: str, cell: str) -> None:
    table("custody", *THINGS)
    size = book.size
    told = table("loans", LOANS_HEADS, line)
    assert ([one.cell for one in told.problems], told.kept, book.size) == ([cell], False, size), told.problems


def test_a_loan_that_stands_is_not_changed_and_one_from_before_a_count_does_not_come_in(
    table: Take, book: DbBook, do: Do
) -> None:
    table("custody", *THINGS)
    table("loans", *LENT)
    again = table("loans", LOANS_HEADS, "T1,3,,外单位李强,消缺,2024-05-02 08:00,,3,2024-05-03 08:00,,")
    assert cells(again) == [("H2", "已还数量")]
    do("plant.agree_count", custody_item="T1", agreed=1, cause="清点")
    late = table("loans", LOANS_HEADS, "T1,1,,李强,消缺,2024-06-01,,,,,")
    assert cells(late) == [("F2", "借出时间")]
    assert table("loans", LOANS_HEADS, "T1,1,,李强,消缺,2024-06-01,,1,2024-06-02,,").kept


@pytest.mark.parametrize(
    ("line", "cell"),
    [("K2,柜钥匙,钥匙,2,7 8 9", "D2"), ("K2,柜钥匙,钥匙,,", "D2"), ("K2,柜钥匙,钥匙,,7 7", "E2")],
)
def test_numbers_and_figure_go_together(table: Take, line: str, cell: str) -> None:
    assert [one.cell for one in table("custody", THINGS[0], line).problems] == [cell]


def test_what_is_lent_besides_is_taken_off_again_by_the_loans_themselves(table: Take, book: DbBook) -> None:
    assert table("custody", "键,名称,种类,应有数量,其中借出", "T1,力矩扳手,工器具,3,1").kept
    table("loans", LOANS_HEADS, "T1,1,,李强,消缺,2024-06-01,,,,,")
    line = book.get(CUSTODY, "T1")
    assert line is not None
    assert line.expected == 3


ORDERS_HEADS = "文号,标题,正文,种类,岗位,角色,人员,生效时间,失效时间,确认方式,几天内读完"
RULES = (
    ORDERS_HEADS,
    f"〔2024〕1号,冬季规定,每两小时检查,运行规定,{cast.CCR},,{cast.A_CCR.name},2024-11-01 08:00,,用自己的话写明,3",
    ",临时通知,明日停水。,通知,,值班员,,,,,",
)


def test_standing_orders_come_in_in_force_since_their_own_begin(table: Take, book: DbBook) -> None:
    told = table("orders", *RULES, post="")
    assert (told.kept, told.count("NEW")) == (True, 2), told.problems
    found = {one.title: one for one in book.find(ORDERS)}
    rule = found["冬季规定"]
    assert (rule.kind, rule.asks, rule.within_days, rule.group.posts, rule.group.people) == (
        "RULE",
        "WORDS",
        3,
        (cast.CCR,),
        (cast.A_CCR.key,),
    )
    assert rule.valid_from == datetime.fromisoformat("2024-11-01T00:00:00+00:00")
    assert found["临时通知"].group.roles == ("OPERATOR",)
    size = book.size
    assert (table("orders", *RULES, post="").count("SAME"), book.size) == (2, size)
    changed = table("orders", "文号,标题,正文,角色", "〔2024〕1号,冬季规定,改了。,值班员", post="")
    assert (cells(changed), book.size) == ([("C2", "正文")], size)


@pytest.mark.parametrize(
    ("line", "cell"),
    [
        (",,x,,,值班员,,,,,", "B2"),
        (",x,,,,值班员,,,,,", "C2"),
        (",x,x,,,,,,,,", "E2"),
        (",x,x,,没有的岗,,,,,,", "E2"),
        (",x,x,,,大王,,,,,", "F2"),
        (",x,x,,,,没有的人,,,,", "G2"),
        (",x,x,诗歌,,值班员,,,,,", "D2"),
        (",x,x,,,值班员,,01/02/2024,,,", "H2"),
        (",x,x,,,值班员,,,2020-01-01,,", "I2"),
        (",x,x,,,值班员,,,,点头,", "J2"),
        (",x,x,,,值班员,,,,,很多", "K2"),
    ],
)
def test_orders_that_cannot_be(table: Take, book: DbBook, line: str, cell: str) -> None:
    size = book.size
    told = table("orders", ORDERS_HEADS, line, post="")
    assert ([one.cell for one in told.problems], told.kept, book.size) == ([cell], False, size), told.problems


def test_a_certificate_that_nobody_holds_is_told_by_its_cell(table: Take) -> None:
    told = table("orders", "标题,正文,上岗资格", "x,x,飞行员", post="")
    assert cells(told) == [("C2", "上岗资格")]
