"""What the verbs of customers share."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from jiaoban.kernel.access import SYSTEM, Right
from jiaoban.kernel.act import Payload, Proposed
from jiaoban.kernel.personal import personal_kind
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import BadInput, Declined, NotAllowed, NotFound, Reason
from jiaoban.kernel.verbs import Context
from jiaoban.kernel.words import Words
from jiaoban.lead import queries
from jiaoban.lead.args import Happened
from jiaoban.lead.rules import numbers
from jiaoban.lead.rules.keeping import gone, need_past
from jiaoban.lead.tables import Event, Lead
from jiaoban.lead.terms import KINDS, Kind
from jiaoban.org import queries as org
from jiaoban.regime.leads import Contacts, Level, Offered


@personal_kind("telephone", shared=True)
def telephone(value: str, field: str, place: Place, packs: Callable[[str], Any]) -> str:
    """Bring a number into its one form, by the country and area that the regime names; whether customers are written
    down at all, the verb says."""
    rule = queries.reading_at(place, packs)
    return numbers.normal(value, rule.region, rule.area, field)


def _none_here(field: str) -> BadInput:
    return BadInput(
        field,
        Words(zh="这个岗位的制度不登记客户。", en="The regime of this post writes no customers down."),
        Words(zh="请到登记客户的岗位去办。", en="Do it at a post whose regime does."),
    )


def rule_of(context: Context) -> Contacts:
    """Return how customers are written down at the post of the command; raises `BadInput` where they are not."""
    rule = queries.contacts_at(context.place, context.packs)
    if rule is None:
        raise _none_here("post")
    return rule


def found(context: Context, key: str, field: str = "lead") -> Lead:
    """Return a customer of the post of the command; raises `NotFound`, and declines where nothing more is written."""
    there = queries.lead(context.book, key)
    if there is None or there.post != context.place.post:
        raise NotFound(f"customer {key}", field)
    if there.gone:
        raise Declined(gone(there), about=key)
    return there


def event_of(context: Context, lead: Lead, key: str, *kinds: Kind) -> Event:
    """Return an event of a customer, of one of these kinds; raises `NotFound`."""
    there = next((one for one in queries.events_of(context.book, lead.key) if one.key == key), None)
    if there is None or (kinds and there.kind not in kinds):
        raise NotFound(f"event {key}", "event")
    return there


def when(context: Context, args: Happened) -> datetime:
    """Return when something happened; raises `BadInput` for what lies ahead."""
    return need_past(args.at or context.now, context.now)


def who(context: Context, person: str) -> str:
    """Return for whom something counts: oneself, or whom the supervisor names. Raises `NotAllowed` and `NotFound`."""
    actor = context.actor.person
    if person in ("", actor):
        return actor
    if not supervises(context):
        raise NotAllowed(Right.SUPERVISE, "lead, for somebody else")
    org.member(context.book, person)
    return person


def choice(field: str, chosen: str, known: tuple[Offered, ...]) -> Offered:
    """Return what was chosen; raises `BadInput` where the regime has no such word."""
    for one in known:
        if one.id == chosen:
            return one
    raise BadInput(
        field,
        Words(zh=f"制度里没有「{chosen}」。", en=f'The regime has no "{chosen}".'),
        Words(
            zh=f"应为其中之一：{'、'.join(one.id for one in known) or '无'}。",
            en=f"One of: {', '.join(one.id for one in known) or 'none'}.",
        ),
    )


def need_level(context: Context, level: Level, clause: str, what: Words) -> None:
    """Decline unless the actor is what the regime asks for."""
    if queries.may(context.actor, level, context.place.post):
        return
    raise Declined(
        Reason(
            code="not-for-you",
            clause=clause,
            why=Words(zh=f"您不能{what.zh}。", en=f"It is not for you to {what.en}."),
            lifts=Words(zh="请找制度指定的人。", en="Ask whom the regime names."),
            who=(level,),
        )
    )


def supervises(context: Context) -> bool:
    """Say whether the actor supervises the post."""
    return context.actor == SYSTEM or context.actor.may(Right.SUPERVISE, context.place.post)


def made(payload: Payload, clause: str, at: datetime | None = None) -> Proposed:
    """Return an act under the clause about customers."""
    return Proposed(payload, occurred_at=at, clauses=(clause,))


__all__ = [
    "KINDS",
    "choice",
    "event_of",
    "found",
    "made",
    "need_level",
    "rule_of",
    "supervises",
    "telephone",
    "when",
    "who",
]
