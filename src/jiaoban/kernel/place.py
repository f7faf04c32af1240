"""Where a command acts: a site with its zone, and usually a post with its shifts and its regime."""

from dataclasses import dataclass
from datetime import date, datetime

from jiaoban.kernel.shifts import Shift, ShiftPattern
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of


@dataclass(frozen=True, slots=True)
class Complement:
    """How many people with a qualification a post needs at least."""

    qualification: str
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Place:
    """A post at a site (or, with `post=''`, the site itself).

    `regime` is the digest of the pack in force now; `complement` what the post needs by qualification; `subjects`
    the things handed over one by one at this post (units, beds, customers), by key and name; `safe_state` the approved
    state in which the post may stand unattended (None: never).
    """

    site: str
    site_name: str
    zone: str
    post: str = ""
    post_name: str = ""
    pattern: ShiftPattern | None = None
    regime: str = ""
    complement: tuple[Complement, ...] = ()
    subjects: tuple[tuple[str, str], ...] = ()
    demo: bool = False
    safe_state: Words | None = None

    def shift_at(self, moment: datetime) -> Shift | None:
        """Return the shift running at the post, or None."""
        return self.pattern.at(moment, self.zone) if self.pattern else None

    def shift_ending(self, hour: datetime | None, moment: datetime) -> Shift | None:
        """Return the shift running at a moment that ends at this hour; where none does, the one that runs."""
        running = self.pattern.running(moment, self.zone) if self.pattern else []
        return next((shift for shift in running if shift.ends_at == hour), self.shift_at(moment))

    def shift_of(self, key: str) -> Shift | None:
        """Return the shift of a key, or None where the post has none."""
        try:
            day = date.fromisoformat(key.partition(".")[0])
            shifts = self.pattern.on(day, self.zone) if self.pattern else []
        except (ValueError, OverflowError):  # no day, or the first or last of the calendar
            return None
        return next((shift for shift in shifts if shift.key == key), None)

    def clock(self, moment: datetime) -> str:
        """Return a moment by the clock of the place, to the second."""
        return moment.astimezone(clock_of(self.zone)).strftime("%H:%M:%S")
