"""An accident in the middle of a handover: it stops, whoever is on duty handles it, and what was read is read again."""

from collections.abc import Iterator

from jiaoban.handover import acts, queries
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.verbs import Context, follows
from jiaoban.plant.acts import MatterOpened

SUSPENDS = "ACCIDENT"
"""The kind of matter that suspends a handover. Whether the post may be handed over while it is open the regime says."""


@follows(MatterOpened.KIND)
def suspend_for_accident(context: Context, decided: Proposed) -> Iterator[Proposed]:
    """Suspend the handovers of a post that are offered when an accident is reported there.

    What the incoming side had acknowledged told of a plant that is no longer so; it is to be acknowledged again.
    """
    opened = decided.payload
    if not isinstance(opened, MatterOpened) or opened.kind != SUSPENDS:
        return
    for one in queries.open_at(context.book, context.place.post):
        if one.stage == "OFFERED":
            suspended = acts.Suspended(handover=one.key, reason=f"发生事故：{opened.title}", matter=opened.matter)
            yield Proposed(payload=suspended)
