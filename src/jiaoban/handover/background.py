"""What the background loop does for handovers: draft them before the hour, once each."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from jiaoban.handover import queries
from jiaoban.handover import usecases as _usecases  # noqa: F401 - declares the verbs
from jiaoban.handover.models import TenureRow
from jiaoban.handover.state import Tenure
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import NotFound
from jiaoban.org import door

SOON = timedelta(days=1)
"""Holdings that end later than this are not looked at: no regime drafts a day ahead."""


def tick(_now: datetime) -> None:
    """Draft the handover of every post whose holder's shift ends within the regime's `drafts`, by the site's clock.

    Each shift is drafted once: a draft that somebody cancelled is not made again. Two queries while nothing is near.
    """
    for site, held in _running():
        near = [one for one in held if one.due_at is not None]
        if not near:
            continue
        visit = door.as_system(site)
        for one in near:
            if one.due_at is not None and one.due_at - visit.now < SOON:
                _draft(visit, one, one.due_at)


def _running() -> Iterable[tuple[str, list[Tenure]]]:
    """Return, by site, who holds the posts now."""
    found: dict[str, list[Tenure]] = {}
    for site, state in TenureRow.objects.filter(until=None).order_by("site").values_list("site", "state"):
        found.setdefault(site, []).append(Tenure.model_validate_json(state))
    return found.items()


def _draft(visit: door.Visit, held: Tenure, due_at: datetime) -> None:
    try:
        place = visit.place(held.post)
        drafts = visit.packs(place.regime).handover.presence.drafts
    except NotFound:  # the post lives by no regime today
        return
    if due_at - visit.now > drafts or queries.current(visit.book, held.post) is not None:
        return
    command = f"draft-{held.post}-{_shift(place, due_at)}"
    if not visit.book.recall(command):
        visit.do("handover.open", {}, command=command, post=held.post)


def _shift(place: Place, due_at: datetime) -> str:
    """Return the key of the shift that ends at a moment."""
    shift = place.shift_at(due_at - timedelta(microseconds=1))
    return shift.key if shift else due_at.isoformat()
