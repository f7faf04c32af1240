"""An accident in the middle of a handover: it stops, whoever is on duty handles it, and what was read is read again."""

from collections.abc import Iterator

from jiaoban.handover import acts, phrases, queries
from jiaoban.handover.stopped import SUSPENDS
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.verbs import Context, follows
from jiaoban.kernel.words import Words
from jiaoban.plant import queries as plant
from jiaoban.plant.acts import MatterOpened, Regraded
from jiaoban.plant.usecases.speaking import tongue


@follows(MatterOpened.KIND)
def suspend_for_accident(context: Context, decided: Proposed) -> Iterator[Proposed]:
    """Suspend the handovers of a post when an accident is reported there, in whatever stage they are.

    What the incoming side had acknowledged told of a plant that is no longer so; it is to be acknowledged again. A
    record that is still being drawn up, of which nothing is acknowledged, only takes the accident in.
    """
    opened = decided.payload
    if isinstance(opened, MatterOpened) and opened.kind == SUSPENDS:
        yield from _suspend(context, opened.matter, phrases.ACCIDENT, opened.title)


@follows(Regraded.KIND)
def suspend_for_raised(context: Context, decided: Proposed) -> Iterator[Proposed]:
    """Suspend them likewise when something that was known turns out to be an accident.

    What turns out to be none lifts nothing: 'not taken over during accident handling' ends by people who say so, so the
    handover stays suspended until somebody resumes it, and its lines are to be acknowledged again all the same.
    """
    graded = decided.payload
    if isinstance(graded, Regraded) and graded.matter_kind == SUSPENDS != graded.was_kind:
        matter = plant.matter(context.book, graded.matter)
        yield from _suspend(context, graded.matter, phrases.NOW_AN_ACCIDENT, matter.title if matter else "")


def _suspend(context: Context, matter: str, why: Words, title: str) -> Iterator[Proposed]:
    for one in queries.open_at(context.book, context.place.post):
        if one.stage != "DRAFT" or any(line.acks for line in one.lines.values()):
            reason = tongue(context, one.regime)(why, title=title)
            yield Proposed(payload=acts.Suspended(handover=one.key, reason=reason, matter=matter))
