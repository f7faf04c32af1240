"""Rules of RFC 5545 for duties: days, shifts, times of day; month ends, leap days, summer time."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.kernel.shifts import Shift, ShiftKind, ShiftPattern, local
from jiaoban.kernel.words import Words
from jiaoban.regime.duties import Duty
from jiaoban.regime.recurrence import due, falling, occurs, wrong
from tests.pure.regime.small import FILES, changed, small
from tests.pure.workplace import SHIFTS

DUTIES = "duties:\n  - id: report\n    clause: small/1\n"
CHINA, BERLIN = "Asia/Shanghai", "Europe/Berlin"


def duty(rrule: str = "", **more: Any) -> Duty:
    return Duty(id="x", clause="small/1", title=Words(zh="x"), rrule=rrule, **more)


def days(one: Duty, first: date, count: int) -> list[str]:
    found = (first + timedelta(days=step) for step in range(count))
    return [day.isoformat() for day in found if occurs(one, day)]


def shift(code: str, day: date, zone: str = CHINA) -> Shift:
    return next(one for one in SHIFTS.on(day, zone) if one.code == code)


@pytest.mark.parametrize(
    ("rule", "first", "count", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", date(2026, 11, 23), 9, ["2026-11-24", "2026-12-01"]),
        ("FREQ=DAILY;INTERVAL=2", date(2001, 1, 1), 4, ["2001-01-01", "2001-01-03"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", date(2026, 2, 20), 45, ["2026-02-28", "2026-03-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", date(2028, 2, 20), 15, ["2028-02-29"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", date(2026, 4, 1), 90, ["2026-05-31"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", date(2026, 1, 1), 1100, ["2028-02-29"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", date(2026, 10, 25), 40, ["2026-10-30", "2026-11-30"]),
        ("FREQ=WEEKLY", date(2026, 11, 23), 8, ["2026-11-23", "2026-11-30"]),
        ("FREQ=MONTHLY", date(2026, 11, 23), 12, ["2026-12-01"]),
    ],
)
def test_days(rule: str, first: date, count: int, expected: list[str]) -> None:
    assert days(duty(rule), first, count) == expected


def test_intervals_are_counted_from_the_day_that_is_given() -> None:
    every_other = duty("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", since=date(2026, 11, 24))
    assert days(every_other, date(2026, 11, 1), 45) == ["2026-11-24", "2026-12-08"]
    assert days(duty(since=date(2026, 11, 24)), date(2026, 11, 22), 4) == ["2026-11-24", "2026-11-25"]


def test_without_a_rule_a_duty_falls_into_every_shift_as_before() -> None:
    night = shift("N", date(2026, 11, 23))
    assert due(duty(before_end=timedelta(minutes=20)), night, "hall", CHINA) == night.ends_at - timedelta(minutes=20)
    assert due(duty(shifts=("D",)), night, "hall", CHINA) is None
    assert due(duty(posts=("room",)), night, "hall", CHINA) is None


def test_with_a_rule_it_falls_into_the_shifts_of_its_days() -> None:
    tuesdays = duty("FREQ=WEEKLY;BYDAY=TU", shifts=("D",))
    found = [
        (one.day.isoformat(), one.code)
        for step in range(8)
        for one in SHIFTS.on(date(2026, 11, 23) + timedelta(days=step), CHINA)
        if due(tuesdays, one, "hall", CHINA)
    ]
    assert found == [("2026-11-24", "D")]
    assert falling([tuesdays], shift("D", date(2026, 11, 24)), "hall", CHINA)[0][0] == tuesdays


def test_at_a_time_of_day_it_falls_into_the_shift_that_runs_then() -> None:
    at_ten = duty("FREQ=WEEKLY;BYDAY=TU", at=time(10))
    assert due(at_ten, shift("D", date(2026, 11, 24)), "hall", CHINA) == datetime(2026, 11, 24, 2, tzinfo=UTC)
    assert due(at_ten, shift("E", date(2026, 11, 24)), "hall", CHINA) is None
    assert due(at_ten, shift("D", date(2026, 11, 25)), "hall", CHINA) is None


def test_a_night_over_midnight_takes_the_hours_of_both_its_days() -> None:
    night = ShiftPattern(shifts=(ShiftKind(code="N", name=Words(zh="夜"), begins=time(20), ends=time(8)),))
    (monday,) = night.on(date(2026, 11, 23), CHINA)
    late, early = duty("FREQ=WEEKLY;BYDAY=MO", at=time(22)), duty("FREQ=WEEKLY;BYDAY=TU", at=time(3))
    assert due(late, monday, "hall", CHINA) == datetime(2026, 11, 23, 14, tzinfo=UTC)
    assert due(early, monday, "hall", CHINA) == datetime(2026, 11, 23, 19, tzinfo=UTC)
    assert due(duty("FREQ=WEEKLY;BYDAY=TU", at=time(22)), monday, "hall", CHINA) is None


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 3, 29), time(7, 0), datetime(2026, 3, 29, 5, 0, tzinfo=UTC)),
        (date(2026, 3, 28), time(7, 0), datetime(2026, 3, 28, 6, 0, tzinfo=UTC)),
    ],
)
def test_summer_time_begins_and_ends(day: date, at: time, expected: datetime) -> None:
    assert due(duty("FREQ=DAILY", at=at), shift("N", day, BERLIN), "hall", BERLIN) == expected


@pytest.mark.parametrize("zone", [CHINA, BERLIN, "America/New_York"])
@given(day=st.dates(date(2024, 1, 1), date(2032, 12, 31)), at=st.times().map(lambda t: t.replace(tzinfo=None, fold=0)))
def test_a_daily_duty_falls_into_one_shift_a_day(zone: str, day: date, at: time) -> None:
    one = duty("FREQ=DAILY", at=at)
    shifts = [each for step in (-1, 0, 1) for each in SHIFTS.on(day + timedelta(days=step), zone)]
    moments = [moment for each in shifts if (moment := due(one, each, "hall", zone)) is not None]
    assert moments.count(local(day, at, zone)) == 1


BYS = {
    "DAILY": ("", ";BYDAY=MO,WE", ";BYMONTHDAY=31", ";BYMONTH=2"),
    "WEEKLY": ("", ";BYDAY=TU,SU", ";BYDAY=MO,TU,FR;BYSETPOS=-1;WKST=SU", ";BYMONTH=1,7"),
    "MONTHLY": ("", ";BYMONTHDAY=-1", ";BYDAY=2TU", ";BYMONTH=2", ";BYDAY=MO,FR;BYSETPOS=1"),
    "YEARLY": (
        "",
        ";BYMONTH=2",
        ";BYWEEKNO=1,53",
        ";BYYEARDAY=-1,60",
        ";BYMONTH=2;BYMONTHDAY=29",
        ";BYDAY=MO;BYSETPOS=2",
    ),
}


@given(
    rule=st.sampled_from([f"FREQ={frequency}{more}" for frequency, parts in BYS.items() for more in parts]),
    every=st.sampled_from([1, 1, 2, 3, 5, 13, 400]),
    since=st.dates(date(2001, 1, 1), date(2027, 12, 31)) | st.sampled_from([date(2020, 2, 29), date(2025, 1, 31)]),
    month=st.dates(date(2019, 1, 1), date(2029, 12, 31)),
)
def test_a_rule_names_the_days_of_a_month_that_it_names_when_counted_from_its_first_day(
    rule: str, every: int, since: date, month: date
) -> None:
    begun = datetime.combine(since, time())
    first = datetime(month.year, month.month, 1)
    last = first + timedelta(days=calendar.monthrange(month.year, month.month)[1] - 1)
    written = f"{rule};INTERVAL={every}"
    expected = rrulestr(written, dtstart=begun).between(first, last, inc=True)
    assert days(duty(written, since=since), first.date(), (last - first).days + 1) == [
        f"{one:%Y-%m-%d}" for one in expected
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=HOURLY",
        "BYDAY=TU",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=DAILY;COUNT=3",
        "FREQ=DAILY;UNTIL=20270101",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;INTERVAL=99999999999",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=DAILY;",
        "DTSTART:20260101",
        "每周二",
    ],
)
def test_senseless_rules(rule: str) -> None:
    assert wrong(duty(rule)) is not None


def test_a_pack_may_say_a_rule_and_keeps_its_digest_without_one() -> None:
    assert DUTIES in FILES["handover.yaml"]
    (plain, _) = changed("handover.yaml", "- id: report\n", "- id: report\n")
    text = FILES["handover.yaml"].replace(
        "    before_end: PT20M\n", "    rrule: FREQ=WEEKLY;BYDAY=TU\n    at: 10:00:00\n"
    )
    ruled = small(handover=text)
    assert ruled.pack is not None, ruled.problems
    assert plain.pack is not None
    assert ruled.pack.handover.duties[0].at == time(10)
    assert b"rrule" not in plain.pack.canonical()
    assert b"rrule" in ruled.pack.canonical()
    assert type(ruled.pack).read(ruled.pack.canonical()) == ruled.pack


@pytest.mark.parametrize(
    ("added", "where"),
    [("    rrule: FREQ=HOURLY\n", "rrule"), ("    at: 10:00:00\n    before_end: PT20M\n", "at")],
)
def test_a_senseless_rule_is_named_with_its_place(added: str, where: str) -> None:
    text = FILES["handover.yaml"]
    at = text.index(DUTIES) + len(DUTIES)
    rest = text[at:].replace("    before_end: PT20M\n", "")
    report = small(handover=text[:at] + added + rest)
    assert report.pack is None
    assert [problem.path for problem in report.problems] == [f"duties[0].{where}"]
