"""For whom sales count: as the page of the customer says it, whoever wrote the sale down."""

import random
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.kernel.book import Book, WritableBook
from jiaoban.lead import acts, evidence, owned, owner_acts
from jiaoban.lead.credits import Credit, credits_of
from jiaoban.lead.owner_tables import COLLISIONS
from jiaoban.lead.rules import crediting
from jiaoban.lead.rules.crediting import Part
from jiaoban.lead.rules.facts import ordered, stretches
from jiaoban.lead.rules.ownership import Owned, always
from jiaoban.lead.tables import EVENTS, LEADS, Event
from jiaoban.regime.load import load
from tests.pure.lead.case import ZONE, fact, rules, utc
from tests.pure.lead.test_months import NOW, PEOPLE, PLACE, Desk, by_chance, came

PACK = load(Path(__file__).parents[3] / "regimes" / "kefu")
HERE = replace(PLACE, regime="kefu")
PEOPLE_OF_A_CASE = st.lists(st.sampled_from("abcdef"), min_size=2, max_size=5, unique=True).map(tuple)
AMOUNTS = st.decimals(min_value="0.01", max_value="999999.99", places=2)


def packs(_digest: str) -> Any:
    return PACK


def settled(people: tuple[str, ...], share: int) -> Owned:
    """Return the customer of a collision that its first one keeps with a share."""
    said = fact("SETTLED", people[0], utc(11), key="case", whom=people[0], people=people, share=share)
    return Owned(people[0], "SETTLED", "kefu/18.1", facts=(said,))


@given(PEOPLE_OF_A_CASE, st.integers(1, 100), AMOUNTS)
def test_the_parts_of_a_split_come_to_the_amount_to_the_cent(
    people: tuple[str, ...], share: int, amount: Decimal
) -> None:
    made = crediting.parts(settled(people, share), amount)
    assert sum((one.amount for one in made), Decimal(0)) == amount
    assert [one.person for one in made] == (list(people) if share < 100 else [people[0]])
    assert abs(made[0].amount - amount * share / 100) <= Decimal("0.005")
    rest = [one.amount for one in made[1:]]
    assert all(one >= 0 and one == one.quantize(Decimal("0.01")) for one in rest)
    assert not rest or max(rest) - min(rest) <= Decimal("0.01")


def test_void_is_nobodys_and_a_whole_is_one_persons() -> None:
    void = Owned(None, "VOID", "kefu/18.2", facts=(fact("VOIDED", "", utc(12), key="case", people=("li", "wang")),))
    assert crediting.parts(void, Decimal(9800)) == ()
    assert crediting.parts(Owned("li", "AGREED", "kefu/s3"), Decimal(9800)) == (Part("li", Decimal(9800)),)


def test_a_sale_before_a_loss_is_that_of_whoever_had_the_customer_then() -> None:
    """A sale is written down late, for a time before the loss; wang wins the customer back and sells again."""
    facts = [
        fact("CONTACT", "li", utc(1)),
        fact("SALE", "zhao", utc(2), key="s1"),
        fact("LOSS", "li", utc(3)),
        fact("CONTACT", "wang", utc(4)),
        fact("SALE", "zhao", utc(5), key="s2"),
    ]
    found = {sale.key: one.person for sale, one in crediting.sales(facts, rules(), utc(20), ZONE, always)}
    assert found == {"s1": "li", "s2": "wang"}


def with_collisions(seed: int) -> WritableBook:
    """Return a book in which anything happens, and some collide and settle it, are ruled on, or let it become void."""
    of, desk = random.Random(seed), Desk(by_chance(seed))
    desk.done = 10_000
    for lead in sorted(one.key for one in desk.book.find(LEADS)):
        if of.random() < 0.5:
            continue
        case, at = f"case-{lead}", utc(1, month=2) + timedelta(hours=of.randrange(24 * 130))
        one, other = people = tuple(of.sample(PEOPLE, 2))
        desk.put(at, owner_acts.CollisionRaised(collision=case, lead=lead, people=people), by=one)
        if of.random() < 0.5:
            share = of.choice((100, 70, 33))
            said = owner_acts.SettlementProposed(collision=case, keeper=of.choice(people), share=share)
            desk.put(at + timedelta(hours=1), said, by=one)
            desk.put(at + timedelta(hours=2), owner_acts.SettlementAccepted(collision=case), by=other)
            desk.put(at + timedelta(hours=of.choice((3, 70))), owner_acts.SettlementTold(collision=case, to="zhang"))
        elif of.random() < 0.5:
            ruled = owner_acts.CollisionRuled(collision=case, keeper=of.choice((*people, "")), reason="先联系")
            desk.put(at + timedelta(hours=of.choice((30, 80, 2000))), ruled, by="zhang")
    return desk.book


def sold(book: Book) -> list[Event]:
    return book.find(EVENTS, kind="SALE", standing=True, order=("at",))


@pytest.mark.parametrize("seed", range(60))
def test_every_sale_counts_as_the_page_of_the_customer_says(seed: int) -> None:
    book = with_collisions(seed)
    there = sold(book)
    found = credits_of(book, HERE, packs, there, NOW)
    assert [one.sale for one in found] == there
    for one in found:
        lead = book.get(LEADS, one.sale.lead)
        assert lead is not None
        whose = owned.whose(book, lead, HERE, packs, NOW)
        assert whose is not None
        now, facts = whose.at(NOW), stretches(ordered(whose.gathered.facts))
        if one.sale.key not in {fact.key for fact in facts[-1]}:
            continue  # it lies before a loss
        assert one.person == (now.person or "")
        assert one.parts == crediting.parts(now, one.sale.amount or Decimal(0))
        assert one.void == (now.basis == "VOID")


def test_by_chance_every_way_in_which_a_sale_counts_comes_about() -> None:
    """What the test above compares is not all of one kind."""
    ways = set()
    for seed in range(60):
        book = with_collisions(seed)
        for one in credits_of(book, HERE, packs, sold(book), NOW):
            ways.add(kind_of(one))
    assert ways == {"own", "void", "split", "elsewhere", "again"}


def kind_of(one: Credit) -> str:
    if one.void:
        return "void"
    if one.again:
        return "again"
    return "split" if len(one.parts) > 1 else "elsewhere" if one.told else "own"


def test_where_the_regime_does_not_say_a_sale_is_that_of_whoever_closed_it() -> None:
    book = with_collisions(1)
    for one in credits_of(book, replace(HERE, regime=""), packs, sold(book), NOW):
        assert (one.people, one.owned) == ((one.sale.person,), None)


def test_a_customer_of_one_person_is_not_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    for key, received in (("a", "li"), ("b", "wang")):
        came(desk, key, utc(10), "li", received)
        desk.put(utc(11), acts.Sold(lead=key, event=f"{key}-s", person=received, amount=Decimal(100)))
    read: list[str] = []
    whole = evidence.gather

    def gather(book: Book, leads: Any) -> Any:
        read.extend(one.key for one in leads)
        return whole(book, leads)

    monkeypatch.setattr(evidence, "gather", gather)
    assert len(credits_of(desk.book, HERE, packs, sold(desk.book), NOW)) == 2
    assert read == ["b"]


def test_what_was_said_of_a_customer_who_became_part_of_another_counts() -> None:
    """Only li wrote anything down of the customer who stands; of the part, the supervisor had said that wang leads."""
    desk = Desk()
    came(desk, "part", utc(10), "li", "li")
    came(desk, "whole", utc(10), "li", "li")
    overruled = owner_acts.LeaderOverruled(lead="part", leader="wang", reason="特殊")
    desk.put(utc(11), overruled, by="zhang")
    there = desk.book.get(LEADS, "part")
    assert there is not None
    carried = tuple(acts.Carried.model_validate(one.model_dump()) for one in there.events)
    desk.put(utc(12), acts.Merged(lead="part", into="whole", numbers=there.numbers, events=carried, reason="同一人"))
    desk.put(utc(13), acts.Sold(lead="whole", event="s", person="li", amount=Decimal(100)))
    (one,) = credits_of(desk.book, HERE, packs, sold(desk.book), NOW)
    assert one.people == ("wang",)


def test_a_case_without_any_other_word_is_found() -> None:
    desk = Desk()
    came(desk, "a", utc(10), "li", "li")
    desk.put(utc(10), owner_acts.CollisionRaised(collision="case", lead="a", people=("li", "wang")), by="wang")
    desk.put(utc(11), acts.Sold(lead="a", event="s", person="li", amount=Decimal(100)))
    assert [one.key for one in desk.book.find(COLLISIONS)] == ["case"]
    (one,) = credits_of(desk.book, HERE, packs, sold(desk.book), NOW)
    assert one.void
