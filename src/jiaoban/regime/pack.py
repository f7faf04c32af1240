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
from jiaoban.regime.absence import Absences
from jiaoban.regime.aftersales import Aftersales
from jiaoban.regime.answering import Attribution, Case, Holding
from jiaoban.regime.attending import Attendance
from jiaoban.regime.careers import Careers
from jiaoban.regime.conditions import Condition
from jiaoban.regime.confirming import Confirmation, Signature
from jiaoban.regime.counting import Count, Orders
from jiaoban.regime.duties import Duty, Stay
from jiaoban.regime.everyday import Duties
from jiaoban.regime.funds import Funds
from jiaoban.regime.gates import Gate, Moment, Statement, Way
from jiaoban.regime.gathering import Gatherings
from jiaoban.regime.head import Head
from jiaoban.regime.keeping import Followups, Questions, Record
from jiaoban.regime.ladders import Ladders
from jiaoban.regime.leads import Leads
from jiaoban.regime.leaving import Briefing, Departure, Hours, Memory
from jiaoban.regime.meetings import Meetings
from jiaoban.regime.part import BY_HAND, By, ClauseId, Id, Part, Rule, Source, Span
from jiaoban.regime.reports import Reports
from jiaoban.regime.rostering import Rostering
from jiaoban.regime.standing import Authority, Command, Complement, TakenUp

__all__ = [
    "FILES", "Ambiguity", "Attribution", "Case", "Clause", "Confirmation", "Draw", "Exit", "Fitness", "FormField",
    "Gate", "Handover", "Holding", "Mark", "Moment", "Objection", "Pack", "Presence", "RefusalGround", "Section",
    "Signature", "Statement", "Step", "Way",
]  # fmt: skip


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
    hand, unless others are named. `where`: only lines that meet this have it."""

    id: Id
    title: Words
    type: Literal["text", "number", "choice", "moment"] = "text"
    unit: str = ""
    choices: tuple[str, ...] = ()
    required: bool = True
    of: tuple[Source | Literal["hand"], ...] = Key(default=BY_HAND, exclude_if=BY_HAND.__eq__)
    where: Condition | None = None


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


class Step(Rule):
    """A step of the handover, in the order of the list. It can be completed when `when` holds and all earlier ones
    are done.

    `by_signature`: the step is the signing itself (按时接班); it is done when the last signature stands.
    """

    title: Words
    by: By
    when: Condition | None = None
    by_signature: bool = False
    asks: Words = Words(zh="")


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
    judged_by: By | None = None


class Exit(Rule):
    """A recorded way out of 'cannot leave' and 'cannot accept'.

    postpone: a later moment; stand-in: another person comes; unattended: the post is left in its approved safe state;
    takeover: the supervisor takes the post; cancel: the handover is abandoned, everything stays as it was.
    `qualified`: only who holds a qualification that the post asks for can stand in. Of a postponement, `approved_by`:
    asked for by others, it counts once one of these has granted it; `longest`: so long after the hour at most.
    """

    way: Literal["postpone", "stand-in", "unattended", "takeover", "cancel"]
    title: Words
    by: tuple[By, ...]
    asks: Words
    qualified: bool = Key(default=False, exclude_if=not_)
    approved_by: tuple[By, ...] = Key(default=(), exclude_if=not_)
    longest: Span | None = None


class Handover(Part):
    """Everything that a regime says about handing over a post.

    `on_request`: the end of a shift relieves nobody. Whoever has the post keeps it until a handover that they, or the
    supervisor, ask for by naming who takes it.
    """

    presence: Presence
    on_request: bool = Key(default=False, exclude_if=not_)
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
    authorities: tuple[Authority, ...] = Key(default=(), exclude_if=not_)
    complement: tuple[Complement, ...] = Key(default=(), exclude_if=not_)
    taken_up: TakenUp | None = None
    briefing: Briefing | None = None
    memory: Memory | None = None
    command: Command | None = None

    @property
    def written_by(self) -> tuple[By, ...]:
        """Who fills the record in."""
        return self.record.written_by if self.record else ("outgoing",)

    @property
    def offered_by(self) -> tuple[By, ...]:
        """Who offers the record, and opens and picks what it is drawn from."""
        return self.record.offered_by if self.record else ("outgoing",)


class Ambiguity(Part):
    """Where the document can be read in two ways: the readings, which one is built, and where to change it: a file of
    the pack with its settings, or in words."""

    id: Id
    clause: ClauseId
    question: Words
    readings: tuple[Words, ...]
    chosen: int
    because: Words
    where: str | Words

    @property
    def place(self) -> Words:
        """Where to change it, in words."""
        return self.where if isinstance(self.where, Words) else Words(zh=self.where)


class Pack(Part):
    """A whole regime, compiled of the files of its folder."""

    head: Head
    clauses: tuple[Clause, ...]
    handover: Handover
    meetings: Meetings | None = None
    gatherings: Gatherings | None = None
    attendance: Attendance | None = None
    roster: Rostering | None = None
    absence: Absences | None = None
    leads: Leads | None = None
    ladders: Ladders | None = None
    reports: Reports | None = None
    duties: Duties | None = None
    aftersales: Aftersales | None = None
    funds: Funds | None = None
    careers: Careers | None = None
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

    @cached_property
    def titles(self) -> dict[str, str]:
        """What is called how in Chinese, by its id, of all that conditions name; an id of two things is left out."""
        rules = self.handover
        lists = (rules.sections, rules.confirmations, rules.steps, rules.duties, rules.complement)
        called: dict[str, set[str]] = {}
        for key, title in ((one.id, one.title) for parts in lists for one in parts):
            called.setdefault(key, set()).add(title.zh)
        return {key: names.pop() for key, names in called.items() if len(names) == 1}

    def clause_words(self, clause: str) -> Words:
        """Return what a clause says, or empty words for one of another document."""
        found = self.by_clause.get(clause)
        return found.says if found else Words(zh="")


FILES: dict[str, str] = {
    "pack.yaml": "head",
    "clauses.yaml": "clauses",
    "handover.yaml": "handover",
    "meetings.yaml": "meetings",
    "gatherings.yaml": "gatherings",
    "attendance.yaml": "attendance",
    "roster.yaml": "roster",
    "absence.yaml": "absence",
    "leads.yaml": "leads",
    "ladders.yaml": "ladders",
    "reports.yaml": "reports",
    "duties.yaml": "duties",
    "aftersales.yaml": "aftersales",
    "funds.yaml": "funds",
    "careers.yaml": "careers",
    "ambiguities.yaml": "ambiguities",
}
"""The files of a pack folder and the part of the pack that each holds."""
