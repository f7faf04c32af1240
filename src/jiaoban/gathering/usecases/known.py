"""What the verbs of gatherings share."""

from datetime import date

from jiaoban.gathering import queries
from jiaoban.gathering.rules import holding, hosting
from jiaoban.gathering.tables import Gathering
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Payload, Proposed
from jiaoban.kernel.refusal import Declined, NotAllowed, NotFound
from jiaoban.kernel.verbs import Context
from jiaoban.org import queries as org
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


def part(context: Context, verb: str) -> None:
    """Raise `NotAllowed` for somebody who neither works at the post nor supervises it: the head leads meetings, too."""
    if not hosting.takes_part(context.actor, context.place.post):
        raise NotAllowed(Right.WORK, verb)


def chair(context: Context, host: str | None = None, day: date | None = None) -> None:
    """Decline unless the actor hosts (`host`; left out: whoever hosts on `day`, by default today) or supervises the
    post."""
    if hosting.chairs(context.actor, context.place.post, ""):
        return
    rule = said.host if (said := ruled(context)) else None
    if host is None:
        host = queries.host_on(context.book, context.place, context.packs, context.now, day) if rule else ""
    if not hosting.chairs(context.actor, context.place.post, host):
        name = org.names(context.book, (host,)).get(host, "") if host else ""
        raise Declined(holding.not_the_host(rule.clause if rule else "", name))


def lead(context: Context, there: Gathering) -> None:
    """Decline unless the actor leads a gathering: whoever announced it, hosts its day or supervises the post."""
    if context.actor.person != there.announced_by:
        chair(context, day=queries.day_led(context.place, there, context.now))
