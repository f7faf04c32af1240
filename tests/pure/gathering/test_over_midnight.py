"""The last daily meeting of a day runs over midnight: it can still be opened, and its host leads it to the end."""

from typing import Any

import pytest

from jiaoban.gathering import queries
from jiaoban.org import queries as org
from tests.pure.gathering.conftest import Hall, hall, utc

MORNING: dict[str, Any] = {"id": "morning", "clause": "kefu/10a", "title": {"zh": "早会"}, "at": "08:30"}
EVENING: dict[str, Any] = {"id": "evening", "clause": "kefu/10b", "title": {"zh": "夕会"}, "at": "20:00"}
BOTH: dict[str, Any] = {"daily": [MORNING, EVENING]}


def begun(there: Hall, meeting: str = "evening") -> str:
    """Open it, and return the day of March on which it began."""
    return f"{there.one(there.ok('gathering.hold', '赵', meeting=meeting)).begins_at:%d %H:%M}"


@pytest.mark.parametrize(("day", "at"), [(10, "20:00"), (10, "23:59:59"), (11, "00:00"), (11, "08:29:59.999")])
def test_it_is_opened_until_the_next_one_is_due(day: int, at: str) -> None:
    assert begun(hall(BOTH).at(at, day)) == "10 12:00"


@pytest.mark.parametrize("at", ["08:30", "19:59:59"])
def test_from_then_on_it_has_lapsed_and_the_refusal_says_so(at: str) -> None:
    there = hall(BOTH).at(at, 11)
    refusal = there.do("gathering.hold", "赵", meeting="evening").refusal
    assert refusal is not None
    assert [one.code for one in refusal.reasons] == ["before-its-minute"]
    assert "前一天的没有召开，到 08:30 已不能再补开" in refusal.reasons[0].why.zh
    assert begun(there.at("20:00", 11)) == "11 12:00"


def test_one_that_was_held_does_not_lapse() -> None:
    there = hall(BOTH).at("20:00")
    there.ok("gathering.hold", "赵", meeting="evening")
    assert there.at("00:10", 11).refused("gathering.hold", "赵", meeting="evening") == ["before-its-minute"]
    refusal = there.at("09:00", 11).do("gathering.hold", "赵", meeting="evening").refusal
    assert refusal is not None
    assert "前一天" not in refusal.reasons[0].why.zh


def test_an_earlier_one_ends_with_its_day() -> None:
    assert begun(hall(BOTH).at("23:59:59"), "morning") == "10 00:30"
    assert hall(BOTH).at("00:00", 11).refused("gathering.hold", "赵", meeting="morning") == ["before-its-minute"]


def test_the_only_one_of_a_day_is_opened_until_the_next_of_its_kind() -> None:
    assert begun(hall({"daily": [EVENING]}).at("19:59:59", 11)) == "10 12:00"
    assert begun(hall({"daily": [EVENING]}).at("20:00", 11)) == "11 12:00"


def test_where_nobody_was_expected_there_is_nothing_to_make_up_for() -> None:
    there = hall(BOTH, roster={}).at("00:10", 11)
    assert there.refused("gathering.hold", "赵", meeting="evening") == ["before-its-minute"]


def test_the_host_of_its_day_leads_it_over_midnight() -> None:
    there = hall({**BOTH, "host": {"clause": "kefu/26"}})
    order = [there.key(name) for name in ("陈", "刘")]
    there.ok("gathering.set_hosts", "赵", people=order)
    for day, name in ((10, "陈"), (11, "刘")):
        there.at("12:00", day)
        place = org.place(there.book, "hall", there.now)
        assert queries.host_on(there.book, place, there.world.packs, there.now) == there.key(name)
    there.at("00:05", 11)
    assert there.refused("gathering.hold", "刘", meeting="evening") == ["not-the-host"]
    key = there.ok("gathering.hold", "陈", meeting="evening")
    there.ok("gathering.arrive", "陈", gathering=key, people=[there.key(name) for name in ("陈", "刘", "钱")])
    assert there.refused("gathering.close", "刘", gathering=key) == ["not-the-host"]
    there.at("00:40", 11).ok("gathering.close", "陈", gathering=key)


def test_what_runs_over_midnight_stands_before_todays() -> None:
    there = hall(BOTH).at("00:05", 11)

    def listed() -> list[tuple[str, int, bool]]:
        place = org.place(there.book, "hall", there.now)
        said = queries.ruled(place, there.world.packs)
        found = queries.sittings(there.book, place, said, there.now)
        return [(one.rule.id, one.day.day, one.opens(there.now)) for one in found]

    today = [("morning", 11, False), ("evening", 11, False)]
    assert listed() == [("evening", 10, True), *today]
    key = there.ok("gathering.hold", "赵", meeting="evening")
    assert listed() == [("evening", 10, False), *today], "it goes on"
    there.ok("gathering.arrive", "赵", gathering=key, people=[there.key(name) for name in ("陈", "刘", "钱")])
    there.ok("gathering.close", "赵", gathering=key)
    assert listed() == today
    assert there.one(key).begins_at == utc("20:00")
