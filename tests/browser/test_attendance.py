"""A desk by the clock: somebody comes at last, the supervisor sees it at once; who is alone the next day closes."""

from playwright.sync_api import expect

from tests.browser.conftest import Commands, People
from tests.browser.person import DESKTOP, PHONE

SITES = ("mingde",)
PAGE = "p/desk/attendance"


def test_an_agent_comes_late_and_the_last_to_leave_closes(people: People, jiaoban: Commands) -> None:
    agent = people("fanbin", PHONE, site="mingde")
    lead = people("zhangxin", DESKTOP, site="mingde")
    lead.open(PAGE).sees("范斌", "还没有来", "旷工 3 小时").check("attendance-lead")

    agent.open("p/desk/").sees("您还没有签到").page.get_by_role("link", name="您还没有签到").click()
    agent.sees("没有签到").check("attendance-phone").send("check_in-desk").sees("已签到")
    expect(lead.page.locator("#there")).to_contain_text("现在在岗 10 人")
    agent.open("p/desk/").misses("您还没有签到")
    agent.open(f"{PAGE}/mine").sees("旷工 3 小时", "迟到").check("attendance-mine")

    lead.open(f"{PAGE}/month").sees("范斌", "1 次").check("attendance-month")
    lead.page.locator("table").get_by_role("link", name="范斌").click()
    lead.sees("补登：在岗而没有签到").check("attendance-person")
    lead.page.get_by_text("更正或划除").first.click()
    correct = lead.page.locator("form[id^='correct-']").first.get_attribute("id")
    assert correct is not None
    lead.send(correct, reason="记错了").sees("和原来的一样")

    assert jiaoban("demo", "clock", "--site", "mingde", "08:55").returncode == 0
    agent.open(PAGE).send("check_in-desk").sees("08:5", "现在只有您一个人在")
    assert jiaoban("demo", "clock", "--site", "mingde", "17:30").returncode == 0
    agent.open(PAGE).send("check_out-desk").sees("您是最后离开的，还没有确认：电源已关、设备已关、窗已关、门已锁。")
    agent.check("attendance-last")
    for line in agent.page.locator("#check_out-desk [name='closed']").all():
        line.check(force=True)
    agent.send("check_out-desk").sees("上一次最后离开", "门已锁", "现在在岗 0 人")
    lead.open(PAGE).sees("现在在岗 0 人")
