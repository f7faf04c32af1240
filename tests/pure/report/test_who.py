"""Who is due: from the roster, approved leave, and since when people are there."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from jiaoban.regime.reports import ReportForm
from jiaoban.report.rules.who import Worker, exemption, workers

BEGIN = datetime(2026, 3, 9, 16, tzinfo=UTC)
DAY = (BEGIN, BEGIN + timedelta(days=1))
SHIFT = (BEGIN + timedelta(hours=9), BEGIN + timedelta(hours=17, minutes=30))


def form(*exempt: str) -> ReportForm:
    said: dict[str, Any] = {"id": "x", "clause": "t/1", "title": "报表", "at": "21:00", "exempt": exempt}
    return ReportForm.model_validate({**said, "fields": [{"id": "said", "title": "内容"}]})


def hours(begin: float, end: float) -> tuple[datetime, datetime]:
    return BEGIN + timedelta(hours=begin), BEGIN + timedelta(hours=end)


def test_who_came_today_is_there_where_the_roster_has_them_and_else_from_tomorrow() -> None:
    came = BEGIN + timedelta(hours=10)
    since = {"old": (BEGIN, None), "new": (came, None), "rostered": (came, None), "gone": (BEGIN, came)}
    assert [one.person for one in workers(since, DAY, [(["rostered"], SHIFT)])] == ["old", "rostered"]


@pytest.mark.parametrize(
    ("away", "why"),
    [
        ([], ""),
        ([hours(9, 17.5)], "ABSENT"),
        ([hours(9, 13)], ""),
        ([hours(13, 17.5)], ""),
        ([hours(9, 12), hours(12, 17.5)], "ABSENT"),
        ([hours(9, 12), hours(13, 17.5)], ""),
        ([hours(-48, 48)], "ABSENT"),
        ([hours(18, 24)], ""),
    ],
)
def test_only_leave_of_the_whole_shift_exempts(away: list[tuple[datetime, datetime]], why: str) -> None:
    assert exemption(form("rest", "absence"), Worker("a", (SHIFT,)), [SHIFT], away) == why


def test_a_rest_day_exempts_where_the_form_says_so() -> None:
    assert exemption(form("rest"), Worker("a"), [SHIFT], []) == "REST"
    assert exemption(form("absence"), Worker("a"), [SHIFT], []) == ""
    assert exemption(form("rest", "absence"), Worker("a"), [SHIFT], [SHIFT]) == "ABSENT"
    assert exemption(form(), Worker("a"), [SHIFT], [SHIFT]) == ""


def test_whoever_is_nowhere_on_the_roster_is_exempt_where_the_form_says_so() -> None:
    assert exemption(form("unrostered"), Worker("a"), [SHIFT], [], rostered=False) == "UNROSTERED"
    assert exemption(form("unrostered"), Worker("a"), [SHIFT], [], rostered=True) == ""
    assert exemption(form("absence"), Worker("a"), [SHIFT], [], rostered=False) == ""
