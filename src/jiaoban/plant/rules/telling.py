"""How a turn of a matter is told in the log, so that the log tells the shift's whole story."""

from dataclasses import dataclass
from datetime import datetime

from jiaoban.kernel.act import Proposed
from jiaoban.kernel.place import Place
from jiaoban.kernel.tongue import Tongue
from jiaoban.kernel.zones import clock_of
from jiaoban.logbook import rules as logbook
from jiaoban.plant.acts import MatterOpened
from jiaoban.plant.lives import LIVES
from jiaoban.plant.tables import Matter


@dataclass(frozen=True, slots=True)
class Telling:
    """When and where a turn is told, and in which language: `happened` None is now; `entry` is the key of the log entry
    that tells of it."""

    entry: str
    happened: datetime | None
    place: Place
    now: datetime
    say: Tongue

    @property
    def at(self) -> datetime:
        """When it happened."""
        return self.happened or self.now

    def clock(self, moment: datetime) -> str:
        """Return a moment by the calendar and clock of the place, to the minute."""
        return f"{moment.astimezone(clock_of(self.place.zone)):%Y-%m-%d %H:%M}"


def entry(about: MatterOpened | Matter, text: str, telling: Telling, photos: tuple[str, ...] = ()) -> Proposed:
    """Return the act that writes the log entry, with the pictures that show it.

    Raises `BadInput` for a moment that the log does not take.
    """
    key = about.matter if isinstance(about, MatterOpened) else about.key
    draft = logbook.Draft(
        category=LIVES[about.kind].category,
        text=text.strip(),
        occurred_at=telling.happened,
        equipment=about.equipment,
        matter=key,
        photos=photos,
    )
    return logbook.write(draft, key=telling.entry, place=telling.place, now=telling.now)
