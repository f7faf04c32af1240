"""Subscriptions: what a calendar program reads, told apart by an independent parser; who may, and for how long."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject

from jiaoban.kernel.refusal import NotFound
from jiaoban.org import queries as org
from jiaoban.roster import feeds
from tests import cast
from tests.station import Station

A, B, C = cast.A_CCR, cast.B_CCR, cast.C_CCR
FIRST = f"{cast.SITE}.ccr.2026-11-24.day.{A.key}@jiaoban"


@pytest.fixture
def station() -> Station:
    return Station()


def subscribed(station: Station, who: cast.Member = A, **said: Any) -> str:
    outcome = station.do("roster.subscribe", by=who, **said)
    key: str = outcome.acts[0].payload.feed  # type: ignore[attr-defined]
    return key


def read(station: Station, feed: str) -> dict[str, Any]:
    content = feeds.content(station.book, feed, station.now)
    assert content is not None
    calendar = vobject.readOne(content.decode())
    assert calendar.version.value == "2.0"
    found = {one.uid.value: one for one in calendar.vevent_list}
    assert len(found) == len(calendar.vevent_list)
    return found


def test_ones_own_shifts_are_read_by_another_program(station: Station) -> None:
    events = read(station, subscribed(station))
    one = events[FIRST]
    place = org.place(station.book, cast.CCR, station.now)
    shift = next(one for one in cast.PATTERN.on(date(2026, 11, 24), place.zone) if one.code == "day")
    assert (one.dtstart.value, one.dtend.value) == (shift.begins_at, shift.ends_at)
    assert one.dtstart.value.tzinfo is not None
    assert one.dtstart.value.utcoffset() == timedelta(0)
    assert one.status.value == "CONFIRMED"
    assert one.summary.value.startswith("白班")
    assert one.location.value.startswith("云峰")
    assert len(events) > 80  # a month back and a quarter ahead
    assert all(A.key in uid for uid in events)


def test_the_same_roster_gives_the_same_bytes(station: Station) -> None:
    feed = subscribed(station)
    before = feeds.content(station.book, feed, station.now)
    station.now += timedelta(hours=1)
    assert feeds.content(station.book, feed, station.now) == before


def edit(station: Station, *moves: tuple[str, str], command: str = "") -> None:
    listed = [{"person": person, "day": "2026-11-24", "shift": shift} for person, shift in moves]
    said = station.do("roster.edit", by=cast.A_LEAD, at=cast.CCR, moves=listed, reason="培训", command=command)
    assert said.refusal is None


def test_a_shift_that_is_ones_own_no_more_is_cancelled_and_comes_back(station: Station) -> None:
    feed, other = subscribed(station), subscribed(station, B)
    before = read(station, feed)
    assert FIRST.replace(A.key, B.key) not in read(station, other)
    edit(station, (A.key, ""), (B.key, "day"), command="first")
    after = read(station, feed)
    assert after[FIRST].status.value == "CANCELLED"
    assert int(after[FIRST].sequence.value) > int(before[FIRST].sequence.value)
    changed = {uid for uid in after if after[uid].serialize() != before[uid].serialize()}
    assert changed == {FIRST}
    assert read(station, other)[FIRST.replace(A.key, B.key)].status.value == "CONFIRMED"
    station.do("roster.undo", by=cast.A_LEAD, at=cast.CCR, change="first")
    again = read(station, feed)
    assert again[FIRST].status.value == "CONFIRMED"
    assert int(again[FIRST].sequence.value) > int(after[FIRST].sequence.value)
    assert read(station, other)[FIRST.replace(A.key, B.key)].status.value == "CANCELLED"


def test_a_new_rotation_and_a_holiday_cancel_what_was(station: Station) -> None:
    feed = subscribed(station)
    cycle = [{"day": "B"}]
    station.do("roster.set_rotation", at=cast.CCR, anchor_day="2026-11-24", cycle=cycle, workdays=True)
    assert read(station, feed)[FIRST].status.value == "CANCELLED"
    other = subscribed(station, B)
    key = FIRST.replace(A.key, B.key)
    was = int(read(station, other)[key].sequence.value)
    station.do("roster.set_day", day="2026-11-24", kind="HOLIDAY", name="厂庆", reason="通知")
    now = read(station, other)[key]
    assert (now.status.value, int(now.sequence.value) > was) == ("CANCELLED", True)


def test_a_post_shows_who_is_due_and_is_cancelled_when_nobody_is(station: Station) -> None:
    feed = subscribed(station, C, post=cast.CCR)
    key = f"{cast.SITE}.ccr.2026-11-24.day@jiaoban"
    before = read(station, feed)[key]
    assert A.name in before.summary.value
    edit(station, (A.key, "evening"), (C.key, "day"))
    after = read(station, feed)[key]
    assert C.name in after.summary.value
    assert int(after.sequence.value) > int(before.sequence.value)
    edit(station, (C.key, ""))
    assert read(station, feed)[key].status.value == "CANCELLED"


def test_in_english(station: Station) -> None:
    assert read(station, subscribed(station, language="en"))[FIRST].summary.value.startswith("Day shift")


def test_it_ends_when_closed_or_when_its_holder_leaves_or_may_no_longer(station: Station) -> None:
    feed, of_post = subscribed(station), subscribed(station, post=cast.CCR)
    assert [one.key for one in feeds.of_subscriber(station.book, A.key)] == [feed, of_post]
    with pytest.raises(NotFound):
        station.do("roster.unsubscribe", by=B, feed=feed)
    assert station.do("roster.unsubscribe", by=A, feed=feed).refusal is None
    assert station.refused("roster.unsubscribe", by=A, feed=feed) == ["feed-closed"]
    assert feeds.content(station.book, feed, station.now) is None
    assert feeds.content(station.book, of_post, station.now)
    person = org.person(station.book, A.key)
    station.do("org.change_person", person=A.key, name=person.name, username=person.username, active=False)
    assert feeds.content(station.book, of_post, station.now) is None
    assert feeds.content(station.book, "nothing", station.now) is None


def test_an_administrator_closes_anybodys(station: Station) -> None:
    feed = subscribed(station)
    assert station.do("roster.unsubscribe", feed=feed).refusal is None


def test_there_are_not_any_number_of_them_and_a_post_must_be_there(station: Station) -> None:
    for _ in range(20):
        subscribed(station)
    assert station.refused("roster.subscribe", by=A) == ["too-many-feeds"]
    with pytest.raises(NotFound):
        station.do("roster.subscribe", by=B, post="nowhere")


def test_shifts_over_midnight_are_whole(station: Station) -> None:
    night = read(station, subscribed(station, C))
    crossing = [one for one in night.values() if one.dtstart.value.date() != one.dtend.value.date()]
    assert crossing
    assert all(one.dtstart.value < one.dtend.value for one in night.values())
    assert all(one.dtstamp.value <= datetime(2026, 11, 23, 1, tzinfo=UTC) for one in night.values())
