"""Rows of facts about what is kept and what is to be read: loans, standing orders."""

from collections.abc import Iterable
from datetime import datetime

from jiaoban.handover.state import Handover
from jiaoban.kernel.book import Book
from jiaoban.kernel.tongue import Tongue, aside
from jiaoban.order.rules import Standing
from jiaoban.order.tables import Order
from jiaoban.org.tables import Person
from jiaoban.plant import queries as plant
from jiaoban.plant.tables import CustodyItem, Loan
from jiaoban.regime.facts import Row


def loan_rows(book: Book, handover: Handover, now: datetime, say: Tongue) -> Iterable[Row]:
    """Return what is lent out of the post's custody, and what came back whole in this shift."""
    found = [*plant.loans(book, handover.post), *plant.loans_back(book, handover.post, handover.since)]
    if not found:
        return ()
    items = {one.key: one for one in plant.custody(book, handover.post)}
    return (_loan_row(one, items.get(one.custody_item), now, say) for one in found)


def _loan_row(one: Loan, item: CustodyItem | None, now: datetime, say: Tongue) -> Row:
    return {
        "id": one.key,
        **say.titled(aside(item.name if item else one.custody_item, one.to)),
        "item": one.custody_item,
        "kind": item.kind if item else "TOOL",
        "number": one.left,
        "inside": bool(one.person),
        "due_at": one.due_at,
        "overdue": one.overdue(now),
        "damaged": one.damaged,
    }


def order_row(one: Order, person: Person, side: str, stands: Standing, say: Tongue) -> Row:
    """Return a standing order in force beside somebody who must read it."""
    return {
        "id": f"{one.key}.{person.key}",
        **say.titled(aside(one.title, person.name)),
        "order": one.key,
        "number": one.number,
        "person": person.key,
        "side": side,
        "read": stands.read,
        "again": stands.again,
        "due": stands.due,
        "due_at": stands.due_at,
        "overdue": stands.overdue,
    }
