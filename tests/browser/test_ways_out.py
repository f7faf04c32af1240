"""Where a handover does not simply go on: it is refused and resumed, nobody comes, a post is left in its safe state."""

from playwright.sync_api import Request, expect

from tests import cast
from tests.browser.conftest import People
from tests.browser.held import Held, of_a_live_part, posted
from tests.browser.person import PHONE, Person
from tests.browser.roles import Tonight

UNDER_WAY = 10_000
"""Milliseconds for which a page believes that another one is on its way (away.js)."""
CCR, PATROL = f"p/{cast.CCR}", f"p/{cast.PATROL}"


def offered(out: Person, post: str) -> str:
    """Prepare and offer the handover of a post; return its path."""
    out.clock("07:30").open(f"{post}/duties").send("do-shift-report").send("do-ledgers")
    out.open_running(post)
    while (empty := out.page.locator("form[id^='nothing-']")).count():
        out.send(empty.first.get_attribute("id") or "")
    return out.send("confirm-area-cleaned").send("offer").sees("已交班，待接班").path()


def test_a_refusal_is_mended_and_resumed_and_then_nobody_can_stay(people: People, tonight: Tonight) -> None:
    out = people(tonight.operator.username)
    relief = people(tonight.next_operator.username, PHONE, dark=True)
    lead = people(tonight.lead.username)
    here = offered(out, CCR)

    relief.clock("07:45").open(f"{CCR}/handover").send("report-in", ready=True)
    relief.send("refuse", ground="not-clean", text="控制台下有杂物和积灰")
    relief.sees("拒绝了这次交接", "控制台下有杂物和积灰", "现在的责任", tonight.operator.name).check(
        "exits-refused-phone-dark"
    )
    out.sees("控制台下有杂物和积灰")
    lead.open("board").sees("交接被拒绝").check("exits-board-desktop")
    lead.open(f"{CCR}/").sees("交接被拒绝")

    out.go(here)
    out.send("mend-refusal", how="已清理并擦净")
    relief.sees("已清理并擦净").send("resume", text="已复查，可以").sees("已交班，待接班")
    relief.misses("拒绝了这次交接")

    # The relief falls ill: the supervisor takes the post.
    relief.clock("08:00").open(f"{CCR}/handover").send("declare-fitness", fitness="UNFIT", note="突发头晕")
    lead.go(f"{here}/way-out")
    lead.sees("安排顶班", "值班长代管岗位").check("exits-ways-desktop")
    lead.send("take-over", reason="接班人身体不适，暂无人顶班", account=lead.username, password=tonight.lead.password)
    lead.open(f"{CCR}/responsibility").sees(f"由 {tonight.lead.name} 负责", "值班长代管岗位")
    out.open(f"{CCR}/").sees(tonight.lead.name)


def test_nobody_comes_and_the_patrol_is_left_in_its_safe_state(people: People, tonight: Tonight) -> None:
    out = people(tonight.patrol.username, PHONE)
    lead = people(tonight.lead.username, dark=True)
    out.open_running(PATROL)
    here = out.path()
    out.go(f"{here}/way-out")
    out.send("report-relief", text="何时到岗不明，电话无人接听").check("exits-ways-phone")

    lead.go(f"{here}/way-out")
    lead.sees("厂房照明、排水泵、消防系统正常").check("exits-ways-desktop-dark")
    safe = {"text": "值长在中控室监视，每小时看一次工业电视"}
    lead.send("leave-unattended", account=lead.username, password="not-the-password", **safe).sees("密码")
    out.page.clock.install()
    news = Held(out.go(here).page, of_a_live_part)
    expect(out.page.locator("#connection")).to_have_attribute("data-state", "live")
    lead.send("leave-unattended", account=lead.username, password=tonight.lead.password, **safe)
    go_ones_own_way(out, news, here)
    lead.open(f"{PATROL}/responsibility").sees(f"由 {tonight.lead.name} 负责", "无人值守").check(
        "exits-responsible-dark"
    )
    lead.open(f"{PATROL}/records").sees("按批准的安全状态无人值守")
    lead.open("board").sees(tonight.lead.name)


def go_ones_own_way(out: Person, news: Held, here: str) -> None:
    """News that the handover is over lead to its record, but nobody who is on the way elsewhere; and they are not
    forgotten when the way comes to nothing."""
    page, form = out.page, Held(out.page, posted)
    page.locator("form[id^='nothing-']").first.evaluate("one => one.requestSubmit()")
    form.caught()
    news.let_go()
    assert out.path() == here, "the answer to the form is still to come"
    form.let_go()
    expect(page.locator("[data-refusal]")).to_be_attached()

    news.caught()
    with page.expect_download():
        page.evaluate(f"location.assign('/s/yunfeng/{PATROL}/export/readings.csv')")
    news.let_go()
    assert out.path() == here, "for all that the page knows another one is on its way"
    page.clock.fast_forward(UNDER_WAY)

    news.caught()
    log = Held(page, Request.is_navigation_request)
    page.locator("a[href$='/log']:visible").first.click(no_wait_after=True)
    log.caught()
    news.let_go()
    log.let_go()
    out.arrives("/log$").check("exits-own-way-phone")
