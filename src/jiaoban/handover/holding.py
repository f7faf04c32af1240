"""Who holds a post: the act by which responsibility moves."""

from collections.abc import Mapping
from datetime import datetime

from jiaoban.handover import queries
from jiaoban.handover.acts import Basis, Held
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.verbs import Context
from jiaoban.kernel.words import Words
from jiaoban.regime.pack import Holding, Pack

AWAITING_RELIEF: tuple[Basis, ...] = ("TAKEOVER", "UNATTENDED")
"""Ways of holding a post that last until a relief comes, not until the end of a shift."""


def holding_rule(pack: Pack, basis: str) -> Holding | None:
    """Return what the pack says of a way of holding the post."""
    return next((one for one in pack.handover.holdings if one.basis == basis), None)


def hold(
    context: Context,
    pack: Pack,
    basis: Basis,
    hours: Mapping[str, datetime | None],
    handover: str | None,
    *,
    note: str = "",
) -> Proposed:
    """Return the act by which these people become responsible, from now on, each until an hour of their own; none has
    one where the pack hands over on request alone.

    The moment never lies before the begin of the holding that ends: if the clock was set back, the order of the book
    decides, and the intervals stay gap-free and overlap-free.
    """
    before = queries.tenure(context.book, context.place.post)
    rule, late = holding_rule(pack, basis), holding_rule(pack, "WAITING")
    since = max(context.now, before.since) if before else context.now
    if pack.handover.on_request:
        hours = dict.fromkeys(hours)
    due_at = min((hour for hour in hours.values() if hour is not None), default=None)
    return Proposed(
        payload=Held(
            people=tuple(hours),
            basis=basis,
            clause=rule.clause if rule else "",
            says=rule.says if rule else Words(zh=""),
            since=since,
            due_at=due_at,
            handover=handover or "",
            previous=before.key if before else "",
            note=note,
            late_clause=late.clause if late else "",
            late_says=late.says if late else Words(zh=""),
            hours={one: hour for one, hour in hours.items() if hour is not None and hour != due_at},
        ),
        clauses=(rule.clause,) if rule else (),
    )
