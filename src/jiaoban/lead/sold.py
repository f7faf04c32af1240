"""What was sold at a post, for whoever compares figures with sales. Pure."""

from collections.abc import Iterable
from datetime import datetime

from jiaoban.kernel.book import Book
from jiaoban.kernel.money import NOTHING
from jiaoban.kernel.sales import Sold, lists_sales
from jiaoban.lead import queries


@lists_sales("lead")
def sold(book: Book, post: str, since: datetime, until: datetime) -> Iterable[Sold]:
    """Yield the standing sales of a time: for whoever closed them, with the sums as they were corrected."""
    for one in queries.events_between(book, post, "SALE", since, until):
        yield Sold(key=one.lead, person=one.person, at=one.at, amount=one.amount or NOTHING, act=one.act)
