"""Customers: who had to do with them, with what result. Whole numbers are never read here: see `lead.reveal`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field as Key

from jiaoban.api.shapes import Shape
from jiaoban.api.visiting import Code, Limit, ThingKey, at_post
from jiaoban.kernel.access import Right
from jiaoban.kernel.book import Between
from jiaoban.kernel.fields import MaybeRef, Moment
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import BadInput, NotAllowed, NotFound
from jiaoban.kernel.words import Words
from jiaoban.lead import queries
from jiaoban.lead.access_tables import Access
from jiaoban.lead.rules import numbers
from jiaoban.lead.tables import LEADS, Event, EventCorrection, Lead
from jiaoban.lead.terms import Kind, Stand
from jiaoban.org.door import Visit
from jiaoban.regime.leads import Contacts

router = Router(tags=["lead"])
PLACE = "/sites/{site}/posts/{post}"


class LeadShape(Shape):
    """A customer. `numbers` are masked, and so are such as stand in `name` and `note`, which are '' where nothing was
    said or it was erased; whoever does not work with customers sees none of them."""

    key: str
    post: str
    stand: Stand
    numbers: list[str]
    name: str
    note: str
    source: str
    opened_at: datetime
    opened_by: str
    touched_at: datetime
    last_by: str
    next_at: datetime | None
    people: list[str]
    into: str
    erased_at: datetime | None


class MoveShape(Shape):
    """How an appointment stood until it was moved."""

    at: datetime
    by: str
    for_at: datetime
    where: str
    reason: str


class EventShape(Shape):
    """Something that happened with a customer, as it stands now, with what it was before."""

    key: str
    lead: str
    kind: Kind
    person: str
    at: datetime
    recorded_at: datetime
    by: str
    act: int
    way: str
    result: str
    reached: bool
    note: str
    for_at: datetime | None
    where: str
    moves: list[MoveShape]
    cancelled_at: datetime | None
    cancelled_by: str
    cancelled_why: str
    appointment: str
    assisted: list[str]
    amount: Decimal | None
    corrections: list[EventCorrection]
    struck_at: datetime | None


class LookedShape(Shape):
    """What the desk sees when a number is typed. `whole`: it is a number; else `wrong` says why not. `lead` and
    `events` of a known one; of a customer of another post the post alone."""

    whole: bool
    wrong: Words | None = None
    right: Words | None = None
    post: str = ""
    lead: LeadShape | None = None
    events: list[EventShape] = []


class TypedNumber(Shape):
    """A number as somebody types it."""

    number: str = Key(max_length=60)


def ruled_at(request: HttpRequest, site: str, post: str) -> tuple[Visit, Place, Contacts]:
    """Return the visit, the post and how customers are written down there; raises `NotFound` where they are not."""
    visit, place = at_post(request, site, post)
    return visit, place, queries.reading_at(place, visit.packs)


def _leads(visit: Visit, rule: Contacts, found: Sequence[Lead]) -> list[LeadShape]:
    texts = [ref for one in found for ref in (one.name, one.note)]
    said = _values(visit, found, texts, [ref for one in found for ref in one.numbers])
    return [_lead(one, rule, said) for one in found]


def _lead(one: Lead, rule: Contacts, said: Mapping[str, str]) -> LeadShape:
    own = ("key", "post", "stand", "source", "opened_at", "opened_by", "touched_at", "last_by", "next_at", "into")
    return LeadShape(
        **{name: getattr(one, name) for name in (*own, "erased_at")},
        numbers=[numbers.masked(said[ref], rule.region) for ref in one.numbers if ref in said],
        name=said.get(one.name, ""),
        note=said.get(one.note, ""),
        people=list(one.people),
    )


def _values(visit: Visit, found: Sequence[Lead | Event], refs: Sequence[str], of: Sequence[str] = ()) -> dict[str, str]:
    """Whoever only reads the site, an auditor or administrator, sees what happened and not with whom. A number in what
    was said is masked like any other."""
    sees = found and queries.may(visit.actor, "operator", found[0].post)
    return queries.told(visit.book, refs, of) if sees else {}


def _events(visit: Visit, found: Sequence[Event]) -> list[EventShape]:
    refs = [ref for one in found for ref in (one.note, one.cancelled_why, *(move.reason for move in one.moves))]
    said = _values(visit, found, refs)
    made = []
    for one in found:
        told: dict[str, Any] = {name: getattr(one, name) for name in EventShape.model_fields}
        told["moves"] = [MoveShape(**{**move.model_dump(), "reason": said.get(move.reason, "")}) for move in one.moves]
        told |= {"note": said.get(one.note, ""), "cancelled_why": said.get(one.cancelled_why, "")}
        made.append(EventShape(**told))
    return made


@router.get(f"{PLACE}/leads", response=list[LeadShape], summary="The customers of a post, what was touched last first")
def leads(
    request: HttpRequest,
    site: Code,
    post: Code,
    stand: Stand | None = None,
    source: MaybeRef = "",
    person: MaybeRef = "",
    before: Moment | None = None,
    limit: Limit = 100,
) -> list[LeadShape]:
    """Return those that stand so, come from there, or were last dealt with by a person; touched before a moment."""
    visit, place, rule = ruled_at(request, site, post)
    wanted: dict[str, Any] = {"stand": stand, "source": source, "last_by": person}
    where = {name: value for name, value in wanted.items() if value}
    if before is not None:
        where["touched_at"] = Between(None, before)
    return _leads(visit, rule, visit.book.find(LEADS, post=place.post, order=("-touched_at",), limit=limit, **where))


@router.post(f"{PLACE}/lead/look-up", response=LookedShape, summary="Who had to do with the customer of a number")
def look_up(request: HttpRequest, site: Code, post: Code, body: TypedNumber) -> LookedShape:
    """Say whose a number is, before anybody gets in touch. It is sent in the body: addresses are kept in logs."""
    visit, place, rule = ruled_at(request, site, post)
    if not queries.may(visit.actor, "operator", place.post):
        hidden = Words(zh="您不办理客户，不能查号码。", en="You do not work with customers; no number is looked up.")
        return LookedShape(whole=False, wrong=hidden)
    seen = queries.look_up(visit.book, place, visit.packs, body.number)
    if seen.lead is None:
        return LookedShape(whole=bool(seen.number), wrong=seen.wrong, right=seen.right)
    if seen.lead.post != place.post:
        return LookedShape(whole=True, post=seen.lead.post)
    return LookedShape(
        whole=True,
        post=place.post,
        lead=_leads(visit, rule, [seen.lead])[0],
        events=_events(visit, queries.events_of(visit.book, seen.lead.key)),
    )


@router.get(f"{PLACE}/leads/{{key}}", response=LeadShape, summary="One customer")
def lead(request: HttpRequest, site: Code, post: Code, key: ThingKey) -> LeadShape:
    """Return a customer; one that was merged or erased as it is."""
    visit, place, rule = ruled_at(request, site, post)
    return _leads(visit, rule, [found_lead(visit, place, key)])[0]


@router.get(f"{PLACE}/leads/{{key}}/events", response=list[EventShape], summary="What happened with a customer")
def lead_events(request: HttpRequest, site: Code, post: Code, key: ThingKey) -> list[EventShape]:
    """Return it in order, what was struck or cancelled included."""
    visit, place, _ = ruled_at(request, site, post)
    return _events(visit, queries.events_of(visit.book, found_lead(visit, place, key).key))


@router.get(f"{PLACE}/lead-events", response=list[EventShape], summary="What happened with customers in a time")
def lead_events_between(
    request: HttpRequest,
    site: Code,
    post: Code,
    kind: Kind,
    since: Moment,
    until: Moment,
    person: MaybeRef = "",
) -> list[EventShape]:
    """Return the standing events of a kind with since <= moment < until, of one person or all."""
    visit, place, _ = ruled_at(request, site, post)
    if not since < until:
        raise BadInput(
            "until",
            Words(zh="结束不晚于开始。", en="It ends no later than it begins."),
            Words(zh="until 应晚于 since。", en="Give an until after since."),
        )
    found = queries.events_between(visit.book, place.post, kind, since, until, person=person or None)
    return _events(visit, found)


@router.get(f"{PLACE}/lead-accesses", response=list[Access], summary="Who saw which whole numbers (heads, auditors)")
def lead_accesses(
    request: HttpRequest,
    site: Code,
    post: Code,
    person: Annotated[str, Query(max_length=200)] = "",
    limit: Limit = 100,
) -> list[Access]:
    """Return who looked at whole numbers, took customers out or erased one, the newest first."""
    visit, place, _ = ruled_at(request, site, post)
    if not visit.may(Right.AUDIT, place.post):
        raise NotAllowed(Right.AUDIT, "reading")
    of = {"person": person} if person else {}
    return queries.accesses(visit.book, limit=limit, post=place.post, **of)


def found_lead(visit: Visit, place: Place, key: str) -> Lead:
    """Return a customer of a post; raises `NotFound`."""
    one = queries.lead(visit.book, key)
    if one is None or one.post != place.post:
        raise NotFound(f"customer {key}")
    return one
