"""What is known of a handover after the acts so far."""

from datetime import datetime, timedelta
from operator import not_
from typing import Annotated

from pydantic import Field

from jiaoban.handover.acts import DrawnLine
from jiaoban.handover.state_after import Finding as Finding
from jiaoban.handover.state_after import Reassignment as Reassignment
from jiaoban.handover.state_after import Stay as Stay
from jiaoban.handover.state_after import Tenure as Tenure
from jiaoban.kernel.book import State
from jiaoban.kernel.canon import digest
from jiaoban.kernel.words import Words


class Mark(State):
    """Somebody's word: who, when, in which act, what."""

    by: str
    at: datetime
    seq: int
    text: str = ""


class Line(State):
    """A line of the record as it reads now. `revision` counts its wordings; `acks` and `unclear` are by person."""

    body: DrawnLine
    revision: int = 1
    author: str
    written_at: datetime
    seq: int
    after_offer: bool = False
    acks: dict[str, "Ack"] = {}
    unclear: dict[str, Mark] = {}

    def acknowledged_by(self, person: str) -> bool:
        """Say whether this person acknowledged the line as it reads now (and read it back when it is critical)."""
        ack = self.acks.get(person)
        fresh = ack is not None and ack.revision == self.revision
        return fresh and (not self.body.critical or bool(ack and ack.read_back))


class Ack(State):
    """An acknowledgement of one wording of a line."""

    at: datetime
    seq: int
    revision: int
    read_back: str = ""


class Question(State):
    """A question with its answers."""

    key: str
    line: str
    by: str
    at: datetime
    text: str
    seq: int = 0
    authors: tuple[str, ...] = ()
    answers: tuple[Mark, ...] = ()
    settled: Mark | None = None
    ruling: Mark | None = None

    @property
    def open(self) -> bool:
        """Neither settled by the asker nor ruled on."""
        return self.settled is None and self.ruling is None


class Ruling(State):
    """A supervisor's ruling on an objection; the last one of each counts."""

    by: str
    at: datetime
    seq: int
    upheld: bool
    text: str


class Pick(State):
    """A thing from which the record is picked: whether it stays in it, and who opened it with which fingerprint."""

    taken: bool
    opened: dict[str, str]


class Objection(State):
    """An objection with what came of it.

    `pauses`: nothing goes on before it is decided; `stopped`: it was this that suspended the handover. `decided`: the
    ruling stands, by everybody whose ruling the regime wants.
    """

    key: str
    kind: str
    side: str
    by: str
    at: datetime
    text: str
    mended: Mark | None = None
    checks: tuple[Mark, ...] = ()
    closed: Mark | None = None
    pauses: bool = False
    stopped: bool = False
    rulings: tuple[Ruling, ...] = ()
    decided: Mark | None = None

    @property
    def open(self) -> bool:
        """Not closed by a good re-check, a withdrawal or a ruling."""
        return self.closed is None

    @property
    def waits(self) -> bool:
        """Nothing goes on before it is ruled on."""
        return self.pauses and self.open and self.decided is None

    @property
    def rulings_differ(self) -> bool:
        """The last words of those who ruled are not the same ruling."""
        return len(set({one.by: one.upheld for one in self.rulings}.values())) > 1


class Confirmation(State):
    """A party's confirmation of a point, or (with `waived`) its waiver."""

    point: str
    party: str
    by: str
    at: datetime
    seq: int
    line: str = ""
    subject: str = ""
    note: str = ""
    equipment: str = ""
    waived: bool = False
    result: str = ""
    photos: tuple[str, ...] = ()
    witness: str = ""


class Statement(State):
    """A word about a gate, bound to the rows that stood in the way then."""

    gate: str
    kind: str
    party: str
    by: str
    at: datetime
    seq: int
    text: str
    over: str
    names: tuple[str, ...] = ()


class Presence(State):
    """How somebody reported in at the post."""

    at: datetime
    seq: int
    ready: bool
    lead_s: int
    on_time: bool


class Fit(State):
    """Fitness for duty as declared or judged."""

    fitness: str
    by: str
    at: datetime
    note: str = ""


class Signature(State):
    """A signature over a content digest; `void` once the content changed after it."""

    party: str
    by: str
    at: datetime
    seq: int
    content: str
    says: Words
    stroke: str = ""
    void: bool = False


class RefusedBy(State):
    """A refusal of the whole handover by one side."""

    key: str
    ground: str
    side: str
    by: str
    at: datetime
    text: str
    mended: Mark | None = None
    ruling: Mark | None = None
    ended: Mark | None = None


class Event(State):
    """A turn of the handover that its story tells: offered, suspended, postponed, a stand-in called ...

    `person`: whom it is about, where that is another than whoever wrote it down.
    """

    what: str
    by: str
    at: datetime
    seq: int
    text: str = ""
    person: str = ""


class StandIn(State):
    """Somebody was called to stand in, when, and for whom ('' besides the others)."""

    at: datetime
    instead_of: str = ""


class Postponement(State):
    """A handover was put off to another moment."""

    at: datetime
    to: datetime


class Asked(State):
    """A postponement that was asked for and is neither granted nor denied."""

    to: datetime
    by: str
    at: datetime
    reason: str


class Handover(State):
    """A handover of a post. `stage`: DRAFT, OFFERED, SUSPENDED, REFUSED, CLOSED; `ending` once it is closed.
    `accident`: the matter that suspends it, '' where none does. `joining`: who hands over stays."""

    key: str
    post: str
    regime: str
    stage: str = "DRAFT"
    ending: str = ""
    offered: bool = False
    leaving: tuple[str, ...]
    arriving: tuple[str, ...]
    shift: str
    next_shift: str
    since: datetime
    due_at: datetime
    begins_at: datetime | None = None
    postponed: tuple[Postponement, ...] = ()
    asked: Asked | None = None
    briefed: dict[str, str] = {}
    next_ends_at: datetime
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None = None
    month: str
    lines: dict[str, Line] = {}
    nothing: dict[str, Mark] = {}
    picks: dict[str, Pick] = {}
    questions: dict[str, Question] = {}
    objections: dict[str, Objection] = {}
    confirmations: tuple[Confirmation, ...] = ()
    statements: tuple[Statement, ...] = ()
    presence: dict[str, Presence] = {}
    declared: dict[str, Fit] = {}
    judged: dict[str, Fit] = {}
    steps: dict[str, Mark] = {}
    refusals: tuple[RefusedBy, ...] = ()
    signatures: tuple[Signature, ...] = ()
    events: tuple[Event, ...] = ()
    lifted: tuple[str, ...] = ()
    left: dict[str, Mark] = {}
    stand_ins: Annotated[dict[str, StandIn], Field(exclude_if=not_)] = {}
    """Whoever was called to stand in, by person."""
    accident: str = ""
    accident_seq: int = 0
    joining: bool = False

    @property
    def goes(self) -> tuple[str, ...]:
        """Who no longer holds the post afterwards: nobody where somebody joins those who hold it."""
        return () if self.joining else self.leaving

    @property
    def open(self) -> bool:
        """Still going on."""
        return self.stage != "CLOSED"

    def expected_at(self, lead: timedelta) -> datetime:
        """Return the moment before which the incoming side is to be there by `lead`.

        Putting a handover off moves it only for who was not late already: nobody becomes punctual by it afterwards.
        """
        expected = self.begins_at or self.due_at
        for one in self.postponed:
            if one.at <= expected - lead:
                expected = one.to
        return expected

    def called_late(self, person: str, lead: timedelta) -> bool:
        """Say whether somebody was called to stand in only after the moment at which relief was to be there by `lead`:
        they cannot be late by it."""
        called = self.stand_ins.get(person)
        return called is not None and called.at > self.expected_at(lead) - lead

    @property
    def refusal(self) -> RefusedBy | None:
        """The refusal that stands now, if one does."""
        return next((one for one in reversed(self.refusals) if one.ended is None), None)

    @property
    def dispute(self) -> Objection | None:
        """The objection that keeps everything from going on, if one does."""
        return next((one for one in self.objections.values() if one.waits), None)

    @property
    def valid_signatures(self) -> tuple[Signature, ...]:
        """The signatures over the content as it reads now."""
        return tuple(one for one in self.signatures if not one.void)

    @property
    def exceptional(self) -> bool:
        """Something was out of the ordinary: a refusal, a lifted gate, a waiver, a late or other ending."""
        waived = any(one.waived for one in self.confirmations)
        odd_ending = self.ending not in ("", "SIGNED")
        late = any(not one.on_time for one in self.presence.values())
        return bool(self.refusals or self.lifted or self.statements or waived or odd_ending or late or self.left)

    def content(self) -> dict[str, object]:
        """Return what a signature covers: the record, questions, objections, confirmations, words, refusals, people.

        Acknowledgements and steps are not in it: they are the way to the signature, not what is signed. Nor is what
        was asked and answered once the handover had closed.
        """
        return {
            "handover": self.key,
            "post": self.post,
            "regime": self.regime,
            "leaving": list(self.leaving),
            "arriving": list(self.arriving),
            "due_at": self.due_at.isoformat(),
            **({"joining": True} if self.joining else {}),
            "lines": [_signed_line(line) for _, line in sorted(self.lines.items())],
            "nothing": sorted(self.nothing),
            "questions": [
                [q.key, q.line, q.by, q.text, [[a.by, a.text] for a in q.answers if self._signed_over(a.seq)]]
                for _, q in sorted(self.questions.items())
                if self._signed_over(q.seq)
            ],
            "objections": [[o.key, o.kind, o.by, o.text, o.open] for _, o in sorted(self.objections.items())],
            "confirmations": [
                [c.point, c.party, c.by, c.line, c.subject, c.waived, c.note, *_found(c)] for c in self.confirmations
            ],
            "statements": [[s.gate, s.kind, s.party, s.by, s.text, s.over] for s in self.statements],
            "refusals": [[r.key, r.ground, r.by, r.text, r.ended is not None] for r in self.refusals],
        }

    def _signed_over(self, seq: int) -> bool:
        closing = next((event.seq for event in reversed(self.events) if event.what == self.ending), None)
        return closing is None or seq < closing

    @property
    def photos(self) -> frozenset[str]:
        """The stored photographs that show what was found at its checks."""
        return frozenset(name for one in self.confirmations for name in one.photos)

    def content_digest(self) -> str:
        """Return the digest that a signature names."""
        return digest(self.content())


def _found(one: Confirmation) -> list[object]:
    """What was found, where something was asked: without it the content is as it always was."""
    found: list[object] = [one.result, list(one.photos)] if one.result else []
    return [*found, *(["witness", one.witness] if one.witness else [])]


def _signed_line(line: Line) -> list[object]:
    body = line.body
    return [body.key, body.section, body.text, body.remark, dict(sorted(body.fields.items())), line.revision]


Line.model_rebuild()
