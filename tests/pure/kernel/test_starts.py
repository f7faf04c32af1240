"""When something begins to hold: a day, or an hour of one."""

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from jiaoban.kernel.starts import Start
from jiaoban.kernel.zones import moved

KIND = TypeAdapter(Start)
DAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("2026-12-01", "2026-12-01"),
        (DAY, "2026-12-01"),
        (Start(DAY), "2026-12-01"),
        ("2026-12-01T00:00", "2026-12-01"),  # a form always sends an hour
        ("2026-12-01T06:00", "2026-12-01T06:00"),
        ("2026-12-01 06:00", "2026-12-01T06:00"),
        (datetime(2026, 12, 1, 6), "2026-12-01T06:00"),
        (" 2026-12-01T06:00:00 ", "2026-12-01T06:00"),
    ],
)
def test_it_is_written_as_a_day_unless_it_has_an_hour(said: object, written: str) -> None:
    found = KIND.validate_python(said)
    assert str(found) == written
    assert json.loads(KIND.dump_json(found)) == written
    assert KIND.validate_json(KIND.dump_json(found)) == found
    assert found.said == written.replace("T", " ")


@pytest.mark.parametrize(
    "said",
    [
        *(
            "2026-12-32",
            "2026-12-01T24:00",
            "2026-12-01T06:00:30",
            "2026-12-01T06:00+08:00",
            "06:00",
            "",
            20261201,
            None,
        ),
        datetime(2026, 12, 1, 6, tzinfo=UTC),
    ],
)
def test_anything_else_is_none(said: object) -> None:
    with pytest.raises(ValidationError, match="not a day such as 2026-12-01, or 2026-12-01T06:00 with an hour"):
        KIND.validate_python(said)


def test_the_earlier_one_comes_first() -> None:
    assert Start(DAY) < Start(DAY, time(0, 1)) < Start(DAY + timedelta(days=1)) == Start(date(2026, 12, 2))
    assert Start.of(datetime(2026, 12, 1, 6, 0, 59, tzinfo=UTC)) == Start(DAY, time(6))


def test_its_moment_is_the_first_at_which_the_clock_shows_it() -> None:
    six = Start(DAY, time(6))
    there = datetime(2026, 11, 30, 22, tzinfo=UTC)
    assert six.moment("Asia/Shanghai") == there
    back = moved("Asia/Shanghai", there + timedelta(minutes=30), "Asia/Bangkok")  # 06:30 becomes 05:30
    assert six.moment(back) == there
    on = moved("Asia/Shanghai", there - timedelta(minutes=30), "Asia/Tokyo")  # 05:30 becomes 06:30
    assert six.moment(on) == there - timedelta(minutes=30)
