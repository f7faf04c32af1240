"""A month's roster: wished for on a phone, proposed, looked at, taken, and changed by hand; and one that cannot be."""

import json

from jiaoban.roster.queries import month_bounds
from tests import cast
from tests.browser.conftest import Commands, People
from tests.browser.person import PHONE
from tests.browser.roles import Tonight

CCR = f"p/{cast.CCR}"
SEARCHED = 60_000
"""Milliseconds for a search on a busy machine."""


def test_a_month_is_wished_for_proposed_taken_and_changed(people: People, tonight: Tonight, jiaoban: Commands) -> None:
    operator, lead = people(tonight.operator.username, PHONE), people(tonight.lead.username)
    operator.open(f"{CCR}/roster/wishes").sees("我的意愿", "大家的意愿").check("wishes-phone")
    month = operator.page.locator(".pager strong").inner_text()
    year, number = (int(part) for part in month.removesuffix("月").split("年"))
    first, _ = month_bounds(year, number)
    day = first.replace(day=20)
    operator.send("wish", day=day.isoformat(), wants="OFF", weight="3", note="搬家").sees("不想上任何班", "搬家")
    lead.open(f"{CCR}/roster/proposals").sees("生成方案", tonight.operator.name).check("proposals-desktop")
    lead.send("propose", seconds="60")
    lead.sees("采用这个方案", within=SEARCHED).sees("改动", "意愿").check("proposal-desktop")
    lead.page.get_by_text("逐班看改动").click()
    lead.send("take", reason="下月排班").sees("下月排班")
    found = json.loads(jiaoban("roster", "propose", cast.CCR, f"{first:%Y-%m}", "--site", cast.SITE, "--json").stdout)
    assert (found["state"], found["cells"]) == ("FOUND", []), "what was taken is what would be proposed again"
    lead.page.get_by_text("换班、顶班").click()
    lead.send("exception", day=day.isoformat(), shift=cast.DAY, people=tonight.next_operator.key, reason="临时顶班")
    lead.open(f"{CCR}/roster?month={first:%Y-%m}").sees("临时顶班")


def test_a_month_that_cannot_be_tells_why_on_a_phone_in_the_dark(people: People, tonight: Tonight) -> None:
    lead = people(tonight.lead.username, PHONE, dark=True)
    lead.open(f"{CCR}/roster/proposals").sees("生成方案")
    lead.page.fill("#each-1", "4")
    lead.page.fill("#each-2", "4")
    lead.send("propose")
    lead.sees("不能同时满足", within=SEARCHED).sees("排4人", "再少的要求之间没有矛盾").check("conflict-phone-dark")
