"""What was sold at a post, for whoever compares figures with sales. Pure."""

from collections.abc import Iterable
from datetime import datetime

from jiaoban.kernel.sales import Selling, Sold, lists_sales
from jiaoban.lead import queries
from jiaoban.lead.credits import credits_of


@lists_sales("lead")
def sold(asked: Selling, since: datetime, until: datetime) -> Iterable[Sold]:
    """Yield the sales of a time that count: for whoever's customer it is and whoever shares the revenue, with the sums
    as they were corrected. What was struck does not, nor an order that is void by a collision."""
    there = queries.events_between(asked.book, asked.place.post, "SALE", since, until)
    for one in credits_of(asked.book, asked.place, asked.packs, there, asked.now):
        for part in one.parts:
            yield Sold(key=one.sale.lead, person=part.person, at=one.sale.at, amount=part.amount, act=one.sale.act)
