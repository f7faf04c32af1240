"""The clock of a demo site, and which version of a regime is in force when."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.kernel.starts import Start
from jiaoban.org import queries
from jiaoban.org.rules import FARTHEST, FARTHEST_STEP, clock_reasons, too_late_to_adopt
from jiaoban.org.tables import Regime
from tests import cast
from tests.station import NOW, Station

V1, V2, V3 = "1" * 64, "2" * 64, "3" * 64


@pytest.mark.parametrize("member", [cast.A_CCR, cast.AUDITOR, cast.ADMINISTRATOR])
def test_whoever_reads_a_demo_site_may_set_its_clock(station: Station, member: cast.Member) -> None:
    station.do("org.set_clock", by=member, to=NOW + timedelta(minutes=70))
    assert queries.site(station.book).offset == timedelta(minutes=70)


def test_offsets_add_up(station: Station) -> None:
    station.do("org.set_clock", to=NOW + timedelta(minutes=70))
    station.now = NOW + timedelta(minutes=75)  # five real minutes later, by the site's clock
    station.do("org.set_clock", to=NOW + timedelta(minutes=90))
    assert queries.site(station.book).offset == timedelta(minutes=85)


@pytest.mark.parametrize("back", [timedelta(0), timedelta(microseconds=1), timedelta(days=1)])
def test_the_clock_never_goes_back(station: Station, back: timedelta) -> None:
    assert station.refused("org.set_clock", to=NOW - back) == ["clock-backward"]
    assert queries.site(station.book).offset == timedelta(0)


def test_the_clock_has_an_end() -> None:
    far = NOW + FARTHEST_STEP
    assert not clock_reasons(demo=True, now=NOW, to=far, ahead=timedelta(0))
    assert clock_reasons(demo=True, now=NOW, to=far + timedelta(seconds=1), ahead=timedelta(0))
    assert clock_reasons(demo=True, now=NOW, to=far, ahead=FARTHEST)


def test_the_clock_of_a_site_at_work_is_not_set() -> None:
    assert [one.code for one in clock_reasons(demo=False, now=NOW, to=NOW + timedelta(1), ahead=timedelta(0))] == [
        "real-clock"
    ]


def adopt(station: Station, digest: str, day: date, version: str = "") -> list[str]:
    """Adopt the pack of a digest at the shell, under a number of its own unless told otherwise."""
    number = version or digest[0]
    said: dict[str, Any] = {"regime": "hydro", "version": number, "digest": digest, "effective_from": day}
    refusal = station.do("org.adopt_regime", by=None, **said).refusal
    return [reason.code for reason in refusal.reasons] if refusal else []


def test_a_version_is_in_force_from_local_midnight(station: Station) -> None:
    adopt(station, V1, date(2020, 1, 1))
    adopt(station, V2, date(2026, 12, 1))
    midnight = datetime(2026, 12, 1, tzinfo=ZoneInfo(cast.ZONE))
    before, since = midnight - timedelta(microseconds=1), midnight
    assert queries.regime_in_force(station.book, cast.CCR, before) == V1
    assert queries.regime_in_force(station.book, cast.CCR, since) == V2
    assert queries.place(station.book, cast.CCR, since).regime == V2


def test_before_the_first_version_none_is_in_force(station: Station) -> None:
    assert queries.regime_in_force(station.book, cast.CCR, NOW) == ""
    adopt(station, V1, date(2026, 12, 1))
    assert queries.regime_in_force(station.book, cast.CCR, NOW) == ""
    with pytest.raises(NotFound):
        queries.regime_in_force(station.book, "nowhere", NOW)


def test_of_two_versions_for_one_day_the_later_adopted_counts(station: Station) -> None:
    for digest in (V1, V2, V3):
        adopt(station, digest, date(2026, 12, 1))
    assert queries.regime_in_force(station.book, cast.CCR, NOW + timedelta(days=30)) == V3


def test_a_later_version_does_not_reach_back(station: Station) -> None:
    assert adopt(station, V1, date(2020, 1, 1)) == []
    assert adopt(station, V2, date(2026, 11, 22)) == ["backdated-regime"]
    assert adopt(station, V2, date(2026, 11, 23)) == []


@pytest.mark.parametrize(
    ("hour", "passed"), [("02:30", True), ("02:45", True), ("02:59", True), ("03:00", False), ("00:00", False)]
)
def test_in_the_second_of_two_like_hours_the_first_has_passed(hour: str, passed: bool) -> None:
    now = datetime(2026, 10, 25, 1, 30, 20, tzinfo=UTC)  # Berlin shows 02:30 for the second time
    adopted = Regime(regime="hydro", versions=())
    reason = too_late_to_adopt(adopted, Start(date(2026, 10, 25), time.fromisoformat(hour)), "Europe/Berlin", now)
    assert (reason is not None) == passed
    assert reason is None or "2026-10-25 03:00" in reason.lifts.en


def test_the_minute_that_the_clock_shows_has_not_passed() -> None:
    now = datetime(2026, 11, 23, 6, 0, 59, tzinfo=UTC)
    adopted = Regime(regime="hydro", versions=())
    for hour, passed in ((time(14, 0), False), (time(13, 59), True)):
        assert bool(too_late_to_adopt(adopted, Start(date(2026, 11, 23), hour), "Asia/Shanghai", now)) == passed


def test_the_next_version_is_the_earliest_to_come_not_the_last_adopted(station: Station) -> None:
    for digest, day in ((V1, date(2020, 1, 1)), (V2, date(2026, 12, 1)), (V3, date(2026, 12, 20))):
        adopt(station, digest, day)
    found = queries.regimes(station.book)[0]
    coming = found.to_come(NOW, cast.ZONE)
    assert coming is not None
    assert coming.digest == V2
    assert found.to_come(NOW + timedelta(days=60), cast.ZONE) is None


def test_other_contents_need_another_number(station: Station) -> None:
    assert adopt(station, V1, date(2020, 1, 1), "1.0") == []
    assert adopt(station, V2, date(2026, 11, 24), "1.0") == ["version-taken"]
    assert adopt(station, V2, date(2026, 11, 24), "1.1") == []
    assert adopt(station, V1, date(2026, 11, 25), "1.0") == []  # back to what was


def test_a_person_alone_adopts_the_first_version_of_a_site_and_no_other(station: Station) -> None:
    said: dict[str, Any] = {"regime": "hydro", "version": "1", "digest": V1, "effective_from": date(2020, 1, 1)}
    assert station.do("org.adopt_regime", **said).refusal is None
    for regime in ("hydro", "other"):
        later = {**said, "regime": regime, "version": "2", "digest": V2, "effective_from": date(2026, 12, 1)}
        assert station.refused("org.adopt_regime", **later) == ["two-people-publish"]
        assert station.do("org.adopt_regime", by=None, **later).refusal is None


def test_a_book_without_a_site_has_none() -> None:
    with pytest.raises(NotFound):
        queries.site(MemoryBook("empty"))


def test_a_post_names_a_regime_that_the_site_has_adopted(station: Station) -> None:
    post: dict[str, Any] = {"post": "yard", "name": {"zh": "升压站"}, "pattern": cast.PATTERN.model_dump()}
    station.do("org.open_post", **{**post, "post": "gate", "regime": "hydra"})  # nothing is adopted yet
    adopt(station, V1, date(2020, 1, 1))
    with pytest.raises(BadInput) as wrong:
        station.do("org.open_post", **post, regime="hydra")
    assert (wrong.value.where, "hydro" in wrong.value.right.zh) == ("regime", True)
