"""What is put right afterwards, in browsers: a matter graded anew, a figure corrected, a regime in a new version, an
excuse with a photograph, a handover that was given up."""

import zipfile
from pathlib import Path
from random import Random

from playwright.sync_api import expect

from prove.station import picture
from tests import cast
from tests.browser.conftest import ROOT, People
from tests.browser.person import DESKTOP, PHONE
from tests.browser.roles import Tonight

CCR = f"p/{cast.CCR}"


def test_an_anomaly_becomes_an_accident_and_is_lowered_by_the_supervisor(people: People, tonight: Tonight) -> None:
    operator = people(tonight.operator.username, PHONE)
    operator.open(f"{CCR}/plant/new?kind=ANOMALY").send("matter-new", title="主变油温偏高", severity="MINOR")
    operator.sees("主变油温偏高").send("regrade", kind="ACCIDENT", severity="CRITICAL", reason="冒烟")
    operator.sees("异常（一般） → 事故（紧急）：冒烟", "已发生").check("amending-raised-phone")
    operator.send("regrade", kind="ANOMALY", severity="CRITICAL", reason="是水汽").sees("降级请由当班负责人办理")
    lead = people(cast.LEADS[tonight.running].username, DESKTOP, dark=True)
    lead.go(operator.path())
    lead.send("regrade", kind="ANOMALY", severity="MINOR", reason="查明是水汽").sees("查明是水汽", "存在")
    lead.check("amending-lowered-desktop-dark")


def test_a_figure_is_corrected_on_the_page_of_its_parameter(people: People, tonight: Tonight) -> None:
    operator = people(tonight.operator.username, PHONE)
    operator.open(f"{CCR}/readings/level-up")
    operator.page.locator("a[href*='?correct=']").first.click()
    operator.sees("更正").check("amending-figure-form-phone")
    operator.send("correct", value="365.00", reason="看错刻度", doubtful=True).sees("看错刻度").check(
        "amending-figure-phone"
    )
    desk = people(tonight.lead.username, DESKTOP, dark=True)
    desk.open(f"{CCR}/readings/level-up").sees("看错刻度").check("amending-figure-desktop-dark")


def test_an_excuse_carries_a_photograph(people: People, tonight: Tonight, tmp_path: Path) -> None:
    photograph = tmp_path / "a.png"
    photograph.write_bytes(picture(Random(0), 64))
    operator = people(tonight.operator.username, PHONE)
    operator.open(f"{CCR}/duties").send("excuse-ledgers", reason="台账室锁着", photo=str(photograph))
    operator.sees("台账室锁着").check("amending-excuse-phone")
    assert operator.page.locator(".thumbs img").count() == 1


def test_the_administrator_checks_a_new_version_that_two_people_publish(people: People, tmp_path: Path) -> None:
    archive = tmp_path / "hydro.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for path in sorted((ROOT / "regimes" / "hydro").glob("*.yaml")):
            text = path.read_text(encoding="utf-8")
            text = text.replace('version: "1.1.0"', 'version: "1.2.0"').replace("lead: PT10M", "lead: PT15M", 1)
            made.writestr(f"hydro/{path.name}", text)
    administrator = people("linxiaoyan", DESKTOP)
    administrator.open("regimes").check("amending-regimes-desktop")
    administrator.page.get_by_role("link", name="核对制度包").click()
    administrator.sees("选择制度包").check("amending-adopt-empty-desktop")
    administrator.page.locator("#pack-files").set_input_files(str(archive))
    administrator.page.get_by_role("button", name="核对").click()
    administrator.sees("制度包可用，还没有采用", "1.2.0", "与现行版本的不同").check("amending-adopt-desktop")
    phone = people("linxiaoyan", PHONE, dark=True)
    phone.go(administrator.path())
    phone.check("amending-adopt-phone-dark")
    administrator.sees("新版本由两个人发布")
    expect(administrator.page.locator("#adopt")).to_have_count(0)
    broken = tmp_path / "handover.yaml"
    broken.write_text("presence: {lead: soon}\n", encoding="utf-8")
    phone.open("adopt-regime")
    phone.page.locator("#pack-files").set_input_files(str(broken))
    phone.page.get_by_role("button", name="核对").click()
    phone.sees("处错误，什么也没有采用", "handover.yaml").check("amending-adopt-wrong-phone-dark")


def test_who_takes_over_next_is_told_of_what_was_given_up(people: People, tonight: Tonight) -> None:
    operator, relief = people(tonight.operator.username), people(tonight.next_operator.username, PHONE, dark=True)
    operator.clock("07:30").open_running(CCR)
    key = operator.path().rpartition("/")[2]
    operator.open(f"{CCR}/handover/{key}/way-out").send("cancel", reason="排班有误，重新交接").sees(
        "排班有误，重新交接"
    )
    operator.open(f"{CCR}/handover").sees("先前的交接没有交成").check("amending-given-up-desktop")
    relief.open(f"{CCR}/").sees("上一次交接没有交成", "排班有误，重新交接").check("amending-given-up-phone-dark")
