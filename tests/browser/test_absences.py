"""A leave in browsers: its form refused, completed, taken over, covered, handed back; and a man who is called back."""

from datetime import datetime, timedelta

from playwright.sync_api import expect

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


def _cover(lead: Person, somebody: cast.Member) -> None:
    """Have somebody take every shift; its duties and rounds go with it."""
    selects = lead.page.locator("#approve > fieldset > .field select")
    for number in range(selects.count()):
        selects.nth(number).select_option(somebody.key)
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

    lead.go(here)
    lead.sees("批准：每一项另定人").check("absence-deciding-desktop")
    lead.send("approve").sees("没有另定人")
    _cover(lead, receiver)
    lead.sees("谁顶替", receiver.name).check("absence-approved-desktop")
    lead.open(f"{PATROL}/roster").sees(f"{leaver.name}离岗，顶替")
    lead.open(f"{PATROL}/roster/people?month={begins:%Y-%m}").sees("已批准离岗").check("absence-in-month-desktop")
    lead.page.locator(f'tr[data-person="{leaver.key}"] td').nth(begins.day - 1).click()
    lead.page.keyboard.press("2")
    expect(lead.page.locator("[data-said].wrong")).to_contain_text("期间离岗，已获批准")
    helper.open(f"{PATROL}/followups?show=mine").sees("更换滤水器压差表")

    one.clock("08:10").go(here)
    one.send("come-back", note="提前回来").sees("已返岗")
    helper.open("my/absences").sees("已返岗，请交还").check("absence-back-phone-dark")
    helper.send_by("form[id^='back-']", state="表已领，未换").sees("我的申请")
    one.go(here)
    one.sees("已交还", "表已领，未换").check("absence-handed-back-phone")
    head = people(cast.HEAD.username, DESKTOP, dark=True)
    head.open("transfers").sees("移交督查", leaver.name).check("absence-transfers-desktop-dark")


def test_a_man_on_leave_is_called_back(people: People, tonight: Tonight) -> None:
    away, boss = tonight.stranger, tonight.lead
    one, lead = people(away.username, PHONE), people(boss.username, DESKTOP, dark=True)
    now = _today_at(one, 8)
    _asking(one, now + timedelta(minutes=20), 48)
    rows = one.page.locator("#ask fieldset select[name$='.to']")
    for number in range(rows.count()):
        rows.nth(number).select_option(tonight.relief.key)
    one.send("ask", reason="探亲", landline="0717-6760114")
    here = one.path()
    helper = people(tonight.relief.username, PHONE)
    helper.open("my/absences")
    while helper.page.locator("form[id^='accept-']").count():
        helper.send_by("form[id^='accept-']")
    lead.go(here)
    _cover(lead, tonight.patrol)
    lead.sees("已批准")
    lead.open(f"{PATROL}/recalls").sees("现在没有可以召回的离岗人员", "在途").check("recall-nobody-desktop-dark")
    lead.clock("1 小时").open(f"{PATROL}/recalls")
    lead.send("call", people=True, reason="厂房渗水，抢修缺人", where="中控室").sees("待答复")
    lead.check("recall-sent-desktop-dark")
    one.open(f"{PATROL}/").sees("您被召回：厂房渗水，抢修缺人")
    one.open("my/absences").check("recall-mine-phone")
    one.send_by(f"form[id^='coming-'][id$='-{away.key}']", text="两小时到").sees("将返回")
    one.send_by(f"form[id^='out-'][id$='-{away.key}']").sees("在途").check("recall-way-phone")
    lead.open(f"{PATROL}/recalls").sees("在途")
    lead.send_by(f"form[id^='arrive-'][id$='-{away.key}']").sees("已到达").check("recall-arrived-desktop-dark")
    lead.go(here)
    lead.sees("电话", "未显示").send("numbers", reason="核对行程").sees("0717").check("absence-numbers-desktop-dark")
