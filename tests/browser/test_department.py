"""A department after three months of customers, reports and after-sales: every page of the sales desk is full."""

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.person import DESKTOP, PHONE, Person

SITES = ("mingde",)
MONTHS = True
DESK = "p/desk"


def test_the_pages_of_a_desk_that_has_sold_for_three_months(people: People) -> None:
    supervisor = people("zhangxin", DESKTOP, dark=True, site="mingde")
    supervisor.open(f"{DESK}/leads/figures").sees("从联系到成交").check("figures-dark")
    supervisor.open(f"{DESK}/leads").sees("先查号码，再联系").check("customers-dark")
    supervisor.open(f"{DESK}/aftersales/month").sees("本月到期要做").check("aftersales-dark")
    supervisor.open(f"{DESK}/reports/month").sees("合计").check("reports-dark")
    supervisor.open(f"{DESK}/conduct/occasions").sees("没有做售后").check("occasions-dark")
    supervisor.open(f"{DESK}/conduct").sees("范斌", "50 元").check("cases-dark")
    supervisor.open(f"{DESK}/funds").sees("投入资金").check("funds-dark")
    supervisor.open(f"{DESK}/careers").sees("60,000").check("careers-dark")
    supervisor.open(f"{DESK}/following").check("following-dark")
    _on_paper(supervisor)
    agent = people("luoqian", PHONE, site="mingde")
    agent.open(f"{DESK}/leads/figures").sees("罗倩").check("figures-phone")
    agent.page.get_by_role("link", name="罗倩").first.click()
    agent.sees("全岗位").check("figures-of-one-phone")
    agent.open(f"{DESK}/leads").check("customers-phone")
    agent.page.locator("#list a").first.click()
    agent.sees("经过").check("customer-phone")
    agent.open(f"{DESK}/careers/mine").sees("业绩").check("my-figures-phone")
    agent.open(f"{DESK}/conduct").misses("范斌").check("no-cases-of-others-phone")
    administrator = people("baolei", PHONE, site="mingde")
    administrator.open(f"{DESK}/roster/setup").sees("潘晓雨、罗倩").check("rotation-phone")
    expect(administrator.page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=1)


def _on_paper(one: Person) -> None:
    """A sheet says of which site and when it is; a long table goes on where it is, not on a page of its own."""
    printed = one.open(f"{DESK}/roster").page
    assert not printed.locator(".printed").is_visible()
    printed.emulate_media(media="print")
    assert "明德教育招生部" in printed.locator(".printed").inner_text()
    broken = printed.locator(".card:has(table)").first.evaluate("one => getComputedStyle(one).breakInside")
    assert broken == "auto"
    printed.emulate_media(media="screen")
