"""The enrolment office of the demo with a long past of customers: real acts, in every table and index."""

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

AT_ONCE = 1_000
"""Customers to an append."""
COMMIT = 20_000
MEMORY_KIB = 400_000
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
STEP = timedelta(minutes=10)
AGENTS = ("linna", "wanglei", "zhaomin", "sunyue", "xuting", "panxiaoyu", "luoqian", "dengjie", "yaoyuan", "fanbin")
SITE, POST = "mingde", "desk"


def number_of(customer: int) -> str:
    """Return the telephone number of a customer, in the form in which it is kept. Those of the demo begin with 139."""
    return f"+86137{customer % 100_000_000:08d}"


def open_leads(size: int) -> Any:
    """Load the demo office and write its customers down until there are `size`; return the book. What is there already
    is gone on from."""
    from jiaoban.demo.load import load
    from jiaoban.kernel.book import Between
    from jiaoban.lead.tables import LEADS
    from jiaoban.ledger.store import DbBook

    if SITE not in _sites():
        load(SITE)
    book = DbBook(SITE)
    there = book.count(LEADS, post=POST, opened_at=Between(BEGINNING, BEGINNING + size * STEP))  # not the demo's own
    _more_memory()
    while there < size:
        end = min(size, there + COMMIT)
        with book.transaction():
            while there < end:
                _write(book, there, min(end, there + AT_ONCE))
                there = min(end, there + AT_ONCE)
    return book


def _more_memory() -> None:
    """Let SQLite keep the pages of a whole commit: references are hashes and fall everywhere in their indexes."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = -{MEMORY_KIB}")


def _sites() -> list[str]:
    from jiaoban.ledger import store

    return store.sites()


def _write(book: Any, first: int, after: int) -> None:
    """Append what happened with some customers: each is contacted, every third is invited, every sixth comes, every
    twelfth buys; and keep their numbers and notes."""
    from jiaoban.kernel.act import Proposed
    from jiaoban.kernel.book import Stamp
    from jiaoban.kernel.personal import Kept, hashed, subject_of
    from jiaoban.lead import acts

    proposed: list[Proposed] = []
    kept: list[Kept] = []
    for customer in range(first, after):
        chance = random.Random(customer)
        key, at = f"past-{customer}", BEGINNING + customer * STEP
        agent = AGENTS[customer % len(AGENTS)]

        def personal(
            kind: str, value: str, found_by: str, *, key: str = key, at: datetime = at, of: Any = chance
        ) -> str:
            salt = f"{of.getrandbits(256):064x}"
            ref = hashed(salt, kind, value)
            kept.append(Kept(ref, kind, found_by, value, salt, at, subject_of("lead", key)))
            return ref

        number = personal("telephone", number_of(customer), number_of(customer))
        name = personal("text", f"客户{customer}", f"{key}/name")
        note = personal("text", f"第 {customer} 位，问周末班", f"{key}/said")
        said: list[tuple[Any, timedelta]] = [
            (acts.Opened(lead=key, number=number, name=name, source="advert"), timedelta(0)),
            (_contact(acts, key, "c", agent, note), timedelta(0)),
        ]
        if customer % 3 == 0:
            for_at = at + timedelta(days=chance.randrange(1, 6))
            other = AGENTS[chance.randrange(len(AGENTS))]
            said += [
                (_contact(acts, key, "d", other, ""), timedelta(hours=20)),
                (
                    acts.Appointed(lead=key, event=f"{key}-a", person=other, for_at=for_at, where="中山路校区"),
                    timedelta(hours=21),
                ),
            ]
        if customer % 6 == 0:
            said.append(
                (acts.Visited(lead=key, event=f"{key}-v", person=agent, appointment=f"{key}-a"), timedelta(days=2))
            )
        if customer % 12 == 0:
            amount = Decimal(chance.randrange(100_000, 2_000_000)) / 100
            said.append(
                (acts.Sold(lead=key, event=f"{key}-s", person=agent, amount=amount), timedelta(days=2, hours=1))
            )
        proposed += [Proposed(act, occurred_at=at + later, post=POST) for act, later in said]
    book.personal.put(kept)
    now = BEGINNING + after * STEP
    book.append(proposed, Stamp(command=f"past-{first}", request="0" * 64, actor="linna", post=POST, now=now))


def _contact(acts: Any, key: str, event: str, person: str, note: str) -> Any:
    return acts.Contacted(
        lead=key, event=f"{key}-{event}", person=person, way="phone", result="interested", reached=True, note=note
    )
