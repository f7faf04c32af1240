"""Every kind of rule about rosters, on both sides of its figure, with what it says in either language."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from jiaoban.kernel.shifts import ShiftKind, ShiftPattern
from jiaoban.kernel.words import Words
from jiaoban.regime.rostering import RosterRule
from jiaoban.regime.standing import Complement
from jiaoban.roster.checking import Violation, Window, shortages, violations
from jiaoban.roster.judging import worse
from jiaoban.roster.resting import month_of
from jiaoban.roster.rules import Turn
from jiaoban.roster.stints import Stint, stints_of
from jiaoban.roster.wording import Names
from tests.pure.roster.ruled import rule as plain

ZONE = "Asia/Shanghai"
MONDAY = date(2026, 11, 23)
ONE = timedelta(days=1)
NAMES = Names(people={"li": "李四"}, posts={"ccr": Words(zh="中控室", en="Control room")})
PATTERN = ShiftPattern(
    shifts=tuple(
        ShiftKind.model_validate({"code": code, "name": Words(zh=zh, en=code), "begins": begins, "ends": ends})
        for code, zh, begins, ends in (
            ("night", "夜班", "00:00", "08:00"),
            ("day", "白班", "08:00", "16:00"),
            ("evening", "中班", "16:00", "00:00"),
            ("long", "长班", "08:00", "20:00"),
            ("longer", "加长班", "08:00", "20:01"),
        )
    )
)


def rule(kind: str, **said: Any) -> RosterRule:
    return RosterRule.model_validate(plain(kind, **said))


def stint(day: date, code: str, post: str = "ccr", person: str = "li", zone: str = ZONE) -> Stint:
    shift = next(one for one in PATTERN.on(day, zone) if one.code == code)
    return Stint(person, post, shift.begins_at, shift.ends_at, code, day)


def found(one: RosterRule, *stints: Stint, first: date = MONDAY - 7 * ONE, days: int = 28) -> list[Violation]:
    return violations([one], stints, Window(first, first + days * ONE), NAMES)


def row(days: int, code: str = "day", first: date = MONDAY) -> list[Stint]:
    return [stint(first + step * ONE, code) for step in range(days)]


def test_rest_between_counts_to_the_second() -> None:
    one = rule("rest-between", at_least="PT16H")
    assert not found(one, stint(MONDAY, "day"), stint(MONDAY + ONE, "day"))
    later = rule("rest-between", at_least="PT16H1S")
    (only,) = found(later, stint(MONDAY, "day"), stint(MONDAY + ONE, "day"))
    assert only.says.zh == "李四在11月23日day（中控室）和11月24日day（中控室）之间休息16小时，少于16小时1 秒。"
    assert "rests 16 h between the day of 23 Nov (Control room)" in only.says.en
    assert (only.first, only.last, only.excess) == (MONDAY, MONDAY + ONE, 1)


def test_rest_is_what_passes_where_the_clocks_change() -> None:
    """In Berlin the night of 2026-03-29 is an hour short, that of 2026-10-25 an hour long."""
    one = rule("rest-between", at_least="PT16H")
    spring, autumn = date(2026, 3, 28), date(2026, 10, 24)
    short = [stint(day, "day", zone="Europe/Berlin") for day in (spring, spring + ONE)]
    (only,) = found(one, *short, first=spring)
    assert only.excess == 3600
    long = [stint(day, "day", zone="Europe/Berlin") for day in (autumn, autumn + ONE)]
    assert not found(rule("rest-between", at_least="PT17H"), *long, first=autumn)


def test_hours_in_a_row_join_shifts_that_touch_at_any_post() -> None:
    one = rule("hours-in-row", at_most="PT12H")
    assert not found(one, stint(MONDAY, "long"))
    (over,) = found(one, stint(MONDAY, "longer"))
    assert over.excess == 60
    (two,) = found(one, stint(MONDAY, "day"), stint(MONDAY, "evening", "gate"))
    assert two.says.zh == "李四从11月23日day（中控室）到11月23日evening（gate）连续16小时，超过12小时。"
    assert not found(one, stint(MONDAY, "night"), stint(MONDAY, "evening"))


def test_hours_of_a_week_belong_to_the_day_on_which_a_shift_begins() -> None:
    one = rule("hours-in-week", at_most="PT40H")
    assert not found(one, *row(5))
    (over,) = found(one, *row(6))
    assert over.says.zh == "李四在11月23日至11月29日这一周排了48小时，超过40小时。"
    assert not found(one, *row(5), stint(MONDAY - ONE, "evening"), stint(MONDAY + 7 * ONE, "night"))
    assert not found(one, *row(5), stint(MONDAY, "day", "gate")), "held together, counted once"


def test_days_in_a_row() -> None:
    one = rule("days-in-row", at_most=6)
    assert not found(one, *row(6))
    (over,) = found(one, *row(7))
    assert (over.first, over.last, over.excess) == (MONDAY, MONDAY + 6 * ONE, 1)
    assert not found(one, *row(6), stint(MONDAY + 7 * ONE, "day"))
    assert found(one, *row(7, first=date(2028, 2, 25))), "over the leap day"


def test_rest_days_of_whole_weeks_and_months() -> None:
    one = rule("rest-days", at_least=1, **{"in": "week"})
    assert not found(one, *row(6))
    (over,) = found(one, *row(7))
    assert over.says.en == "李四 has 0 days of rest in 23 Nov to 29 Nov, less than 1."
    assert not found(one, *row(7, first=MONDAY + ONE)), "seven days in two weeks leave one in each"
    monthly = rule("rest-days", at_least=8, **{"in": "month"})
    february = date(2028, 2, 1)
    assert not found(monthly, *row(21, first=february), first=february, days=29)
    assert found(monthly, *row(22, first=february), first=february, days=29)


def test_one_shift_a_day() -> None:
    one = rule("one-shift-a-day")
    assert not found(one, *row(3))
    (over,) = found(one, stint(MONDAY, "night"), stint(MONDAY, "evening"))
    assert over.says.zh == "李四一天有2个班：11月23日night（中控室）、11月23日evening（中控室）。"
    assert not found(one, stint(MONDAY, "day"), stint(MONDAY, "day", "gate")), "held together, one shift"


def test_no_follow_looks_at_the_next_shift_of_the_same_or_the_next_day() -> None:
    one = rule("no-follow", after=["evening"], **{"not": ["night", "day"]})
    assert found(one, stint(MONDAY, "evening"), stint(MONDAY + ONE, "night"))
    assert not found(one, stint(MONDAY, "evening"), stint(MONDAY + ONE, "evening"))
    assert not found(one, stint(MONDAY, "evening"), stint(MONDAY + 2 * ONE, "night"))
    assert not found(one, stint(MONDAY, "day"), stint(MONDAY + ONE, "night"))
    assert found(rule("no-follow"), *row(2)), "nothing named: no shift after another"


def test_one_place_at_a_time() -> None:
    one = rule("one-place")
    (over,) = found(one, stint(MONDAY, "day"), stint(MONDAY, "long", "gate"))
    assert over.says.zh == "李四有8小时要同时在两处：11月23日day（中控室）和11月23日long（gate）。"
    assert not found(one, stint(MONDAY, "day"), stint(MONDAY, "evening", "gate")), "the end is exclusive"
    allowed = rule("one-place", allow=[["ccr", "gate"]])
    assert not found(allowed, stint(MONDAY, "day"), stint(MONDAY, "long", "gate"))
    assert found(allowed, stint(MONDAY, "day"), stint(MONDAY, "long", "pump"))


def test_a_rule_speaks_only_of_its_posts_and_shifts() -> None:
    one = rule("days-in-row", at_most=2, posts=["gate"], shifts=["night"])
    assert not found(one, *row(5))
    assert found(one, *(stint(MONDAY + step * ONE, "night", "gate") for step in range(3)))


def test_complement_by_what_people_hold() -> None:
    need = Complement.model_validate(
        {"id": "two", "clause": "x/1", "title": Words(zh="持证", en="Certified"), "at_least": 2, "holds": ["证"]}
    )
    shift = PATTERN.on(MONDAY, ZONE)[1]

    def short(people: tuple[str, ...], holding: tuple[str, ...]) -> list[Violation]:
        turn = Turn("ccr", shift, "A", people)
        return list(
            shortages(rule("complement"), [need], [turn], lambda one, _turn: {"证"} if one in holding else set(), NAMES)
        )

    assert not short(("a", "b", "c"), ("a", "c"))
    (one,) = short(("a", "b"), ("a",))
    assert (one.clause, one.says.zh) == ("x/1", f"11月23日{shift.code}（中控室）「持证」只排了1人，要2人。")
    assert not short((), ()), "a shift that nobody is due on is no business of this rule"


def test_only_what_a_change_makes_worse_counts() -> None:
    one = rule("days-in-row", at_most=2)
    before = found(one, *row(4))
    assert not worse(before, found(one, *row(4)))
    assert not worse(before, found(one, *row(3)))
    (longer,) = worse(before, found(one, *row(5)))
    assert longer.excess == 3
    assert worse([], before) == before


@pytest.mark.parametrize(
    ("first", "sundays", "days"),
    [(date(2026, 11, 1), 5, 30), (date(2026, 2, 1), 4, 28), (date(2028, 2, 1), 4, 29), (date(2026, 12, 1), 4, 31)],
)
def test_rest_days_to_be_used_up(first: date, sundays: int, days: int) -> None:
    one = rule("use-up", at_least=1, remind="P7D", **{"in": "month"})
    after = first + days * ONE
    busy = [stint(first + step * ONE, "day") for step in range(days - 3)]
    here = {"li": (date(2020, 1, 1), None), "new": (after - 7 * ONE, None)}
    month = month_of(one, here, busy, first, after - 2 * ONE, ZONE)
    rest = next(rest for rest in month.rests if rest.person == "li")
    assert (rest.owed, rest.taken, rest.planned, rest.unused) == (sundays, 1, 2, max(0, sundays - 3))
    assert month.stage(month.reminds_at - timedelta(microseconds=1)) == "OPEN"
    assert month.stage(month.reminds_at) == "REMIND"
    assert month.reminds_at == datetime(after.year, after.month, after.day, tzinfo=UTC) - timedelta(days=7, hours=8)
    assert month.stage(month.ends_at - timedelta(microseconds=1)) == "REMIND"
    assert month.stage(month.ends_at) == "LISTED"


def test_turns_make_stints() -> None:
    shift = PATTERN.on(MONDAY, ZONE)[0]
    turn = Turn("ccr", shift, "A", ("a", "b"))
    assert [(one.person, one.lasts) for one in stints_of([turn])] == [
        ("a", timedelta(hours=8)),
        ("b", timedelta(hours=8)),
    ]
