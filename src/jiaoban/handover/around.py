"""What is known around a handover: people, who holds the post, the rows of the other rooms; and what a post needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiaoban.handover.state import Handover
from jiaoban.kernel.place import Place
from jiaoban.regime.evaluate import evaluate
from jiaoban.regime.facts import Facts, Row
from jiaoban.regime.pack import Pack


@dataclass(frozen=True, slots=True)
class Certificate:
    """A qualification of a person: `valid` from the begin to the end of the new shift; `until`: the begin of the first
    day on which it is no longer valid."""

    qualification: str
    valid: bool
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Person:
    """What the handover needs to know of a person.

    `qualifications`: valid from the begin to the end of the new shift; `qualified`: one of them is asked for by the
    post, or it asks for none. `hours`: on duty within the time that the pack looks at, None where it looks at none.
    `until`: when their own part of the post ends, before or after the handover as they leave, or come or stay.
    """

    key: str
    name: str
    qualifications: tuple[str, ...]
    qualified: bool
    rostered: bool
    hours: timedelta | None = None
    over_hours: bool = False
    certificates: tuple[Certificate, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Called:
    """What the roll call of the pre-shift meeting says of a person; fitness is '' where it was not judged there.
    `here_at`: when it first found them present."""

    present: bool
    fitness: str
    at: datetime
    here_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What was looked up around a handover: rows of the other rooms, people, who holds the post.

    `rows` are the collections matters, entries, readings, equipment, followups, custody, duties, meetings, earths as
    `regime.facts.ROWS` describes them (rows may carry more: text, at); `people` looks up who has to do with it;
    `roll` is the roll call; `staying` who holds the post before and after the handover.
    """

    rows: Mapping[str, tuple[Row, ...]]
    people: Callable[[], Mapping[str, Person]]
    holders: tuple[str, ...]
    roll: Mapping[str, Called]
    staying: tuple[str, ...] = ()


def side_people(handover: Handover, party: str) -> tuple[str, ...]:
    """Return the people of a side ('outgoing' or 'incoming'); nobody for other parties."""
    return handover.leaving if party == "outgoing" else handover.arriving if party == "incoming" else ()


def complement_rows(
    handover: Handover, pack: Pack, place: Place, around: Surroundings, facts: Facts
) -> tuple[Row, ...]:
    """Return what the post needs, by its own register and by the regime, beside what it would have after the handover:
    who holds it without those who leave, and those who come."""
    rules = [
        rule
        for rule in pack.handover.complement
        if (not rule.shifts or handover.next_shift.partition(".")[2] in rule.shifts)
        and (not rule.posts or handover.post in rule.posts)
        and (rule.when is None or evaluate(rule.when, facts).holds)
    ]
    if not place.complement and not rules:
        return ()
    staying = set(around.holders) - set(handover.goes) if handover.leaving else set()
    after = staying | set(handover.arriving)
    there = [one.qualifications for key, one in around.people().items() if key in after]
    rows = [
        _needed(need.qualification, need.qualification, need.at_least, sum(need.qualification in one for one in there))
        for need in place.complement
    ]
    for rule in rules:
        have = sum(not rule.holds or any(name in rule.holds for name in one) for one in there)
        named = pack.head.tongue.titled(rule.title)
        rows.append({**_needed(rule.id, rule.id, rule.at_least, have), **named, "rule": True})
    return tuple(rows)


def _needed(key: str, title: str, needed: int, have: int) -> dict[str, str | int | bool]:
    short = max(0, needed - have)
    return {"id": key, "title": title, "needed": needed, "have": have, "short": short, "rule": False}
