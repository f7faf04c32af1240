"""A leave in browsers: its form refused, completed, taken over, covered, handed back; and a man who is called back."""

from datetime import datetime, timedelta

from tests import cast
from tests.browser.conftest import People
from tests.browser.person import DESKTOP, PHONE, Person
from tests.browser.roles import Tonight

PATROL = f"p/{cast.PATROL}"


def _asking(one: Person, begins: datetime, hours: int) -> Person:
    """Fill in when, and let the rules answer."""
    one.open(f"{PATROL}/absences/new")
    until = begins + timedelta(hours=hours)
    one.page.locator("#when-from").fill(f"{begins:%Y-%m-%dT%H:%M}")
    one.page.locator("#when-until").fill(f"{until:%Y-%m-%dT%H:%M}")
    one.page.locator("#when button").click()
    return one.sees("提交前规则的答复")


def _today_at(one: Person, hour: int) -> datetime:
    """An hour of the day on which the form says that tomorrow follows."""
    one.open(f"{PATROL}/absences/new")
    tomorrow = datetime.fromisoformat(one.page.locator("#when-from").input_value())
    return tomorrow.replace(hour=hour) - timedelta(days=1)


def _cover(lead: Person, people: list[cast.Member]) -> None:
    """Name for every shift the first of these people whom the rules take."""
    selects = lead.page.locator("#approve select[name$='.person']")
    shifts = [n for n in range(selects.count()) if "空着" not in (selects.nth(n).locator("xpath=..").inner_text())]
    for number in shifts:
        selects.nth(number).select_option(people[0].key)
    lead.send("approve")


def test_a_leave_is_refused_completed_covered_and_handed_back(people: People, tonight: Tonight) -> None:
    leaver, receiver, boss = tonight.relief, tonight.stranger, tonight.lead
    lead = people(boss.username, DESKTOP)
    lead.open(f"{PATROL}/followups/new").send(
        "followup-new",
        what="更换滤水器压差表",
        where="水轮机层",
        state_so_far="备件已领",
        next_step="停机时更换",
        owner=leaver.key,
    )
    one = people(leaver.username, PHONE)
    begins = _today_at(one, 8)
    _asking(one, begins, 8).sees("更换滤水器压差表", "厂房").check("absence-asking-phone")
    one.send("ask", reason="家中有事").sees("没有接收人", "座机")
    one.check("absence-refused-phone")
    rows = one.page.locator("#ask fieldset select[name$='.to']")
    for number in range(rows.count()):
        rows.nth(number).select_option(receiver.key)
    one.send("ask", mobile="13800001111", landline="0717-6760114").sees("工作移交单", "等待接收")
    here = one.path()
    one.check("absence-asked-phone")

    helper = people(receiver.username, PHONE, dark=True)
    helper.open(f"{PATROL}/").sees("移交的工作等您接收")
    helper.open("my/absences").sees("更换滤水器压差表").check("absence-mine-phone-dark")
    while helper.page.locator("form[id^='accept-']").count():
        helper.send_by("form[id^='accept-']")
    helper.sees("您替人办的工作")

    lead.page.goto(lead.url + here)
    lead.sees("批准：每一项另定人").check("absence-deciding-desktop")
    lead.send("approve").sees("没有另定人")
    _cover(lead, [receiver])
    lead.sees("谁顶替", receiver.name).check("absence-approved-desktop")
    lead.open(f"{PATROL}/roster").sees(f"{leaver.name}离岗，顶替")
    helper.open(f"{PATROL}/followups?show=mine").sees("更换滤水器压差表")

    one.clock("08:10").page.goto(one.url + here)
    one.send("come-back", note="提前回来").sees("已返岗")
    helper.open("my/absences").sees("已返岗，请交还").check("absence-back-phone-dark")
    helper.send_by("form[id^='back-']", state="表已领，未换").sees("我的申请")
    one.page.goto(one.url + here)
    one.sees("已交还", "表已领，未换").check("absence-handed-back-phone")
    head = people(cast.HEAD.username, DESKTOP, dark=True)
    head.open("transfers").sees("移交督查", leaver.name).check("absence-transfers-desktop-dark")
