"""How long it takes to say whose a customer is, among so many: as of now, who leads a follow-up, a month of everybody.

What decides is read of one customer; only where a follow-up has passed on by itself is the month before of that one
person looked at as well. `queries` must not grow with the customers.
"""

import random
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from bench._leads import AGENTS, BEGINNING, POST, STEP, open_leads
from bench._site import open_site
from bench.leads import ROUNDS, timed

NAME = "owners"
NAMED = timedelta(days=100)
"""Of the customers who came so lately and did not buy it was agreed who leads: it has passed on in each month."""


def run(size: int) -> list[dict[str, Any]]:
    """Say of 200 customers whose they are, of 100 who leads, whether ten people may be given another one, and what
    became of a month."""
    open_site()
    from jiaoban.kernel.months import month_after
    from jiaoban.lead import owned, queries
    from jiaoban.lead.rules.limit import month_of
    from jiaoban.org import queries as org
    from jiaoban.org.packs import packs

    began = time.perf_counter()
    book = open_leads(size)
    led = _agree(book, size)
    loading = time.perf_counter() - began
    now = BEGINNING + size * STEP + timedelta(days=30)
    place = org.place(book, POST, datetime.now(UTC))
    said = queries.ruled(place, packs)
    assert said is not None

    def owner(customer: int) -> None:
        lead = queries.lead(book, f"past-{customer}")
        assert lead is not None
        found = owned.whose(book, lead, place, packs, now)
        assert found is not None
        assert found.at(now).basis != "NOBODY"

    def passed(customer: int) -> None:
        lead = queries.lead(book, f"past-{customer}")
        assert lead is not None
        found = owned.whose(book, lead, place, packs, now)
        assert found is not None
        assert found.at(now).basis in ("PASSED", "AGREED")

    last = month_of(BEGINNING + size * STEP - timedelta(days=1), place.zone)

    def another(customer: int) -> None:
        owned.Following(book, place, said, now).barred(AGENTS[customer % len(AGENTS)], month_after(last))

    def month(_customer: int) -> None:
        assert owned.Following(book, place, said, now).shares(last)

    chance = random.Random(2)
    some = [chance.randrange(size) for _ in range(ROUNDS)]
    return [
        {"what": "loaded", "customers": size, "acts": book.size, "seconds": round(loading)},
        timed("whose a customer is", some, owner),
        timed("who leads, passed on by itself", chance.sample(led, min(len(led), 100)), passed),
        timed("may somebody be given another one", some[:50], another),
        timed("a month of everybody who leads", some[:5], month),
    ]


def _agree(book: Any, size: int) -> list[int]:
    """Let both sides agree on who leads the last customers who came and did not buy; return which."""
    from jiaoban.kernel.act import Proposed
    from jiaoban.kernel.book import Stamp
    from jiaoban.lead import evidence, queries
    from jiaoban.lead.owner_acts import LeaderNamed
    from jiaoban.lead.owner_tables import DEALINGS
    from jiaoban.lead.rules.leading import sides

    found: list[int] = []
    proposed = []
    for customer in range(size - 1, max(0, size - NAMED // STEP), -1):
        if customer % 12 != 6:
            continue
        lead = queries.lead(book, f"past-{customer}")
        assert lead is not None
        both = sides(evidence.gathered(book, lead).facts)
        if len(both) != 2:
            continue
        found.append(customer)
        at = BEGINNING + customer * STEP + timedelta(days=2, hours=2)
        for person, other in (both, both[::-1]):
            named = LeaderNamed(lead=lead.key, person=person, leader=both[customer // 12 % 2], other=other)
            proposed.append(Proposed(named, occurred_at=at, post=POST))
    if book.get(DEALINGS, f"past-{found[0]}") is None:
        stamp = Stamp(
            command=f"named-{size}", request="0" * 64, actor=AGENTS[0], post=POST, now=BEGINNING + size * STEP
        )
        with book.transaction():
            book.append(proposed, stamp)
    return found
