"""What the background loop does for follow-ups: record once that one is open beyond its limit, and who is told."""

from datetime import datetime, timedelta

from django.db.models import Min

from jiaoban.followup import usecases as _usecases  # noqa: F401 - declares the verbs
from jiaoban.followup.models import FollowupRow
from jiaoban.followup.rules.passing import untold
from jiaoban.followup.tables import FOLLOWUPS, Followup
from jiaoban.kernel.book import Between
from jiaoban.kernel.refusal import NotFound
from jiaoban.org import door
from jiaoban.org import queries as org
from jiaoban.regime.everyday import Items

EVERY = timedelta(seconds=5)
"""Who is told is computed anyway; only its record may come a little later."""


class Watch:
    """Looks for what is late, but not more often than `EVERY`."""

    def __init__(self) -> None:
        self._last: datetime | None = None

    def tick(self, now: datetime) -> None:
        """Record what is to be told and is not yet. One query for all sites; three for each with something open."""
        if self._last is not None and timedelta(0) <= now - self._last < EVERY:
            return
        self._last = now
        soonest = FollowupRow.objects.filter(status="OPEN").values_list("site").annotate(Min("due_at"))
        for site, due_at in soonest.order_by("site"):
            visit = door.as_system(site)
            if due_at < visit.now and _speaks(visit):
                _record(visit)


def _speaks(visit: door.Visit) -> bool:
    """Say whether a regime in force at the site has late items go up."""
    adopted = (regime.at(visit.now, visit.site.zone) for regime in org.regimes(visit.book))
    duties = (visit.packs(one.digest).duties for one in adopted if one is not None)
    return any(one is not None and one.items is not None and one.items.escalates for one in duties)


def _record(visit: door.Visit) -> None:
    rules: dict[str, Items | None] = {}
    for one in visit.book.find(FOLLOWUPS, status="OPEN", due_at=Between(high=visit.now), order=("due_at",)):
        if one.post not in rules:
            rules[one.post] = _items(visit, one.post)
        steps = untold(one, rules[one.post], visit.now)
        if steps:
            visit.do("followup.escalate", {"followup": one.key}, command=_command(one, len(one.told)), post=one.post)


def _command(one: Followup, told: int) -> str:
    """The same as long as nothing more was told: two processes write it once."""
    return f"escalate-{one.seq}-{told}"


def _items(visit: door.Visit, post: str) -> Items | None:
    try:
        duties = visit.packs(visit.place(post).regime).duties
    except NotFound:  # the post lives by no regime today
        return None
    return duties.items if duties else None


tick = Watch().tick
