"""An enrolment office at nine in the evening, from both sides: one agent hands the daily report in before the hour, one
a second after it; the supervisor sees both, says whether the totals went wrong, and nobody else sees that."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Commands, People
from tests.browser.person import DESKTOP, PHONE, Person

SITES = ("mingde",)
PAGE = "p/desk/reports"
FIGURES = {
    "values.contacts": "26",
    "values.appointments": "4",
    "values.visits": "2",
    "values.deposits": "0",
    "values.sales": "1",
    "values.revenue": "3,800.50",
    "values.said": "家长多问价格，周末两位约了试听。",
}


def form_of(one: Person) -> str:
    found = one.page.locator("form[id^='submit-daily-report-']").first.get_attribute("id")
    assert found is not None
    return found


def test_nine_o_clock_from_both_sides(people: People, jiaoban: Commands) -> None:
    def clock(at: str) -> None:
        done = jiaoban("demo", "clock", "--site", "mingde", f"{day}T{at}+08:00")
        assert done.returncode == 0, done.stderr

    day = jiaoban("demo", "clock", "--site", "mingde").stdout[:10]
    early, late = people("wanglei", PHONE, site="mingde"), people("linna", PHONE, dark=True, site="mingde")
    lead = people("zhangxin", DESKTOP, site="mingde")
    clock("20:59:20")
    lead.open(PAGE).sees("每日报表", "待交", "21:00:00").check("reports-lead-before")

    early.open("p/desk/").page.get_by_role("link", name="交每日报表").click()
    early.sees("最晚", "填写").check("report-form-phone")
    here = early.path()
    early.page.locator("[name='values.said']").fill(FIGURES["values.said"])
    expect(early.page.locator("[data-draft]").first).to_be_attached()
    early.open(PAGE).go(here)
    expect(early.page.locator("[name='values.said']")).to_have_value(FIGURES["values.said"])  # what was typed is kept
    early.send(form_of(early), **FIGURES).sees("已交", "3800.50", "家长多问价格").check("report-there-phone")
    expect(lead.page.locator("#board")).to_contain_text("已交 20:59")

    clock("21:00:01")
    late.open("p/desk/").sees("每日报表还没有交").page.get_by_role("link", name="每日报表还没有交").first.click()
    late.sees("未交").check("report-late-dark")
    there = late.path()
    late.send(form_of(late), **{**FIGURES, "values.revenue": "0"}).sees("迟交", "系统已记未按时").check(
        "report-late-there"
    )

    early.go(here)
    early.send_by("form[id^='amend-daily-report-']", **{"values.contacts": "27", "reason": "漏算一个"})
    early.sees("更正记录", "漏算一个").check("report-amended-phone")
    expect(early.page.locator(".page-head")).to_contain_text("已交 20:59")

    lead.open(PAGE).sees("待判定：总数有没有因此出错").check("reports-lead-after")
    lead.go(there)
    lead.sees("总数有没有因此出错").check("report-judge")
    lead.send_by("form[id^='totals-daily-report-']", affected="true", note="汇总少了一人").sees("总数因此出错")
    late.go(there)
    late.sees("总数因此出错", "汇总少了一人")
    early.go(there)
    early.misses("总数因此出错", "汇总少了一人")

    late.send(form_of_quiet(late.open(PAGE)), sort="learning", text="看新课程的介绍", minutes="30")
    late.open(f"{PAGE}/mine").sees("我的报表", "看新课程的介绍").check("reports-mine-dark")
    lead.open(f"{PAGE}/month").sees("3,800.50").check("reports-month")
    early.open(f"{PAGE}/month").check("reports-month-phone")
    with lead.page.expect_download() as file:
        lead.page.get_by_role("link", name="XLSX").click()
    assert re.fullmatch(r"mingde-desk-daily-report-\d{4}-\d\d\.xlsx", file.value.suggested_filename)


def form_of_quiet(one: Person) -> str:
    one.check("reports-phone-dark")
    return "quiet"
