"""A machine room under the seven: a count that differs, refused, mended, resumed, signed by both at one terminal."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Commands, People
from tests.browser.person import PHONE, Person
from tests.browser.roles import Watch

SITES = ("dongtai",)
POST = "p/chiller"
HANDOVER = f"{POST}/handover"
CONFIRM = "form[id^='confirm-']:not([id$='ABNORMAL'])"


@pytest.fixture
def watch(jiaoban: Commands) -> Watch:
    return Watch.of(jiaoban("demo", "people", "--json").stdout, "dongtai")


def test_a_count_that_differs_is_refused_mended_and_signed_for_by_both(people: People, watch: Watch) -> None:
    terminal = people(watch.on_duty.username, site="dongtai")
    relief = people(watch.relief.username, PHONE, site="dongtai")
    lead = people(watch.lead.username, dark=True, site="dongtai")

    terminal.clock("19:35")
    here = prepare(terminal)
    relief.go(here)
    relief.send("report-in", ready=True).send("declare-fitness", fitness="FIT")
    custody = terminal.open("p/chiller/custody").page.locator("#count tbody tr td[data-label='应有']")
    there = custody.all_inner_texts()
    terminal.go(here)
    relief.open("p/chiller/custody").sees("盲点", "清点后可见")
    count(relief, here, there, short=1)
    be_stopped(relief, here, watch)
    refuse(relief)

    lead.open("board").sees("交接被拒绝", watch.on_duty.name).check("seven-board-desktop-dark")
    lead.go(here)
    lead.sees("拒绝了这次交接", "三、4", "工具、材料、配件数量不符", "现在的责任", watch.on_duty.name)
    lead.check("seven-refused-desktop-dark")

    terminal.sees("拒绝了这次交接", "扳手少一把").check("seven-refused-desktop")
    terminal.send("mend-refusal", how="在冷却塔平台找到，已放回工具柜")
    relief.sees("在冷却塔平台找到").send("resume", text="已复查，数目相符").sees("已交班，待接班")
    count(relief, here, there, short=0)
    expect(relief.page.locator("#gate-counts-agree")).to_have_class(re.compile("clear"))

    receive(relief, terminal, watch)
    sign_at_the_terminal(terminal, here, watch)
    lead.open("p/chiller/responsibility").sees(f"由 {watch.relief.name} 负责", "双方已签字")


def prepare(terminal: Person) -> str:
    """Both report in under this regime; everything but the cleaning is drafted."""
    here = terminal.open_running(POST).path()
    terminal.sees("1号冷水机组", "2 号冷却水泵机械密封滴水", "到岗报到").check("seven-draft-desktop")
    terminal.send("report-in", ready=True)
    cleaned = {"fields.equipment": "机组、水泵已擦", "fields.site": "地面已扫"}
    terminal.send("write-line-cleaning", text="班末打扫过", **cleaned).send("confirm-cleaned")
    terminal.send("offer").sees("已交班，待接班")
    return here


def count(relief: Person, here: str, there: list[str], *, short: int) -> None:
    """Count everything that is there, blind; so many spanners are missing."""
    relief.open("p/chiller/custody").check("seven-custody-phone")
    rows = relief.page.locator("#count tbody tr")
    for number in range(rows.count()):
        row = rows.nth(number)
        missing = short if "活动扳手" in row.inner_text() else 0
        row.locator("input[name^='found.']").fill(str(int(there[number]) - missing))
    relief.send("count")
    relief.go(here)


def be_stopped(relief: Person, here: str, watch: Watch) -> None:
    """The gate of the fourth of the seven blocks and says its clause, what lifts it and who can; so does signing."""
    gate = relief.page.locator("#gate-counts-agree")
    expect(gate).to_have_class(re.compile("blocking"))
    gate.evaluate(
        "one => { for (let at = one; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true }"
    )
    for said in ("数目不符：活动扳手", "三、4", "找齐后重新清点"):
        expect(gate).to_contain_text(said)
    relief.go(f"{here}/sign")
    relief.sees("现在不能签字", "四交工具材料：数目相符")
    relief.send("sign-form", account=watch.on_duty.username, password=watch.on_duty.password)
    relief.sees("数目不符：活动扳手", "如何解除", "谁能解除").check("seven-sign-refused-phone")
    relief.go(here)


def refuse(relief: Person) -> None:
    """The relief refuses on the ground of the regime."""
    relief.send("refuse", ground="counts-differ", text="扳手少一把，没有登记")
    relief.sees("拒绝了这次交接", "扳手少一把").check("seven-refused-phone")


def receive(relief: Person, terminal: Person, watch: Watch) -> None:
    """The rest of the seven: judged, checked, told, read, looked at."""
    terminal.send_by("form[id^='judge-fitness-']", fitness="FIT")
    while relief.page.locator("article.line form[data-draft^='acknowledge-'] textarea").count():
        relief.send_by(
            "article.line form[data-draft^='acknowledge-']:has(textarea)", said="已看过，油温超过六十度就切机组"
        )
    while relief.page.locator("#sections footer form[action$='/acknowledge']").count():
        relief.send_by("#sections footer form[action$='/acknowledge']")
    while relief.page.locator("article.line form[data-draft^='acknowledge-']").count():
        relief.send_by("article.line form[data-draft^='acknowledge-']")
    for one in (terminal, relief):
        while one.page.locator(CONFIRM).count():
            one.send_by(CONFIRM)


def sign_at_the_terminal(terminal: Person, here: str, watch: Watch) -> None:
    """Each with their own account and password, over the same digest; nobody signs for the other."""
    terminal.clock("19:45").open(HANDOVER).sees("条件已全部满足").check("seven-clear-desktop")
    terminal.go(f"{here}/sign")
    terminal.send("sign-form", account=watch.relief.username, password=watch.on_duty.password).sees("密码")
    terminal.send("sign-form", account=watch.on_duty.username, password=watch.on_duty.password)
    terminal.go(f"{here}/sign")
    terminal.send("sign-form", account=watch.relief.username, password=watch.relief.password)
    terminal.arrives("/record$")
    terminal.sees(watch.on_duty.name, watch.relief.name, "签字回执").check("seven-record-desktop")
