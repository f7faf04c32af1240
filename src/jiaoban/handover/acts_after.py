"""The kinds of act that tell what a handover leaves behind: who holds the post, duties that stay, who answers."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from jiaoban.kernel.act import Payload
from jiaoban.kernel.words import Words

Basis = Literal["FIRST", "HANDOVER", "UNATTENDED", "TAKEOVER"]


class Held(Payload, kind="post.held"):
    """From `since` on these people are responsible for the post. `previous`: key of the holding that ends.

    `due_at`: when the first of them is to be relieved; `hours` names those whose own hour is another. `late_clause`,
    `late_says`: by which clause they still answer once their hour has passed without relief.
    """

    people: tuple[str, ...]
    basis: Basis
    clause: str
    says: Words
    since: datetime
    due_at: datetime | None
    handover: str = ""
    previous: str = ""
    note: str = ""
    late_clause: str = ""
    late_says: Words = Words(zh="")
    hours: dict[str, datetime] = {}


class ReliefMoved(Payload, kind="post.relief_moved"):
    """The site's clock was moved: the hours at which this holding is to be relieved are now at other moments. `due_at`
    and `hours` as in `Held`."""

    holding: str
    due_at: datetime
    hours: dict[str, datetime] = {}


class HoursMoved(Payload, kind="handover.hours_moved"):
    """The site's clock was moved: the hours at which a handover is due and the next shift ends are at other moments."""

    handover: str
    due_at: datetime
    next_ends_at: datetime


class Stayed(Payload, kind="handover.stayed"):
    """A duty survives the signature and stays with a person until a moment."""

    handover: str
    stay: str
    duty: str
    title: Words
    person: str
    due_at: datetime


class Discharged(Payload, kind="handover.discharged"):
    """A duty that survived the signature was done."""

    stay: str
    text: str = ""


class Follows(BaseModel):
    """What follows for who answers, as the regime said at that time: its words, its own figure with the unit, and for
    what is left open who decides it. Told, not imposed."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: Literal["fixed", "open", "none"]
    clause: str
    says: Words
    amount: str = ""
    unit: Words | None = None
    by: tuple[str, ...] = ()


class Found(Payload, kind="handover.found"):
    """Something turned out, and the regime says who answers for it: facts, side, people, clause, reasoning. `side` is
    outgoing, incoming, follower, joint (both), author or site (nobody of the shifts). `follows`: what the regime says
    of the consequence; nothing where it says nothing, or nobody answers."""

    handover: str
    finding: str
    kind: str
    text: str
    ref: str = ""
    found_at: datetime
    facts: dict[str, bool]
    side: str
    people: tuple[str, ...]
    because: Words
    trace: tuple[str, ...]
    follows: Follows | None = None


class SanctionDecided(Payload, kind="handover.sanction_decided"):
    """A named authority decided what follows for these people, where the regime leaves it open: this measure, or
    nothing; and why."""

    handover: str
    finding: str
    outcome: Literal["MEASURE", "NONE"]
    measure: str
    people: tuple[str, ...]
    reason: str


class Reassigned(Payload, kind="handover.reassigned"):
    """A named authority put otherwise who answers for a finding, with a reason; what the regime said is
    kept. `follows`: what the regime says to follow now, in one or none; an act without it leaves that as it was."""

    handover: str
    finding: str
    side: str
    people: tuple[str, ...]
    reason: str
    follows: tuple[Follows, ...] | None = None
