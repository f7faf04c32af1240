"""What is known of what a handover leaves behind: a holding of the post, a duty that stays, a finding."""

from datetime import datetime

from jiaoban.handover.acts_after import Basis, Follows
from jiaoban.kernel.book import State
from jiaoban.kernel.words import Words


class Tenure(State):
    """A holding of a post: these people were responsible from `since` until `until` (None: still).

    `due_at` is when the first of them is to be relieved; `hours` names those whose own hour is another.
    """

    key: str
    post: str
    people: tuple[str, ...]
    basis: Basis
    clause: str
    says: Words
    since: datetime
    until: datetime | None = None
    due_at: datetime | None = None
    handover: str = ""
    begun_seq: int
    ended_seq: int | None = None
    note: str = ""
    late_clause: str = ""
    late_says: Words = Words(zh="")
    hours: dict[str, datetime] = {}

    def hour_of(self, person: str) -> datetime | None:
        """Return when this person's own part of the post ends; None where no hour is known."""
        return self.hours.get(person, self.due_at)

    @property
    def dues(self) -> list[datetime]:
        """The hours at which somebody is to be relieved, each once, earliest first."""
        return sorted({hour for one in self.people if (hour := self.hour_of(one)) is not None})

    def due_by(self, moment: datetime) -> tuple[str, ...]:
        """Return whose own hour has come at a moment."""
        return tuple(one for one in self.people if (hour := self.hour_of(one)) is not None and hour <= moment)


class Stay(State):
    """A duty that survived a signature."""

    key: str
    post: str
    handover: str
    duty: str
    title: Words
    person: str
    due_at: datetime
    done_at: datetime | None = None
    text: str = ""


class Reassignment(State):
    """Who put it otherwise, when, why, and whom the finding named before."""

    by: str
    at: datetime
    reason: str
    from_side: str
    from_people: tuple[str, ...]


class SanctionDecision(State):
    """What a named authority decided to follow, for whom, and why."""

    by: str
    at: datetime
    outcome: str
    measure: str
    people: tuple[str, ...]
    reason: str


class Finding(State):
    """Something that turned out, who answers for it, and what follows. `decided`: in their order, each for the people
    who answered by then."""

    key: str
    post: str
    handover: str
    kind: str
    text: str
    ref: str
    found_at: datetime
    by: str
    facts: dict[str, bool]
    side: str
    people: tuple[str, ...]
    clause: str
    because: Words
    trace: tuple[str, ...]
    seq: int
    reassigned: tuple[Reassignment, ...] = ()
    follows: Follows | None = None
    decided: tuple[SanctionDecision, ...] = ()

    @property
    def decision(self) -> SanctionDecision | None:
        """What was decided last for those who answer now; nothing where it was put otherwise since."""
        last = self.decided[-1] if self.decided else None
        return last if last is not None and last.people == self.people else None

    def concerns(self, person: str) -> bool:
        """Say whether somebody answers, or put on others themselves what they answered for: they do not decide it."""
        return person in self.people or any(one.by == person and person in one.from_people for one in self.reassigned)

    @property
    def undecided(self) -> bool:
        """Somebody answers, the regime leaves open what follows, and nobody has decided it for them."""
        open_ = self.follows is not None and self.follows.kind == "open"
        return open_ and bool(self.people) and self.decision is None
