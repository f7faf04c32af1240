"""Daily meetings beyond what the scenarios of the pack show: who is expected, what cannot be opened, late comers."""

from typing import Any

import pytest

from jiaoban.gathering.queries import daily_of
from jiaoban.gathering.rules import holding
from jiaoban.kernel.refusal import BadInput, NotAllowed, NotFound
from tests.pure.gathering.conftest import Hall, hall, utc

DAILY: dict[str, Any] = {"id": "round", "clause": "kefu/10a", "title": {"zh": "碰头会"}, "at": "20:00", "most": "PT10M"}


def names(there: Hall, people: tuple[str, ...]) -> list[str]:
    return [there.world.name_of(one) for one in people]


@pytest.mark.parametrize(
    ("at", "shifts", "who"),
    [
        ("20:00", [], ["陈", "刘", "钱"]),
        ("20:00", ["night"], ["刘"]),
        ("08:00", ["night"], ["刘"]),
        ("12:00", [], ["陈", "刘", "钱"]),
        ("02:00", [], ["刘"]),
    ],
)
def test_expected_is_who_stands_a_shift_then_its_first_and_last_moment_included(
    at: str, shifts: list[str], who: list[str]
) -> None:
    there = hall({"daily": [{**DAILY, "at": at, "shifts": shifts}]}).at("21:00")
    key = there.ok("gathering.hold", "赵", meeting="round")
    assert names(there, there.one(key).expected) == who


def test_a_meeting_that_nobody_is_expected_at_is_not_opened() -> None:
    there = hall({"daily": [DAILY]}, roster={}).at("20:00")
    assert there.refused("gathering.hold", "赵", meeting="round") == ["nobody-expected"]


def test_a_meeting_that_the_regime_has_not_here_is_named() -> None:
    there = hall({"daily": [{**DAILY, "posts": ["room"]}]}).at("20:00")
    with pytest.raises(BadInput):
        there.do("gathering.hold", "赵", meeting="round")
    with pytest.raises(NotFound):
        there.do("gathering.arrive", "陈", gathering="nothing")


def test_without_a_host_only_the_supervisor_opens() -> None:
    there = hall({"daily": [DAILY]}).at("20:00")
    assert there.refused("gathering.hold", "陈", meeting="round") == ["not-the-host"]


def test_who_comes_after_the_minute_in_which_it_begins_is_late() -> None:
    there = hall({"daily": [{**DAILY, "waits": False}]}).at("20:00")
    key = there.ok("gathering.hold", "赵", meeting="round")
    there.at("20:00:59.999").ok("gathering.arrive", "陈", gathering=key)
    there.at("20:01:00").ok("gathering.arrive", "刘", gathering=key)
    there.ok("gathering.arrive", "陈", gathering=key)
    assert names(there, there.one(key).late) == ["刘"]
    there.at("20:10:01").ok("gathering.close", "赵", gathering=key)
    one = there.one(key)
    assert names(there, one.missing) == ["钱"]
    rule = daily_of(one, there.world.packs)
    assert holding.over(one, rule, utc("23:00")).total_seconds() == 1


def test_whom_the_host_notes_is_late_when_the_host_says_so() -> None:
    there = hall({"daily": [DAILY]}).at("20:00")
    key = there.ok("gathering.hold", "赵", meeting="round")
    chen, liu, qian = (there.key(name) for name in ("陈", "刘", "钱"))
    there.at("20:05").ok("gathering.arrive", "赵", gathering=key, people=[chen, liu])
    there.ok("gathering.arrive", "赵", gathering=key, people=[qian, chen], late=True)
    assert names(there, there.one(key).late) == ["钱"]


def test_nobody_is_late_before_it_was_opened() -> None:
    there = hall({"daily": [DAILY]}).at("20:20")
    key = there.ok("gathering.hold", "赵", meeting="round")
    there.ok("gathering.arrive", "陈", gathering=key, late=True)
    assert there.one(key).late == ()


def test_nobody_but_the_host_notes_others_or_reports_for_them() -> None:
    there = hall({"daily": [{**DAILY, "reports": [{"id": "state", "title": {"zh": "情况"}}]}]}).at("20:00")
    key = there.ok("gathering.hold", "赵", meeting="round")
    liu = there.key("刘")
    assert there.refused("gathering.arrive", "陈", gathering=key, people=[liu]) == ["not-the-host"]
    assert there.refused("gathering.report", "陈", gathering=key, person=liu, topic="state", text="好") == [
        "not-the-host"
    ]
    assert there.refused("gathering.report", "陈", gathering=key, topic="state", text="好") == ["not-present"]
    there.ok("gathering.arrive", "陈", gathering=key)
    with pytest.raises(BadInput):
        there.do("gathering.report", "陈", gathering=key, topic="other", text="好")
    there.ok("gathering.report", "陈", gathering=key, topic="state", text="好")
    assert there.one(key).reported(there.key("陈")) == {"state"}
    assert there.refused("gathering.close", "陈", gathering=key) == ["not-the-host"]


def test_whoever_is_on_leave_at_the_hour_is_not_expected() -> None:
    there = hall({"daily": [{**DAILY, "at": "09:00"}, {**DAILY, "id": "noon", "at": "11:00"}]})
    said = {"from_at": utc("09:00"), "until_at": utc("11:00"), "reason": "看牙", "kind": "leave"}
    there.ok("absence.allow", "赵", person=there.key("钱"), kind="leave", day=utc("09:00").date(), reason="急")
    key = there.ok("absence.ask", "钱", **said)
    asked = there.at("09:00").ok("gathering.hold", "赵", meeting="round")
    assert names(there, there.one(asked).expected) == ["陈", "刘", "钱"]  # asked for is not approved
    again = hall({"daily": [{**DAILY, "at": "09:00"}, {**DAILY, "id": "noon", "at": "11:00"}]})
    again.ok("absence.allow", "赵", person=again.key("钱"), kind="leave", day=utc("09:00").date(), reason="急")
    key = again.ok("absence.ask", "钱", **said)
    again.ok("absence.approve", "赵", absence=key)
    morning = again.at("09:00").ok("gathering.hold", "赵", meeting="round")
    noon = again.at("11:00").ok("gathering.hold", "赵", meeting="noon")
    assert names(again, again.one(morning).expected) == ["陈", "刘"]
    assert names(again, again.one(noon).expected) == ["陈", "刘", "钱"]


def test_of_oneself_the_clock_says_it_also_by_name() -> None:
    there = hall({"daily": [DAILY]}).at("20:00")
    key = there.ok("gathering.hold", "赵", meeting="round")
    there.at("20:05").ok("gathering.arrive", "陈", gathering=key, people=[there.key("陈")], late=False)
    assert names(there, there.one(key).late) == ["陈"]


def test_the_head_leads_a_meeting_and_whoever_only_reads_has_no_part_in_it() -> None:
    people = {
        "陈": {"posts": ["hall"]},
        "赵": {"role": "SUPERVISOR"},
        "郑": {"role": "HEAD"},
        "高": {"role": "AUDITOR"},
    }
    there = hall({"daily": [DAILY]}, people=people, roster={"hall": {"day": ["陈"], "night": ["陈"]}}).at("20:00")
    with pytest.raises(NotAllowed):
        there.do("gathering.hold", "高", meeting="round")
    key = there.ok("gathering.hold", "郑", meeting="round")
    there.ok("gathering.arrive", "郑", gathering=key, people=[there.key("陈")])
    there.ok("gathering.minute", "郑", gathering=key, text="记")
    for verb, said in (("arrive", {}), ("minute", {"text": "记"}), ("close", {})):
        with pytest.raises(NotAllowed):
            there.do(f"gathering.{verb}", "高", gathering=key, **said)
    there.at("20:05").ok("gathering.close", "郑", gathering=key)


def test_nobody_excuses_themselves_from_a_meeting() -> None:
    there = hall({"daily": [DAILY]}, roster={"hall": {"day": ["陈", "赵"], "night": ["赵"]}}).at("20:00")
    key = there.ok("gathering.hold", "赵", meeting="round")
    said = {"gathering": key, "person": there.key("赵"), "reason": "忙"}
    assert there.refused("gathering.excuse", "赵", **said) == ["own-excuse"]
    there.ok("gathering.excuse", "吴", **said)
