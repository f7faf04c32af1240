"""Who leads the follow-up: agreed, seven days to the second, the deposit, the override; 40 % exactly; later months."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.lead.rules.closed import begins_on, month_since
from jiaoban.lead.rules.facts import Fact
from jiaoban.lead.rules.leading import Period, leader_at, periods, sides
from jiaoban.lead.rules.limit import Share, led_by, share
from jiaoban.lead.rules.saying import sentence
from jiaoban.regime.owning import Closed, Leader, Limit
from tests.pure.lead.case import LEADER, SECOND, ZONE, fact, owned, rules, utc

CAME = [fact("FIXED", "li", utc(1)), fact("VISIT", "wang", utc(2))]


def named(person: str, whom: str, at: datetime) -> Fact:
    return fact("NAMED", person, at, whom=whom, other="wang" if person == "li" else "li")


AGREED = [*CAME, named("li", "li", utc(2, "17:00")), named("wang", "li", utc(2, "17:30"))]
PASSES = utc(9, "17:30")


def leads(facts: list[Fact], at: datetime, barred: Any = (), **said: Any) -> Period | None:
    rule = Leader.model_validate(LEADER | said)
    return leader_at(periods(facts, rule, ZONE, lambda person, _at: person not in barred, at), at)


def who(facts: list[Fact], at: datetime, barred: Any = (), **said: Any) -> tuple[str, str] | None:
    found = leads(facts, at, barred, **said)
    return (found.person, found.by) if found else None


def test_the_sides_are_who_invited_and_who_received() -> None:
    assert sides(CAME) == ("li", "wang")
    assert sides(CAME[:1]) == ()
    assert sides([fact("CONTACT", "sun", utc(1)), fact("LEFT", "sun", utc(1, "11:00")), *CAME]) == ("li", "wang")
    one = [fact("FIXED", "li", utc(1)), fact("VISIT", "li", utc(2))]
    assert (sides(one), who(one, utc(30))) == (("li",), ("li", "RECEIVED"))


def test_nobody_leads_before_both_have_named_the_same() -> None:
    assert who(CAME, utc(3)) is None
    assert who(AGREED[:3], utc(3)) is None
    assert who(AGREED, utc(2, "17:29:59")) is None
    assert who(AGREED, utc(2, "17:30")) == ("li", "AGREED")
    differ = [*CAME, named("li", "li", utc(2)), named("wang", "wang", utc(2, "11:00"))]
    assert who(differ, utc(3)) is None
    assert owned(differ, utc(3)).basis == "ALONE"


def test_agreed_after_the_day_of_the_visit_it_is_late() -> None:
    late = [*CAME, named("li", "li", utc(2, "17:00")), named("wang", "li", utc(3, "00:00"))]
    found = leads(late, utc(3, "00:00"))
    assert found is not None
    assert (found.by, found.late_for) == ("AGREED", utc(2))
    said = sentence(owned(late, utc(3)), {"li": "李娜", "wang": "王蕾"}, rules(), ZONE)
    assert "客户3月2日 10:00到店，应当日商定，晚了。" in said.zh
    assert "The customer came on 2 Mar 10:00; it was to be agreed on that day, and came late." in said.in_("en")
    in_time = [*CAME, named("li", "li", utc(2, "17:00")), named("wang", "li", utc(2, "23:59:59"))]
    found = leads(in_time, utc(3))
    assert found is not None
    assert found.late_for is None
    again = [*in_time, named("li", "wang", utc(4)), named("wang", "wang", utc(4))]
    found = leads(again, utc(5))
    assert found is not None
    assert (found.person, found.late_for) == ("wang", None), "agreed in time first, otherwise later"
    passed = leads(late, utc(11))
    assert passed is not None
    assert (passed.by, passed.late_for) == ("PASSED", None)


def test_it_passes_after_seven_days_without_result_once() -> None:
    assert who(AGREED, PASSES) == ("li", "AGREED")
    assert who(AGREED, PASSES + SECOND) == ("wang", "PASSED")
    assert who(AGREED, utc(30)) == ("wang", "PASSED")
    assert who(AGREED, utc(30), back=True) == ("wang", "PASSED")
    assert who(AGREED, utc(17), back=True) == ("li", "PASSED")
    assert who(AGREED, PASSES, inclusive=False) == ("wang", "PASSED")
    assert who(AGREED, utc(9, "23:59:59"), counted="days") == ("li", "AGREED")
    assert who(AGREED, utc(10, "00:00"), counted="days") == ("wang", "PASSED")
    passing = leads(AGREED, utc(5))
    assert passing is not None
    assert passing.passes_at == PASSES + timedelta(microseconds=1)


@pytest.mark.parametrize(("kind", "only_sale"), [("SALE", "li"), ("DEPOSIT", "wang")])
def test_what_counts_as_a_result(kind: Any, only_sale: str) -> None:
    got = [*AGREED, fact(kind, "li", PASSES)]
    assert owned(got, utc(20)).person == "li"
    assert owned(got, utc(20), leader={**LEADER, "result": ("sale",)}).person == only_sale
    late = [*AGREED, fact(kind, "wang", PASSES + SECOND)]
    assert owned(late, utc(20)).person == "wang"


def test_both_want_it_and_the_deposit_decides() -> None:
    both = [*CAME, named("li", "li", utc(2, "17:00")), named("wang", "wang", utc(2, "17:30"))]
    assert who([*both, fact("DEPOSIT", "wang", utc(3))], utc(3)) == ("wang", "DEPOSIT")
    assert who([*both, fact("DEPOSIT", "wang", utc(2, "12:00"))], utc(2, "17:30")) == ("wang", "DEPOSIT")
    assert who([*both, fact("DEPOSIT", "sun", utc(3))], utc(3)) is None
    second = [*both, fact("DEPOSIT", "li", utc(3)), fact("DEPOSIT", "wang", utc(4))]
    assert who(second, utc(5)) == ("li", "DEPOSIT")
    assert who([*AGREED, fact("DEPOSIT", "wang", utc(3))], utc(4)) == ("li", "AGREED")


def test_saying_it_again_does_not_begin_the_seven_days_anew() -> None:
    again = [*AGREED, named("li", "li", utc(8)), named("wang", "li", utc(8, "11:00"))]
    assert who(again, PASSES + SECOND) == ("wang", "PASSED")
    after = [*AGREED, named("li", "li", utc(12)), named("wang", "li", utc(12, "11:00"))]
    assert who(after, utc(13)) == ("li", "AGREED")


def test_a_supervisor_overrides_and_that_does_not_pass() -> None:
    over = [*AGREED, fact("OVERRULED", "zhang", utc(4), whom="wang")]
    assert (who(over, utc(3)), who(over, utc(30))) == (("li", "AGREED"), ("wang", "OVERRULED"))
    assert who([*over, named("li", "li", utc(5)), named("wang", "li", utc(5, "11:00"))], utc(6)) == (
        "wang",
        "OVERRULED",
    )


def test_it_does_not_pass_to_who_may_not_follow() -> None:
    found = leads(AGREED, utc(20), barred=("wang",))
    assert found is not None
    assert (found.person, found.stayed_at) == ("li", PASSES + timedelta(microseconds=1))


def month(facts: dict[str, list[Fact]], person: str, at: date, until: datetime, **said: Any) -> Share:
    leader = Leader.model_validate(LEADER | ({"result": said.pop("result")} if "result" in said else {}))
    rule = Limit.model_validate({"clause": "kefu/s4", "percent": 40} | said)
    led = [one for lead, those in facts.items() for one in led_by(lead, those, leader, ZONE, until)]
    return share(person, at, led, rule, ZONE, until, lambda _month: False)


def customers(good: int, bad: int, person: str = "li") -> dict[str, list[Fact]]:
    """Customers whom a person invited and received on the 2nd: some bought on the 20th, some not."""
    came = [fact("FIXED", person, utc(1)), fact("VISIT", person, utc(2))]
    sold = {f"good{n}": [*came, fact("SALE", person, utc(20))] for n in range(good)}
    return {**sold, **{f"bad{n}": came for n in range(bad)}}


@pytest.mark.parametrize(("good", "bad", "reached"), [(3, 2, True), (61, 39, False), (4, 2, False), (0, 0, False)])
def test_exactly_forty_of_a_hundred_counts(good: int, bad: int, reached: bool) -> None:
    found = month(customers(good, bad), "li", date(2026, 3, 1), utc(1, month=4))
    assert (len(found.led), len(found.without), found.reached) == (good + bad, bad, reached)


def test_a_month_ends_at_its_midnight() -> None:
    came = [fact("FIXED", "li", utc(1)), fact("VISIT", "li", utc(2))]
    in_time = {"a": [*came, fact("SALE", "li", utc(31, "23:59:59"))]}
    assert not month(in_time, "li", date(2026, 3, 1), utc(30, month=4)).without
    late = {"a": [*came, fact("SALE", "li", utc(1, "00:00", month=4))]}
    assert month(late, "li", date(2026, 3, 1), utc(30, month=4)).without == ("a",)
    assert month(late, "li", date(2026, 4, 1), utc(30, month=4), customers="led").without == ()


def test_the_readings_of_the_limit() -> None:
    passed = {"a": [*AGREED, fact("DEPOSIT", "wang", utc(20))]}
    at, until = date(2026, 3, 1), utc(1, month=4)
    assert (month(passed, "li", at, until).without, month(passed, "wang", at, until).without) == (("a",), ())
    assert month(passed, "li", at, until, leaders="last").led == ()
    assert month(passed, "wang", at, until, result=("sale",)).without == ("a",)
    april = month(customers(0, 2), "li", date(2026, 4, 1), utc(1, month=5), customers="led")
    assert len(april.led) == 2
    assert month(customers(0, 2), "li", date(2026, 4, 1), utc(1, month=5)).led == ()


def test_a_lost_customer_is_without_result() -> None:
    lost = {"a": [fact("FIXED", "li", utc(1)), fact("VISIT", "li", utc(2)), fact("LOSS", "li", utc(5))]}
    assert month(lost, "li", date(2026, 3, 1), utc(1, month=4)).without == ("a",)
    assert month(lost, "li", date(2026, 4, 1), utc(1, month=5), customers="led").led == ()


@given(st.lists(st.tuples(st.sampled_from(("li", "wang")), st.sampled_from(("li", "wang")), st.integers(0, 700))))
def test_at_every_moment_one_leads_at_most(said: list[tuple[str, str, int]]) -> None:
    facts = [*CAME, *(named(one, whom, utc(2) + timedelta(hours=hours)) for one, whom, hours in said)]
    found = periods(facts, Leader.model_validate(LEADER | {"back": True}), ZONE, lambda *_: True, utc(30))
    for one, after in pairwise(found):
        assert one.ends_at is not None
        assert one.begins_at <= one.ends_at == after.begins_at


SOLD = utc(31, "15:00", month=1)


@pytest.mark.parametrize(
    ("by", "day", "expected"),
    [
        ("sale", utc(27, "23:59:59", month=2), 1),
        ("sale", utc(28, "00:00", month=2), 2),
        ("sale", utc(30, "23:59:59", month=3), 2),
        ("sale", utc(31, "00:00", month=3), 3),
        ("calendar", utc(31, "23:59:59", month=1), 1),
        ("calendar", utc(1, "00:00", month=2), 2),
        ("calendar", utc(1, "00:00", month=3), 3),
    ],
)
def test_the_months_after_a_sale(by: str, day: datetime, expected: int) -> None:
    rule = Closed.model_validate({"clause": "kefu/s2", "later_by": by})
    assert month_since(SOLD, day, rule, ZONE) == expected
    assert begins_on(SOLD, expected, rule, ZONE) <= day.astimezone(SOLD.tzinfo).date() + timedelta(days=1)


def test_the_begin_of_a_later_month() -> None:
    by_sale = Closed.model_validate({"clause": "kefu/s2"})
    assert begins_on(SOLD, 2, by_sale, ZONE) == date(2026, 2, 28)
    assert begins_on(SOLD, 3, by_sale, ZONE) == date(2026, 3, 31)
    calendar = Closed.model_validate({"clause": "kefu/s2", "later_by": "calendar"})
    assert begins_on(SOLD, 2, calendar, ZONE) == date(2026, 2, 1)
