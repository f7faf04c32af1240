"""The site's clock goes by another zone from a moment on: who may, from when, how far; the past keeps its hours."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from jiaoban.kernel.refusal import BadInput, NotAllowed
from jiaoban.kernel.shifts import local
from jiaoban.kernel.zones import clock_of
from jiaoban.org import queries
from jiaoban.org.rules import FARTHEST_MOVE, next_minute, zone_names
from tests import cast
from tests.station import NOW, Station

HOUR = timedelta(hours=1)


def test_the_administrator_moves_the_clock(station: Station) -> None:
    station.do("org.move_clock", zone="Asia/Tokyo", from_at=NOW + HOUR, reason="东行")
    assert queries.site(station.book).zone == "Asia/Shanghai 2026-11-23T01:00:00+00:00 Asia/Tokyo"
    (move,) = queries.clock_moves(station.book)
    assert (move.to, move.from_at, move.reason, move.by) == ("Asia/Tokyo", NOW + HOUR, "东行", cast.ADMINISTRATOR.key)
    place = queries.place(station.book, cast.CCR, NOW)
    assert (place.clock(NOW), place.clock(NOW + HOUR)) == ("08:00:00", "10:00:00")


@pytest.mark.parametrize("member", [cast.A_CCR, cast.LEADS["A"], cast.AUDITOR])
def test_nobody_else_does(station: Station, member: cast.Member) -> None:
    with pytest.raises(NotAllowed):
        station.do("org.move_clock", by=member, zone="Asia/Tokyo", reason="东行")


def test_a_command_that_comes_twice_moves_it_once(station: Station) -> None:
    for _ in range(2):
        station.do("org.move_clock", command="same", zone="Asia/Tokyo", from_at=NOW + HOUR, reason="东行")
    assert len(queries.clock_moves(station.book)) == 1


def test_without_a_moment_it_is_the_next_full_minute(station: Station) -> None:
    station.now = NOW + timedelta(seconds=1)
    station.do("org.move_clock", zone="Asia/Tokyo", reason="东行")
    assert queries.clock_moves(station.book)[0].from_at == NOW + timedelta(minutes=1) == next_minute(station.now)
    assert next_minute(NOW) == NOW


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"zone": "Asia/Tokyo", "from_at": NOW - timedelta(seconds=1)}, "clock-moved-back-then"),
        ({"zone": "Asia/Tokyo", "from_at": NOW + FARTHEST_MOVE + HOUR}, "clock-moved-too-far-ahead"),
        ({"zone": "Asia/Shanghai", "from_at": NOW + HOUR}, "clock-goes-so-already"),
        ({"zone": "Pacific/Honolulu", "from_at": NOW + HOUR}, "clock-moved-too-far-back"),
    ],
)
def test_what_cannot_be_is_refused(station: Station, said: dict[str, Any], code: str) -> None:
    assert station.refused("org.move_clock", reason="东行", **said) == [code]
    assert queries.site(station.book).zone == cast.ZONE


def test_an_hour_does_not_come_three_times(station: Station) -> None:
    station.do("org.move_clock", zone="Asia/Bangkok", from_at=NOW + HOUR, reason="西行")
    again: dict[str, Any] = {"zone": "Asia/Dhaka", "reason": "西行"}
    assert station.refused("org.move_clock", from_at=NOW + 2 * HOUR, **again) == ["hour-comes-thrice"]
    station.do("org.move_clock", from_at=NOW + 3 * HOUR, **again)


def test_no_zone_of_this_name(station: Station) -> None:
    for name in ("Asia/Atlantis", "Asia/Shanghai 2026-11-23T01:00:00+00:00 Asia/Tokyo", ""):
        with pytest.raises(BadInput):
            station.do("org.move_clock", zone=name, reason="东行")


def test_everything_that_a_form_offers_is_a_zone() -> None:
    assert {"Asia/Shanghai", "Etc/GMT+12", "Pacific/Kiritimati"} <= set(zone_names())
    for name in zone_names():
        assert NOW.astimezone(clock_of(name)).utcoffset() is not None


def test_the_past_keeps_its_hours(station: Station) -> None:
    hours = [local(date(2026, 11, day), time(hour), cast.ZONE) for day in (21, 22, 23) for hour in (0, 8)]
    before = [queries.place(station.book, cast.CCR, one).shift_at(one) for one in hours]
    station.do("org.move_clock", zone="Pacific/Guam", from_at=NOW + 10 * HOUR, reason="东行")
    assert [queries.place(station.book, cast.CCR, one).shift_at(one) for one in hours] == before
    assert [local(date(2026, 11, 23), time(17), queries.site(station.book).zone)] == [
        datetime(2026, 11, 23, 9, tzinfo=UTC)
    ]


def test_a_local_day_is_that_of_the_clock_then(station: Station) -> None:
    station.do("org.move_clock", zone="Pacific/Auckland", from_at=NOW + HOUR, reason="东行")
    late = NOW + 12 * HOUR  # 20:00 in Shanghai, the day after in Auckland
    assert queries.local_day(station.book, late) == date(2026, 11, 24)
    assert queries.local_day(station.book, NOW) == date(2026, 11, 23)
