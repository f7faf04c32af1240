"""What came of the customers of a month, by person, and for whom its sales count."""

from collections import Counter
from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest
from ninja import Router

from jiaoban.api.reads.rosters import Month
from jiaoban.api.shapes import Shape
from jiaoban.api.visiting import Code, at_post
from jiaoban.kernel.money import NOTHING
from jiaoban.kernel.words import Words
from jiaoban.lead import figures, owned
from jiaoban.lead.rules.ownership import Basis
from jiaoban.lead.rules.saying import sentence
from jiaoban.org import queries as org

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


class PartShape(Shape):
    """So much of a sale counts for a person."""

    person: str
    amount: Decimal


class CreditShape(Shape):
    """A sale that does not simply count for whoever closed it. `parts`: for whom it counts, first whose customer it is,
    then who shares the revenue; nobody where the order is void. `decided_at`, `collision`: the decision of a collision
    by which that is so; `again`: the order was void by itself until then."""

    lead: str
    event: str
    closed_by: str
    at: datetime
    amount: Decimal
    parts: list[PartShape]
    basis: Basis
    clause: str
    says: Words
    decided_at: datetime | None
    collision: str
    again: bool


@router.get(
    "/sites/{site}/posts/{post}/leads-month",
    response=list[LeadFiguresShape],
    summary="What came of the customers of a month, by person",
)
def lead_figures(request: HttpRequest, site: Code, post: Code, month: Month) -> list[LeadFiguresShape]:
    """Return everybody of whom something counts in a local month (`2026-11`), who sold most first in their crew."""
    visit, place = at_post(request, site, post)
    found = figures.month_of(visit.book, place, visit.packs, date.fromisoformat(f"{month}-01"), visit.now)
    void = Counter(one.sale.person for one in found.told if one.void)
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


@router.get(
    "/sites/{site}/posts/{post}/leads-month/credits",
    response=list[CreditShape],
    summary="Sales of a month that do not simply count for whoever closed them",
)
def lead_credits(request: HttpRequest, site: Code, post: Code, month: Month) -> list[CreditShape]:
    """Return the sales of a local month (`2026-11`) that count for others, for several, for nobody, or again, as the
    book says it now, in their order."""
    visit, place = at_post(request, site, post)
    found = figures.month_of(visit.book, place, visit.packs, date.fromisoformat(f"{month}-01"), visit.now)
    rules = owned.rules_at(place, visit.packs)
    names = org.names(visit.book, {name for one in found.told for name in one.named})
    return [
        CreditShape(
            lead=one.sale.lead,
            event=one.sale.key,
            closed_by=one.sale.person,
            at=one.sale.at,
            amount=one.sale.amount or NOTHING,
            parts=[PartShape(person=part.person, amount=part.amount) for part in one.parts],
            basis=one.owned.basis,
            clause=one.owned.clause,
            says=sentence(one.owned, names, rules, place.zone),
            decided_at=one.owned.decision.at if one.owned.decision else None,
            collision=one.owned.decision.key if one.owned.decision else "",
            again=one.again,
        )
        for one in found.told
        if one.owned and rules
    ]
