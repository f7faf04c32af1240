"""What pages and other rooms may ask about company funds. Pure: a book goes in, plain values come out."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from jiaoban.fund.rules.reckoning import PersonMonth, by_person
from jiaoban.fund.tables import (
    FUND_FINDINGS,
    FUNDINGS,
    SETTLEMENTS,
    SPENDINGS,
    FundFinding,
    Funding,
    Settlement,
    Spending,
    settlement_key,
)
from jiaoban.kernel.book import Between, Book
from jiaoban.kernel.months import first_day, month_after
from jiaoban.kernel.place import Place
from jiaoban.kernel.sales import Selling, sold_by
from jiaoban.kernel.zones import clock_of
from jiaoban.regime.funds import Funds

Packs = Callable[[str], Any]


def ruled(place: Place, packs: Packs) -> Funds | None:
    """Return what the regime in force at a post says about company funds, or None."""
    found: Funds | None = packs(place.regime).funds if place.regime else None
    return found if found is not None and found.of(place.post) else None


def today(place: Place, now: datetime) -> date:
    """Return the local day."""
    return now.astimezone(clock_of(place.zone)).date()


def funding(book: Book, key: str) -> Funding | None:
    """Return a request by its key, or None."""
    return book.get(FUNDINGS, key)


def spending(book: Book, key: str) -> Spending | None:
    """Return a line of spending by its key, or None."""
    return book.get(SPENDINGS, key)


def finding(book: Book, key: str) -> FundFinding | None:
    """Return what was found, by its key, or None."""
    return book.get(FUND_FINDINGS, key)


def settlement(book: Book, post: str, person: str, month: str) -> Settlement | None:
    """Return the settlement of a person's month that stands, or None."""
    return book.get(SETTLEMENTS, settlement_key(post, person, month))


def fundings_of(book: Book, post: str, month: str, person: str = "") -> list[Funding]:
    """Return the requests for company money of a month, the newest first; of one person where one is named."""
    return book.find(FUNDINGS, post=post, month=month, order=("-asked_at",), **_of(person))


def waiting(book: Book, post: str) -> list[Funding]:
    """Return the requests that are to be decided, the oldest first."""
    return book.find(FUNDINGS, post=post, status="ASKED", order=("asked_at",))


def spendings_of(book: Book, post: str, month: str, person: str = "") -> list[Spending]:
    """Return the lines of spending of a month, struck ones included, by day; of one person where one is named."""
    return book.find(SPENDINGS, post=post, month=month, order=("day",), **_of(person))


def findings_of(book: Book, post: str, month: str, person: str = "") -> list[FundFinding]:
    """Return what was found of a month's money, cleared findings included; of one person where one is named."""
    return book.find(FUND_FINDINGS, post=post, month=month, order=("at",), **_of(person))


def findings_between(book: Book, post: str, since: datetime, until: datetime) -> list[FundFinding]:
    """Return what happened in `since <= t < until` and still stands, the oldest first."""
    return book.find(FUND_FINDINGS, post=post, at=Between(since, until), counts=True, order=("at",))


def settlements_between(book: Book, post: str, since: datetime, until: datetime) -> list[Settlement]:
    """Return the settlements that stand and were made in `since <= t < until`, the oldest first."""
    return book.find(SETTLEMENTS, post=post, at=Between(since, until), order=("at",))


def month(asked: Selling, name: str, person: str = "") -> list[PersonMonth]:
    """Return the company money of a month (2026-03) at a post, by person; of one person where one is named. Five
    look-ups, and those for the sales."""
    book, post, begins = asked.book, asked.place.post, first_day(name)
    sold = sold_by(asked, begins, month_after(begins))
    if person:
        sold = {person: sold[person]} if person in sold else {}
    return by_person(
        name,
        fundings_of(book, post, name, person),
        spendings_of(book, post, name, person),
        book.find(SETTLEMENTS, post=post, month=name, **_of(person)),
        [one for one in findings_of(book, post, name, person) if one.counts],
        sold,
    )


def month_of_person(asked: Selling, name: str, person: str) -> PersonMonth | None:
    """Return the company money of one person in a month, or None where there is none."""
    return next(iter(month(asked, name, person)), None)


def _of(person: str) -> dict[str, Any]:
    return {"person": person} if person else {}
