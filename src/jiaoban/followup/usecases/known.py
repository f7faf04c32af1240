"""What the verbs of this room look up."""

from jiaoban.followup import queries
from jiaoban.followup.tables import Followup, Suggestion
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.verbs import Context
from jiaoban.regime.everyday import Duties
from jiaoban.regime.pack import Pack


def duties_of(context: Context) -> Duties | None:
    """Return what the regime in force at the post says about everyday work, or None."""
    if not context.place.regime:
        return None
    pack: Pack = context.packs(context.place.regime)
    return pack.duties


def followup_of(context: Context, key: str) -> Followup:
    """Return a follow-up of the post, or one that the post was asked to take over; raises `NotFound`."""
    found = queries.followup(context.book, key)
    if found is None or not found.seen_at(context.place.post):
        raise NotFound(f"follow-up {key}", "followup")
    return found


def suggestion_of(context: Context, key: str) -> Suggestion:
    """Return a suggestion of the post; raises `NotFound`."""
    found = queries.suggestion(context.book, key)
    if found is None or found.post != context.place.post:
        raise NotFound(f"suggestion {key}", "suggestion")
    return found


def shift_of(context: Context) -> str:
    """Return the key of the shift that runs now, '' for none."""
    running = context.place.shift_at(context.now)
    return running.key if running else ""
