"""What the background loop does for reports: it notes that a moment passed without one, once each."""

import logging
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256

from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.ledger.files import FileLost
from jiaoban.org import door
from jiaoban.org.models import SiteRow
from jiaoban.org.tables import SITE
from jiaoban.report import queries
from jiaoban.report import usecases as _usecases  # noqa: F401 - declares the verbs

log = logging.getLogger(__name__)
MOST = 20
"""So many are noted at a site in one go: what is left waits a second, for other work of the program."""
OFTEN = timedelta(minutes=10)
"""So often a site is looked through even where no moment passes: a roster or an absence may have changed."""
AGAIN = timedelta(seconds=15)
"""So long a site waits whose looking through broke off, as by a busy database: not every second, nor ten minutes."""


@dataclass
class Noting:
    """When each site is to be looked through next, by its own clock; kept in memory, for what is noted stands in the
    book."""

    next_at: dict[str, datetime] = field(default_factory=dict)

    def tick(self, now: datetime) -> None:
        """Note what passed at every site for which it is time. One query a second, until a moment passes."""
        for state in SiteRow.objects.order_by("site").values_list("state", flat=True):
            site = SITE.read(state)
            here = now + site.offset
            next_at = self.next_at.get(site.code)
            if next_at is None or not here < next_at <= here + OFTEN:  # a demo site's clock may go back
                self.next_at[site.code] = here + AGAIN  # what holds where the next line breaks off
                self.next_at[site.code] = note(site.code)


def note(site: str) -> datetime:
    """Note every lateness of the last weeks that is not noted yet, and return when to look again."""
    visit = door.as_system(site)
    again, noted = visit.now + OFTEN, 0
    for place in _places(visit):
        try:
            said = queries.ruled(place, visit.packs)
        except (NotFound, FileLost):  # a post whose regime cannot be read has nothing that could be judged
            continue
        if said is None:
            continue
        day = queries.today(place, visit.now)
        coming = queries.dues_between(said, place, day, day + queries.DAY)
        again = min([again, *(due.late_at for due in coming if due.late_at > visit.now)])
        for one in queries.owed(visit.book, place, visit.packs, day - queries.BACK, day + queries.DAY):
            if noted >= MOST:
                return visit.now
            if one.to_note(visit.now):
                _note(visit, place.post, one.due.form.id, one.due.day, one.person)
                noted += 1
    return again


def _places(visit: door.Visit) -> list[Place]:
    return [place for place in visit.posts() if place.regime]


def _note(visit: door.Visit, post: str, form: str, day: date, person: str) -> None:
    name = sha256(f"{post}/{form}/{day}/{person}".encode()).hexdigest()[:40]
    command = f"report-missed-{name}"
    if visit.book.recall(command):
        return
    try:
        visit.do("report.note_missed", {"report": form, "day": day, "person": person}, command=command, post=post)
    except (BadInput, NotFound) as error:  # it came, or was excused, between the look and the note
        log.info("Nothing is noted of %s: %s", command, error)


tick = Noting().tick
