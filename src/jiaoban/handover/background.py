"""What the background loop does for handovers: draft them before the hour, once each."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache

from jiaoban.handover import queries
from jiaoban.handover import usecases as _usecases  # noqa: F401 - declares the verbs
from jiaoban.handover.models import HandoverRow, TenureRow
from jiaoban.handover.state import Tenure
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import NotFound
from jiaoban.org import door
from jiaoban.org import queries as org


def tick(_now: datetime) -> None:
    """Draft the handover of every post whose holder's shift ends within the regime's `drafts`, by the site's clock.

    Each shift is drafted once: a draft that somebody cancelled is not made again. The number of queries does not grow
    with the posts: one for all sites and two for each, one more when an hour is near; and a few for each draft.
    """
    for site, held in _running():
        visit = door.as_system(site)
        ahead = visit.now + _longest(visit)
        near = [(one, due_at) for one in held for due_at in one.dues if due_at <= ahead]
        going_on = _going_on(site) if near else set()
        for one, due_at in near:
            if one.post not in going_on or not _handing_over(visit, one, due_at):
                _draft(visit, one, due_at)


def _running() -> Iterable[tuple[str, list[Tenure]]]:
    """Return, by site, who holds the posts now."""
    found: dict[str, list[Tenure]] = {}
    for site, state in TenureRow.objects.filter(until=None).order_by("site").values_list("site", "state"):
        found.setdefault(site, []).append(_read(state))
    return found.items()


@lru_cache(maxsize=4096)
def _read(state: str) -> Tenure:
    """Read a row. It is the same text every second for hours."""
    return Tenure.model_validate_json(state)


def _longest(visit: door.Visit) -> timedelta:
    """Return how long before the hour the first of the site's regimes drafts; a post asks its own afterwards."""
    adopted = (regime.at(visit.now, visit.site.zone) for regime in org.regimes(visit.book))
    rules = (visit.packs(one.digest).handover.presence.drafts for one in adopted if one is not None)
    return max(rules, default=timedelta(0))


def _going_on(site: str) -> set[str]:
    """Return the posts that are being handed over, not those that somebody joins."""
    rows = HandoverRow.objects.filter(site=site, stage__in=queries.OPEN_STAGES, joining=False)
    return set(rows.values_list("post", flat=True))


def _handing_over(visit: door.Visit, held: Tenure, due_at: datetime) -> bool:
    """Say whether a handover that goes on at the post is for this hour: where people have different hours, one of them
    may hand over for long while the hour of another comes."""
    whose = {one for one in held.people if held.hour_of(one) == due_at}
    running = queries.open_at(visit.book, held.post) if len(held.dues) > 1 else []
    return not running or any(not one.leaving or whose & set(one.goes) for one in running)


def _draft(visit: door.Visit, held: Tenure, due_at: datetime) -> None:
    try:
        place = visit.place(held.post)
        drafts = visit.packs(place.regime).handover.presence.drafts
    except NotFound:  # the post lives by no regime today
        return
    if due_at - visit.now > drafts:
        return
    command = f"draft-{held.post}-{_shift(place, due_at)}"
    if not visit.book.recall(command):
        visit.do("handover.open", {}, command=command, post=held.post)


def _shift(place: Place, due_at: datetime) -> str:
    """Return the key of the shift that ends at a moment."""
    shift = place.shift_ending(due_at, due_at - timedelta(microseconds=1))
    return shift.key if shift else due_at.isoformat()
