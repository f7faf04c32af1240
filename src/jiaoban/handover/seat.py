"""Where somebody stands at a post, and what a next step of theirs looks like."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from jiaoban.handover.state import Handover
from jiaoban.kernel.words import Words

Code = Literal[
    "TAKE_FIRST", "WRITE", "OPEN", "COMPLETE", "OFFER", "REPORT_IN", "DECLARE", "READ", "ANSWER", "MEND", "JUDGE",
    "MEETING", "STEP", "GATE", "ROUND", "SIGN", "RESUME", "RULE", "WAIT", "LOOK",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next: `title` says it, `why` explains, `label` is on the button, `gate` is the gate to lift. WAIT and
    LOOK have no button."""

    code: Code
    title: Words
    why: Words = field(default_factory=lambda: Words(zh=""))
    label: Words = field(default_factory=lambda: Words(zh=""))
    clause: str = ""
    due_at: datetime | None = None
    gate: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody stands at a post: who they are, whether they supervise it, whether they are due next, with which
    authorities of the regime they speak."""

    person: str
    supervises: bool
    due_next: bool
    authorities: tuple[str, ...] = ()


def is_of(seat: Seat, one: Handover, party: str) -> bool:
    """Say whether somebody belongs to a party of a handover."""
    sides = {"outgoing": one.leaving, "incoming": one.arriving}
    if party in sides:
        return seat.person in (sides[party] or (one.arriving if party == "outgoing" else ()))
    return party in seat.authorities or (party == "supervisor" and seat.supervises)
