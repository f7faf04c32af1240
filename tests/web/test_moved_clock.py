"""The page of the site's clock, and what every page shows of a night in which the clock was moved."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client

from tests import cast
from tests.web.conftest import CCR, HERE, Station, night_crew

Browser = Callable[[cast.Member], Client]
NIGHT = cast.AT_CCR[night_crew()]


@pytest.fixture
def sailed(station: Station, db: None) -> Iterator[Station]:
    """At 07:40 the clock is to go back by an hour at 07:50; it is 07:30 again then, and things were written."""
    station.do(NIGHT, "logbook.write", category="ROUND", text="拨钟前巡视")
    at = station.clock.moment + timedelta(minutes=10)
    station.do(cast.ADMINISTRATOR, "org.move_clock", at="", zone="Asia/Bangkok", from_at=at, reason="西行")
    kept = station.clock.moment
    station.later(minutes=55)
    station.do(NIGHT, "logbook.write", category="ROUND", text="拨钟后巡视")
    yield station
    station.clock.moment = kept


def test_the_log_says_where_the_clock_was_moved(sailed: Station, as_person: Browser) -> None:
    page = as_person(NIGHT).get(f"{CCR}/log").content.decode()
    after, mark, before = (page.index(text) for text in ("拨钟后巡视", "时钟拨慢 1 小时", "拨钟前巡视"))
    assert after < mark < before
    assert "07:50 → 06:50 Asia/Bangkok" in page
    assert ">07:35</time>" in page
    assert ">07:40</time>" in page
    home = as_person(NIGHT).get(f"{CCR}/").content.decode()
    assert "时钟拨慢 1 小时" in home


def test_a_time_that_is_typed_after_the_move_is_the_one_just_past(sailed: Station, as_person: Browser) -> None:
    browser = as_person(NIGHT)
    said = {
        "command": "typed-1",
        "form": "quick",
        "next": f"{CCR}/log",
        "text": "第二次 07:33",
        "category": "ROUND",
        "occurred_at": "07:33",
    }
    browser.post(f"{CCR}/do/logbook.write", said)
    page = browser.get(f"{CCR}/log").content.decode()
    assert page.index("第二次 07:33") < page.index("时钟拨慢 1 小时")
    assert 'class="entry late"' not in page


def test_the_administrator_moves_the_clock_on_its_page(station: Station, as_person: Browser) -> None:
    browser = as_person(cast.ADMINISTRATOR)
    page = browser.get(f"{HERE}/clock").content.decode()
    assert "时钟从未拨动" in page
    assert "UTC+08:00 Asia/Shanghai" in page
    said = {
        "command": "move-1",
        "form": "move-clock",
        "next": f"{HERE}/clock",
        "zone": "Asia/Tokyo",
        "from_at": "2026-11-24T02:00",
        "reason": "东行过 127.5°",
    }
    answer = browser.post(f"{HERE}/do/org.move_clock", said, follow=True)
    page = answer.content.decode()
    assert "02:00 → 03:00" in page
    assert "拨快 1 小时" in page
    assert "将要" in page
    assert "东行过 127.5°" in page
    assert 'data-zone="Asia/Shanghai 2026-11-23T18:00:00+00:00 Asia/Tokyo"' in page


def test_a_refusal_keeps_what_was_typed(station: Station, as_person: Browser) -> None:
    said = {
        "command": "move-2",
        "form": "move-clock",
        "next": f"{HERE}/clock",
        "back": f"{HERE}/clock",
        "zone": "Asia/Tokyo",
        "from_at": "2026-11-22T02:00",
        "reason": "东行",
    }
    page = as_person(cast.ADMINISTRATOR).post(f"{HERE}/do/org.move_clock", said).content.decode()
    assert "拨钟的时刻已经过去" in page
    assert "2026-11-22T02:00" in page


def test_who_only_reads_sees_the_clock_and_no_form(station: Station, as_person: Browser) -> None:
    page = as_person(NIGHT).get(f"{HERE}/clock").content.decode()
    assert "现行时区" in page
    assert "org.move_clock" not in page


def test_a_site_that_stays_shows_nothing_new(station: Station, as_person: Browser) -> None:
    page = as_person(NIGHT).get(f"{CCR}/log").content.decode()
    assert 'data-zone="Asia/Shanghai"' in page
    assert "clock-moved" not in page
