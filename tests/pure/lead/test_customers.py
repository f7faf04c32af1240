"""Whatever is written of customers, in whatever order: the header says what the events say, and a number is one's."""

import random
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from jiaoban.kernel.access import SYSTEM
from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.kernel.verbs import find_verb, perform
from jiaoban.lead import queries
from jiaoban.lead.tables import EVENTS, LEADS, NUMBERS
from jiaoban.org import queries as org
from jiaoban.regime.load import load
from jiaoban.scenario.shape import Given
from jiaoban.scenario.world import World, found, world_of

KEFU = Path(__file__).parents[3] / "regimes" / "kefu"
GIVEN: dict[str, Any] = {
    "day": date(2026, 3, 10),
    "zone": "Asia/Shanghai",
    "posts": {"desk": {"name": "客服岗", "shifts": {"day": {"name": "白班", "begins": "09:00", "ends": "17:30"}}}},
    "people": {"李娜": {"posts": ["desk"]}, "王蕾": {"posts": ["desk"]}},
}
BEGIN = datetime(2026, 3, 10, 2, tzinfo=UTC)
SELDOM = ("move_appointment", "cancel_appointment", "correct", "merge", "erase", "add_number")
MADE = ("contact", "appoint", "visit", "take_deposit", "sell", "lose")


class Desk:
    """The desk in memory; `do` carries a verb out and tells whether it was done."""

    def __init__(self) -> None:
        self.world: World = world_of(Given.model_validate(GIVEN), load(KEFU))
        self.book: MemoryBook = found(self.world)
        self.now, self.done = BEGIN, 0

    def do(self, verb: str, **said: Any) -> str:
        """Return the command, '' where it was refused."""
        self.done += 1
        self.now += timedelta(minutes=7)
        verb_ = find_verb(f"lead.{verb}")
        assert verb_ is not None
        outcome = perform(
            self.book,
            f"lead.{verb}",
            verb_.args.model_validate(said),
            actor=SYSTEM,
            place=org.place(self.book, "desk", self.now),
            now=self.now,
            command=f"c{self.done}",
            packs=self.world.packs,
        )
        return "" if outcome.refusal else f"c{self.done}"


class Chance:
    """Somebody who writes down whatever comes into their mind."""

    def __init__(self, seed: int) -> None:
        self.of, self.desk = random.Random(seed), Desk()
        self.leads: list[str] = []
        self.events: list[tuple[str, str]] = []

    def step(self) -> None:
        with suppress(BadInput, NotFound, ValidationError):
            self._step()

    def _step(self) -> None:
        of, desk = self.of, self.desk
        verb = of.choice(("open", "open", *MADE, *MADE, *MADE, *SELDOM))
        number = f"138{of.randrange(40):08d}".replace("138000000", "138001380")
        if verb == "open" or not self.leads:
            key = desk.do("open", number=number, name="某人", way="phone", result="interested")
            self.leads += [key] if key else []
            self.events += [(key, key)] if key else []
            return
        lead = of.choice(self.leads)
        said = self._said(verb, number)
        if verb in ("move_appointment", "cancel_appointment", "correct"):
            lead, said["event"] = of.choice(self.events)
        made = desk.do(verb, lead=lead, **said)
        if made and verb in MADE:
            self.events.append((lead, made))

    def _said(self, verb: str, number: str) -> dict[str, Any]:
        of, now = self.of, self.desk.now
        ahead = {"for_at": now + timedelta(hours=of.randrange(1, 200)), "where": "校区"}
        past = {"at": now - timedelta(hours=of.randrange(0, 50))}
        amount = {"amount": Decimal(of.randrange(1, 10**6)) / 100}
        known: dict[str, dict[str, Any]] = {
            "contact": {"way": "phone", "result": of.choice(("interested", "no-answer")), **past},
            "appoint": {**ahead, **past},
            "visit": past,
            "take_deposit": {**amount, **past},
            "sell": {**amount, **past},
            "lose": {"reason": "不学了", **past},
            "move_appointment": ahead,
            "cancel_appointment": {"reason": "改天"},
            "correct": {"reason": "记错", **of.choice((past, amount, ahead, {"struck": True}))},
            "merge": {"into": of.choice(self.leads), "reason": "本人说"},
            "erase": {"reason": "要求"},
            "add_number": {"number": number},
        }
        return known[verb]


@pytest.mark.parametrize("seed", range(12))
def test_the_header_says_what_the_events_say(seed: int) -> None:
    chance = Chance(seed)
    for _ in range(220):
        chance.step()
    book = chance.desk.book
    told = [act for act in book.acts() if act.kind.startswith("lead.")]
    assert len(told) > 60
    for _, lead in book.rows(LEADS):
        if lead.into:
            assert queries.events_of(book, lead.key) == []
            assert queries.standing(book, lead.key) is not None
            continue
        there = {one.key: one for one in queries.events_of(book, lead.key)}
        assert {one.event for one in lead.events} == set(there)
        for brief in lead.events:
            event = there[brief.event]
            assert (brief.kind, brief.person, brief.at, brief.amount) == (
                event.kind,
                event.person,
                event.at,
                event.amount,
            )
            assert (brief.standing, brief.for_at) == (event.standing, event.for_at)
        assert bool(queries.values(book, lead.numbers)) is (lead.erased_at is None)
    for ref, number in book.rows(NUMBERS):
        owner = queries.standing(book, number.lead)
        assert owner is not None
        assert ref in owner.numbers
    assert len(list(book.rows(EVENTS))) == len({event for _, event in chance.events})


def test_a_sale_outweighs_all_and_a_loss_what_came_before_it() -> None:
    desk = Desk()
    lead = desk.do("open", number="13800138000")
    stands = []
    for verb, said in (
        ("contact", {"way": "phone", "result": "interested"}),
        ("appoint", {"for_at": BEGIN + timedelta(days=2), "where": "校区"}),
        ("lose", {"reason": "不学了"}),
        ("contact", {"way": "phone", "result": "undecided"}),
        ("visit", {}),
        ("take_deposit", {"amount": "500"}),
        ("sell", {"amount": "6800"}),
    ):
        assert desk.do(verb, lead=lead, **said)
        there = queries.lead(desk.book, lead)
        assert there is not None
        stands.append(there.stand)
    assert stands == ["OPEN", "APPOINTED", "LOST", "LOST", "VISITED", "DEPOSIT", "SOLD"]
    assert not desk.do("lose", lead=lead, reason="退款")
