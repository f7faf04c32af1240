"""A supervisor who also sells decides nothing in which they have a part."""

from datetime import date, timedelta

import pytest

from jiaoban.kernel.refusal import BadInput
from jiaoban.lead import owned, queries
from jiaoban.lead.tables import Lead
from tests.pure.fund.desk import DAY, Desk

LATER = DAY + timedelta(days=1)


@pytest.fixture
def desk() -> Desk:
    return Desk("lead")


def _done(desk: Desk, day: date, who: str, verb: str, **said: object) -> str:
    outcome = desk.do(day, who, verb, **said)
    assert outcome.refusal is None, outcome.refusal
    return outcome.acts[0].command


def _came(desk: Desk, first: str, second: str) -> str:
    """A customer whom one has contacted and another one received; return its key."""
    lead = _done(desk, DAY, first, "open", number="13800000001", way="phone", result="interested")
    _done(desk, LATER, second, "visit", lead=lead)
    return lead


def test_the_supervisor_does_not_say_that_they_lead_themselves(desk: Desk) -> None:
    keys = desk.world.keys
    lead = _came(desk, "li", "boss")
    assert desk.code(LATER, "boss", "overrule_leader", lead=lead, leader=keys["boss"], reason="我来") == "own-case"
    assert desk.code(LATER, "boss", "overrule_leader", lead=lead, leader=keys["li"], reason="她来") == "own-case"
    fresh = Desk("lead")  # between two others they may
    other = _came(fresh, "li", "wang")
    assert fresh.code(LATER, "boss", "overrule_leader", lead=other, leader=fresh.world.keys["li"], reason="家长") == ""


def test_one_side_does_not_speak_for_the_other(desk: Desk) -> None:
    keys = desk.world.keys
    lead = _came(desk, "li", "boss")
    assert desk.code(LATER, "boss", "name_leader", lead=lead, leader=keys["boss"]) == ""
    said = {"lead": lead, "leader": keys["boss"], "person": keys["li"]}
    assert desk.code(LATER, "boss", "name_leader", **said) == "own-case"


def test_a_supervisor_takes_no_colleagues_sale(desk: Desk) -> None:
    keys = desk.world.keys
    lead = _came(desk, "li", "li")
    sale = _done(desk, LATER, "li", "sell", lead=lead, amount="6800")
    said = {"lead": lead, "event": sale, "reason": "是我的"}
    assert desk.code(LATER, "boss", "correct", **said, person=keys["boss"]) == "own-case"
    assert desk.code(LATER, "boss", "correct", **said, person=keys["wang"]) == ""


def test_who_quarrels_does_not_write_the_quarrel_down(desk: Desk) -> None:
    keys = desk.world.keys
    lead = _done(desk, DAY, "li", "open", number="13800000001", way="phone", result="interested")
    _done(desk, DAY, "boss", "contact", lead=lead, way="phone", result="interested")
    (case,) = owned.collisions_of(desk.book, _lead(desk, lead))
    assert desk.code(DAY, "boss", "record_quarrel", collision=case.key, people=[keys["li"]], note="吵了") == "own-case"


def _lead(desk: Desk, key: str) -> Lead:
    found = queries.lead(desk.book, key)
    assert found
    return found


@pytest.mark.parametrize("verb", ["appoint", "move_appointment", "correct"])
def test_the_place_of_an_appointment_holds_no_number(desk: Desk, verb: str) -> None:
    lead = _done(desk, DAY, "li", "open", number="13800000001", way="phone", result="interested")
    fixed = {"for_at": "2026-03-12T10:00:00+08:00", "where": "校区"}
    event = _done(desk, DAY, "li", "appoint", lead=lead, **fixed)
    said = {"appoint": {}, "move_appointment": {"event": event}, "correct": {"event": event, "reason": "改"}}[verb]
    with pytest.raises(BadInput) as refused:
        desk.do(DAY, "li", verb, lead=lead, **{**fixed, **said, "where": "家里 138 0000 0001"})
    assert refused.value.where == "where"
