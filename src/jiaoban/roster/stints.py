"""Who stands which shift, flat: one line a person and shift, which rules about rosters look at. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jiaoban.roster.rules import Turn


@dataclass(frozen=True, slots=True)
class Stint:
    """A person is due on a shift of a post. `begins_at` and `ends_at` are UTC, the end exclusive; `day` is the local
    day on which the shift begins, to which all of it belongs."""

    person: str
    post: str
    begins_at: datetime
    ends_at: datetime
    shift_code: str
    day: date

    @property
    def lasts(self) -> timedelta:
        """How long it is, by the clock that runs on."""
        return self.ends_at - self.begins_at

    def meets(self, other: "Stint") -> bool:
        """Say whether both run at some moment."""
        return self.begins_at < other.ends_at and other.begins_at < self.ends_at


def stints_of(turns: Iterable[Turn]) -> Iterator[Stint]:
    """Yield a line for everybody who is due on these shifts, in their order."""
    for turn in turns:
        for person in turn.people:
            yield Stint(person, turn.post, turn.shift.begins_at, turn.shift.ends_at, turn.shift.code, turn.shift.day)
