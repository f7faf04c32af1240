"""Two people and one customer: what opens a case, and how far it has come, to the second."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from jiaoban.lead.rules.colliding import Course, collided, next_at, repeated, stage, unfair
from jiaoban.lead.rules.facts import Fact
from jiaoban.regime.owning import Agreement, Collisions
from tests.pure.lead.case import COLLISIONS, SECOND, ZONE, fact, rules, utc

FIRST = fact("CONTACT", "li", utc(10))
FIXED = fact("FIXED", "li", utc(10), for_at=utc(12))
SECOND_CONTACT = fact("CONTACT", "wang", utc(10, "15:00"))


def met(facts: list[Fact], new: Fact, **said: Any) -> tuple[str, ...]:
    both = rules(collisions=said)
    assert both.collisions is not None
    return collided([*facts, new], new, both.collisions, both.ownership, ZONE)


def test_a_second_person_opens_a_case() -> None:
    assert met([FIRST], SECOND_CONTACT) == ("li",)
    assert met([FIRST], fact("CONTACT", "li", utc(11))) == ()
    assert met([FIRST], SECOND_CONTACT, opens_on=("appointment",)) == ()
    assert met([FIRST], fact("FIXED", "wang", utc(11)), opens_on=("appointment",)) == ("li",)


def test_not_after_talking_or_after_the_other_has_left() -> None:
    talked = fact("TALKED", "wang", utc(10, "14:00"), whom="li")
    assert met([FIRST, talked], SECOND_CONTACT) == ()
    assert met([FIRST, talked, fact("CONTACT", "li", utc(10, "14:30"))], SECOND_CONTACT) == ()
    assert met([FIRST, fact("TALKED", "sun", utc(10, "14:00"), whom="li")], SECOND_CONTACT) == ("li",)
    assert met([FIRST, fact("LEFT", "li", utc(10, "14:00"))], SECOND_CONTACT) == ()


def test_not_once_the_time_has_run_out_unless_an_appointment_is_to_come() -> None:
    assert met([FIRST], fact("CONTACT", "wang", utc(13))) == ("li",)
    assert met([FIRST], fact("CONTACT", "wang", utc(13) + SECOND)) == ()
    far = fact("FIXED", "li", utc(10), for_at=utc(20))
    assert met([far], fact("CONTACT", "wang", utc(20))) == ("li",)
    assert met([far], fact("CONTACT", "wang", utc(20) + SECOND)) == ()


def test_not_after_the_visit_nor_after_a_loss() -> None:
    assert met([FIRST, fact("VISIT", "li", utc(10, "12:00"))], SECOND_CONTACT) == ()
    assert met([FIRST, fact("LOSS", "li", utc(10, "12:00"))], SECOND_CONTACT) == ()


def test_an_appointment_repeated_over_a_colleagues() -> None:
    ownership = rules().ownership
    found = repeated([FIXED], "wang", utc(11), ownership)
    assert found is not None
    assert found.fact.person == "li"
    assert repeated([FIXED], "li", utc(11), ownership) is None
    assert repeated([FIXED], "wang", utc(12), ownership) is not None
    assert repeated([FIXED], "wang", utc(12) + SECOND, ownership) is None
    talked = fact("TALKED", "li", utc(10, "15:00"), whom="wang")
    assert repeated([FIXED, talked], "wang", utc(11), ownership) is None
    gone = fact("CANCELLED", "li", utc(10, "15:00"), key=FIXED.key)
    assert repeated([FIXED, gone], "wang", utc(11), ownership) is None


def at(hours: float) -> datetime:
    return utc(10) + timedelta(hours=hours)


def course(**hours: float) -> Course:
    moments: dict[str, Any] = {f"{name}_at": at(hour) for name, hour in hours.items()}
    return Course(utc(10), **moments)


@pytest.mark.parametrize(
    ("done", "hour", "expected"),
    [
        ({}, 24, "OPEN"),
        ({}, 24.001, "UP"),
        ({}, 48, "UP"),
        ({}, 48.001, "VOID"),
        ({"agreed": 5}, 6, "AGREED"),
        ({"agreed": 5}, 25, "UP"),
        ({"agreed": 5, "reported": 6}, 1000, "SETTLED"),
        ({"agreed": 5, "reported": 6}, 5.5, "AGREED"),
        ({"agreed": 30, "reported": 47}, 48, "SETTLED"),
        ({"agreed": 30, "reported": 48}, 1000, "SETTLED"),
        ({"agreed": 30, "reported": 49}, 1000, "VOID"),
        ({"given_up": 2}, 1, "OPEN"),
        ({"given_up": 2}, 2, "UP"),
        ({"given_up": 2}, 26, "UP"),
        ({"given_up": 2}, 26.001, "VOID"),
        ({"given_up": 2, "ruled": 20}, 1000, "RULED"),
        ({"ruled": 100}, 99, "VOID"),
        ({"ruled": 100}, 100, "RULED"),
    ],
)
def test_how_far_a_case_has_come(done: dict[str, float], hour: float, expected: str) -> None:
    rule = Collisions.model_validate(COLLISIONS)
    assert stage(course(**done), rule, at(hour))[0] == expected


def test_the_readings() -> None:
    waits = Collisions.model_validate(COLLISIONS | {"unsettled": "ruling"})
    assert stage(course(given_up=2), waits, at(1000))[0] == "UP"
    assert next_at(course(given_up=2), waits, at(3)) is None
    alone = Collisions.model_validate(COLLISIONS | {"agreement": {"clause": "kefu/18.1", "by_report": False}})
    assert stage(course(agreed=5), alone, at(6))[0] == "SETTLED"
    usual = Collisions.model_validate(COLLISIONS)
    assert (next_at(course(), usual, at(1)), next_at(course(given_up=2), usual, at(3))) == (at(24), at(26))


@pytest.mark.parametrize(("split", "refused"), [("whole", {50, 60, 99}), ("not-half", {50}), ("free", set())])
def test_equal_shares_are_refused(split: Any, refused: set[int]) -> None:
    rule = Agreement.model_validate({"clause": "kefu/18.1", "split": split})
    assert {share for share in (50, 60, 99, 100) if unfair(share, rule)} == refused
