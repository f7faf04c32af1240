"""What the verbs of gatherings share."""

from jiaoban.gathering import queries
from jiaoban.gathering.rules import holding
from jiaoban.gathering.tables import Gathering
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Payload, Proposed
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.verbs import Context
from jiaoban.regime.gathering import Daily, Gatherings


def ruled(context: Context) -> Gatherings | None:
    """Return what the regime of the post says about gatherings, or None."""
    return queries.ruled(context.place, context.packs)


def found(context: Context, key: str) -> Gathering:
    """Return a gathering that is seen at the post of the command; raises `NotFound`."""
    there = queries.gathering(context.book, key)
    if there is None or not queries.concerns(there, context.place.post):
        raise NotFound(f"gathering {key}", "gathering")
    return there


def own(context: Context, key: str) -> Gathering:
    """Return a gathering that was entered or is held at the post of the command: it is led there and nowhere else,
    wherever else people are invited. Raises `NotFound`."""
    there = found(context, key)
    if there.post != context.place.post:
        raise NotFound(f"gathering {key} of this post", "gathering")
    return there


def rule_of(context: Context, there: Gathering) -> Daily | None:
    """Return the rule of a daily meeting, None of one that was announced."""
    return queries.daily_of(there, context.packs)


def one(payload: Payload, clause: str) -> list[Proposed]:
    """Return one act under the clause that it follows from, '' where none."""
    return [Proposed(payload, clauses=(clause,) if clause else ())]


def chair(context: Context) -> None:
    """Decline unless the actor hosts today or supervises the post."""
    said = ruled(context)
    if context.actor.may(Right.SUPERVISE, context.place.post) or context.actor.site == "*":
        return
    host = queries.host_today(context.book, context.place, context.packs, context.now) if said and said.host else ""
    clause = said.host.clause if said and said.host else ""
    holding.need_chair(context.actor.person, host, clause, supervises=False)
