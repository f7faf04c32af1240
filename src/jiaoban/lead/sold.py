"""What was sold at a post, for whoever compares figures with sales. Pure."""

from collections.abc import Iterable
from datetime import datetime

from jiaoban.kernel.money import NOTHING
from jiaoban.kernel.sales import Selling, Sold, lists_sales
from jiaoban.lead import queries, voided


@lists_sales("lead")
def sold(asked: Selling, since: datetime, until: datetime) -> Iterable[Sold]:
    """Yield the sales of a time that count: for whoever closed them, with the sums as they were corrected. What was
    struck does not, nor an order that is void by a collision."""
    book, place = asked.book, asked.place
    there = queries.events_between(book, place.post, "SALE", since, until)
    void = {one.sale.key for one in voided.decided(book, place, asked.packs, there, asked.now) if one.void}
    for one in there:
        if one.key not in void:
            yield Sold(key=one.lead, person=one.person, at=one.at, amount=one.amount or NOTHING, act=one.act)
