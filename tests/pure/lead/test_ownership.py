"""Whose customer it is: three days to the second, as of any moment, whatever came when into the book."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.lead.rules.facts import Fact, Kind
from jiaoban.lead.rules.ownership import owner
from jiaoban.lead.rules.saying import sentence
from tests.pure.lead.case import SECOND, ZONE, fact, owned, rules, utc

TWO = [fact("CONTACT", "li", utc(10, "09:00")), fact("CONTACT", "wang", utc(10, "09:30"))]
FIXED = fact("FIXED", "li", utc(10))
AGAIN = fact("FIXED", "wang", utc(10, "11:00"))


def test_nobody_and_one() -> None:
    assert owned([], utc(10)).basis == "NOBODY"
    one = owned([fact("CONTACT", "li", utc(10))], utc(30))
    assert (one.person, one.basis) == ("li", "ALONE")
    came = owned([fact("VISIT", "li", utc(10))], utc(30), followed=False)
    assert (came.person, came.basis) == ("li", "ALONE")


def test_several_without_an_appointment_share() -> None:
    assert (owned(TWO, utc(10)).person, owned(TWO, utc(10)).shared) == (None, ("li", "wang"))


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ({}, utc(13)),
        ({"inclusive": False}, utc(13) - timedelta(microseconds=1)),
        ({"counted": "days"}, utc(13, "23:59:59")),
        ({"counted": "days", "inclusive": False}, utc(12, "23:59:59")),
    ],
)
def test_the_visit_on_both_sides_of_three_days(said: dict[str, Any], last: Any) -> None:
    within = owned([*TWO, FIXED, fact("VISIT", "wang", last)], utc(20), followed=False, ownership=said)
    assert (within.person, within.basis) == ("li", "FIRST")
    late = owned([*TWO, FIXED, fact("VISIT", "wang", last + SECOND)], utc(20), followed=False, ownership=said)
    assert (late.person, late.basis, late.shared) == (None, "FAR", ("li", "wang"))


def test_without_a_visit_it_is_promised_until_the_time_has_run_out() -> None:
    promised = owned([*TWO, FIXED], utc(13))
    assert (promised.person, promised.basis) == ("li", "PROMISED")
    assert promised.until == utc(13) + timedelta(microseconds=1)
    assert owned([*TWO, FIXED], utc(13) + SECOND).basis == "FAR"
    far = fact("FIXED", "li", utc(10), for_at=utc(13) + SECOND)
    assert owned([*TWO, far], utc(10, "12:00")).basis == "FAR"
    assert owned([*TWO, fact("FIXED", "li", utc(10), for_at=utc(13))], utc(10, "12:00")).person == "li"


def test_the_first_who_fixed_has_it_and_an_appointment_needs_time_and_place() -> None:
    assert owned([*TWO, FIXED, AGAIN, fact("VISIT", "wang", utc(12))], utc(12, "12:00"), followed=False).person == "li"
    placeless = fact("FIXED", "li", utc(10), place="")
    came = fact("VISIT", "wang", utc(12))
    assert owned([*TWO, placeless, AGAIN, came], utc(12, "12:00"), followed=False).person == "wang"
    cancelled = fact("CANCELLED", "li", utc(10, "10:30"), key=FIXED.key)
    assert owned([*TWO, FIXED, cancelled, AGAIN, came], utc(12, "12:00"), followed=False).person == "wang"


def test_an_appointment_that_ran_out_makes_way_or_keeps_the_customer_shared() -> None:
    facts = [*TWO, FIXED, fact("FIXED", "wang", utc(14)), fact("VISIT", "wang", utc(15))]
    assert owned(facts, utc(20), followed=False).person == "wang"
    assert owned(facts, utc(20), followed=False, ownership={"earlier": "stays"}).basis == "FAR"


def test_a_changed_appointment_counts_from_its_fixing_or_from_the_change() -> None:
    moved = fact("MOVED", "li", utc(12), key=FIXED.key, for_at=utc(14), place="接待厅")
    facts = [*TWO, FIXED, moved, fact("VISIT", "wang", utc(14))]
    assert owned(facts, utc(20), followed=False).basis == "FAR"
    assert owned(facts, utc(20), followed=False, ownership={"change": "begins"}).person == "li"


def test_whoever_leaves_a_customer_is_not_one_of_several() -> None:
    left = fact("LEFT", "li", utc(10, "12:00"))
    assert owned([*TWO, FIXED, left], utc(10, "12:00")).basis == "ALONE"
    assert owned([*TWO, FIXED, left], utc(10, "11:59")).basis == "PROMISED"
    back = fact("CONTACT", "li", utc(11))
    assert owned([*TWO, FIXED, left, back], utc(12)).shared == ("wang", "li")


def test_a_sale_counts_for_the_owner_of_that_moment_and_of_a_shared_one_for_its_closer() -> None:
    sale = fact("SALE", "sun", utc(12, "15:00"))
    came = fact("VISIT", "wang", utc(12))
    for at in (utc(12, "15:00"), utc(30)):
        assert owned([*TWO, FIXED, came, sale], at, followed=False).person == "li"
        assert (owned([*TWO, sale], at).person, owned([*TWO, sale], at).basis) == ("sun", "BOUGHT")


def test_a_collision_decides_and_a_void_order_counts_for_nobody() -> None:
    facts = [*TWO, FIXED]
    settled = fact("SETTLED", "wang", utc(11), whom="wang")
    assert (owned([*facts, settled], utc(12)).person, owned(facts, utc(12)).person) == ("wang", "li")
    ruled = fact("RULED", "zhang", utc(11, "12:00"), whom="li")
    assert owned([*facts, settled, ruled], utc(12)).basis == "RULED"
    void = fact("VOIDED", "", utc(11))
    sale = fact("SALE", "li", utc(12))
    assert (owned([*facts, void, sale], utc(12)).person, owned([*facts, void, sale], utc(12)).basis) == (None, "VOID")
    assert owned([*facts, void], utc(10, "23:00")).person == "li"
    over = fact("OVERRULED", "zhang", utc(13), whom="li")
    assert owned([*facts, fact("VISIT", "li", utc(12)), void, over], utc(14)).basis == "OVERRULED"


def test_a_lost_customer_begins_anew() -> None:
    lost = fact("LOSS", "li", utc(11))
    assert (owned([*TWO, FIXED, lost], utc(12)).basis, owned([*TWO, FIXED, lost], utc(12)).person) == ("LOST", None)
    assert owned([*TWO, FIXED, lost, fact("CONTACT", "sun", utc(13))], utc(14)).person == "sun"


def test_every_sentence_names_who_and_when() -> None:
    names = {"li": "李娜", "wang": "王蕾", "sun": "孙悦", "zhang": "张主管"}
    came = fact("VISIT", "wang", utc(12))

    def say(facts: list[Fact], at: Any = None, **said: Any) -> str:
        found = owned(facts, at or utc(20), **said)
        words = sentence(found, names, rules(**said), ZONE)
        assert words.zh
        assert words.en
        assert "{" not in words.zh + words.en
        return words.zh

    assert say([]) == "还没有人联系过，不属于任何人。"
    assert say([*TWO, FIXED], utc(11)) == (
        "李娜最先约定时间和地点（3月10日 10:00约定，3月11日 10:00到接待厅），3天（72小时）内到店归李娜。"
    )
    assert say([*TWO, FIXED, came], followed=False) == (
        "李娜最先约定时间和地点（3月10日 10:00约定），客户3月12日 10:00到店，在3天（72小时）内，归李娜。"
    )
    assert "王蕾、" not in say(TWO)
    assert "3月14日 10:00到店，超出3天" in say([*TWO, FIXED, fact("VISIT", "wang", utc(14))], followed=False)
    assert "没有到店" in say([*TWO, FIXED])
    assert "约的是3月20日" in say([*TWO, fact("FIXED", "li", utc(10), for_at=utc(20))], utc(11))
    assert "3个自然日" in say([*TWO, FIXED, came], followed=False, ownership={"counted": "days"})
    assert "此单作废" in say([*TWO, fact("VOIDED", "", utc(11))])
    assert "张主管裁定" in say([*TWO, fact("RULED", "zhang", utc(11), whom="li")])


PEOPLE = ("li", "wang", "sun")
KINDS: tuple[Kind, ...] = (
    *("CONTACT", "FIXED", "MOVED", "CANCELLED", "TALKED", "LEFT", "VISIT", "DEPOSIT", "NAMED"),
    *("OVERRULED", "SALE", "LOSS", "SETTLED", "RULED", "VOIDED"),
)


@st.composite
def some_fact(draw: st.DrawFn) -> Fact:
    """Any fact at any of a few moments, so that many fall together."""
    kind, at = draw(st.sampled_from(KINDS)), utc(1) + timedelta(hours=draw(st.integers(0, 60)) * 6)
    for_at = at + timedelta(hours=draw(st.integers(0, 96))) if kind in ("FIXED", "MOVED") else None
    whom = "" if kind == "VOIDED" else draw(st.sampled_from(PEOPLE))
    place = draw(st.sampled_from(("", "接待厅")))
    key, other = draw(st.sampled_from("ab")), draw(st.sampled_from(PEOPLE))
    return Fact(kind, draw(st.sampled_from(PEOPLE)), at, 0, key, for_at, place, whom, other)


@given(st.lists(some_fact(), max_size=12, unique_by=lambda one: one.place_in_time), st.data())
def test_the_order_in_which_facts_arrive_changes_nothing(facts: list[Fact], data: st.DataObject) -> None:
    late = data.draw(st.permutations(facts))
    at = utc(1) + timedelta(hours=data.draw(st.integers(0, 500)))
    again = data.draw(st.booleans())
    said = rules(leader={"back": again})
    found = owner(facts, said, at, ZONE)
    assert owner(late, said, at, ZONE) == found


@given(st.lists(some_fact(), max_size=12, unique_by=lambda one: one.place_in_time), st.integers(0, 500))
def test_there_is_one_owner_or_none_and_only_what_had_happened_counts(facts: list[Fact], hours: int) -> None:
    at = utc(1) + timedelta(hours=hours)
    found = owner(facts, rules(), at, ZONE)
    assert (found.person is None) or not found.shared
    assert owner([one for one in facts if one.at <= at], rules(), at, ZONE) == found
    assert all(one.at <= at for one in found.facts)
    concerned = {one.person for one in facts if one.at <= at} | {one.whom for one in facts if one.at <= at}
    concerned |= {one.other for one in facts if one.at <= at}
    assert found.person is None or found.person in concerned
