"""What pages and other rooms may ask about careers. Pure: a book goes in, plain values come out."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from jiaoban.career.rules.growing import BARRED, Flag, Progress, flags
from jiaoban.career.tables import MEMBERS, Member, member_key
from jiaoban.fund import queries as funds
from jiaoban.fund.rules.reckoning import PersonMonth
from jiaoban.kernel.access import Right
from jiaoban.kernel.book import Book
from jiaoban.kernel.effects import effects
from jiaoban.kernel.money import NOTHING
from jiaoban.kernel.months import first_day, month_after
from jiaoban.kernel.place import Place
from jiaoban.kernel.sales import Selling, sales, sold_by
from jiaoban.kernel.zones import clock_of
from jiaoban.org import queries as org
from jiaoban.org.tables import Person
from jiaoban.regime.careers import Careers, Regular

Packs = Callable[[str], Any]
DAY = timedelta(days=1)


def ruled(place: Place, packs: Packs) -> Careers | None:
    """Return what the regime in force at a post says about careers, or None."""
    found: Careers | None = packs(place.regime).careers if place.regime else None
    return found if found is not None and found.of(place.post) else None


def today(place: Place, now: datetime) -> date:
    """Return the local day."""
    return now.astimezone(clock_of(place.zone)).date()


def belonging(book: Book, post: str) -> list[Person]:
    """Return who can be registered at a post: whoever works there or supervises it."""
    found = {one.key: one for right in (Right.WORK, Right.SUPERVISE) for one in org.holders_of(book, right, post)}
    return sorted(found.values(), key=lambda one: one.name)


def member(book: Book, post: str, person: str) -> Member | None:
    """Return a person's place in the department, or None where none is registered."""
    return book.get(MEMBERS, member_key(post, person))


def members(book: Book, post: str) -> list[Member]:
    """Return everybody who is registered at a post, by person."""
    return book.find(MEMBERS, post=post, order=("person",))


def progress(asked: Selling, one: Member, rule: Regular) -> Progress:
    """Return how far a person has come: what they sold from the day on which they joined up to now."""
    sold = sold_by(asked, one.since, today(asked.place, asked.now) + DAY)
    return Progress(sold.get(one.person, NOTHING), rule.sales)


def progresses(asked: Selling, those: list[Member], rule: Regular) -> Mapping[str, Progress]:
    """Return how far each of these has come, by person: one look-up, from the earliest day of all."""
    if not those:
        return {}
    found = sales(asked, min(one.since for one in those), today(asked.place, asked.now) + DAY)
    clock = clock_of(asked.place.zone)
    sums: dict[str, Decimal] = dict.fromkeys((one.person for one in those), NOTHING)
    since = {one.person: one.since for one in those}
    for sale in found:
        if sale.person in since and sale.at.astimezone(clock).date() >= since[sale.person]:
            sums[sale.person] += sale.amount
    return {person: Progress(sold, rule.sales) for person, sold in sums.items()}


def in_the_way(
    book: Book, place: Place, month: str, packs: Packs, now: datetime, money: list[PersonMonth] | None = None
) -> dict[str, list[Flag]]:
    """Return what stands in the way of promotions, by person: company funds of a month (2026-03), and decisions in
    force on a day of it (of a month to come or past, on its last day). `money`: the month's funds, where they are read
    already."""
    said = ruled(place, packs)
    if said is None or said.promotion is None:
        return {}
    rule, asked = funds.ruled(place, packs), Selling(book, place, packs, now)
    those = {one.person: one for one in (money if money is not None else funds.month(asked, month))}
    last = month_after(first_day(month)) - DAY
    on = min(today(place, now), last) if first_day(month) <= today(place, now) else last
    barred = effects(book, place.post, BARRED, on)
    people = sorted({*those, *(one.person for one in barred)})
    found = {
        person: flags(said.promotion, rule, those.get(person), [one for one in barred if one.person == person])
        for person in people
    }
    return {person: told for person, told in found.items() if told}
