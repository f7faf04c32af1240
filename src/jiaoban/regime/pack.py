"""A regime pack: the written regime's clauses and the rules that follow from them, as typed data.

These models are the language in which policy authors write; the JSON Schema that editors use is made of them. Every
rule names its `clause`. Cross references (does the clause exist? does the gate name a known step?) are judged in
`check.py`.
"""

from datetime import timedelta
from functools import cached_property
from operator import not_
from typing import Literal

from pydantic import Field as Key

from jiaoban.kernel.canon import canonical, digest
from jiaoban.kernel.words import Words
from jiaoban.regime.conditions import Condition
from jiaoban.regime.counting import Count, Orders
from jiaoban.regime.duties import Duty, Stay
from jiaoban.regime.head import Head
from jiaoban.regime.keeping import Followups, Questions, Record
from jiaoban.regime.leaving import Departure, Hours
from jiaoban.regime.meetings import Meetings
from jiaoban.regime.part import BY_HAND, ClauseId, Id, Part, Party, Rule, Source, Span

Moment = Literal["offer", "sign", "relieve"]


class Clause(Part):
    """A clause of the document. `no_rule` says why none follows from it, when none does."""

    id: ClauseId
    number: str
    kind: Literal[
        "gate", "checklist", "time", "record", "responsibility", "meeting", "roster", "ladder", "lead", "duty", "role"
    ]
    says: Words
    wording: str = ""
    no_rule: str = ""


class FormField(Part):
    """A field of a section that people fill by hand. `of`: the sources of the lines that have it; of lines written by
    hand, unless others are named."""

    id: Id
    title: Words
    type: Literal["text", "number", "choice", "moment"] = "text"
    unit: str = ""
    choices: tuple[str, ...] = ()
    required: bool = True
    of: tuple[Source | Literal["hand"], ...] = Key(default=BY_HAND, exclude_if=BY_HAND.__eq__)


class Draw(Part):
    """Where lines of a section come from: rows of a collection that meet `where`. `changed_only`: left out when
    untouched. `pick`: whoever offers the record opens each of them and picks those that stay in it."""

    source: Source = Key(alias="from")
    where: Condition | None = None
    pick: bool | None = None


class Section(Rule):
    """A section of the handover record. Without a line it wants an explicit 'nothing', unless `nothing` forbids even
    that."""

    title: Words
    asks: Words = Words(zh="")
    required: bool = True
    nothing: bool = True
    draws: tuple[Draw, ...] = ()
    fields: tuple[FormField, ...] = ()
    per_subject: bool = False


class Mark(Rule):
    """Which lines are critical (read-back wanted) or on_site (to be visited together)."""

    mark: Literal["critical", "on_site"]
    title: Words
    when: Condition


class Confirmation(Rule):
    """Something that named parties confirm by their word: once, per line or per subject.

    `people`: how many different people of each party ('all' or a number). `waived_by`: who may waive it with a reason.
    `third`: what third party it is, when one of the parties is `third`. `results`: who confirms says what was found,
    NORMAL or ABNORMAL; what is not normal wants a note or a photograph. `route`: the subjects are check points and are
    confirmed in their order. `opens`: not earlier than so long before the hour. `findings`: what the side that may
    object finds there becomes an objection of this kind.
    """

    title: Words
    asks: Words = Words(zh="")
    parties: tuple[Party, ...]
    per: Literal["handover", "line", "subject"] = "handover"
    where: Condition | None = None
    people: int | Literal["all"] = 1
    waived_by: tuple[Party, ...] = ()
    third: Words | None = None
    results: bool = Key(default=False, exclude_if=not_)
    route: bool = Key(default=False, exclude_if=not_)
    opens: Span | None = None
    findings: Id | None = None


class Step(Rule):
    """A step of the handover, in the order of the list. It can be completed when `when` holds and all earlier ones
    are done.

    `by_signature`: the step is the signing itself (按时接班); it is done when the last signature stands.
    """

    title: Words
    by: Party
    when: Condition | None = None
    by_signature: bool = False
    asks: Words = Words(zh="")


class Statement(Part):
    """A recorded word about a gate: who says what kind of thing."""

    kind: Literal["explanation", "consent", "notice", "reason", "ruling"]
    by: Party


class Way(Part):
    """One way in which a gate can be lifted: all of these statements; `in_order`: each only after those before it."""

    statements: tuple[Statement, ...] = Key(alias="all")
    in_order: bool = Key(default=False, exclude_if=not_)


class Gate(Rule):
    """A condition that must hold (`clear_when`) before the handover may pass `stops`.

    `side`: who refuses by it - the incoming side (不接), the outgoing side (不交). `{names}` in the words `why` and
    `lifts` are the titles of the rows in the way. An advisory gate wants a reason of its `side`; a liftable one one
    of its `ways`. It stops `offer` and `sign`, and with `relieve` the ways out by which somebody else takes the post
    over or leaves it.
    """

    title: Words
    side: Literal["outgoing", "incoming"]
    severity: Literal["HARD", "ADVISORY", "LIFTABLE"] = "HARD"
    stops: tuple[Moment, ...] = ("sign",)
    clear_when: Condition
    why: Words
    lifts: Words
    who: tuple[Party, ...]
    ways: tuple[Way, ...] = ()


class Objection(Rule):
    """A kind of objection that a side can raise in its own words; open, it blocks by the gate that looks at it.

    `settled_by`: recheck - the objector finds it mended; ruling - the supervisor decides. `ruled_by` both_shifts: two
    supervisors, one of either shift, rule alike. `pauses`: nothing goes on before the ruling.
    """

    title: Words
    by: Literal["outgoing", "incoming", "either"]
    ruled_by: Literal["supervisor", "both_shifts"] = Key(default="supervisor", exclude_if="supervisor".__eq__)
    pauses: bool = Key(default=False, exclude_if=not_)
    settled_by: tuple[Literal["recheck", "ruling", "withdrawal"], ...] = ("recheck", "ruling", "withdrawal")

    @property
    def sides(self) -> tuple[Literal["outgoing", "incoming"], ...]:
        """The sides that may raise it."""
        return ("outgoing", "incoming") if self.by == "either" else (self.by,)


class RefusalGround(Rule):
    """A ground on which a side may refuse the whole handover; its clause is cited, the supervisor is told."""

    title: Words
    by: Literal["outgoing", "incoming"]


class Signature(Rule):
    """A signature of the record, in the order of the list. `people`: everybody of the party, or one."""

    party: Party
    says: Words
    people: Literal["all", "one"] = "all"


class Presence(Rule):
    """When the incoming side is to be at the post: `lead` before the begin of the shift; earlier than `opens` is too
    early. `both`: the outgoing side reports in as well, in the same time: both are at the post."""

    lead: Span
    opens: Span = timedelta(hours=2)
    drafts: Span = timedelta(minutes=30)
    both: bool = Key(default=False, exclude_if=not_)


class Fitness(Rule):
    """Fitness for duty: who declares it and who judges it; the supervisor may always judge."""

    declared: bool = True
    judged_by: Party | None = None


class Exit(Rule):
    """A recorded way out of 'cannot leave' and 'cannot accept'.

    postpone: a later moment; stand-in: another person comes; unattended: the post is left in its approved safe state;
    takeover: the supervisor takes the post; cancel: the handover is abandoned, everything stays as it was.
    `qualified`: only who holds a qualification that the post asks for can stand in.
    """

    way: Literal["postpone", "stand-in", "unattended", "takeover", "cancel"]
    title: Words
    by: tuple[Party, ...]
    asks: Words
    qualified: bool = Key(default=False, exclude_if=not_)


class Holding(Part):
    """By which clause somebody is responsible, by how they came to hold the post."""

    basis: Literal["FIRST", "HANDOVER", "UNATTENDED", "TAKEOVER", "WAITING"]
    clause: ClauseId
    says: Words


class Case(Part):
    """One branch of an attribution: the first whose `when` holds decides.

    `to: follower`: whoever followed the follow-up that was found wanting, `at` its due moment, its closing, or (as
    without `at`) when it was found.
    """

    when: Condition | None = None
    to: Literal["outgoing", "incoming", "follower"]
    at: Literal["due", "closing"] | None = None
    clause: ClauseId
    because: Words


class Attribution(Rule):
    """Who answers for a kind of finding; the cases are tried in order and the last has no `when`."""

    title: Words
    kind: Id
    cases: tuple[Case, ...]


class Handover(Part):
    """Everything that a regime says about handing over a post."""

    presence: Presence
    fitness: Fitness | None = None
    count: Count | None = None
    steps: tuple[Step, ...]
    sections: tuple[Section, ...]
    marks: tuple[Mark, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    gates: tuple[Gate, ...] = ()
    objections: tuple[Objection, ...] = ()
    refusals: tuple[RefusalGround, ...] = ()
    signatures: tuple[Signature, ...]
    exits: tuple[Exit, ...]
    holdings: tuple[Holding, ...]
    attributions: tuple[Attribution, ...] = ()
    duties: tuple[Duty, ...] = ()
    stays: tuple[Stay, ...] = ()
    departure: Departure | None = None
    hours: Hours | None = None
    self_handover: bool = False
    record: Record | None = None
    questions: Questions | None = None
    followups: Followups | None = None
    orders: Orders | None = None

    @property
    def written_by(self) -> tuple[Party, ...]:
        """Who fills the record in."""
        return self.record.written_by if self.record else ("outgoing",)

    @property
    def offered_by(self) -> tuple[Party, ...]:
        """Who offers the record, and opens and picks what it is drawn from."""
        return self.record.offered_by if self.record else ("outgoing",)


class Ambiguity(Part):
    """Where the document can be read in two ways: the readings, which one is built, and where to change it."""

    id: Id
    clause: ClauseId
    question: Words
    readings: tuple[Words, ...]
    chosen: int
    because: Words
    where: str


class Pack(Part):
    """A whole regime, compiled of the files of its folder."""

    head: Head
    clauses: tuple[Clause, ...]
    handover: Handover
    meetings: Meetings | None = None
    ambiguities: tuple[Ambiguity, ...] = ()

    def canonical(self) -> bytes:
        """Return the pack's canonical bytes: what is stored, and what the digest is of.

        A setting that came later is left out where it is not used: older packs keep their bytes and their digest.
        """
        return canonical(self._plain)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical bytes, 64 hex digits: a handover names its regime by it."""
        return digest(self._plain)

    @cached_property
    def _plain(self) -> dict[str, object]:
        plain: dict[str, object] = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        return plain

    @classmethod
    def read(cls, stored: bytes) -> "Pack":
        """Return the pack of its canonical bytes."""
        return cls.model_validate_json(stored)

    @cached_property
    def by_clause(self) -> dict[str, Clause]:
        """The clauses by id."""
        return {clause.id: clause for clause in self.clauses}

    def clause_words(self, clause: str) -> Words:
        """Return what a clause says, or empty words for one of another document."""
        found = self.by_clause.get(clause)
        return found.says if found else Words(zh="")


FILES: dict[str, str] = {
    "pack.yaml": "head",
    "clauses.yaml": "clauses",
    "handover.yaml": "handover",
    "meetings.yaml": "meetings",
    "ambiguities.yaml": "ambiguities",
}
"""The files of a pack folder and the part of the pack that each holds."""
