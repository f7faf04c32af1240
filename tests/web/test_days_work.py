"""What a post that is handed over on request only shows first: on the home page, and under the thumb on a phone."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from jiaoban.org import door
from jiaoban.regime.load import load
from jiaoban.web.pages.pressing import by_hurry
from tests import cast
from tests.pure.handover.desk import IN
from tests.web.desk import BASE, WebDesk

pytestmark = pytest.mark.django_db
PACK = load(Path(__file__).parents[2] / "regimes" / "kefu")


@pytest.fixture
def desk() -> Iterator[WebDesk]:
    before = door.clock
    yield WebDesk(PACK)
    door.clock = before


def _bar(page: str) -> str:
    found = re.search(r'<nav class="tabbar".*?</nav>', page, re.DOTALL)
    assert found
    return found[0]


def _step(page: str) -> str:
    found = re.search(r'<h2 id="next-step-title">(.*?)</h2>', page)
    assert found
    return found[1]


def test_the_days_work_is_under_the_thumb_and_nothing_is_lost(desk: WebDesk) -> None:
    page = desk.see(IN, "/")
    assert re.findall(r"<span>(.*?)</span>", _bar(page)) == ["当班", "客户", "报表", "日志", "更多"]
    rail = re.search(r'<nav class="rail".*?</nav>', page, re.DOTALL)
    assert rail
    assert all(f"{BASE}/{one}" in rail[0] for one in ("handover", "log", "leads"))
    more = desk.see_site(IN, "/more")
    rest = re.search(r'<nav class="card rows".*?</nav>', more, re.DOTALL)
    assert rest
    assert "/handover" in rest[0]
    assert "/board" in rest[0]
    assert 'aria-current="page"' in re.findall(r"<a[^>]*>", _bar(desk.see(IN, "/leads")))[1]


def test_the_first_thing_to_do_is_the_next_step(desk: WebDesk) -> None:
    desk.at("08:50")
    assert _step(desk.see(IN, "/")) == "您还没有签到"
    assert desk.send(IN, "attendance.check_in") == 303
    desk.at("09:00")
    assert _step(desk.see(IN, "/")) == "早会"
    desk.at("11:30")
    assert "早会" not in desk.see(IN, "/"), "it does not come any more"
    assert "早会" in desk.see(IN, "/gatherings")
    desk.at("20:30")
    page = desk.see(IN, "/")
    assert _step(page) == "交每日报表"
    assert 'class="columns at-work work-first"' in page


def test_what_can_still_be_done_in_time_goes_first() -> None:
    def day(clock: str) -> datetime:
        return datetime.fromisoformat(f"2026-11-24T{clock}").replace(tzinfo=ZoneInfo("Asia/Shanghai"))

    now = day("20:30")
    things: list[dict[str, Any]] = [{"text": "waits"}, {"text": "late", "at": day("16:00"), "overdue": True}]
    things += [{"text": "later", "at": day("21:20")}, {"text": "soon", "at": day("21:00")}]
    things += [{"text": "tomorrow", "at": day("23:00")}]
    assert [one["text"] for one in by_hurry(things, now)] == ["soon", "later", "late", "waits", "tomorrow"]


def test_one_is_told_to_check_in_before_it_is_late(desk: WebDesk) -> None:
    desk.at("07:20")
    assert "您还没有签到" not in desk.see(IN, "/")
    desk.at("07:40")
    assert "您还没有签到" in desk.see(IN, "/")


def test_the_head_is_told_of_the_month_that_is_over(desk: WebDesk) -> None:
    assert "2026年10月的业绩" not in desk.at("09:00").see(cast.HEAD, "/")
    page = desk.at("09:00", days=8).see(cast.HEAD, "/")
    assert "看2026年11月的业绩" in page
    assert "/conduct/statement?month=2026-11" in page
    assert "看2026年12月谁不得跟进客户" in page
    assert "看2026年11月的业绩" not in desk.see(IN, "/")
    assert "看2026年11月的业绩" not in desk.at("09:00", days=11).see(cast.HEAD, "/")


def test_the_frame_of_a_page_takes_no_name_away_from_it(desk: WebDesk) -> None:
    page = desk.at("11:05").see(IN, "/counts")
    assert "11:00 报数" in page
    assert "打印于" in page
