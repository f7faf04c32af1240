"""The verdict over a handover: every gate with why and what lifts it, every step, whose turn it is to sign."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Literal

from jiaoban.handover.around import Surroundings, side_people
from jiaoban.handover.facts import facts_of, has_signed
from jiaoban.handover.state import Handover, Statement
from jiaoban.kernel.canon import digest
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import Reason
from jiaoban.kernel.tongue import Tongue
from jiaoban.kernel.words import Words
from jiaoban.regime.conditions import Compare
from jiaoban.regime.evaluate import Trace, evaluate
from jiaoban.regime.facts import Facts, Row
from jiaoban.regime.findings import walk
from jiaoban.regime.pack import Gate, Pack, Signature, Step

Status = Literal["CLEAR", "ADVISORY", "BLOCKED", "LIFTED"]
MOST_NAMED = 5
"""So many things in the way are named in a sentence; `names` holds them all."""


TO_DO = (
    "sections",
    "lines",
    "questions",
    "confirmations",
    "rounds",
    "steps",
    "duties",
    "meetings",
    "missing_lines",
    "picks",
    "followups",
    "entries",
)
"""Facts that are to be done in the course of every handover; the others are how things stand in the plant."""


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """A gate now. `names`: what is in the way; `over`: the fingerprint to which a statement is bound; `precedes`: the
    clause to which it gives way."""

    gate: Gate
    status: Status
    names: tuple[str, ...]
    why: Words
    lifts: Words
    trace: Trace
    over: str
    statements: tuple[Statement, ...] = ()
    precedes: str = ""

    @property
    def stands(self) -> bool:
        """It keeps the handover from passing its moments: blocked, or an advisory without its reason."""
        return self.status in ("BLOCKED", "ADVISORY")

    @property
    def waits_for_drawing(self) -> bool:
        """Only news that the record lacks is in its way: offering draws that itself."""
        culprits = self.trace.culprits()
        return bool(culprits) and all(collection == "missing_lines" for collection, _ in culprits)

    @property
    def only_to_do(self) -> bool:
        """It blocks, and nothing is wrong yet: all that is in its way is still to be done in the handover."""
        return self.status == "BLOCKED" and all(_to_do(*culprit, self.looked_at) for culprit in self.trace.culprits())

    @property
    def looked_at(self) -> frozenset[str]:
        """What the gate looks at in the rows of its condition."""
        return looked_at_by(self.gate)

    def left_to(self, person: str, parties: Collection[str], *, judges: Collection[str], overdue: bool) -> bool:
        """Say whether anything of what stands in its way is left to a person who belongs to these parties: not what
        only another party can confirm, acknowledge or complete, not how fit somebody is found who has said it already
        (`judges`: whose word that is), and not that somebody else has yet to report in, which is the supervisor's once
        the hour is past (`overdue`)."""
        fitness = self.looked_at <= {"side", "reported", "declared", "judged"} and "judged" in self.looked_at

        def theirs(collection: str, row: Row) -> bool:
            if collection in ("confirmations", "rounds"):
                return row["party"] in parties
            if collection == "steps":
                return row["by"] in parties
            if collection == "lines" and not row["acknowledged"]:
                return "incoming" in parties
            if collection == "people" and not row["reported"]:
                return row["id"] == person or (overdue and "supervisor" in parties)
            if collection == "people" and fitness and "UNFIT" not in (row["declared"], row["judged"]):
                return (row["id"] == person and not row["declared"]) or any(one in parties for one in judges)
            return True

        culprits = self.trace.culprits()
        return not culprits or any(theirs(*culprit) for culprit in culprits)

    def reason(self) -> Reason:
        """Return it as a reason to refuse."""
        return Reason(
            code=self.gate.id,
            clause=self.gate.clause,
            why=self.why,
            lifts=self.lifts,
            who=self.gate.who,
            names=self.names,
        )


def _to_do(collection: str, row: Row, looked_at: Collection[str]) -> bool:
    if collection == "custody":
        return not row["counted"]
    if collection == "people":
        unfit = "UNFIT" in (row["declared"], row["judged"]) and not {"declared", "judged"}.isdisjoint(looked_at)
        return not (unfit or ("qualified" in looked_at and not row["qualified"]))
    return collection in TO_DO


@dataclass(frozen=True, slots=True)
class StepVerdict:
    """A step now: done, the current one (every earlier one is done), or ahead; `met`: its condition holds."""

    step: Step
    state: Literal["DONE", "CURRENT", "AHEAD"]
    met: bool
    trace: Trace | None


@dataclass(frozen=True)
class Assessment:
    """Everything that a page, the API or a rule wants to know about a handover at a moment; judged when asked for."""

    handover: Handover
    pack: Pack
    now: datetime
    facts: Facts
    _judged: dict[str, GateVerdict] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def gates(self) -> tuple[GateVerdict, ...]:
        """The verdict of every gate, in the order of the pack; those for the first shift of a post are not here."""
        return tuple(self._verdict(gate) for gate in self.pack.handover.gates if set(gate.stops) != {"first"})

    @cached_property
    def steps(self) -> tuple[StepVerdict, ...]:
        """Every step, in order."""
        return tuple(_steps(self.handover, self.pack, self.facts))

    @cached_property
    def content(self) -> str:
        """The digest of the content that a signature names."""
        return self.handover.content_digest()

    @cached_property
    def next_signature(self) -> Signature | None:
        """The signature whose turn it is."""
        return next_signature(self.handover, self.pack)

    def standing(self, moment: str) -> tuple[GateVerdict, ...]:
        """Return the gates that keep the handover from passing this moment ('offer' or 'sign')."""
        verdicts = (self._verdict(gate) for gate in self.pack.handover.gates if moment in gate.stops)
        return tuple(one for one in verdicts if one.stands)

    @property
    def keeping(self) -> tuple[GateVerdict, ...]:
        """The gates by which nobody of the outgoing side may leave now."""
        verdicts = (self._verdict(gate) for gate in self.pack.handover.gates if gate.keeps)
        return tuple(one for one in verdicts if one.stands)

    def gate(self, gate_id: str) -> GateVerdict | None:
        """Return the verdict of one gate."""
        found = next((gate for gate in self.pack.handover.gates if gate.id == gate_id), None)
        return self._verdict(found) if found else None

    def _verdict(self, gate: Gate) -> GateVerdict:
        """Judge a gate, once; the others are not judged for it."""
        if gate.id not in self._judged:
            self._judged[gate.id] = _giving_way(
                judge(gate, self.handover, self.facts, self.pack.head.tongue), self.facts
            )
        return self._judged[gate.id]

    def rows(self, collection: str) -> tuple[Row, ...]:
        """Return the rows of a fact."""
        return self.facts.rows.get(collection, ())


def assess(handover: Handover, pack: Pack, place: Place, around: Surroundings, now: datetime) -> Assessment:
    """Return the verdict over a handover at this moment."""
    return Assessment(handover=handover, pack=pack, now=now, facts=facts_of(handover, pack, place, around, now))


def judge(gate: Gate, handover: Handover, facts: Facts, say: Tongue) -> GateVerdict:
    """Return the verdict of one gate over the facts and the statements made about it."""
    trace = evaluate(gate.clear_when, facts)
    if trace.holds:
        return GateVerdict(gate, "CLEAR", (), gate.why, gate.lifts, trace, "")
    culprits = trace.culprits()
    names, listed = named((row for _, row in culprits), say)
    over = _fingerprint(gate, culprits) if gate.severity != "HARD" else ""
    said = tuple(one for one in handover.statements if one.gate == gate.id and one.over == over)
    return GateVerdict(
        gate=gate,
        status=_status(gate, said),
        names=names,
        why=_naming(gate.why, listed),
        lifts=_naming(gate.lifts, listed),
        trace=trace,
        over=over,
        statements=said,
    )


def _giving_way(verdict: GateVerdict, facts: Facts) -> GateVerdict:
    """Return the verdict of a gate that gives way to another clause, where that one precedes now."""
    rule = verdict.gate.yields
    if rule is None or not verdict.stands or not evaluate(rule.when, facts).holds:
        return verdict
    return replace(verdict, status="LIFTED", why=rule.because, precedes=rule.clause)


def named(rows: Iterable[Row], say: Tongue) -> tuple[tuple[str, ...], Words]:
    """Return what rows in the way are called in the language of the regime, each once, and the same as part of a
    sentence. The sentences of a regime in English only read the same on every page, and so do the names in them."""
    called = dict.fromkeys(map(_called, rows))
    english = tuple(en for _, en in called)
    if say.language == "en":
        told = listing(english).en
        return english, Words(zh=told, en=told)
    return tuple(zh for zh, _ in called), listing(tuple(zh for zh, _ in called), english)


def _called(row: Row) -> tuple[str, str]:
    """Return what a row in the way is called in Chinese and English; a section with the fields that are empty in it,
    line by line. What people wrote themselves has no other language than theirs."""
    title = str(row.get("title") or row.get("id"))
    english = str(row.get("title_en") or title)
    if row.get("missing"):
        return f"{title}（{row['missing']}）", f"{english} ({row.get('missing_en') or row['missing']})"
    return title, english


def judges_of(pack: Pack) -> tuple[str, ...]:
    """Return the parties who judge somebody's fitness: whom the pack names, and the supervisor always."""
    rule = pack.handover.fitness
    return tuple(dict.fromkeys((rule.judged_by if rule and rule.judged_by else "supervisor", "supervisor")))


def wants_cause(pack: Pack) -> frozenset[str]:
    """Return what may be wrong with things in custody for the pack to want its cause recorded: short, over, damaged.

    Where no gate waits for a recorded cause it still tells later who answers, for what is short or damaged.
    """
    gates = (one for one in pack.handover.gates if "custody" in _collections(one) and "recorded" in looked_at_by(one))
    fields = {field for one in gates for field in looked_at_by(one)}
    if not fields:
        return frozenset(("short", "damaged"))
    differing = {"short", "over"} if "found" in fields else set()
    return frozenset(fields & {"short", "over", "damaged"} | differing)


def _collections(gate: Gate) -> set[str]:
    return {part.of for _, part in walk(gate.clear_when) if hasattr(part, "of")}


def looked_at_by(gate: Gate) -> frozenset[str]:
    """Return the fields of rows that a gate's condition compares."""
    compared = (part for _, part in walk(gate.clear_when) if isinstance(part, Compare))
    return frozenset(one.field for one in compared if one.field)


def _fingerprint(gate: Gate, culprits: Iterable[tuple[str, Row]]) -> str:
    """Return to what a word about a gate is bound: the rows in the way and what the gate looks at in them, so that a
    consent to one missing thing is none to three."""
    looked_at = sorted(looked_at_by(gate))
    rows = sorted(
        [collection, str(row.get("id")), *(str(row.get(field)) for field in looked_at)] for collection, row in culprits
    )
    return digest(rows)[:16]


def listing(names: tuple[str, ...], english: tuple[str, ...] = ()) -> Words:
    """Return what is in the way as part of a sentence; of many things the first few and how many there are.

    A name may be a whole sentence that somebody wrote: its full stop goes.
    """
    more = len(names) - MOST_NAMED
    zh, en = "、".join(map(_phrase, names[:MOST_NAMED])), ", ".join(map(_phrase, (english or names)[:MOST_NAMED]))
    return Words(zh=f"{zh} 等 {len(names)} 项", en=f"{en} and {more} more") if more > 0 else Words(zh=zh, en=en)


def _phrase(text: str) -> str:
    return text.rstrip("。. ")


def _naming(words: Words, names: Words) -> Words:
    return Words(zh=words.fill(names=names.zh).zh, en=words.fill(names=names.en).en)


def _status(gate: Gate, said: tuple[Statement, ...]) -> Status:
    if gate.severity == "ADVISORY":
        return "LIFTED" if any(one.kind == "reason" and one.party == gate.side for one in said) else "ADVISORY"
    given = {(one.kind, one.party) for one in said}
    lifted = any(all((want.kind, want.by) in given for want in way.statements) for way in gate.ways)
    return "LIFTED" if gate.severity == "LIFTABLE" and lifted else "BLOCKED"


def wanted_statements(verdict: GateVerdict) -> list[tuple[str, str]]:
    """Return (kind, party) of every statement that could still help to lift a standing gate."""
    gate = verdict.gate
    given = {(one.kind, one.party) for one in verdict.statements}
    if gate.severity == "ADVISORY":
        return [("reason", gate.side)] if verdict.stands else []
    if gate.severity == "HARD" or not verdict.stands:
        return []
    wanted: list[tuple[str, str]] = []
    for way in gate.ways:
        missing = [said for want in way.statements if (said := (want.kind, want.by)) not in given]
        wanted.extend(missing[:1] if way.in_order else missing)
    return list(dict.fromkeys(wanted))


def _steps(handover: Handover, pack: Pack, facts: Facts) -> Iterable[StepVerdict]:
    reached = True
    for step in pack.handover.steps:
        trace = evaluate(step.when, facts) if step.when is not None else None
        done = handover.ending == "SIGNED" if step.by_signature else step.id in handover.steps
        yield StepVerdict(
            step=step,
            state="DONE" if done else "CURRENT" if reached else "AHEAD",
            met=trace is None or trace.holds,
            trace=trace,
        )
        reached = reached and done


def next_signature(handover: Handover, pack: Pack) -> Signature | None:
    """Return the signature whose turn it is, in the pack's order, or None when all stand."""
    if not handover.open:
        return None
    for wanted in pack.handover.signatures:
        absent = wanted.party in ("outgoing", "incoming") and not side_people(handover, wanted.party)
        if not absent and not has_signed(handover, pack, wanted.party):
            return wanted
    return None
