"""What the API answers, where it is not a state of the book as it stands. Moments are RFC 3339 in UTC."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

from jiaoban.attendance.tables import PostPresence
from jiaoban.attendance.terms import Kind
from jiaoban.duty.tables import Done
from jiaoban.handover.responsibility import Span
from jiaoban.handover.state import Handover
from jiaoban.kernel.act import Act
from jiaoban.kernel.refusal import Reason
from jiaoban.kernel.shifts import Shift
from jiaoban.kernel.words import Words
from jiaoban.meeting.tables import Meeting
from jiaoban.order.acts import Group
from jiaoban.plant.places import Difference, Kept


class Shape(BaseModel):
    """Base of the answers."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class ActShape(Shape):
    """An act as it stands in the book for ever. `id`: the command id, `.part` behind it from the second on.

    `skew_s`: by how many seconds the device's clock was ahead of the server's, where they differ by over two minutes.
    """

    seq: int
    id: str
    kind: str
    version: int
    actor: str
    post: str
    occurred_at: datetime
    recorded_at: datetime
    device_at: datetime | None
    skew_s: int | None
    regime: str
    clauses: list[str]
    payload: dict[str, Any]

    @classmethod
    def of(cls, act: Act) -> "ActShape":
        """Return the shape of an act."""
        return cls(
            **{name: getattr(act, name) for name in cls.model_fields if name not in ("clauses", "payload")},
            clauses=list(act.clauses),
            payload=act.payload.model_dump(mode="json"),
        )


class CarriedOut(Shape):
    """What came of a command; `repeated` when it had been carried out before and nothing new was written."""

    acts: list[ActShape]
    repeated: bool


class FieldError(Shape):
    """What is wrong with one field."""

    field: str
    zh: str
    en: str


class ProblemShape(BaseModel):
    """RFC 9457. `code` is stable; a refusal also has clauses, reasons and the number of the act that records it."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldError] = []
    clauses: list[str] = []
    reasons: list[Reason] = []
    seq: int | None = None


class SiteShape(Shape):
    """A site that exists for whoever asks. `now` is the site's own clock."""

    code: str
    name: str


class ClockMoveShape(Shape):
    """The site's clock was moved, or will be: from `at` on it goes by the zone `to`, before by `was`."""

    at: datetime
    was: str
    to: str


class SiteNow(SiteShape):
    """A site with its clock and the caller's rights there. `zone` is in force now; `clock_moves`: all, in order."""

    zone: str
    clock_moves: list[ClockMoveShape]
    demo: bool
    now: datetime
    person: str
    rights: list[str]


class SpanShape(Shape):
    """Who was responsible in an interval, by which clause, proved by which acts. `until` None: still running.

    Each of several people has their own hour: `late` names those whose hour had come without relief and who answered on
    by `late_clause`; `waiting` is true where that is everybody.
    """

    post: str
    people: list[str]
    since: datetime | None
    until: datetime | None
    basis: str
    clause: str
    says: Words
    waiting: bool
    handover: str
    acts: list[int]
    hours: dict[str, datetime] = Key(description="until when each of them was to stand the post, where it is known")
    late: list[str]
    late_clause: str
    late_says: Words

    @classmethod
    def of(cls, span: Span) -> "SpanShape":
        """Return the shape of an interval."""
        return cls.model_validate(span, from_attributes=True)


class PostShape(Shape):
    """A post now: its shift, who answers for it, and how far its handover has come."""

    key: str
    name: str
    regime: str
    shift: Shift | None
    responsible: SpanShape
    handover: str | None = Key(description="key of the handover that is going on")
    stage: str | None
    step: str | None = Key(description="id of the current step of the regime's order")
    lead_until: datetime | None = Key(description="when the outgoing shift ends, or was put off to")


class GateShape(Shape):
    """A gate now: CLEAR, ADVISORY, BLOCKED or LIFTED, with what is in the way and the trace of its condition."""

    id: str
    clause: str
    title: Words
    side: str
    severity: str
    status: str
    names: list[str]
    why: Words
    lifts: Words
    who: list[str]
    trace: list[str]


class StepShape(Shape):
    """A step of the regime's order."""

    id: str
    clause: str
    title: Words
    by: str
    state: str
    met: bool


class Assessed(Shape):
    """A handover with the verdict over it. `content` is what a signature has to name."""

    handover: Handover
    gates: list[GateShape]
    steps: list[StepShape]
    content: str
    signs_next: str | None


class CountShape(Shape):
    """One person's count of a thing in custody."""

    person: str
    found: int
    condition: str
    note: str
    at: datetime
    numbers: list[str]
    missing: list[str]
    places: list[Kept] = Key(description="what they found at which place, where it is kept at places")
    first: int = Key(description="what they found first, before they knew how many there must be")
    times: int


class CustodyShape(Shape):
    """A thing in custody, with what was counted on the occasion that was asked for.

    Whoever is to count it blind is told how many there must be, what others found and what is short only once their
    own count is in: until then `blind` is true and these are null or empty.
    """

    key: str
    name: str
    kind: str
    expected: int | None
    note: str
    counts: list[CountShape]
    found: int | None
    short: int | None
    damaged: bool
    recorded: bool
    blind: bool
    numbers: list[str] = Key(description="what each of them is called, where they are told apart")
    places: list[Kept] = Key(description="what of it is kept where")
    differences: list[Difference] = Key(description="what was found otherwise, by number and place")
    agreed: int | None = Key(description="the last agreed count, by which and the movements since `expected` is made")
    agreed_at: datetime | None


class OrderShape(Shape):
    """A version of a standing order, and how it stands for whoever asks (`mine`: they must read it)."""

    key: str
    kind: str
    title: str
    text: str
    number: str
    files: list[str]
    group: Group
    valid_from: datetime
    ends: datetime | None
    in_force: bool
    series: str
    version: int
    asks: str
    every_months: int
    within_days: int
    issued_at: datetime
    issued_by: str
    replaces: str
    replaced_by: str
    mine: bool
    read: bool
    due_at: datetime | None
    overdue: bool


class ReaderShape(Shape):
    """Somebody who must read a standing order, and whether they have."""

    person: str
    name: str
    read: bool
    again: bool
    due_at: datetime | None
    overdue: bool
    read_at: datetime | None
    words: str


class DutyShape(Shape):
    """A periodic duty in a shift."""

    duty: str
    title: Words
    shift: str
    due_at: datetime
    done: bool
    excused: bool
    overdue: bool
    known: Done | None = Key(description="what was recorded of it")


class MissedShape(Shape):
    """Working hours in which somebody due was not there, and what that is by which clause. `ongoing`: it goes on."""

    kind: Kind
    clause: str
    since: datetime
    until: datetime
    seconds: int
    ongoing: bool


class AttendedShape(Shape):
    """A person and a shift on which they are due: the hours expected, their stays, and what follows.

    `forgotten`: of a stay nobody knows when it ended.
    """

    post: str
    shift: str
    person: str
    hours: list[tuple[datetime, datetime]]
    stays: list[PostPresence]
    missed: list[MissedShape]
    here: bool
    forgotten: bool


class MeetingShape(Shape):
    """A meeting, with who was absent and why, how long it was, and its minutes as a text."""

    meeting: Meeting
    absent: dict[str, str]
    lasted_s: int | None
    minutes: str


class TurnShape(Shape):
    """A shift of the roster with the people due."""

    shift: Shift
    crew: str
    people: list[str]
    exception: str | None = Key(description="the reason of an assignment by hand")


class AdoptedShape(Shape):
    """A version of a regime that the site adopted."""

    regime: str
    version: str
    digest: str
    effective_from: str


class StoredFile(Shape):
    """A stored file by its name, the SHA-256 of its content."""

    name: str


class CheckpointShape(Shape):
    """The newest signed checkpoint (C2SP tlog-checkpoint), or '' before the first; `size` is the book's size now."""

    checkpoint: str
    size: int


class ReceiptShape(Shape):
    """The receipt of an act (C2SP tlog-proof)."""

    seq: int
    receipt: str
