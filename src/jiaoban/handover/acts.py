"""The kinds of act that the handover room writes."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from jiaoban.handover.acts_after import Basis as Basis
from jiaoban.handover.acts_after import Discharged as Discharged
from jiaoban.handover.acts_after import Follows as Follows
from jiaoban.handover.acts_after import Found as Found
from jiaoban.handover.acts_after import Held as Held
from jiaoban.handover.acts_after import HoursMoved as HoursMoved
from jiaoban.handover.acts_after import Reassigned as Reassigned
from jiaoban.handover.acts_after import ReliefMoved as ReliefMoved
from jiaoban.handover.acts_after import SanctionDecided as SanctionDecided
from jiaoban.handover.acts_after import Stayed as Stayed
from jiaoban.kernel.act import Payload
from jiaoban.kernel.words import Words

Fitness = Literal["FIT", "UNFIT"]
Ending = Literal["SIGNED", "UNATTENDED", "TAKEN_OVER", "CANCELLED"]


class DrawnLine(BaseModel):
    """A line of the record. `print` fingerprints the thing behind a drawn line as the line shows it; '' by hand."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    key: str
    section: str
    source: str = "hand"
    ref: str = ""
    kind: str = ""
    state: str = ""
    severity: str = ""
    subject: str = ""
    equipment: str = ""
    text: str
    fields: dict[str, str] = {}
    remark: str = ""
    critical: bool = False
    on_site: bool = False
    at: datetime | None = None
    print: str = ""


class Opened(Payload, kind="handover.opened"):
    """A handover of a post began: who hands over to whom, in which shifts, due when. `joining`: who takes over comes
    to those who hold the post, and nobody leaves it."""

    handover: str
    leaving: tuple[str, ...]
    arriving: tuple[str, ...]
    shift: str
    next_shift: str
    since: datetime
    due_at: datetime
    next_ends_at: datetime
    lines: tuple[DrawnLine, ...] = ()
    joining: bool = False


class Drawn(Payload, kind="handover.drawn"):
    """Lines were drawn from the facts: new ones, and new wordings of old ones. `gone`: lines of what no longer counts,
    such as a struck entry."""

    handover: str
    lines: tuple[DrawnLine, ...]
    gone: tuple[str, ...] = ()


class Picked(Payload, kind="handover.picked"):
    """Somebody opened things from which the record is picked, by line: those of `taken` stay in it, those of `left` do
    not. Each is named with the fingerprint with which it was seen."""

    handover: str
    taken: dict[str, str] = {}
    left: dict[str, str] = {}
    lines: tuple[DrawnLine, ...] = ()


class LineWritten(Payload, kind="handover.line_written"):
    """A line by hand."""

    handover: str
    line: DrawnLine


class LineChanged(Payload, kind="handover.line_changed"):
    """A line got another wording (by hand) or remark (drawn), or other fields."""

    handover: str
    line: str
    text: str = ""
    remark: str = ""
    fields: dict[str, str] = {}


class LineDropped(Payload, kind="handover.line_dropped"):
    """A line by hand was taken out, with a reason."""

    handover: str
    line: str
    reason: str


class NothingSaid(Payload, kind="handover.nothing_said"):
    """A section was answered with an explicit 'nothing to report'."""

    handover: str
    section: str


class Offered(Payload, kind="handover.offered"):
    """The outgoing side offered the record."""

    handover: str


class Withdrawn(Payload, kind="handover.withdrawn"):
    """The outgoing side took the record back to work on it."""

    handover: str
    reason: str


class ReportedIn(Payload, kind="handover.reported_in"):
    """A person of `side` reported in at the post. `lead_s`: seconds before the begin of the shift, negative after
    it."""

    handover: str
    person: str
    ready: bool
    lead_s: int
    on_time: bool
    side: Literal["outgoing", "incoming"] = "incoming"


class FitnessStated(Payload, kind="handover.fitness_stated"):
    """Fitness for duty: declared by the person, or judged by whom the regime names."""

    handover: str
    person: str
    fitness: Fitness
    judged: bool
    note: str = ""


class Acknowledged(Payload, kind="handover.acknowledged"):
    """An incoming person acknowledged lines as they read (`revisions`), critical ones with a read-back."""

    handover: str
    revisions: dict[str, int]
    read_back: dict[str, str] = {}


class MarkedUnclear(Payload, kind="handover.marked_unclear"):
    """An incoming person marked a line as unclear."""

    handover: str
    line: str
    why: str


class Asked(Payload, kind="handover.asked"):
    """A question of the incoming side, on a line or on the whole. `authors`: who wrote what the line tells, on duty or
    not: it reaches them."""

    handover: str
    question: str
    line: str = ""
    text: str
    authors: tuple[str, ...] = ()


class Answered(Payload, kind="handover.answered"):
    """An answer of the outgoing side."""

    handover: str
    question: str
    text: str


class Settled(Payload, kind="handover.settled"):
    """The asker accepted the answer."""

    handover: str
    question: str


class Objected(Payload, kind="handover.objected"):
    """A side objected, in its own words."""

    handover: str
    objection: str
    kind: str
    side: str
    text: str
    pauses: bool = False


class Mended(Payload, kind="handover.mended"):
    """The other side reports an objection mended and asks for a re-check."""

    handover: str
    objection: str
    how: str


class Rechecked(Payload, kind="handover.rechecked"):
    """The objector looked again."""

    handover: str
    objection: str
    good: bool
    note: str = ""


class Confirmed(Payload, kind="handover.confirmed"):
    """A party confirmed a point. `result`: what it found there, where the regime asks for that; `photos` show it."""

    handover: str
    point: str
    party: str
    line: str = ""
    subject: str = ""
    note: str = ""
    equipment: str = ""
    result: Literal["", "NORMAL", "ABNORMAL"] = ""
    photos: tuple[str, ...] = ()


class Waived(Payload, kind="handover.waived"):
    """A confirmation was waived with a reason."""

    handover: str
    point: str
    party: str
    line: str = ""
    subject: str = ""
    reason: str


class Witnessed(Payload, kind="handover.witnessed"):
    """Somebody else witnessed a waiver."""

    handover: str
    point: str
    party: str
    line: str = ""
    subject: str = ""
    text: str = ""


class StepCompleted(Payload, kind="handover.step_completed"):
    """A step of the regime's order was completed."""

    handover: str
    step: str


class Stated(Payload, kind="handover.stated"):
    """A word about a gate. `over` fingerprints the rows in the way when it was said: it lapses when they change."""

    handover: str
    gate: str
    statement: str
    party: str
    text: str
    over: str
    names: tuple[str, ...] = ()


class Ruled(Payload, kind="handover.ruled"):
    """The supervisor ruled on an objection, a question or a refusal. `upheld`: it stands; else it is set aside.
    `decides`: False while the regime wants the same ruling of somebody else as well."""

    handover: str
    about: str
    upheld: bool
    text: str
    decides: bool = True


class Refused(Payload, kind="handover.refused"):
    """A side refused the handover on a ground of the regime. The outgoing side stays responsible."""

    handover: str
    refusal: str
    ground: str
    side: str
    text: str


class RefusalMended(Payload, kind="handover.refusal_mended"):
    """The other side reports the ground of the refusal mended."""

    handover: str
    how: str


class Suspended(Payload, kind="handover.suspended"):
    """The handover was interrupted; `matter`: by this accident, so what had been acknowledged is to be so again."""

    handover: str
    reason: str
    matter: str = ""


class Resumed(Payload, kind="handover.resumed"):
    """The handover goes on after an interruption or a refusal."""

    handover: str
    text: str = ""


class Postponed(Payload, kind="handover.postponed"):
    """The handover was put off to a later moment."""

    handover: str
    to: datetime
    reason: str


class PostponementAsked(Payload, kind="handover.postponement_asked"):
    """Somebody asked to put the handover off; it is not, until whoever the regime names has granted it."""

    handover: str
    to: datetime
    reason: str


class PostponementDenied(Payload, kind="handover.postponement_denied"):
    """What was asked was not granted; the hour stays."""

    handover: str
    text: str


class Briefed(Payload, kind="handover.briefed"):
    """Somebody who is to come was told beforehand, from afar. Nothing is transferred by it."""

    handover: str
    to: str
    means: Literal["PHONE", "RADIO", "VIDEO", "WRITING"]
    text: str


class StoodIn(Payload, kind="handover.stood_in"):
    """Another person comes: in place of somebody, or besides."""

    handover: str
    person: str
    instead_of: str = ""
    reason: str


class ReliefReported(Payload, kind="handover.relief_reported"):
    """The outgoing side reported that relief is late or does not come."""

    handover: str
    person: str = ""
    text: str


class Left(Payload, kind="handover.left"):
    """Somebody who hands over left the post; `early`: before it was handed over."""

    handover: str
    person: str
    early: bool
    text: str = ""


class Signed(Payload, kind="handover.signed"):
    """A person signed the record as it reads: `content` is the digest of what was shown and signed."""

    handover: str
    party: str
    content: str
    says: Words
    stroke: str = ""


class Closed(Payload, kind="handover.closed", seals=True):
    """The handover ended. `lifted`: gates passed by a recorded way; `advised`: advisory ones passed with a reason."""

    handover: str
    ending: Ending
    text: str = ""
    content: str = ""
    lifted: tuple[str, ...] = ()
