"""When parameters are to be read, and which readings keep it."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.kernel.refusal import BadInput
from jiaoban.plant import measured, queries
from jiaoban.plant.rules.schedule import moments, need_schedule, slots, spelled
from tests.pure.workplace import NOON, ZHAO, Workplace, minutes

HOUR = timedelta(hours=1)
ZONE = "Asia/Shanghai"


def local(text: str, zone: str = "+08:00") -> datetime:
    return datetime.fromisoformat(f"2026-{text}:00{zone}").astimezone(UTC)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("", ""),
        ("每小时", "FREQ=HOURLY"),
        ("整点", "FREQ=HOURLY"),
        ("每2小时", "FREQ=HOURLY;INTERVAL=2"),
        ("every 2 h", "FREQ=HOURLY;INTERVAL=2"),
        ("每30分钟", "FREQ=MINUTELY;INTERVAL=30"),
        ("8,20", "08:00,20:00"),
        ("20:00、08:00", "08:00,20:00"),
        ("８：３０", "08:30"),
        ("8点、20点30分", "08:00,20:30"),
        ("24:00", "00:00"),
        ("RRULE:FREQ=DAILY;BYHOUR=8,20", "FREQ=DAILY;BYHOUR=8,20"),
        ("freq=hourly; interval=2", "FREQ=HOURLY;INTERVAL=2"),
    ],
)
def test_a_schedule_is_kept_in_one_form(said: str, kept: str) -> None:
    assert need_schedule(said) == kept
    assert need_schedule(kept) == kept


NONE = """sometimes|25:00|8:60|每0小时|每5分钟|FREQ=SECONDLY|FREQ=HOURLY;COUNT=3|FREQ=HOURLY;UNTIL=20270101|FREQ=
FREQ=DAILY;BYMONTHDAY=32|FREQ=YEARLY|FREQ=MONTHLY;BYMONTH=2|INTERVAL=2|FREQ=DAILY;BYHOUR=99|FREQ=HOURLY;INTERVAL=0
24:30|08:00,"""


@pytest.mark.parametrize("said", NONE.replace("\n", "|").split("|"))
def test_what_is_no_schedule_is_refused_with_what_would_be_right(said: str) -> None:
    with pytest.raises(BadInput) as caught:
        need_schedule(said)
    assert caught.value.where == "schedule"
    assert caught.value.right.zh


def clocks(schedule: str, begins: datetime, ends: datetime, zone: str = ZONE) -> list[str]:
    from zoneinfo import ZoneInfo

    return [f"{one.astimezone(ZoneInfo(zone)):%d %H:%M}" for one in moments(schedule, begins, ends, zone)]


def test_hours_of_a_night_shift_run_over_midnight() -> None:
    found = clocks("FREQ=HOURLY;INTERVAL=2", local("11-30T20"), local("12-01T04"))
    assert found == ["30 20:00", "30 22:00", "01 00:00", "01 02:00"]


def test_a_shift_has_its_begin_and_not_its_end() -> None:
    assert clocks("08:00,16:00", local("11-23T08"), local("11-23T16")) == ["23 08:00"]


def test_the_leap_day_and_the_end_of_the_month_are_days() -> None:
    begins = datetime(2028, 2, 28, 20, tzinfo=UTC)
    assert [f"{one:%m-%d}" for one in moments("08:00", begins, begins + 72 * HOUR, "UTC")] == [
        "02-29",
        "03-01",
        "03-02",
    ]
    ends = moments("FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=8", begins, begins + 40 * 24 * HOUR, "UTC")
    assert [f"{one:%m-%d %H}" for one in ends] == ["02-29 08", "03-31 08"]


def test_every_other_day_is_counted_the_same_way_for_ever() -> None:
    begins = datetime(2026, 11, 1, tzinfo=UTC)
    whole = moments("FREQ=DAILY;INTERVAL=2;BYHOUR=8", begins, begins + 40 * 24 * HOUR, "UTC")
    assert {later - earlier for earlier, later in pairwise(whole)} == {48 * HOUR}
    part = moments("FREQ=DAILY;INTERVAL=2;BYHOUR=8", begins + 9 * 24 * HOUR, begins + 12 * 24 * HOUR, "UTC")
    assert set(part) <= set(whole)


def test_days_on_which_the_clocks_change_have_23_and_25_hours() -> None:
    zone = "Europe/Berlin"
    spring = datetime(2026, 3, 28, 23, tzinfo=UTC)  # midnight there
    autumn = datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert len(moments("FREQ=HOURLY", spring, spring + 23 * HOUR, zone)) == 23
    assert len(moments("FREQ=HOURLY", autumn, autumn + 25 * HOUR, zone)) == 25
    assert moments("02:30", spring, spring + 23 * HOUR, zone) == [datetime(2026, 3, 29, 1, tzinfo=UTC)]
    assert len(moments("FREQ=HOURLY;BYDAY=SU", autumn, autumn + 25 * HOUR, zone)) == 25
    assert moments("FREQ=HOURLY;BYDAY=MO", autumn, autumn + 25 * HOUR, zone) == []


@pytest.mark.parametrize("rule", ["FREQ=HOURLY;BYHOUR=0,8,20", "FREQ=MINUTELY;INTERVAL=60;BYHOUR=0,8,20"])
@pytest.mark.parametrize("day", [datetime(2026, 3, 29), datetime(2026, 10, 25)])
def test_hours_that_a_rule_names_are_those_of_the_clock_on_such_days_as_well(rule: str, day: datetime) -> None:
    there = ZoneInfo("Europe/Berlin")
    begins, ends = (one.replace(tzinfo=there).astimezone(UTC) for one in (day, day + timedelta(days=1)))
    found = [one.astimezone(there).hour for one in moments(rule, begins, ends, "Europe/Berlin")]
    assert found == [0, 8, 20]


@pytest.mark.parametrize(
    ("read", "told", "now", "state"),
    [
        (None, None, -1, "COMING"),
        (None, None, 0, "DUE"),
        (None, None, 15, "DUE"),
        (None, None, 16, "MISSING"),
        (0, 0, 60, "READ"),
        (-15, -15, 60, "READ"),
        (15, 15, 60, "READ"),
        (16, 16, 60, "MISSING"),
        (-16, -16, 60, "MISSING"),
        (3, 40, 60, "LATE"),
        (3, 15, 60, "READ"),
    ],
)
def test_where_a_scheduled_reading_stands(read: int | None, told: int | None, now: int, state: str) -> None:
    reads = [(NOON + minutes(read), NOON + minutes(told or 0))] if read is not None else []
    (found,) = slots([NOON], reads, 15, NOON + minutes(now))
    assert found.state == state
    assert (found.read_at is not None) == (state in ("READ", "LATE"))


@given(st.lists(st.integers(-200, 500), max_size=8), st.integers(1, 90))
def test_a_reading_keeps_one_moment_at_most(offsets: list[int], grace: int) -> None:
    wanted = [NOON + number * HOUR for number in range(5)]
    reads = [(NOON + minutes(one), NOON + minutes(one)) for one in offsets]
    kept = [one for one in slots(wanted, reads, grace, NOON + 9 * HOUR) if one.read_at is not None]
    assert len({one.read_at for one in kept}) == len(kept)
    assert all(abs(one.read_at - one.at) <= minutes(grace) for one in kept if one.read_at is not None)


def test_the_readings_of_a_shift_are_looked_up_at_once(plant: Workplace) -> None:
    for key, schedule in (("a", "每小时"), ("b", "8,20"), ("c", "")):
        plant.done("plant.register_parameter", ZHAO, parameter=key, name=key, group="g", schedule=schedule)
    plant.done("plant.read", readings=[{"parameter": "a", "value": "1"}], at=NOON - minutes(125))
    begins = NOON - 4 * HOUR
    every = queries.parameters(plant.book, "hall")
    found = measured.scheduled(plant.book, every, begins, begins + 8 * HOUR, ZONE, NOON)
    assert {key: [one.state for one in several] for key, several in found.items()} == {
        "a": ["MISSING", "MISSING", "LATE", "MISSING", "DUE", "COMING", "COMING", "COMING"],
        "b": ["MISSING"],
    }


def test_a_schedule_is_told_in_words() -> None:
    assert spelled("FREQ=HOURLY;INTERVAL=2").zh == "每 2 小时"
    assert spelled("08:00,20:00").zh == "08:00、20:00"
    assert spelled("FREQ=DAILY;BYHOUR=8").zh == "FREQ=DAILY;BYHOUR=8"
