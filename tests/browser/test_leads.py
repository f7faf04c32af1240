"""An enrolment office: a number is typed and the desk sees at once who had to do with that customer; a new one is
written down, invited, comes, buys; whole numbers are seen and erased only in the open."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.person import DESKTOP, PHONE, Person

SITES = ("mingde",)
LIST = "p/desk/leads"
NUMBER, OTHERWISE, MASKED = "138 0013 8000", "+86-138-0013-8000", "138****8000"


def test_a_customer_from_the_typed_number_to_the_sale(people: People) -> None:
    linna = people("linna", PHONE, site="mingde")
    customer = write_down(linna)
    wanglei = people("wanglei", DESKTOP, dark=True, site="mingde")
    meet(wanglei, customer)
    go_on(linna, wanglei, customer)
    head = people("zhengli", DESKTOP, site="mingde")
    guard(wanglei, head, customer)


def write_down(linna: Person) -> str:
    """By the keyboard alone: type, read the answer, enter, go on typing."""
    linna.open(LIST).sees("先查号码，再联系", "还没有登记过客户").check("leads-empty-phone")
    number = linna.page.locator("#lead-new-number")
    number.press_sequentially("1380013")
    expect(linna.page.locator("#looked")).to_contain_text("位数不够")
    number.press_sequentially("8000")
    expect(linna.page.locator("#looked")).to_contain_text("没有人联系过这个号码")
    number.press("Enter")
    expect(linna.page.locator("#new-lead")).to_have_attribute("open", "")
    assert linna.page.locator("#lead-new-number").input_value() == "13800138000"
    said = {
        "name": "刘女士",
        "source": "advert",
        "way": "phone",
        "result": "interested",
        "said": "孩子读初二，问周末班",
    }
    linna.check("leads-new-phone").send("lead-new", **said)
    linna.arrives(r"/leads/(?!look-up)[^/?]+$")
    linna.sees("刘女士", MASKED, "有意向", "孩子读初二").misses(NUMBER).check("lead-phone")
    return linna.path().removeprefix("/s/mingde/")


def meet(wanglei: Person, customer: str) -> None:
    """A colleague types the same number otherwise: who, when and with what result is there at once."""
    wanglei.open(LIST).sees("刘女士", MASKED)
    wanglei.page.locator("#lead-new-number").fill(OTHERWISE)
    looked = wanglei.page.locator("#looked")
    expect(looked).to_contain_text("林娜")
    expect(looked).to_contain_text("有意向")
    wanglei.check("leads-known-dark").send("lead-new", name="刘妈妈")
    wanglei.sees("这个号码已经登记过", "林娜联系过这位客户", "18.撞单")
    assert wanglei.page.locator("#lead-new-name").input_value() == "刘妈妈"
    wanglei.check("leads-refused-dark")
    wanglei.page.locator("#looked a").first.click()
    wanglei.arrives(re.escape(customer))


def go_on(linna: Person, wanglei: Person, customer: str) -> None:
    linna.open(customer).send("lead-appoint", for_at="2026-12-31T14:00", where="中山路校区").sees(
        "已邀约", "中山路校区"
    )
    linna.send_by("form[id^='move-']", for_at="2026-12-31T16:00", where="中山路校区", reason="孩子有课").sees(
        "改约，原定"
    )
    wanglei.open(customer).send("lead-visit", note="带孩子试听").sees("已到店")
    wanglei.send("lead-take-deposit", amount="500").sees("已交定金")
    wanglei.send("lead-sell", amount="68000").sees("已成交", "68,000")
    wanglei.send_by("form[id^='correct-']", amount="6800", reason="多写一个零").sees("更正，原为", "68,000", "6,800")
    wanglei.check("lead-sold-dark")


def guard(wanglei: Person, head: Person, customer: str) -> None:
    """Whoever sees the whole number is seen; what is erased is gone and what happened stays."""
    wanglei.send("reveal", why="约老师").sees(NUMBER).check("lead-revealed-dark")
    head.open(f"{LIST}/seen").sees("王蕾", "看了完整号码", "刘女士", "约老师").check("leads-seen")
    head.open(customer).misses(NUMBER).send("erase", reason="家长来电要求").sees(
        "已删除的客户", "家长来电要求", "6,800"
    )
    head.misses(MASKED, "刘女士", "孩子读初二").check("lead-erased")
    wanglei.open(LIST).misses("刘女士")
    wanglei.page.locator("#lead-new-number").fill(NUMBER)
    expect(wanglei.page.locator("#looked")).to_contain_text("没有人联系过这个号码")
