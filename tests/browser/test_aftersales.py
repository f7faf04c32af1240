"""After-sales at a sales desk: a month in which a contact is missing; company funds; from probation to regular."""

import io
import re
from datetime import date, timedelta
from typing import Any

from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.person import DESKTOP, PHONE, Person

SITES = ("mingde",)
LIST, FUNDS, CAREERS = "p/desk/aftersales", "p/desk/funds", "p/desk/careers"
ANSWERS = {
    "answers.learning": "跟得上，作业按时交",
    "answers.mood": "有点紧张，鼓励后好多了",
    "answers.satisfaction": "满意，老师讲得细",
    "answers.difficulties": "晚上接送不方便，想换周末班",
}


def picture() -> dict[str, Any]:
    into = io.BytesIO()
    Image.new("RGB", (320, 240), "teal").save(into, "PNG")
    return {"name": "Screenshot 1.png", "mimeType": "image/png", "buffer": into.getvalue()}


def test_a_month_with_a_missing_contact(people: People) -> None:
    agent = people("linna", PHONE, site="mingde")
    lead = people("zhangxin", DESKTOP, site="mingde")
    agent.open(LIST).sees("这个月没有要做的售后").check("aftersales-none-phone")
    customer, missed = sell(agent, days=9)
    care(agent, customer)
    hand_over(agent, people, customer)
    watch(lead, agent, missed)
    head = people("zhengli", DESKTOP, site="mingde")
    head.open("p/desk/leads/seen").sees("张欣", "导出")


def sell(agent: Person, days: int) -> tuple[str, str]:
    """A customer who bought so many days ago: the sale is entered afterwards, and the first week is over. Returns the
    page, and the month in which that week ended."""
    agent.open("p/desk/leads").page.locator("#lead-new-number").press_sequentially("13800138000")
    agent.sees("没有人联系过这个号码").send("lead-new", name="刘女士")
    agent.arrives(r"/leads/(?!look-up)[^/?]+$")
    now = agent.page.evaluate("document.querySelector('time[datetime]').dateTime")
    before = agent.page.evaluate(
        "([now, days]) => new Date(new Date(now).getTime() - days * 864e5 + 8 * 36e5).toISOString().slice(0, 16)",
        [now, days],
    )
    agent.send("lead-sell", amount="6800", at=before).sees("售后日历和登记", "第一周 0/1 · 漏做")
    agent.check("lead-with-aftersales-phone")
    agent.page.get_by_role("link", name="售后日历和登记").click()
    agent.arrives(r"/aftersales/customers/")
    last = date.fromisoformat(before[:10]) + timedelta(days=6)
    return agent.path().removeprefix("/s/mingde/"), f"{last:%Y-%m}"


def care(agent: Person, customer: str) -> None:
    """Three answers are too few, nothing is sent without a picture; then the contact stands with its picture's name."""
    agent.open(customer).sees("第一周 0/1 · 漏做", "第 1 个月 0/2", "售后日历").check("aftersales-calendar-phone")
    wanted = agent.page.locator("#care-photo")
    expect(wanted).to_have_attribute("required", "")
    agent.sees("联系的截图", "名称按标准自动生成：刘女士-")
    agent.send("care", **{**ANSWERS, "answers.difficulties": " "}, photo=picture())
    agent.sees("还没有了解：困难和问题", "跟得上，作业按时交", "照片没有存下，请重新选择")
    agent.check("aftersales-refused-phone")
    agent.send("care", **ANSWERS, photo=picture()).sees("第 1 个月 1/2", "晚上接送不方便")
    name = agent.page.locator("#cares .thumbs img").first.get_attribute("alt")
    assert name
    assert re.fullmatch(r"刘女士-\d{8}-林娜", name)
    agent.check("aftersales-done-phone")


def hand_over(agent: Person, people: People, customer: str) -> None:
    agent.open(customer).sees("没有接收").send("brief", teacher="sunyue", situation="初二，数学弱，家长很上心").sees(
        "孙悦"
    )
    teacher = people("sunyue", PHONE, dark=True, site="mingde")
    teacher.open("p/desk/").sees("1 位客户等您接收")
    teacher.open(LIST).sees("刘女士", "待接收").check("aftersales-waiting-dark")
    teacher.open(customer).sees("初二，数学弱").check("aftersales-teacher-dark").send("take").sees("已接收")


def watch(lead: Person, agent: Person, month: str) -> None:
    """The supervisor sees what is missing per person; the files hold it, and taking them out stands in the book."""
    agent.open("p/desk/").sees("1 位客户的售后漏做")
    lead.open(f"{LIST}/month?month={month}").sees("林娜", "漏做", "刘女士").check("aftersales-month")
    lead.page.locator("table").get_by_role("link", name="林娜").click()
    lead.sees("看全部人员", "第一周 0/1 · 漏做")
    for button, ending in (("Excel", "xlsx"), ("本月截图文件夹", "zip")):
        with lead.page.expect_download() as download:
            lead.page.get_by_role("button", name=button).click()
        assert download.value.suggested_filename.endswith(ending)
        lead.open(f"{LIST}/month?month={month}")


def test_company_funds_from_the_request_to_an_error(people: People) -> None:
    agent = people("fanbin", PHONE, site="mingde")
    lead = people("zhangxin", DESKTOP, dark=True, site="mingde")
    agent.open(FUNDS).sees("申请公司资金", "还剩").check("funds-phone")
    agent.send("ask", amount="3000", purpose="短视频推广").sees("待批准")
    lead.open("p/desk/").sees("1 笔投入资金待批准")
    lead.open(FUNDS).sees("范斌", "短视频推广").check("funds-waiting-dark")
    lead.send_by("form[id^='approve-']", amount="2500").sees("2,500").misses("待批准的申请")
    agent.open(FUNDS).send("spend", amount="2600", what="平台充值").sees("还剩 2,500，不够 2,600")
    agent.send("spend", amount="1200.50", what="平台充值").sees("1,299.50")
    agent.send("spend", amount="800", own=True, what="自己充值").sees("不算公司投入").check("funds-spent-phone")
    lead.open(FUNDS).sees("超出 3%").check("funds-month-dark")
    lead.page.locator("table").get_by_role("link", name="范斌").click()
    lead.sees("登记查出的出错或作假").send("find", sort="ERROR", what="少记一笔").sees("没有写差多少")
    lead.send("find", sort="ERROR", amount="120.50", what="少记一笔").sees("资金出错", "120.50", "由人决定")
    lead.check("funds-error-dark")
    agent.open(FUNDS).sees("少记一笔")
    take_up(lead, agent)
    lead.open(f"{FUNDS}/people/fanbin").send("find", sort="ERROR", amount="50", what="又少记一笔").sees("又少记一笔")
    take_up(lead, agent)
    blocked(agent)


def take_up(lead: Person, agent: Person) -> None:
    """The error that was found becomes a case; the agent declines to answer; it is decided as the ladder names it."""
    lead.open("p/desk/conduct/occasions").sees("范斌").send_by("form[id^='take-0-fund-error']")
    lead.arrives(r"/conduct/cases/[^/]+$")
    case = lead.path().removeprefix("/s/mingde/")
    agent.open(case).send("decline-fanbin").sees("不作说明")
    lead.open(case).send("decide-fanbin").sees("张欣 决定")


def blocked(agent: Person) -> None:
    """After the second error the next month is without company funds: asking is refused, with clause and last day."""
    agent.open(FUNDS).sees("公司不投入资金").check("funds-blocked-phone")
    following = agent.page.locator("#ask [name='month'] option").last.get_attribute("value")
    assert following
    agent.send("ask", month=following, amount="1000", purpose="直播推广").sees(
        "公司到", "不给本人投入资金", "23、资金出错"
    )
    agent.check("funds-refused-phone")


def test_from_probation_to_regular(people: People) -> None:
    agent = people("xuting", PHONE, site="mingde")
    lead = people("zhangxin", DESKTOP, site="mingde")
    lead.open(CAREERS).sees("还没有登记任职信息").check("careers-none")
    lead.send("join", person="xuting", position="客服员", day="2026-01-05").sees("试用", "还差")
    lead.check("careers-list")
    agent.open(CAREERS).sees("转正", "还差 60,000", "没有妨碍晋升的情况").check("careers-mine-phone")
    agent.open("p/desk/leads").page.locator("#lead-new-number").press_sequentially("13900139000")
    agent.sees("没有人联系过这个号码").send("lead-new", name="陈先生")
    agent.arrives(r"/leads/(?!look-up)[^/?]+$")
    agent.send("lead-sell", amount="60000").sees("已成交")
    agent.open("p/desk/").sees("业绩已达到转正要求")
    agent.open(CAREERS).sees("已达到", "60,000").check("careers-reached-phone")
    agent.send("ask-regular", summary="学会了接待、回访和售后").sees("转正待登记")
    lead.open(CAREERS).sees("等您办理", "学会了接待").check("careers-waiting")
    lead.send_by("form[id^='regular-']").sees("已转正")
    agent.open(CAREERS).send("report", text="已经转正，谢谢主管").sees("已经转正")
    lead.open(CAREERS).send_by("form[id^='taken-']").misses("等您办理")
    agent.open(CAREERS).sees("已收到").check("careers-regular-phone")
