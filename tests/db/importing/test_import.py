"""`jiaoban import`: through the real verbs, all or nothing, and the same file twice is the file once."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jiaoban.cli.main import main
from jiaoban.importing.kinds import KINDS
from jiaoban.ledger import store
from jiaoban.ledger.store import DbBook
from jiaoban.ledger.verify import verify
from jiaoban.order.tables import ORDERS
from jiaoban.org import packs, queries
from jiaoban.plant import queries as plant
from jiaoban.plant.tables import CUSTODY, LOANS, MATTERS
from jiaoban.regime.load import load
from tests import cast
from tests.conftest import ROOT

pytestmark = pytest.mark.django_db
Import = Callable[..., tuple[int, Any]]


@pytest.fixture
def book(data: Path) -> DbBook:
    pack = load(ROOT / "regimes" / "hydro")
    packs.store(pack)
    cast.build(store.found(cast.SITE), pack)
    return DbBook(cast.SITE)


@pytest.fixture
def take(book: DbBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Import:
    """Write a file of these lines and import it; return the exit code and what was answered."""
    monkeypatch.setattr("jiaoban.cli.importing.django_ready", lambda: None)

    def run(what: str, *lines: str, post: str = cast.CCR, words: tuple[str, ...] = ()) -> tuple[int, Any]:
        file = tmp_path / "table.csv"
        file.write_bytes("\n".join(lines).encode("gbk"))
        at = [post] if KINDS[what].at_post else []
        code = main(["import", what, cast.SITE, *at, str(file), "--json", *words])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else said.err

    return run


GEAR = ("编号,名称,上级设备,类型", "1F-GOV,调速器,1F,调速器", "1F,一号机,,机组")


def test_equipment_comes_in_whatever_the_order(take: Import, book: DbBook) -> None:
    code, told = take("equipment", *GEAR)
    assert (code, told["imported"], told["new"]) == (0, True, 2)
    governor = plant.equipment(book, "1F-GOV")
    assert governor is not None
    assert (governor.name, governor.parent, governor.post) == ("调速器", "1F", cast.CCR)
    assert verify(cast.SITE).findings == ()


def test_the_same_file_twice_changes_nothing(take: Import, book: DbBook) -> None:
    take("equipment", *GEAR)
    size = book.size
    code, told = take("equipment", *GEAR)
    assert (code, told["same"], book.size) == (0, 2, size)


def test_an_earlier_file_puts_back_what_a_later_one_changed(take: Import, book: DbBook) -> None:
    for name in ("一号机", "1号机组", "一号机", "1号机组"):
        code, told = take("equipment", "编号,名称", f"1F,{name}")
        assert (code, told["new"] + told["changed"], plant.equipment(book, "1F").name) == (0, 1, name)  # type: ignore[union-attr]


def test_a_column_that_is_not_there_leaves_things_and_an_empty_cell_empties_them(take: Import, book: DbBook) -> None:
    take("equipment", *GEAR)
    take("equipment", "编号,名称", "1F-GOV,电调")
    governor = plant.equipment(book, "1F-GOV")
    assert governor is not None
    assert (governor.name, governor.parent) == ("电调", "1F")
    take("equipment", "编号,名称,上级设备", "1F-GOV,电调,")
    assert plant.equipment(book, "1F-GOV").parent == ""  # type: ignore[union-attr]


def test_a_preview_tells_and_changes_nothing(take: Import, book: DbBook) -> None:
    take("equipment", *GEAR)
    size = book.size
    code, told = take("equipment", "编号,名称", "1F,1号机组", "2F,二号机", words=("--preview",))
    assert (code, told["imported"], book.size) == (0, False, size)
    assert [(one["line"], one["what"], one["fields"]) for one in told["changes"]] == [
        (2, "CHANGED", {"name": ["一号机", "1号机组"]}),
        (3, "NEW", {}),
    ]


def test_one_bad_cell_keeps_everything_out(take: Import, book: DbBook) -> None:
    size = book.size
    lines = (
        "名称,分组,下限,上限,小数位,设备",
        "水位,水库,300,400,2,",
        "流量,水库,9,1,0,",
        "压力,,,,,",
        "温度,机组,,,x,9F",
    )
    code, told = take("parameters", *lines)
    assert (code, told["imported"], book.size) == (1, False, size)
    assert [(one["line"], one["column"]) for one in told["problems"]] == [(3, "上限"), (4, "分组"), (5, "小数位")]
    assert all(one["zh"] and one["en"] for one in told["problems"])


def test_limits_schedules_and_modes_of_parameters_come_in_and_stay(take: Import, book: DbBook) -> None:
    take("equipment", *GEAR)
    heads = "名称,分组,设备,下限,上限,高高限,按运行方式的限值,一次最多变化,抄表时间,抄表宽限,翻转值"
    line = "瓦温,机组,1F,10,60,70,备用=//45/;调相=5/10/50/60,30,每2小时,20,"
    code, told = take("parameters", heads, line)
    assert (code, told["new"]) == (0, 1), told
    found = plant.parameter(book, "瓦温")
    assert found is not None
    assert [(one.mode, one.high, one.low_low) for one in found.by_mode] == [("STANDBY", "45", ""), ("调相", "50", "5")]
    assert (found.schedule, found.grace, found.jump, found.high_high) == ("FREQ=HOURLY;INTERVAL=2", 20, "30", "70")
    assert take("parameters", heads, line)[1]["same"] == 1
    take("parameters", "名称,分组,单位", "瓦温,机组,℃")
    again = plant.parameter(book, "瓦温")
    assert again is not None
    assert (again.by_mode, again.unit, again.schedule) == (found.by_mode, "℃", found.schedule)


@pytest.mark.parametrize(
    ("column", "cell"),
    [("按运行方式的限值", "备用 45"), ("按运行方式的限值", "备用=1/2"), ("抄表时间", "有空就抄"), ("抄表宽限", "不久")],
)
def test_a_cell_of_a_parameter_that_cannot_be_read_has_its_column(take: Import, column: str, cell: str) -> None:
    code, told = take("parameters", f"名称,分组,{column}", f"瓦温,机组,{cell}")
    assert (code, [(one["line"], one["column"]) for one in told["problems"]]) == (1, [(2, column)])


def test_custody_with_words_and_text_like_a_formula(take: Import, book: DbBook) -> None:
    code, _ = take("custody", "名称,种类,应有数量,备注", "=钥匙,钥匙,3,=1+1", "手套,TOOL,4,")
    found = {one.name: (one.kind, one.expected, one.note) for one in plant.custody(book, cast.CCR)}
    assert (code, found) == (0, {"=钥匙": ("KEY", 3, "=1+1"), "手套": ("TOOL", 4, "")})


def test_a_line_of_another_post_is_refused(take: Import) -> None:
    take("equipment", *GEAR)
    code, told = take("equipment", *GEAR, post=cast.PATROL)
    assert (code, [one["line"] for one in told["problems"]]) == (1, [2, 3])


PEOPLE = (
    "姓名,登录名,班组,电话,角色,岗位,上岗资格,证号,生效日,有效期至",
    "钱学文,qianxuewen,一值,13800000000,值班员,ccr,中控室值班员、巡视值班员,Z-1,2026/1/1,2026年12月31日",
    "孙梅,sunmei,B,,值长,,,,,",
)


def test_people_with_roles_and_qualifications(take: Import, book: DbBook) -> None:
    code, told = take("people", *PEOPLE)
    assert (code, told["new"]) == (0, 2), told
    one, other = queries.person(book, "qianxuewen"), queries.person(book, "sunmei")
    assert (one.name, one.crew, one.phone) == ("钱学文", "A", "13800000000")
    assert [(grant.role, grant.post) for grant in (*one.grants, *other.grants)] == [
        ("OPERATOR", cast.CCR),
        ("SUPERVISOR", None),
    ]
    held = [(q.qualification, str(q.valid_from), str(q.valid_to)) for q in one.qualifications]
    assert held == [(name, "2026-01-01", "2027-01-01") for name in ("中控室值班员", "巡视值班员")]
    size = book.size
    assert take("people", *PEOPLE)[1]["same"] == 2
    assert book.size == size


def test_people_that_cannot_be(take: Import) -> None:
    lines = (
        "姓名,登录名,班组,角色,岗位",
        "甲,jia,九值,,",
        "乙,yi,,厂长,",
        "丙,bing,,值班员,锅炉房",
        "丁,limingyuan2,,,",
    )
    code, told = take("people", *lines)
    problems = [(one["line"], one["column"]) for one in told["problems"]]
    assert (code, problems) == (1, [(2, "班组"), (3, "角色"), (4, "岗位")])
    assert "中控室（ccr）" in told["problems"][-1]["zh"]


def test_in_the_name_of_somebody_who_may_not(take: Import, book: DbBook) -> None:
    from jiaoban.demo.accounts import make_accounts

    make_accounts()
    assert take("equipment", *GEAR, words=("--as", cast.A_CCR.username))[0] == 1
    assert take("equipment", *GEAR, words=("--as", cast.A_LEAD.username))[0] == 0
    last = book.act(book.size - 1)
    assert last is not None
    assert last.actor == cast.A_LEAD.key


def test_wrong_use(take: Import, tmp_path: Path) -> None:
    assert take("equipment", *GEAR, post="attic")[0] == 1
    assert main(["import", "people", cast.SITE, cast.CCR, str(tmp_path / "table.csv")]) == 2
    assert main(["import", "equipment", cast.SITE, str(tmp_path / "table.csv")]) == 2
    assert main(["import", "equipment", cast.SITE, cast.CCR, str(tmp_path / "absent.csv")]) == 2


OLDER = {
    "custody": ("名称,种类,逐件编号", "接地钥匙,钥匙,D1 D2 D3"),
    "loans": (
        "物品,逐件编号,借用人,用途,借出时间,应还时间,已还数量,归还时间",
        "接地钥匙,D2,检修班 马建军,导叶检修,2024-05-06 08:30,2024-05-06 17:00,1,2024-05-06 16:40",
        "接地钥匙,D3,检修班 马建军,转轮检修,2024-05-07 08:30,2024-05-09 17:00,,",
    ),
    "orders": (
        "文号,标题,正文,角色,生效时间",
        "云峰运〔2024〕3号,冬季运行注意事项,每两小时查一次拦污栅。,值班员,2024-11-01 08:00",
    ),
    "matters": (
        "种类,标题,编号,状态,发生时间,结束时间",
        "缺陷,漏油,2024-7,已消除,2024-03-05 08:20,2024-03-09 16:00",
        "缺陷,振动大,2025-2,未消除,2025-05-01 10:00,",
    ),
}
"""Tables of an older register, in the order in which they come in."""
WRONG = {
    "custody": ("名称,种类,逐件编号,应有数量", "接地钥匙,钥匙,D1 D2,5", "应有数量"),
    "loans": ("物品,数量,借用人,用途,借出时间", "没有的东西,1,马建军,检修,2024-05-06 08:30", "物品"),
    "orders": ("标题,正文,角色,生效时间,失效时间", "旧规定,正文,值班员,2024-11-01,2024-10-01", "失效时间"),
    "matters": ("种类,标题,状态,发生时间", "缺陷,漏油,已消除,2024-03-05 08:20", "结束时间"),
}
"""By kind: heads, a line that cannot be, and the column at fault."""


def test_an_older_register_comes_in_by_the_command_line_and_only_once(take: Import, book: DbBook) -> None:
    for what, lines in OLDER.items():
        code, told = take(what, *lines)
        assert (code, told["imported"], told["new"]) == (0, True, len(lines) - 1), (what, told)
    (keys,) = book.find(CUSTODY)
    assert (keys.expected, keys.numbers) == (2, ("D1", "D2", "D3"))
    assert sorted((one.numbers_left, one.left) for one in book.find(LOANS)) == [((), 0), (("D3",), 1)]
    assert [one.number for one in book.find(ORDERS)] == ["云峰运〔2024〕3号"]
    assert {(one.number, one.state, one.imported) for one in book.find(MATTERS)} == {
        ("2024-7", "CLOSED", True),
        ("2025-2", "OPEN", True),
    }
    size = book.size
    for what, lines in OLDER.items():
        code, told = take(what, *lines)
        assert (code, told["same"], book.size) == (0, len(lines) - 1, size), (what, told)
    assert verify(cast.SITE).findings == ()


@pytest.mark.parametrize("what", WRONG)
def test_a_line_of_an_older_register_that_cannot_be_is_named_by_its_cell(take: Import, book: DbBook, what: str) -> None:
    heads, line, column = WRONG[what]
    size = book.size
    code, told = take(what, heads, line)
    assert (code, told["imported"], book.size) == (1, False, size)
    assert [(one["line"], one["column"]) for one in told["problems"]] == [(2, column)], told
