"""What came of the customers of a month, by person."""

from collections import Counter
from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from ninja import Router

from jiaoban.api.reads.rosters import Month
from jiaoban.api.shapes import Shape
from jiaoban.api.visiting import Code, at_post
from jiaoban.lead import figures

router = Router(tags=["lead"])


class LeadFiguresShape(Shape):
    """What counts for a person in a month: customers written down, how often something happened with one, and what was
    paid, in the currency of the place. `crew` is '' where they have none. `void`: sales that are in no figure,
    because the order is void by a collision."""

    person: str
    crew: str
    opened: int
    contacts: int
    appointments: int
    visits: int
    deposits: int
    sales: int
    losses: int
    deposited: Decimal
    sold: Decimal
    void: int


@router.get(
    "/sites/{site}/posts/{post}/leads-month",
    response=list[LeadFiguresShape],
    summary="What came of the customers of a month, by person",
)
def lead_figures(request: HttpRequest, site: Code, post: Code, month: Month) -> list[LeadFiguresShape]:
    """Return everybody of whom something counts in a local month (`2026-11`), who sold most first in their crew."""
    visit, place = at_post(request, site, post)
    found = figures.month_of(visit.book, place, visit.packs, date.fromisoformat(f"{month}-01"), visit.now)
    void = Counter(one.sale.person for one in found.decided if one.void)
    return [
        LeadFiguresShape(
            person=person,
            crew=group.crew,
            opened=one.opened,
            contacts=one.times["CONTACT"],
            appointments=one.times["APPOINTMENT"],
            visits=one.times["VISIT"],
            deposits=one.times["DEPOSIT"],
            sales=one.times["SALE"],
            losses=one.times["LOSS"],
            deposited=one.paid["DEPOSIT"],
            sold=one.sold,
            void=void[person],
        )
        for group in found.groups
        for person, one in group.people.items()
    ]
