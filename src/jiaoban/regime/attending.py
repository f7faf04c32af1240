"""What a regime says about being there: the working hours, what is late, early or absent, and what the last to leave
does."""

from datetime import time, timedelta
from operator import not_

from pydantic import Field as Key

from jiaoban.kernel.words import Words
from jiaoban.regime.part import ClauseId, Id, Part, Span

DAY_AND_NIGHT = timedelta(hours=16)
"""So long a stay counts at most, unless the regime says otherwise."""
NONE = timedelta(0)


class WorkingHours(Part):
    """Hours of a shift in which whoever is due is to be there: `begins <= t < ends` by the clock of the place, over
    midnight where `ends` is not after `begins`. `shifts`: only in the shifts of these codes."""

    begins: time
    ends: time
    shifts: tuple[str, ...] = Key(default=(), exclude_if=not_)


class Missed(Part):
    """Time missed that counts once it is longer than `grace`; exactly `grace` is not counted."""

    clause: ClauseId
    grace: Span = Key(default=NONE, exclude_if=NONE.__eq__)


class Absent(Part):
    """Hours missed from begin to end, without leave: absence without leave."""

    clause: ClauseId


class ToClose(Part):
    """Something that the last to leave sees to."""

    id: Id
    title: Words


class LastOut(Part):
    """What whoever leaves as the last one confirms, all of it, before they are checked out."""

    clause: ClauseId
    lines: tuple[ToClose, ...] = Key(min_length=1, max_length=30)


class Attendance(Part):
    """Who is there, and when: people check in and out at the posts (none named: at every post of the regime).

    `working_hours`: without them, the whole shift is. `late`, `early`, `absent`, `out` (away in between): only what is
    written is looked for. `at_tag`: the code on the spot is scanned. `by_handover`: who reports in for a handover is
    checked in by it. `told_within`: so long afterwards one can still tell, with a note, that one came or left (no
    signal). `longest`: a stay without an end counts for so long. `together`: posts at which one may be at once.
    """

    clause: ClauseId
    posts: tuple[str, ...] = Key(default=(), exclude_if=not_)
    working_hours: tuple[WorkingHours, ...] = Key(default=(), max_length=20, exclude_if=not_)
    late: Missed | None = None
    early: Missed | None = None
    absent: Absent | None = None
    out: Missed | None = None
    last_out: LastOut | None = None
    at_tag: bool = Key(default=False, exclude_if=not_)
    by_handover: bool = Key(default=False, exclude_if=not_)
    told_within: Span | None = None
    longest: Span = Key(default=DAY_AND_NIGHT, exclude_if=DAY_AND_NIGHT.__eq__)
    together: tuple[tuple[str, ...], ...] = Key(default=(), max_length=50, exclude_if=not_)

    def of(self, post: str) -> bool:
        """Say whether people check in at a post."""
        return not self.posts or post in self.posts

    def beside(self, post: str) -> frozenset[str]:
        """Return the posts at which one may be while one is at this one, itself among them."""
        return frozenset({post, *(other for group in self.together if post in group for other in group)})
