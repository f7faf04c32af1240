"""When reports are due: on the real calendar, to the second, in zones whose clocks jump."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.regime.reports import ReportForm
from jiaoban.report.rules.due import about, due_on, following, previous

ZONE = "Asia/Shanghai"
FIELDS = [{"id": "said", "title": "内容"}]


def form(**more: Any) -> ReportForm:
    return ReportForm.model_validate(
        {"id": "x", "clause": "t/1", "title": "报表", "at": "21:00", "fields": FIELDS, **more}
    )


WEEKLY = form(rrule="FREQ=WEEKLY;BYDAY=TH", period="week", about="next")
MONTHLY = form(rrule="FREQ=MONTHLY;BYMONTHDAY=-1", period="month", about="next")


@pytest.mark.parametrize(
    ("year", "month", "last"),
    [(2026, 2, 28), (2028, 2, 29), (2100, 2, 28), (2026, 4, 30), (2026, 12, 31)],
)
def test_a_monthly_plan_is_due_on_the_last_day_of_the_real_calendar(year: int, month: int, last: int) -> None:
    days = [day for day in range(1, last + 1) if due_on(MONTHLY, date(year, month, day), ZONE)]
    assert days == [last]


def test_at_new_year_the_plan_is_about_january() -> None:
    assert about(MONTHLY, date(2026, 12, 31)) == (date(2027, 1, 1), date(2027, 2, 1))


def test_what_is_about_the_last_month_knows_it_over_the_year() -> None:
    last = form(rrule="FREQ=MONTHLY;BYMONTHDAY=1", period="month", about="last")
    assert about(last, date(2027, 1, 1)) == (date(2026, 12, 1), date(2027, 1, 1))


def test_a_weekly_plan_is_about_the_week_from_monday() -> None:
    assert about(WEEKLY, date(2026, 3, 12)) == (date(2026, 3, 16), date(2026, 3, 23))


@pytest.mark.parametrize(
    ("second", "in_time"), [("20:59:59", True), ("21:00:00", True), ("21:00:00.999999", True), ("21:00:01", False)]
)
def test_it_is_in_time_up_to_and_with_its_last_second(second: str, in_time: bool) -> None:
    due = due_on(form(), date(2026, 3, 10), ZONE)
    assert due
    assert due.in_time(datetime.fromisoformat(f"2026-03-10T{second}+08:00")) is in_time


@pytest.mark.parametrize(("second", "in_time"), [("21:10:00", True), ("21:10:01", False)])
def test_grace_moves_the_last_second(second: str, in_time: bool) -> None:
    due = due_on(form(grace="PT10M"), date(2026, 3, 10), ZONE)
    assert due
    assert due.in_time(datetime.fromisoformat(f"2026-03-10T{second}+08:00")) is in_time


def test_a_report_opens_with_its_day_and_a_plan_when_the_one_before_was_due() -> None:
    daily, weekly = due_on(form(), date(2026, 3, 10), ZONE), due_on(WEEKLY, date(2026, 3, 12), ZONE)
    assert daily
    assert weekly
    assert daily.opens_at == datetime(2026, 3, 9, 16, tzinfo=UTC)
    assert weekly.opens_at == datetime.fromisoformat("2026-03-05T21:00:01+08:00")


@pytest.mark.parametrize(
    ("day", "at", "utc"),
    [
        (date(2026, 3, 29), "02:30", "2026-03-29T01:00:00"),  # 02:00 to 03:00 does not come: the moment of the jump
        (date(2026, 10, 25), "02:30", "2026-10-25T00:30:00"),  # it comes twice: the first
        (date(2026, 3, 29), "21:00", "2026-03-29T19:00:00"),
        (date(2026, 10, 25), "21:00", "2026-10-25T20:00:00"),
    ],
)
def test_where_clocks_jump_there_is_one_moment(day: date, at: str, utc: str) -> None:
    due = due_on(form(at=at), day, "Europe/Berlin")
    assert due
    assert due.at == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert due.in_time(due.at)
    assert not due.in_time(due.at + timedelta(seconds=1))


def test_what_is_due_next_is_today_until_its_last_second() -> None:
    before, after = (datetime.fromisoformat(f"2026-03-12T21:00:0{second}+08:00") for second in (0, 1))
    now, later = following(WEEKLY, before, ZONE), following(WEEKLY, after, ZONE)
    assert now
    assert later
    assert (now.day, later.day) == (date(2026, 3, 12), date(2026, 3, 19))
    assert previous(WEEKLY, date(2026, 3, 19)) == date(2026, 3, 12)


@given(st.dates(date(2002, 1, 1), date(2150, 12, 31)), st.sampled_from([form(), WEEKLY, MONTHLY]))
def test_every_day_has_a_next_due_and_it_opens_before_it(day: date, one: ReportForm) -> None:
    now = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    due = following(one, now, ZONE)
    assert due is not None
    assert due.in_time(now)
    assert due.opens_at < due.last_at < due.late_at
    assert (due.day - day).days <= 31
