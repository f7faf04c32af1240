"""Whose customers are: as of any moment, with the facts that decided; collisions; who may not follow customers."""

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Router

from jiaoban.api.reads.leads import PLACE, found_lead, ruled_at
from jiaoban.api.shapes import Shape
from jiaoban.api.visiting import Code, Limit, ThingKey
from jiaoban.kernel.fields import Moment
from jiaoban.kernel.months import month_after, month_asked
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.lead import evidence, owned, queries
from jiaoban.lead.owner_tables import Collision
from jiaoban.lead.rules.colliding import Stage, next_at
from jiaoban.lead.rules.facts import Kind
from jiaoban.lead.rules.ownership import Basis, Owned
from jiaoban.lead.rules.saying import sentence
from jiaoban.org import queries as org
from jiaoban.org.door import Visit
from jiaoban.regime.leads import Leads

router = Router(tags=["lead"])


class DecidedShape(Shape):
    """A fact that decided: what, who, when, and the number of the act that shows it."""

    kind: Kind
    person: str
    at: datetime
    act: int


class OwnerShape(Shape):
    """Whose a customer is at a moment: `person`, or nobody ('') with `shared` by whom. `share`: how much of a hundred
    of the revenue is theirs, `sharing`: who has the rest. `until`: when it changes if nothing else happens."""

    at: datetime
    person: str
    shared: list[str]
    share: int
    sharing: list[str]
    basis: Basis
    clause: str
    says: Words
    until: datetime | None
    decided_by: list[DecidedShape]


class OwnedSpanShape(Shape):
    """A time in which it did not change whose a customer was; the end is exclusive, None: still."""

    from_at: datetime
    until_at: datetime | None
    owner: OwnerShape


class CollisionShape(Shape):
    """A collision, how far it has come since when, and when it goes on by itself."""

    collision: Collision
    stage: Stage
    since: datetime
    next_at: datetime | None


class ShareShape(Shape):
    """How many customers somebody led in a month, those without result, and whether they may follow customers in that
    month and, as it stands, in the next."""

    person: str
    month: date
    led: list[str]
    without: list[str]
    may: bool
    may_next: bool


UNSAID = Words(zh="本岗位的制度没有说客户归谁。", en="The regime of this post does not say whose customers are.")


def _rule(visit: Visit, place: Place) -> Leads | None:
    said = queries.ruled(place, visit.packs)
    return said if said and said.ownership else None


def _shown(visit: Visit, place: Place, found: owned.Whose, one: Owned, at: datetime) -> OwnerShape:
    names = org.names(visit.book, one.people)
    return OwnerShape(
        at=at,
        person=one.person or "",
        shared=list(one.shared),
        share=one.share,
        sharing=list(one.sharing),
        basis=one.basis,
        clause=one.clause,
        says=sentence(one, names, found.rules, place.zone),
        until=one.until,
        decided_by=[DecidedShape(kind=f.kind, person=f.person, at=f.at, act=f.seq) for f in one.facts],
    )


def _whose(visit: Visit, place: Place, key: str) -> owned.Whose | None:
    """Return what decides whose a customer is, or the one that they are part of by now; None where the regime does not
    say."""
    one = found_lead(visit, place, key)
    there = queries.standing(visit.book, one.key) or one
    return owned.whose(visit.book, there, place, visit.packs, visit.now) if _rule(visit, place) else None


@router.get(f"{PLACE}/leads/{{key}}/owner", response=OwnerShape, summary="Whose a customer is, as of a moment")
def lead_owner(request: HttpRequest, site: Code, post: Code, key: ThingKey, at: Moment | None = None) -> OwnerShape:
    """Return it for now, or for a moment that has passed, with the clause and the facts that decided: of nobody where
    the regime does not say."""
    visit, place, _ = ruled_at(request, site, post)
    moment = at or visit.now
    if moment > visit.now:
        raise BadInput(
            "at",
            Words(zh="这个时刻还没有到。", en="That moment has not come yet."),
            Words(zh="请给出现在或以前的时刻。", en="Give now, or a moment that has passed."),
        )
    found = _whose(visit, place, key)
    if found is None:
        return OwnerShape(
            at=moment,
            person="",
            shared=[],
            share=100,
            sharing=[],
            basis="NOBODY",
            clause="",
            says=UNSAID,
            until=None,
            decided_by=[],
        )
    return _shown(visit, place, found, found.at(moment), moment)


@router.get(f"{PLACE}/leads/{{key}}/owners", response=list[OwnedSpanShape], summary="Whose a customer was when")
def lead_owners(request: HttpRequest, site: Code, post: Code, key: ThingKey) -> list[OwnedSpanShape]:
    """Return every change of owner, in order."""
    visit, place, _ = ruled_at(request, site, post)
    found = _whose(visit, place, key)
    if found is None:
        return []
    return [
        OwnedSpanShape(
            from_at=one.from_at,
            until_at=one.until_at,
            owner=_shown(visit, place, found, one.owned, one.from_at),
        )
        for one in found.history(visit.now)
    ]


@router.get(f"{PLACE}/collisions", response=list[CollisionShape], summary="The collisions of a post, the newest first")
def collisions(
    request: HttpRequest, site: Code, post: Code, stage: Stage | None = None, limit: Limit = 100
) -> list[CollisionShape]:
    """Return those that have come so far, or all; quarrels are told to those in it and whoever supervises alone."""
    visit, place, _ = ruled_at(request, site, post)
    said = _rule(visit, place)
    if said is None or (rule := said.collisions) is None:
        return []
    made, there = [], owned.collisions(visit.book, place.post, limit=limit)
    sees = queries.may(visit.actor, "operator", post)
    notes = queries.told(visit.book, [one.note for one in there] if sees else ())
    for one in there:
        found, since = evidence.stage_of(one, rule, visit.now)
        if stage in (None, found):
            later = next_at(evidence.course(one), rule, visit.now)
            quarrels = one.quarrels if queries.sees_conduct(visit.actor, post, one.people) else 0
            told = one.model_copy(update={"note": notes.get(one.note, ""), "quarrels": quarrels})
            made.append(CollisionShape(collision=told, stage=found, since=since, next_at=later))
    return made


@router.get(f"{PLACE}/following", response=list[ShareShape], summary="Who led how many customers in a month")
def following(request: HttpRequest, site: Code, post: Code, month: str = "") -> list[ShareShape]:
    """Return it by person for a month ('2026-11'; default: this one), with who may not follow customers in it and in
    the next."""
    visit, place, _ = ruled_at(request, site, post)
    said = _rule(visit, place)
    if said is None or said.following is None or said.following.limit is None:
        return []
    asked = month_asked(month, visit.now.astimezone(clock_of(place.zone)).date())
    months = owned.Following(visit.book, place, said, visit.now)
    return [
        ShareShape(
            person=one.person,
            month=asked,
            led=list(one.led),
            without=list(one.without),
            may=months.barred(one.person, asked) is None,
            may_next=months.barred(one.person, month_after(asked)) is None,
        )
        for one in months.shares(asked)
    ]
