"""A register comes in from a table on a phone, and the branch that came in unfolds on a desktop."""

from pathlib import Path

from tests import cast
from tests.browser.conftest import People
from tests.browser.person import PHONE, Person
from tests.browser.roles import Tonight

CCR = f"p/{cast.CCR}"
WRONG = "编号,名称,上级设备\nDC,直流屏,\nDC-1,蓄电池 1,直流屏\n"


def _choose(lead: Person, file: Path, text: str) -> None:
    file.write_text(text, encoding="gb18030")
    lead.page.set_input_files("#table-file", file)
    lead.page.get_by_role("button", name="预览").click()


def test_a_table_is_put_right_previewed_and_taken_over(people: People, tonight: Tonight, tmp_path: Path) -> None:
    lead, file = people(tonight.lead.username, PHONE), tmp_path / "设备.csv"
    lead.open(f"{CCR}/tables").page.get_by_role("link", name="导入", exact=True).first.click()
    _choose(lead, file, WRONG)
    lead.sees("有 1 处错误", "C3", "没有登记过设备").check("tables-mistakes-phone")
    right = WRONG.replace("1,直流屏", "1,DC") + "".join(f"DC-{n},蓄电池 {n},DC\n" for n in range(2, 90))
    _choose(lead, file, right)
    lead.sees("预览：还没有导入", "新增 90 项").check("tables-preview-phone")
    lead.page.get_by_role("button", name="导入这 90 项").click()
    lead.sees("已导入：新增 90 项")

    desk = people(tonight.operator.username)
    desk.open(f"{CCR}/plant/equipment").sees("下属 89 项")
    assert not desk.page.get_by_text("蓄电池 89").is_visible()
    desk.page.get_by_text("下属 89 项").click()
    desk.sees("蓄电池 89").check("tables-unfolded-desktop")
    desk.open(f"{CCR}/plant/equipment?q=dc-89").sees("直流屏", "DC-89")
