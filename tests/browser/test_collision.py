"""A collision from typing the number to the ruling: a colleague writes the customer down and invites them, another one
types the same number, invites all the same, they do not agree, it goes up, and the supervisor rules."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.person import DESKTOP, PHONE, Person

SITES = ("mingde",)
LIST = "p/desk/leads"
NUMBER = "138 0013 8111"


def test_a_collision_from_the_typed_number_to_the_ruling(people: People) -> None:
    linna = people("linna", PHONE, site="mingde")
    wanglei = people("wanglei", DESKTOP, dark=True, site="mingde")
    customer = invite(linna)
    case = collide(wanglei, customer)
    settle(linna, wanglei, case)
    rule(people, case, customer)


def invite(linna: Person) -> str:
    linna.open(LIST)
    linna.page.locator("#lead-new-number").fill(NUMBER)
    linna.send("lead-new", name="周女士", source="advert", way="phone", result="interested")
    linna.arrives(r"/leads/(?!look-up)[^/?]+$")
    linna.sees("只有林娜联系过，归林娜").check("owner-alone-phone")
    linna.send("lead-appoint", for_at="2026-12-31T14:00", where="中山路校区").sees("只有林娜联系过")
    return linna.path().removeprefix("/s/mingde/")


def collide(wanglei: Person, customer: str) -> str:
    """She sees who was faster, is stopped, gives a reason and goes on: that opens the case."""
    wanglei.open(LIST)
    wanglei.page.locator("#lead-new-number").fill(NUMBER)
    expect(wanglei.page.locator("#looked")).to_contain_text("林娜")
    wanglei.page.locator("#looked a").first.click()
    wanglei.arrives(re.escape(customer))
    wanglei.send("lead-appoint", for_at="2026-12-31T15:00", where="人民路校区")
    wanglei.sees("林娜已经约好这位客户", "18.撞单").check("owner-stopped-dark")
    wanglei.send("lead-appoint", for_at="2026-12-31T15:00", where="人民路校区", despite="家长自己来问的")
    wanglei.sees("资源共享", "协商中").check("owner-shared-dark")
    wanglei.page.locator("#cases a").first.click()
    wanglei.arrives(r"/collisions/")
    return wanglei.sees("联系或邀约时自动发现", "重复邀约").check("case-dark").path().removeprefix("/s/mingde/")


def settle(linna: Person, wanglei: Person, case: str) -> None:
    wanglei.send("propose", share="50", keeper="王蕾").sees("不允许一人一半营业额").check("case-half-dark")
    wanglei.send("propose", share="100", keeper="王蕾", note="家长来找我的").sees("归 王蕾，占业绩 100%")
    linna.open("p/desk/").sees("撞单待商定")
    linna.open(case).sees("归 王蕾").check("case-phone")
    linna.send("give-up", reason="都说是自己先联系的").sees("待主管裁定", "作废于").check("case-up-phone")


def rule(people: People, case: str, customer: str) -> None:
    """The supervisor rules, finds that it was not on purpose, and everybody sees whose the customer is now."""
    chief = people("zhangxin", DESKTOP, site="mingde")
    chief.open("p/desk/").sees("撞单待裁定", "重复邀约待认定")
    chief.open("p/desk/collisions").sees("要处理的", "待认定").check("collisions-chief")
    chief.send_by("form[id^='intent-']", reason="家长自己来问的，不是有意").sees("无意")
    chief.open(case).send("rule", keeper="林娜", reason="林娜先联系、先约的").sees("主管已裁定", "先约的")
    chief.check("case-ruled")
    chief.open(customer).sees("裁定", "归林娜", "撞单").check("owner-ruled")
