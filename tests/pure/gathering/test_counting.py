"""The hourly count: ten minutes to the thousandth of a second, hosts in turn, extra days that are kept."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from jiaoban.gathering import queries
from jiaoban.gathering.rules.counting import Miss, hours
from jiaoban.gathering.rules.hosting import Workday, hostings
from jiaoban.gathering.tables import COUNTS, HOSTS, HostOrder, Hosts
from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.refusal import BadInput
from jiaoban.org import queries as org
from jiaoban.regime.gathering import HourlyCount
from tests.pure.gathering.conftest import DAY, Hall, hall, utc

RULE: dict[str, Any] = {
    "clause": "kefu/26",
    "begins": "10:00",
    "ends": "17:00",
    "breaks": [{"begins": "12:00", "ends": "13:00"}],
    "shifts": ["day"],
    "missed": [
        {"says": {"zh": "警告"}, "days": 1},
        {"says": {"zh": "再次"}, "days": 2, "figure": {"zh": "100 元"}},
    ],
}
NEXT = date(2026, 3, 11)


@pytest.fixture
def counting() -> Hall:
    there = hall({"host": {"clause": "kefu/26"}, "counts": RULE})
    people = [there.key(name) for name in ("陈", "刘", "钱")]
    there.ok("gathering.set_hosts", "赵", people=people)
    return there


def hosted(there: Hall, until: date | None = None) -> queries.Hosted:
    return queries.hosted(
        there.book, org.place(there.book, "hall", there.now), there.world.packs, there.now, until or NEXT
    )


def owed(there: Hall) -> dict[str, int]:
    return {there.world.name_of(key): days for key, days in hosted(there).owed().items()}


def host(there: Hall, day: date) -> str:
    return there.world.name_of(hosted(there).on(day).host)


def called(there: Hall, hour: str = "10:00") -> Hall:
    there.at(hour).ok("gathering.call_count", "陈")
    return there


def test_a_report_at_ten_minutes_is_in_time_and_a_thousandth_later_it_is_not(counting: Hall) -> None:
    called(counting).ok("gathering.answer_count", "刘")
    counting.at("10:10:00.000").ok("gathering.answer_count", "钱")
    assert owed(counting.at("10:59:59")) == {}
    called(counting, "11:00").ok("gathering.answer_count", "刘")
    counting.at("11:10:00.001").ok("gathering.answer_count", "钱")
    assert owed(counting) == {"钱": 1}


def test_silence_is_a_miss_from_the_first_instant_after_the_ten_minutes(counting: Hall) -> None:
    called(counting).ok("gathering.answer_count", "刘")
    assert owed(counting.at("10:10:00.000")) == {}
    assert owed(counting.at("10:10:00.001")) == {"钱": 1}


def test_the_second_miss_is_answered_by_what_the_regime_says_of_it(counting: Hall) -> None:
    for hour in ("10:00", "11:00", "13:00"):
        called(counting, hour).ok("gathering.answer_count", "刘")
    counting.at("13:30")
    found = hosted(counting).on(DAY).missed
    assert [(one.nth, one.days, one.says.figure.zh if one.says and one.says.figure else "") for one in found] == [
        (1, 1, ""),
        (2, 2, "100 元"),
        (3, 2, "100 元"),
    ]
    assert owed(counting) == {"钱": 5}


def test_a_forgotten_call_is_one_from_the_end_of_its_hour(counting: Hall) -> None:
    assert owed(counting.at("10:59:59.999")) == {}
    assert owed(counting.at("11:00:00.000")) == {"陈": 1}
    called(counting, "11:59:59")
    assert counting.at("12:30").refused("gathering.call_count", "陈") == ["no-call-due"]
    assert host(counting, NEXT) == "陈"


def test_an_extra_day_comes_before_the_turn_of_the_next_and_then_the_turn_goes_on() -> None:
    order = Hosts(post="hall", orders=(HostOrder(from_day=DAY, people=("a", "b", "c")),))
    days = [Workday(DAY + timedelta(days=step), ("a", "b", "c"), _rule(forgotten=2)) for step in range(6)]
    forgets = {DAY: 1}

    def missed(one: Workday, at: str) -> Any:
        return [_miss(one.day, at)] * forgets.get(one.day, 0)

    found = hostings(order, days, missed)
    assert [(one.host, one.extra) for one in found] == [
        *(("a", False), ("a", True), ("a", True), ("b", False), ("c", False), ("a", False)),
    ]
    assert [one.owed for one in found[:3]] == [{"a": 2}, {"a": 1}, {}]


def test_who_has_a_day_off_keeps_what_they_owe_and_their_turn() -> None:
    order = Hosts(post="hall", orders=(HostOrder(from_day=DAY, people=("a", "b", "c")),))
    there = [("a", "b", "c"), ("b", "c"), ("a", "b", "c"), ("a", "b", "c"), ("a", "c")]
    days = [Workday(DAY + timedelta(days=step), people, _rule()) for step, people in enumerate(there)]
    found = hostings(order, days, lambda one, at: [_miss(one.day, at)] if one.day == DAY else [])
    assert [(one.host, one.extra) for one in found] == [
        *(("a", False), ("b", False), ("a", True), ("c", False), ("a", False)),
    ]


def test_a_new_order_holds_from_its_day_and_forgets_nothing() -> None:
    orders = (HostOrder(from_day=DAY, people=("a", "b")), HostOrder(from_day=NEXT, people=("c", "b")))
    days = [Workday(DAY + timedelta(days=step), ("a", "b", "c"), _rule()) for step in range(4)]
    found = hostings(Hosts(post="hall", orders=orders), days, lambda one, at: ())
    assert [one.host for one in found] == ["a", "c", "b", "c"]


def test_whoever_is_on_no_shift_is_not_missed(counting: Hall) -> None:
    called(counting)
    assert owed(counting.at("10:30")) == {"刘": 1, "钱": 1}
    there = hall({"host": {"clause": "kefu/26"}, "counts": {**RULE, "shifts": ["night"]}})
    there.ok("gathering.set_hosts", "赵", people=[there.key("刘")])
    assert there.at("10:30").refused("gathering.call_count", "赵") == ["no-call-due"]


def test_an_excused_miss_costs_nothing_and_is_the_first_of_nobody(counting: Hall) -> None:
    called(counting).ok("gathering.answer_count", "刘")
    counting.at("10:30").ok(
        "gathering.excuse_miss", "赵", day=DAY, hour="10:00", person=counting.key("钱"), reason="接待客户"
    )
    called(counting, "11:00").ok("gathering.answer_count", "刘")
    counting.at("11:30")
    assert [(one.nth, one.days) for one in hosted(counting).on(DAY).missed] == [(0, 0), (1, 1)]
    said = {"hour": "10:00", "person": counting.key("钱"), "reason": "再免"}
    assert counting.refused("gathering.excuse_miss", "赵", day=DAY, **said) == ["nothing-missed"]
    with pytest.raises(BadInput):
        counting.do("gathering.excuse_miss", "赵", day=DAY + timedelta(days=1), **said)


def test_hosts_are_named_once_and_not_for_days_gone(counting: Hall) -> None:
    chen = counting.key("陈")
    with pytest.raises(BadInput):
        counting.do("gathering.set_hosts", "赵", people=[chen, chen])
    with pytest.raises(BadInput):
        counting.do("gathering.set_hosts", "赵", people=[chen], from_day=DAY - timedelta(days=1))


def test_a_post_without_the_rule_has_no_count() -> None:
    there = hall({"host": {"clause": "kefu/26"}, "counts": {**RULE, "posts": ["room"]}})
    assert there.refused("gathering.call_count", "赵") == ["no-count"]
    there.ok("gathering.set_hosts", "赵", people=[there.key("陈")])
    assert hosted(there).on(DAY).host == there.key("陈")


def test_the_hours_of_a_day_leave_breaks_out_and_follow_the_clock_of_the_place() -> None:
    rule = HourlyCount.model_validate(RULE)
    codes = [one.code for one in hours(rule, DAY, "Asia/Shanghai")]
    assert codes == ["10:00", "11:00", "13:00", "14:00", "15:00", "16:00", "17:00"]
    night = rule.model_copy(update={"begins": _time("01:30"), "ends": _time("04:00"), "breaks": ()})
    assert [one.code for one in hours(night, date(2026, 3, 29), "Europe/Berlin")] == ["01:30", "02:30", "03:30"]
    quick = rule.model_copy(update={"every": timedelta(seconds=90), "ends": _time("10:02")})
    assert [one.code for one in hours(quick, DAY, "Asia/Shanghai")] == ["10:00", "10:01:30"]


def test_the_tables_fold_again_to_the_same(counting: Hall) -> None:
    called(counting).ok("gathering.answer_count", "刘")
    again = MemoryBook(counting.book.site)
    for act in counting.book.acts():
        again.fold(act)
    assert again.find(COUNTS) == counting.book.find(COUNTS) != []
    assert again.find(HOSTS) == counting.book.find(HOSTS) != []


def _time(text: str) -> time:
    return time.fromisoformat(text)


def _rule(**said: Any) -> HourlyCount:
    return HourlyCount.model_validate({**RULE, **said})


def _miss(day: date, person: str) -> Miss:
    return Miss(day, "10:00", person, True, utc("11:00"))


def leave(there: Hall, who: str, begins: str, ends: str, day: int = 10) -> None:
    """Have somebody go on leave for a part of a day, with approval."""
    there.ok("absence.allow", "赵", person=there.key(who), kind="leave", day=date(2026, 3, day), reason="急")
    key = there.ok("absence.ask", who, kind="leave", from_at=utc(begins, day), until_at=utc(ends, day), reason="看牙")
    there.ok("absence.approve", "赵", absence=key)


def test_whoever_is_on_leave_for_the_morning_misses_nothing_of_it(counting: Hall) -> None:
    leave(counting, "钱", "09:00", "11:00")
    called(counting).ok("gathering.answer_count", "刘")
    assert owed(counting.at("10:30")) == {}
    called(counting, "11:00").ok("gathering.answer_count", "刘")
    assert owed(counting.at("11:30")) == {"钱": 1}  # back at the very end of the leave


def test_a_host_on_leave_forgets_nothing_meanwhile(counting: Hall) -> None:
    leave(counting, "陈", "09:00", "11:00")
    assert owed(counting.at("11:00")) == {}
    assert owed(counting.at("12:00")) == {"陈": 1}
    assert host(counting, DAY) == "陈"


def test_the_last_count_of_a_day_runs_over_midnight() -> None:
    rule = {**RULE, "begins": "20:30", "ends": "23:30", "breaks": [], "shifts": ["night"], "every": "PT1H"}
    night = {"night": ["刘", "钱"]}
    there = hall({"host": {"clause": "kefu/26"}, "counts": rule}, roster={"hall": night})
    there.ok("gathering.set_hosts", "赵", people=[there.key("刘"), there.key("钱")])
    for hour in ("20:30", "21:30", "22:30"):
        there.at(hour).ok("gathering.call_count", "刘")
        there.ok("gathering.answer_count", "钱")
    there.at("23:55").ok("gathering.call_count", "刘")
    there.at("00:05", 11).ok("gathering.answer_count", "钱")
    assert owed(there.at("00:29", 11)) == {}
    assert there.at("00:30", 11).refused("gathering.answer_count", "钱") == ["not-called"]

    again = hall({"host": {"clause": "kefu/26"}, "counts": rule}, roster={"hall": night})
    again.ok("gathering.set_hosts", "赵", people=[again.key("刘"), again.key("钱")])
    again.at("00:10", 11).ok("gathering.call_count", "刘")  # the host of the day to which the hour belongs
    assert [one.miss.hour for one in hosted(again).on(DAY).missed] == ["20:30", "21:30", "22:30"]


def test_nobody_excuses_their_own_miss() -> None:
    there = hall({"host": {"clause": "kefu/26"}, "counts": RULE}, roster={"hall": {"day": ["陈", "赵"]}})
    there.ok("gathering.set_hosts", "赵", people=[there.key("陈")])
    called(there).at("10:30")
    said = {"day": DAY, "hour": "10:00", "person": there.key("赵"), "reason": "忙"}
    assert there.refused("gathering.excuse_miss", "赵", **said) == ["own-excuse"]
    there.ok("gathering.excuse_miss", "吴", **said)
    assert owed(there) == {}
