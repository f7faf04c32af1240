"""Announced gatherings: two full days of notice to the second, periods around handovers and overlaps."""

from datetime import timedelta
from typing import Any

import pytest

from jiaoban.gathering import queries
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.kernel.verbs import Outcome
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org
from jiaoban.regime.gathering import Periods
from jiaoban.regime.standing import Authority
from tests.pure.gathering.conftest import DAY, SHIFTS, Hall, hall, utc

HOUR = timedelta(hours=1)
PERIODS = {"clause": "kefu/10b", "before": timedelta(minutes=30), "after": timedelta(minutes=45)}


def announce(there: Hall, begins: Any, who: str = "赵", **said: Any) -> Outcome:
    usual = {"title": "季度安全大会", "plant_wide": True, "begins_at": begins, "ends_at": begins + HOUR}
    return there.do("gathering.announce", who, **{**usual, **said})


def codes(outcome: Outcome) -> list[str]:
    return [one.code for one in outcome.refusal.reasons] if outcome.refusal else []


def test_two_full_days_to_the_second_are_enough_and_a_second_less_is_not(announcing: Hall) -> None:
    enough = announcing.now + timedelta(days=2)
    short = announce(announcing, enough - timedelta(seconds=1))
    assert codes(short) == ["short-notice"]
    assert short.refusal
    assert short.refusal.reasons[0].names == ("3月12日 08:30",)
    done = announce(announcing, enough)
    assert not done.refusal
    assert done.acts[0].clauses == ("kefu/10a",)


def test_an_exception_wants_a_reason_and_stands_in_the_book(announcing: Hall) -> None:
    soon = announcing.now + HOUR
    assert codes(announce(announcing, soon)) == ["short-notice"]
    done = announce(announcing, soon, exception="上级紧急通知")
    assert announcing.one(done.acts[0].command).exception == "上级紧急通知"


def test_only_whom_the_regime_names_can_make_an_exception() -> None:
    rule = {"clause": "kefu/10a", "notice": timedelta(days=2)}
    nobody = hall({"plant_wide": rule})
    assert codes(announce(nobody, nobody.now + HOUR, exception="急")) == ["exception-by-others"]
    manager = Authority(id="manager", clause="kefu/10a", title=Words(zh="厂长"), holds=("厂长",))
    named = hall({"plant_wide": {**rule, "exception_by": ["manager"]}}, authorities=(manager,))
    assert codes(announce(named, named.now + HOUR, exception="急")) == ["exception-by-others"]
    assert codes(announce(named, named.now + HOUR, "吴", exception="急")) == []


def test_a_meeting_of_a_post_needs_no_notice_and_somebody_to_invite(announcing: Hall) -> None:
    soon = announcing.now + HOUR
    assert codes(announce(announcing, soon, plant_wide=False, posts=["room"])) == []
    with pytest.raises(BadInput):
        announce(announcing, soon, plant_wide=False)
    with pytest.raises(NotFound):
        announce(announcing, soon, plant_wide=False, posts=["nowhere"])


@pytest.mark.parametrize(("begins", "ends"), [(-1, 1), (1, 1), (1, 0), (1, 24 * 32), (24 * 800, 24 * 800 + 1)])
def test_a_time_that_makes_no_sense_is_named(announcing: Hall, begins: int, ends: int) -> None:
    with pytest.raises(BadInput):
        announce(announcing, announcing.now + begins * HOUR, ends_at=announcing.now + ends * HOUR)


def test_what_lies_around_no_handover_wants_a_reason() -> None:
    there = hall({"periods": PERIODS})
    inside: dict[str, Any] = {"ends_at": utc("20:45", 11), "plant_wide": False, "posts": ["hall"]}
    assert codes(announce(there, utc("19:30", 11), **inside)) == []
    outside = announce(there, utc("19:29:59", 11), **inside)
    assert codes(outside) == ["outside-periods"]
    assert outside.refusal
    assert outside.refusal.reasons[0].names[0] == "3月11日 07:30—08:45"
    late: dict[str, Any] = {**inside, "ends_at": utc("20:45:01", 11)}
    assert codes(announce(there, utc("19:30", 11), **late)) == ["outside-periods"]
    assert codes(announce(there, utc("15:00", 11), ends_at=utc("16:00", 11), outside="外聘讲师只有下午有空")) == []


def test_training_lies_where_two_groups_are_there_at_once() -> None:
    shifts = {**SHIFTS, "day": {**SHIFTS["day"], "ends": "22:00"}}
    given: dict[str, Any] = {
        "posts": {"hall": {"name": "厂房", "shifts": shifts}},
        "people": {"陈": {}, "刘": {}, "赵": {"role": "SUPERVISOR"}},
    }
    there = hall({"periods": {**PERIODS, "training": True}}, **given, roster={"hall": {"day": ["陈"], "night": ["刘"]}})
    place = org.place(there.book, "hall", there.now)
    rule = Periods.model_validate({**PERIODS, "training": True})
    found = queries.periods(there.book, place, rule, DAY, DAY + timedelta(days=1), training=True)
    assert [(one.sort, one.begins_at, one.ends_at) for one in found] == [("OVERLAP", utc("20:00"), utc("22:00"))]
    said: dict[str, Any] = {"sort": "TRAINING", "plant_wide": False, "posts": ["hall"]}
    assert codes(announce(there, utc("20:00"), ends_at=utc("22:00"), **said)) == []
    assert codes(announce(there, utc("19:30"), ends_at=utc("20:30"), **said)) == ["outside-periods"]
    assert codes(announce(there, utc("19:30"), ends_at=utc("20:30"), **{**said, "sort": "MEETING"})) == []


def test_the_same_people_twice_are_no_two_groups() -> None:
    shifts = {**SHIFTS, "day": {**SHIFTS["day"], "ends": "22:00"}}
    given: dict[str, Any] = {"posts": {"hall": {"name": "厂房", "shifts": shifts}}, "people": {"陈": {}}}
    there = hall({}, **given, roster={"hall": {"day": ["陈"], "night": ["陈"]}})
    place, rule = org.place(there.book, "hall", there.now), Periods.model_validate({**PERIODS, "training": True})
    assert queries.periods(there.book, place, rule, DAY, DAY + timedelta(days=1), training=True) == []


def test_an_announced_meeting_is_answered_opened_at_its_hour_and_closed(announcing: Hall) -> None:
    key = announcing.ok(
        "gathering.announce", "赵", title="班组会", posts=["hall"], begins_at=utc("10:00"), ends_at=utc("11:00")
    )
    announcing.ok("gathering.reply", "陈", gathering=key, coming=True)
    announcing.ok("gathering.reply", "刘", gathering=key, coming=False, reason="外出")
    with pytest.raises(BadInput):
        announcing.do("gathering.reply", "钱", gathering=key)
    announcing.at("09:59:59")
    assert announcing.refused("gathering.open", "赵", gathering=key) == ["before-its-hour"]
    assert announcing.refused("gathering.arrive", "陈", gathering=key) == ["gathering-not-open"]
    announcing.at("10:00").ok("gathering.open", "赵", gathering=key)
    assert announcing.refused("gathering.cancel", "赵", gathering=key, reason="不开了") == ["gathering-begun"]
    announcing.ok("gathering.arrive", "陈", gathering=key)
    one = announcing.one(key)
    assert {announcing.world.name_of(person) for person in one.missing} == {"钱", "赵", "吴"}
    with pytest.raises(BadInput):
        announcing.do("gathering.report", "陈", gathering=key, topic="slogan", text="好")
    announcing.ok("gathering.report", "陈", gathering=key, text="好")
    announcing.ok("gathering.minute", "赵", gathering=key, text="决定下周检修")
    announcing.ok("gathering.close", "赵", gathering=key)
    assert announcing.refused("gathering.minute", "赵", gathering=key, text="补") == ["gathering-closed"]


def test_who_is_not_invited_answers_nothing(announcing: Hall) -> None:
    liu, when = announcing.key("刘"), {"begins_at": utc("10:00"), "ends_at": utc("11:00")}
    key = announcing.ok("gathering.announce", "赵", title="面谈", people=[liu], **when)
    with pytest.raises(BadInput):
        announcing.do("gathering.reply", "陈", gathering=key, coming=True)
    announcing.ok("gathering.reply", "刘", gathering=key, coming=True)


def test_a_cancelled_meeting_is_not_opened(announcing: Hall) -> None:
    key = announcing.ok(
        "gathering.announce", "赵", title="班组会", posts=["hall"], begins_at=utc("10:00"), ends_at=utc("11:00")
    )
    announcing.ok("gathering.cancel", "赵", gathering=key, reason="改期")
    announcing.at("10:00")
    assert announcing.refused("gathering.open", "赵", gathering=key) == ["gathering-begun"]
    assert announcing.refused("gathering.minute", "赵", gathering=key, text="补") == ["gathering-cancelled"]


def test_a_meeting_is_led_where_it_was_entered_and_attended_wherever_it_invites(announcing: Hall) -> None:
    when = {"begins_at": utc("10:00"), "ends_at": utc("11:00")}
    key = announcing.ok("gathering.announce", "赵", title="联席会", posts=["hall", "room"], exception="急", **when)
    with pytest.raises(NotFound):
        announcing.do("gathering.cancel", "赵", post="room", gathering=key, reason="不开了")
    announcing.do("gathering.reply", "孙", post="room", gathering=key, coming=True)
    assert announcing.refused("gathering.follow_up", "赵", gathering=key, **_work(announcing)) == ["gathering-not-open"]
    announcing.at("10:00").ok("gathering.open", "赵", gathering=key)
    assert announcing.do("gathering.arrive", "孙", post="room", gathering=key).refusal is None
    with pytest.raises(NotFound):
        announcing.do("gathering.close", "赵", post="room", gathering=key)
    announcing.ok("gathering.follow_up", "赵", gathering=key, **_work(announcing))


def _work(there: Hall) -> dict[str, Any]:
    return {"what": "查", "where": "厂房", "next_step": "看", "due_at": utc("18:00"), "owner": there.key("陈")}


def test_everybody_who_works_at_the_site_is_invited_to_a_plant_wide_meeting(announcing: Hall) -> None:
    done = announce(announcing, announcing.now + timedelta(days=2))
    people = queries.invited(announcing.book, announcing.one(done.acts[0].command))
    assert {announcing.world.name_of(one) for one in people} == {"陈", "刘", "钱", "孙", "赵", "吴"}
