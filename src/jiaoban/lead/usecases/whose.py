"""What the verbs share by which it is settled whose a customer is."""

from dataclasses import dataclass
from datetime import datetime

from jiaoban.kernel.act import Payload, Proposed
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.verbs import Context
from jiaoban.kernel.words import Words
from jiaoban.lead import evidence, owned, queries
from jiaoban.lead.owner_tables import Collision
from jiaoban.lead.rules.deciding import unruled
from jiaoban.lead.rules.facts import Fact
from jiaoban.lead.rules.ownership import Rules
from jiaoban.lead.tables import Lead
from jiaoban.regime.leads import Leads
from jiaoban.regime.owning import Collisions, Following

COLLIDING = Words(zh="撞单", en="collisions")
LEADING = Words(zh="谁主负责跟进", en="who leads a follow-up")


@dataclass(frozen=True, slots=True)
class Case:
    """A collision with its customer and the rule by which it goes."""

    one: Collision
    lead: Lead
    rule: Collisions


def said_of(context: Context) -> Leads | None:
    """Return what the regime of the post says about customers, or None."""
    return queries.ruled(context.place, context.packs)


def rules_of(context: Context) -> Rules | None:
    """Return what decides whose a customer of the post is, or None."""
    return owned.rules_at(context.place, context.packs)


def colliding(context: Context) -> Collisions:
    """Return the rule of collisions; raises `BadInput` where there is none."""
    said = said_of(context)
    if said is None or said.collisions is None:
        raise unruled(COLLIDING)
    return said.collisions


def following(context: Context) -> Following:
    """Return the rules of following customers up; raises `BadInput` where there are none."""
    said = said_of(context)
    if said is None or said.following is None:
        raise unruled(LEADING)
    return said.following


def months(context: Context) -> owned.Following:
    """Return who leads which customers in which month, and who may not follow any."""
    said = said_of(context)
    assert said is not None
    return owned.Following(context.book, context.place, said, context.now)


def facts(context: Context, lead: Lead, at: datetime | None = None) -> list[Fact]:
    """Return what had happened with a customer at a moment (default: now)."""
    said, moment = said_of(context), at or context.now
    found = evidence.facts_of(context.book, lead, said.collisions if said else None, moment)
    return [one for one in found if one.at <= moment]


def case(context: Context, key: str) -> Case:
    """Return a case of the post of the command; raises `NotFound`."""
    found = owned.collision(context.book, key)
    lead = queries.standing(context.book, found.lead) if found else None
    if found is None or lead is None or found.post != context.place.post:
        raise NotFound(f"collision {key}", "collision")
    return Case(found, lead, colliding(context))


def one(payload: Payload, *clauses: str, at: datetime | None = None) -> Proposed:
    """Return an act under its clauses."""
    return Proposed(payload, occurred_at=at, clauses=tuple(dict.fromkeys(filter(None, clauses))))
