"""Who answers for a contact that was not made: whoever looked after the customer on its last day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from jiaoban.kernel.occasions import Asked, occasions
from jiaoban.lead import aftersales
from tests.pure.fund.desk import DAY, PACK, Desk

WEEK = DAY + timedelta(days=6)
"""The last day of the first week after the sale."""


def _after_the_sale(given_on: date) -> tuple[Desk, str]:
    """A customer who bought of 李, given to 王 on a day; nobody gets in touch with them."""
    desk = Desk("lead")
    said = {"number": "13800000001", "way": "phone", "result": "interested"}
    lead = desk.do(DAY, "li", "open", **said).acts[0].command
    assert desk.code(DAY, "li", "sell", lead=lead, amount="6800") == ""
    wang = desk.world.keys["wang"]
    assert desk.code(given_on, "boss", "entrust_care", lead=lead, person=wang, reason="换岗") == ""
    return desk, lead


def _missed(desk: Desk, day: date) -> list[str]:
    """Of whom something is missing by a day, one name for each contact."""
    now = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    asked = Asked(desk.book, desk.place(now), lambda _digest: PACK, DAY, day + timedelta(days=1), now)
    names = {key: name for name, key in desk.world.keys.items()}
    return [names[person] for one in occasions(asked, ["aftersales-missed"]) for person in one.people]


@pytest.mark.parametrize(
    ("given_on", "whose"), [(DAY, "wang"), (WEEK, "wang"), (WEEK + timedelta(days=1), "li"), (date(2026, 4, 9), "li")]
)
def test_what_was_missed_before_is_not_theirs_who_takes_over(given_on: date, whose: str) -> None:
    desk, _ = _after_the_sale(given_on)
    assert _missed(desk, date(2026, 4, 9)) == [whose]
    assert _missed(desk, date(2026, 4, 10)) == [whose, "wang", "wang"]  # the month, which was theirs on its last day


def test_a_customer_concerns_who_left_something_undone_and_who_looks_after_them() -> None:
    desk, lead = _after_the_sale(WEEK + timedelta(days=1))
    now = datetime(2026, 3, 20, 2, tzinfo=UTC)
    assert PACK.aftersales
    [one] = aftersales.of_post(desk.book, desk.place(now), PACK.aftersales, DAY, date(2026, 4, 1), now)
    keys = desk.world.keys
    assert one.lead.key == lead
    assert (one.concerns(keys["li"]), one.concerns(keys["wang"]), one.concerns(keys["boss"])) == (True, True, False)
    assert one.responsible == keys["wang"]


def test_who_looked_after_a_customer_when_goes_along_with_a_merger() -> None:
    desk, lead = _after_the_sale(WEEK + timedelta(days=1))
    boss = desk.world.keys["boss"]
    assert desk.code(date(2026, 3, 25), "boss", "entrust_care", lead=lead, person=boss, reason="再换") == ""
    other = desk.do(DAY, "li", "open", number="13800000002", way="phone", result="interested").acts[0].command
    assert desk.code(date(2026, 3, 30), "boss", "merge", lead=lead, into=other, reason="同一位家长") == ""
    now = datetime(2026, 3, 31, 2, tzinfo=UTC)
    assert PACK.aftersales
    [one] = aftersales.of_post(desk.book, desk.place(now), PACK.aftersales, DAY, date(2026, 4, 1), now)
    names = {key: name for name, key in desk.world.keys.items()}
    assert [(day.day, names[person]) for day, person in one.since] == [(10, "li"), (17, "wang"), (25, "boss")]
    assert _missed(desk, date(2026, 3, 31)) == ["li"]
