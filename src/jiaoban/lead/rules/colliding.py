"""Two people and one customer: when that opens a case, and how far a case has come. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from jiaoban.lead.rules.facts import Fact, by_then, first_of, ordered, standing, stretches
from jiaoban.lead.rules.ownership import Promise, appointments
from jiaoban.lead.rules.reach import TICK, inside
from jiaoban.regime.owning import Agreement, Collisions, Ownership

Stage = Literal["OPEN", "AGREED", "SETTLED", "UP", "RULED", "VOID"]
"""OPEN between those concerned, AGREED and not reported, SETTLED: agreed and reported; UP with the supervisor, who has
RULED, or it is VOID."""


@dataclass(frozen=True, slots=True)
class Course:
    """What has been done about a case, in moments; None is what has not been done."""

    opened_at: datetime
    agreed_at: datetime | None = None
    reported_at: datetime | None = None
    given_up_at: datetime | None = None
    ruled_at: datetime | None = None
    void: bool = False


def stage(course: Course, rule: Collisions, now: datetime) -> tuple[Stage, datetime]:
    """Return how far a case has come at a moment, and since when: it goes up, and is void, by itself.

    Exactly at its end a time has not run out. A ruling stands whenever it comes.
    """
    if course.ruled_at is not None and course.ruled_at <= now:
        return ("VOID" if course.void else "RULED"), course.ruled_at
    held = course.agreed_at if not rule.agreement.by_report else course.reported_at
    up_at = course.opened_at + rule.agree_within
    if course.given_up_at is not None:
        up_at = min(up_at, course.given_up_at)
    void_at = up_at + rule.rule_within
    if held is not None and held <= now and (rule.unsettled == "ruling" or held <= void_at):
        return "SETTLED", held
    given_up = course.given_up_at is not None and course.given_up_at <= now
    if rule.unsettled == "void" and now > void_at:
        return "VOID", void_at + TICK
    if given_up or now > up_at:
        return "UP", up_at
    if course.agreed_at is not None and course.agreed_at <= now:
        return "AGREED", course.agreed_at
    return "OPEN", course.opened_at


def next_at(course: Course, rule: Collisions, now: datetime) -> datetime | None:
    """Return when a case goes on by itself: up to the supervisor, or void; None where it does not."""
    found, since = stage(course, rule, now)
    if found in ("OPEN", "AGREED"):
        return course.opened_at + rule.agree_within
    return since + rule.rule_within if found == "UP" and rule.unsettled == "void" else None


def unfair(share: int, rule: Agreement) -> bool:
    """Say whether a regime refuses that the keeper has `share` of a hundred of the revenue."""
    return {"whole": share != 100, "not-half": share == 50, "free": False}[rule.split]


def collided(facts: Iterable[Fact], new: Fact, rule: Collisions, ownership: Ownership, zone: str) -> tuple[str, ...]:
    """Return with whom somebody collides by contacting a customer or fixing an appointment; nobody where that opens no
    case.

    Whoever has an appointment that is still to come, or has dealt with the customer so lately that the rule of
    ownership still runs, has not left the customer, and does not know: they have never talked about them.
    """
    kind = {"CONTACT": "contact", "FIXED": "appointment"}.get(new.kind)
    if kind not in rule.opens_on:
        return ()
    known = stretches(one for one in by_then(facts, new.at) if one != new)[-1]
    if first_of(known, "VISIT", "SALE") is not None:
        return ()
    dealt = standing(known)
    coming = {one.fact.person: one.fact for one in appointments(dealt, ownership) if one.for_at >= new.at}
    found: dict[str, None] = {}
    for one in dealt:
        recent = one.kind in ("CONTACT", "FIXED") and inside(one.at, new.at, ownership, zone)
        if one.person == new.person or not (recent or coming.get(one.person) == one):
            continue
        if not talked(known, new.person, one.person):
            found.setdefault(one.person)
    return tuple(found)


def talked(known: Iterable[Fact], one: str, other: str, since: datetime | None = None) -> bool:
    """Say whether two have talked about the customer (since a moment)."""
    said = (fact for fact in known if fact.kind == "TALKED" and {fact.person, fact.whom} == {one, other})
    return any(since is None or fact.at >= since for fact in said)


def repeated(facts: Sequence[Fact], person: str, at: datetime, ownership: Ownership) -> Promise | None:
    """Return a colleague's standing appointment over which a person would fix another one at a moment without having
    talked to them, or None."""
    known = stretches(by_then(facts, at))[-1]
    for one in appointments(standing(known), ownership):
        if (
            one.fact.person != person
            and one.for_at >= at
            and not talked(ordered(known), person, one.fact.person, one.begins_at)
        ):
            return one
    return None
