"""The facts that rules about absences look at: open work, and what in a time wants another name. Pure."""

from dataclasses import dataclass
from datetime import datetime

from jiaoban.absence.terms import Sort, Source
from jiaoban.kernel.shifts import Shift
from jiaoban.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of open work of a person: its source and key as one, what it is, at which post."""

    thing: str
    source: Source
    text: str
    post: str = ""
    due_at: datetime | None = None

    @property
    def wants_receiver(self) -> bool:
        """Somebody else can take it over; what one is to read oneself waits for one's return."""
        return self.source != "order"


@dataclass(frozen=True, slots=True)
class Stand:
    """A shift that a person is due on, or a duty or round in it. `due`: who is due on the shift. `whole`: the
    shift lies wholly in the time that was asked for."""

    thing: str
    sort: Sort
    post: str
    shift: Shift
    title: Words
    due: tuple[str, ...]
    whole: bool

    @property
    def key(self) -> str:
        """The key of its shift at its post, by which what belongs together is found."""
        return f"{self.post}:{self.shift.key}"

    def with_cover(self, person: str, cover: str) -> tuple[str, ...]:
        """Return who stands the shift when `cover` ('' is nobody) does so for a person. Of a shift that lies only in
        part in the time, the person stays due for the rest of it."""
        stay = self.due if not self.whole else tuple(one for one in self.due if one != person)
        return tuple(dict.fromkeys((*stay, cover) if cover else stay))
