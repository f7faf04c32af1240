"""Company funds, careers, and customers after the sale."""

from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from ninja import Router

from jiaoban.api.reads.attending import Month
from jiaoban.api.shapes import Shape
from jiaoban.api.visiting import Code, ThingKey, at_post
from jiaoban.career import queries as careers
from jiaoban.career.tables import Member
from jiaoban.fund import queries as funds
from jiaoban.fund.rules.reckoning import PersonMonth
from jiaoban.fund.tables import FundFinding, Funding, Settlement, Spending
from jiaoban.kernel.access import Right
from jiaoban.kernel.months import month_after, month_of
from jiaoban.kernel.refusal import NotAllowed, NotFound
from jiaoban.kernel.sales import Selling
from jiaoban.kernel.words import Words
from jiaoban.lead import aftersales
from jiaoban.lead import queries as leads
from jiaoban.lead.aftersales import Cared
from jiaoban.lead.aftersales_tables import Briefing, Care
from jiaoban.lead.rules.aftersales import State
from jiaoban.org import queries as org
from jiaoban.org.door import Visit
from jiaoban.regime.funds import FundRatio

router = Router(tags=["sales"])
POST = "/sites/{site}/posts/{post}"


class PersonFundsShape(Shape):
    """The company money of a person in a month, sums as text. `percent`: its share in the sales, None without sales;
    `above`: more than the regime allows."""

    person: str
    month: str
    waiting: Decimal
    granted: Decimal
    spent: Decimal
    own: Decimal
    company: Decimal
    left: Decimal
    sold: Decimal
    percent: Decimal | None
    above: bool
    settlement: Settlement | None
    findings: list[FundFinding]


class FundsShape(Shape):
    """One's own month: the figures, requests and lines of spending."""

    figures: PersonFundsShape | None
    fundings: list[Funding]
    spendings: list[Spending]


class FlagShape(Shape):
    """Something that stands in the way of a promotion."""

    code: str
    clause: str
    says: Words


class CareerShape(Shape):
    """A person's place in the department, how far they have come, what bars a promotion in this month."""

    member: Member
    sold: Decimal | None
    wanted: Decimal | None
    reached: bool
    flags: list[FlagShape]


class CareDueShape(Shape):
    """Contacts that are wanted from `first` up to and without `after`. `number`: 0 the first, else the month."""

    number: int
    first: date
    after: date
    wanted: int
    done: int
    state: State


class CaredShape(Shape):
    """A customer after the sale, without a word about who they are."""

    lead: str
    responsible: str
    sold: list[date]
    dues: list[CareDueShape]
    cares: list[Care]
    briefing: Briefing | None
    briefed_by: date | None


@router.get(f"{POST}/funds/month", response=list[PersonFundsShape], summary="The company funds of a post")
def funds_month(request: HttpRequest, site: Code, post: Code, month: Month) -> list[PersonFundsShape]:
    """Return everybody's company money of a local month (`2026-11`): for those who supervise."""
    visit, place = at_post(request, site, post)
    _need_supervisor(visit, post)
    said = funds.ruled(place, visit.packs)
    found = funds.month(Selling(visit.book, place, visit.packs, visit.now), month)
    return [_funds(one, said.ratio if said else None) for one in found]


@router.get(f"{POST}/funds/mine", response=FundsShape, summary="One's own company funds in a month")
def funds_mine(request: HttpRequest, site: Code, post: Code, month: Month) -> FundsShape:
    """Return one's own company money, requests and lines of a local month."""
    visit, place = at_post(request, site, post)
    said, me = funds.ruled(place, visit.packs), visit.actor.person
    one = funds.month_of_person(Selling(visit.book, place, visit.packs, visit.now), month, me)
    return FundsShape(
        figures=_funds(one, said.ratio if said else None) if one else None,
        fundings=funds.fundings_of(visit.book, post, month, me),
        spendings=funds.spendings_of(visit.book, post, month, me),
    )


@router.get(f"{POST}/careers", response=list[CareerShape], summary="The careers of a post")
def careers_list(request: HttpRequest, site: Code, post: Code) -> list[CareerShape]:
    """Return everybody who is registered at a post: for those who supervise."""
    visit, _ = at_post(request, site, post)
    _need_supervisor(visit, post)
    return _careers(visit, careers.members(visit.book, post))


@router.get(f"{POST}/careers/mine", response=list[CareerShape], summary="One's own career")
def careers_mine(request: HttpRequest, site: Code, post: Code) -> list[CareerShape]:
    """Return one's own place in the department; nothing where none is registered."""
    visit, _ = at_post(request, site, post)
    own = careers.member(visit.book, post, visit.actor.person)
    return _careers(visit, [own] if own else [])


@router.get(f"{POST}/aftersales/month", response=list[CaredShape], summary="Customers after the sale in a month")
def aftersales_month(request: HttpRequest, site: Code, post: Code, month: Month) -> list[CaredShape]:
    """Return the customers of whom something is due in a local month: one's own, for those who supervise all."""
    visit, place = at_post(request, site, post)
    said = aftersales.ruled(place, visit.packs)
    if said is None:
        return []
    first = date.fromisoformat(f"{month}-01")
    found = aftersales.of_post(visit.book, place, said, first, month_after(first), visit.now)
    mine = visit.may(Right.SUPERVISE, post)
    return [_cared(one) for one in found if mine or one.concerns(visit.actor.person)]


@router.get(f"{POST}/aftersales/{{key}}", response=CaredShape, summary="A customer after the sale")
def aftersales_one(request: HttpRequest, site: Code, post: Code, key: ThingKey) -> CaredShape:
    """Return what is due with a customer and what was done."""
    visit, place = at_post(request, site, post)
    said, lead = aftersales.ruled(place, visit.packs), leads.standing(visit.book, key)
    if lead is None or lead.post != post:
        raise NotFound(f"customer {key}", "key")
    return _cared(aftersales.cared(visit.book, place, said, lead, visit.now))


def _need_supervisor(visit: Visit, post: str) -> None:
    if not visit.may(Right.SUPERVISE, post):
        raise NotAllowed(Right.SUPERVISE, "reading")


def _funds(one: PersonMonth, ratio: FundRatio | None) -> PersonFundsShape:
    names = ("person", "month", "waiting", "granted", "spent", "own", "company", "left", "sold", "percent")
    figures = {name: getattr(one, name) for name in names}
    return PersonFundsShape(**figures, above=one.above(ratio), settlement=one.settlement, findings=list(one.findings))


def _careers(visit: Visit, found: list[Member]) -> list[CareerShape]:
    if not found:
        return []
    place = org.place(visit.book, found[0].post, visit.now)
    said, month = careers.ruled(place, visit.packs), month_of(careers.today(place, visit.now))
    rule = said.regular if said else None
    come = careers.progresses(Selling(visit.book, place, visit.packs, visit.now), found, rule) if rule else {}
    flags = careers.in_the_way(visit.book, place, month, visit.packs, visit.now)
    made = []
    for one in found:
        own = come.get(one.person)
        told = [FlagShape(code=each.code, clause=each.clause, says=each.says) for each in flags.get(one.person, ())]
        sums = {"sold": own.sold if own else None, "wanted": own.wanted if own else None}
        made.append(CareerShape(member=one, reached=own is not None and own.reached, flags=told, **sums))
    return made


def _cared(one: Cared) -> CaredShape:
    return CaredShape(
        lead=one.lead.key,
        responsible=one.responsible,
        sold=list(one.sold),
        dues=[
            CareDueShape(
                number=each.slot.number,
                first=each.slot.first,
                after=each.slot.after,
                wanted=each.slot.wanted,
                done=each.done,
                state=each.state,
            )
            for each in one.dues
        ],
        cares=list(one.cares),
        briefing=one.briefing,
        briefed_by=one.briefed_by,
    )
