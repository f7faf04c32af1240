"""What is known of what a handover leaves behind: a holding of the post, a duty that stays, a finding."""

from datetime import datetime

from jiaoban.handover.acts_after import Basis
from jiaoban.kernel.book import State
from jiaoban.kernel.words import Words


class Tenure(State):
    """A holding of a post: these people were responsible from `since` until `until` (None: still)."""

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


class Finding(State):
    """Something that turned out, and who answers for it."""

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
