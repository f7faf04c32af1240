"""A sales desk: an agent asks a colleague to swap, who agrees on a phone; once reported, the roster has changed."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import People
from tests.browser.person import PHONE

SITES = ("mingde",)
DESK = "p/desk"
ASKER, COLLEAGUE = ("yaoyuan", "姚媛"), ("fanbin", "范斌")


def test_a_swap_is_asked_agreed_to_and_reported(people: People) -> None:
    asker = people(ASKER[0], site="mingde")
    colleague = people(COLLEAGUE[0], PHONE, site="mingde", dark=True)

    asker.open(f"{DESK}/swaps").sees("怎样换班", "孙悦", "已经生效").check("swaps-desktop")
    asker.open(f"{DESK}/swaps/new").sees("换哪个班").check("swap-new-desktop")
    asker.page.locator("#colleague").select_option(label=COLLEAGUE[1])
    asker.page.locator("#choose-swap button[type=submit]").click()
    asker.sees("换回对方的班")
    _choose_free_days(asker.page)
    asker.page.locator("#choose-swap button[type=submit]").click()
    asker.sees("向同事提出").check("swap-answer-desktop")
    said = {"reason": "接孩子", "more": "无"}
    if asker.page.locator("#ask-swap [name=despite]").count():
        said["despite"] = "当月补休"
    asker.send("ask-swap", **said).sees("还在等同事答复", "还没有生效")
    here = asker.path()

    colleague.open(f"{DESK}/").sees(f"{ASKER[1]} 想与您换班")
    colleague.go(here)
    colleague.sees("同意", "接孩子").check("swap-agree-phone-dark")
    agree = re.sub(r".*/swaps/", "roster-agree-swap-", here)
    colleague.send(agree, more="无").sees("换班要交接工作，这些还没有写：三号坐席耳机有杂音")
    colleague.check("swap-work-phone-dark")
    colleague.send(agree, more="无", **{"work.0.note": "行政周四送新的来"}).sees("双方已同意，还没有报告")

    asker.go(here)
    asker.send(re.sub(r".*/swaps/", "roster-tell-swap-", here), to="zhangxin").sees("已经生效", "报告 张欣")
    asker.check("swap-holds-desktop")
    expect(asker.page.locator("main")).not_to_contain_text("还没有生效")
    asker.open(f"{DESK}/roster/rules").sees("休息日当月休完", "每周休息一天").check("roster-rules-desktop")


def _choose_free_days(page: Page) -> None:
    """Choose a shift of one's own on the colleague's rest day, and theirs on one's own."""
    mine = page.locator("#mine option").evaluate_all("all => all.map(one => one.value)")
    theirs = page.locator("#theirs option").evaluate_all("all => all.map(one => one.value)")
    give = next(one for one in mine if one not in theirs)
    take = next(one for one in theirs if one and one not in mine)
    page.locator("#mine").select_option(give)
    page.locator("#theirs").select_option(take)
