"""Who may follow customers: what is read of one person, or of a month, is what everything that happened gives."""

import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jiaoban.kernel.act import Payload, Proposed
from jiaoban.kernel.book import Stamp, WritableBook
from jiaoban.kernel.canon import digest
from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.months import month_after
from jiaoban.kernel.place import Place
from jiaoban.lead import acts, evidence, owned, owner_acts
from jiaoban.lead.rules.limit import Led, Share, begin_of, led_by, month_before, reached_anyhow, share
from jiaoban.lead.rules.reach import TICK
from jiaoban.lead.tables import EVENTS, LEADS
from jiaoban.regime.leads import Leads
from jiaoban.regime.load import load
from jiaoban.regime.owning import Following
from tests.pure.lead.case import LEADER, ZONE, utc

PEOPLE = ("li", "wang", "zhao")
FIRST, LAST = date(2026, 2, 1), date(2026, 7, 1)
NOW = utc(20, month=6)
PLACE = Place("s", "S", ZONE, post="desk")
CONTACTS = load(Path(__file__).parents[3] / "regimes" / "kefu").leads.contacts  # type: ignore[union-attr]
READINGS: dict[str, dict[str, Any]] = {
    "as it is": {},
    "whoever led last": {"limit": {"leaders": "last"}},
    "all who are led": {"limit": {"customers": "led"}},
    "there and back": {"leader": {"back": True}},
    "all who are led, there and back": {"limit": {"customers": "led"}, "leader": {"back": True}},
}


def ruled(leader: dict[str, Any] | None = None, limit: dict[str, Any] | None = None) -> Leads:
    """Return the rules of following customers up, with these settings instead of the usual ones."""
    following = {"leader": LEADER | (leader or {}), "limit": {"clause": "kefu/s4", "percent": 40} | (limit or {})}
    return Leads(contacts=CONTACTS).model_copy(update={"following": Following.model_validate(following)})


class Desk:
    """A desk in memory at which anything is written down, in whatever order, by no rule of a verb."""

    def __init__(self, book: WritableBook | None = None) -> None:
        self.book, self.done = book or MemoryBook("s"), 0

    def put(self, at: datetime, *said: Payload, by: str = "li") -> None:
        """Append acts; nothing lies in the future."""
        self.done, at = self.done + 1, min(at, NOW)
        stamp = Stamp(command=f"c{self.done}", request="0" * 64, actor=by, post="desk", now=NOW)
        with self.book.transaction():
            self.book.append([Proposed(one, occurred_at=at, post="desk") for one in said], stamp)


def came(desk: Desk, key: str, at: datetime, invited: str, received: str) -> None:
    """Let a customer come who was invited the day before."""
    desk.put(at - timedelta(days=1), acts.Opened(lead=key, number=digest([key])))
    contacted = acts.Contacted(lead=key, event=f"{key}-c", person=invited, way="phone", result="ok", reached=True)
    desk.put(at - timedelta(days=1), contacted)
    desk.put(at, acts.Visited(lead=key, event=f"{key}-v", person=received))


def agree(desk: Desk, key: str, at: datetime, leader: str, other: str) -> None:
    """Let both sides name the leader."""
    for one, opposite in ((leader, other), (other, leader)):
        desk.put(at, owner_acts.LeaderNamed(lead=key, person=one, leader=leader, other=opposite), by=one)


def by_chance(seed: int, book: WritableBook | None = None) -> WritableBook:
    """Return a book of five months in which anything happens to a dozen customers."""
    of, desk = random.Random(seed), Desk(book)
    keys = [f"l{number}" for number in range(of.randrange(4, 14))]
    for key in keys:
        _one(of, desk, key)
    for _ in range(of.randrange(3)):
        lead, into = of.sample(keys, 2)
        there = desk.book.get(LEADS, lead)
        standing = desk.book.get(LEADS, into)
        if there is None or standing is None or there.into or standing.into:
            continue
        carried = tuple(acts.Carried.model_validate(one.model_dump()) for one in there.events)
        said = acts.Merged(lead=lead, into=into, numbers=there.numbers, events=carried, reason="同一人")
        desk.put(NOW, said)
    return desk.book


def _one(of: random.Random, desk: Desk, key: str) -> None:
    begins = utc(1, month=2) + timedelta(hours=of.randrange(24 * 130))
    who, other = of.sample(PEOPLE, 2)
    came(desk, key, begins, who, of.choice((who, other)))
    if of.random() < 0.6:
        agree(desk, key, begins + timedelta(hours=of.randrange(300)), *of.sample((who, other), 2))
    for number in range(of.randrange(5)):
        at, person = begins + timedelta(hours=of.randrange(24 * 60)), of.choice(PEOPLE)
        event, whom = f"{key}-{number}", of.choice(PEOPLE)
        said = (
            acts.DepositTaken(lead=key, event=event, person=person, amount=Decimal("100.00")),
            acts.Sold(lead=key, event=event, person=person, amount=Decimal("900.00")),
            acts.Lost(lead=key, event=event, person=person, reason=""),
            acts.Visited(lead=key, event=event, person=person),
            acts.Appointed(lead=key, event=event, person=person, for_at=at, where="店"),
            owner_acts.LeaderOverruled(lead=key, leader=person, reason="特殊"),
            owner_acts.LeaderNamed(lead=key, person=person, leader=whom, other=of.choice(PEOPLE)),
            owner_acts.Left(lead=key, person=person),
        )
        desk.put(at, of.choice(said), by=person)
    _undo(of, desk, key)


def _undo(of: random.Random, desk: Desk, key: str) -> None:
    events = desk.book.find(EVENTS, lead=key)
    for event in of.sample(events, min(len(events), of.randrange(2))):
        if event.kind == "APPOINTMENT":
            cancelled = acts.AppointmentCancelled(lead=key, event=event.key, reason="")
            desk.put(event.at + timedelta(hours=1), cancelled)
        else:
            other = min(NOW, event.at + timedelta(days=of.randrange(-20, 20)))
            corrected = acts.Corrected(lead=key, event=event.key, reason="错", struck=of.random() < 0.5, at=other)
            desk.put(NOW, corrected)


class Truth:
    """The same by everything that happened with every customer, month after month from the beginning."""

    def __init__(self, book: WritableBook, said: Leads) -> None:
        assert said.following is not None
        assert said.following.limit is not None
        self.rule, self.limit = said.following, said.following.limit
        standing = [one for one in book.find(LEADS) if not one.into]
        self.facts = {one.key: evidence.gathered(book, one).facts for one in standing}
        self.known: dict[tuple[str, date], Share] = {}

    def until(self, month: date) -> datetime:
        return min(NOW + TICK, begin_of(month_after(month), ZONE))

    def led(self, month: date) -> list[Led]:
        until = self.until(month)
        return [one for key, facts in self.facts.items() for one in led_by(key, facts, self.rule.leader, ZONE, until)]

    def share(self, person: str, month: date) -> Share:
        key = (person, month)
        if key not in self.known:
            led, until = self.led(month), self.until(month)
            self.known[key] = share(person, month, led, self.limit, ZONE, until, lambda at: self.barred(person, at))
        return self.known[key]

    def barred(self, person: str, month: date) -> bool:
        return month > date(2025, 12, 1) and self.share(person, month_before(month)).reached


def months() -> list[date]:
    made = [FIRST]
    while made[-1] < LAST:
        made.append(month_after(made[-1]))
    return made


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("seed", range(25))
def test_what_is_read_of_one_person_is_what_everything_gives(reading: str, seed: int) -> None:
    book, said = by_chance(seed), ruled(**READINGS[reading])
    truth = Truth(book, said)
    for month in months():
        by_month = owned.Following(book, PLACE, said, NOW)
        there = {one.person: one for one in by_month.shares(month)}
        for person in PEOPLE:
            right = truth.share(person, month)
            alone = owned.Following(book, PLACE, said, NOW)
            assert alone.share(person, month) == right, (person, month)
            assert there.get(person, right) == right
            assert (person in there) == bool(right.led)
            assert (owned.Following(book, PLACE, said, NOW).barred(person, month) is not None) == truth.barred(
                person, month
            ), (person, month)
            assert (by_month.barred(person, month) is not None) == truth.barred(person, month)


def test_one_who_was_lost_and_came_again_is_taken_on_again() -> None:
    """The first visit lies months back; the customer still counts in the month in which they came again."""
    desk, said = Desk(), ruled()
    came(desk, "a", utc(3, month=2), "li", "li")
    desk.put(utc(5, month=2), acts.Lost(lead="a", event="a-l", person="li", reason=""))
    desk.put(utc(9, month=4), acts.Visited(lead="a", event="a-w", person="li"))
    assert owned.Following(desk.book, PLACE, said, NOW).share("li", date(2026, 4, 1)).led == ("a",)
    assert [one.person for one in owned.Following(desk.book, PLACE, said, NOW).shares(date(2026, 4, 1))] == ["li"]


def test_a_deposit_decides_long_after_both_wanted_to_lead() -> None:
    """What was said lies too far back to be found by its time; the deposit is found by its own."""
    desk, said = Desk(), ruled()
    came(desk, "a", utc(2), "li", "wang")
    for one, other in (("li", "wang"), ("wang", "li")):
        desk.put(utc(2), owner_acts.LeaderNamed(lead="a", person=one, leader=one, other=other), by=one)
    desk.put(utc(20, month=4), acts.DepositTaken(lead="a", event="a-d", person="zhao", amount=Decimal("100.00")))
    assert owned.Following(desk.book, PLACE, said, NOW).share("wang", date(2026, 4, 1)).led == ()
    desk.put(utc(21, month=4), acts.Corrected(lead="a", event="a-d", reason="是王收的", person="wang"), by="wang")
    april = date(2026, 4, 1)
    assert owned.Following(desk.book, PLACE, said, NOW).share("wang", april).led == ("a",)
    assert owned.Following(desk.book, PLACE, said, NOW).share("li", april).led == ()


def test_months_before_are_looked_at_only_where_it_depends_on_them() -> None:
    """Every month li led three customers in vain and had one pass to them: they may not follow, with that one or
    without it."""
    desk, said = Desk(), ruled()
    for month in range(2, 6):
        for number in range(3):
            came(desk, f"{month}-{number}", utc(3, month=month), "li", "li")
        came(desk, f"{month}-passed", utc(3, month=month), "li", "wang")
        agree(desk, f"{month}-passed", utc(3, month=month), "wang", "li")
    asked: list[date] = []

    class Looking(owned.Following):
        def _led_by(self, person: str, month: date) -> list[Led]:
            asked.append(month)
            return super()._led_by(person, month)

    assert not Looking(desk.book, PLACE, said, NOW).may_follow("li", utc(3, month=6))
    assert asked == [date(2026, 5, 1)]
    assert Truth(desk.book, said).barred("li", date(2026, 6, 1))


def test_what_is_reached_anyhow() -> None:
    desk, said = Desk(), ruled()
    assert said.following is not None
    rule, limit = said.following.leader, said.following.limit
    assert limit is not None
    for number in range(3):  # wang leads them from the second week on
        came(desk, f"l{number}", utc(2), "li", "wang")
        agree(desk, f"l{number}", utc(2), "li", "wang")
    facts = {one.key: evidence.gathered(desk.book, one).facts for one in desk.book.find(LEADS)}
    until, march = utc(1, month=4), date(2026, 3, 1)
    led = [one for key, those in facts.items() for one in led_by(key, those, rule, ZONE, until)]
    assert reached_anyhow("li", march, led, limit, ZONE, until) is True
    assert reached_anyhow("wang", march, led, limit, ZONE, until) is None
    assert reached_anyhow("zhao", march, led, limit, ZONE, until) is False
