"""What is said of reports in a chat group: once, with every figure, and nothing that somebody wrote marks it up."""

import pytest

from jiaoban.kernel.saying import Said, Told, said_of
from jiaoban.kernel.tongue import CHINESE, ENGLISH
from jiaoban.org import queries as org
from jiaoban.report import saying as _saying  # noqa: F401 - declares what is said
from tests.pure.report.desk import DAY, SAID, Desk, desk


@pytest.fixture
def made() -> Desk:
    return desk()


def told(made: Desk, number: int = -1, *, english: bool = False) -> Said | None:
    act = list(made.book.acts())[number]
    names = org.names(made.book)
    tongue = ENGLISH if english else CHINESE
    return said_of(Told(made.book, act, made.place, made.packs, tongue, lambda key: names.get(key, key)))


def test_what_was_handed_in_is_told_field_by_field(made: Desk) -> None:
    made.do("report.submit", "李娜", report="daily-report", values={**SAID, "said": "**加粗** @所有人"})
    said = told(made)
    assert said
    assert said.title == "每日报表 3月10日 李娜"
    assert "**联系客户**：20" in said.text
    assert "**业绩（元）**：3800" in said.text
    assert "@" not in said.text
    assert "＊＊加粗＊＊" in said.text
    assert "迟交" not in said.text


def test_lateness_and_corrections_are_told(made: Desk) -> None:
    made.at("21:00:01").submit("李娜")
    said = told(made)
    assert said
    assert said.text.endswith("迟交")
    correction = {"report": "daily-report", "day": DAY, "person": made.world.keys["李娜"], "reason": "漏算一个"}
    made.do("report.amend", "李娜", values={"contacts": "21"}, **correction)
    said = told(made, english=True)
    assert said
    assert said.title == "Daily report 2026-03-10 amended, 李娜"
    assert said.text == "**Customers contacted**: 21\n**Why**: 漏算一个"


def test_a_plan_that_the_regime_does_not_post_is_not_told(made: Desk) -> None:
    plan = {"appointments": "15", "visits": "6", "revenue": "20000", "how": "先回访"}
    assert made.do("report.submit", "李娜", report="weekly-plan", values=plan).refusal is None
    assert told(made) is None


def test_who_is_missing_is_told_once_for_all(made: Desk) -> None:
    made.at("21:00:01").note("李娜")
    said = told(made)
    assert said
    assert said.title == "每日报表没有按时交"
    assert "没有按时交的 2 人：李娜、王蕾" in said.text
    made.note("王蕾")
    assert told(made) is None


def test_what_is_long_over_is_not_told(made: Desk) -> None:
    made.at("21:00:02", day=11).note("李娜")
    assert told(made) is None
