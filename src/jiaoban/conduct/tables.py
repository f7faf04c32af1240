"""What is known of breaches after the acts so far. Pure."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from jiaoban.conduct import acts
from jiaoban.conduct.terms import Dealt, Role, Ruled, Status, Value
from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table
from jiaoban.kernel.fields import joint_key
from jiaoban.kernel.words import Words
from jiaoban.regime.ladders import EffectKind, MeasureKind


class CaseMeasure(State):
    """A measure as it was decided; see `acts.Taken`."""

    kind: MeasureKind
    scope: str = ""
    amount: Decimal | None = None
    points: int | None = None
    effect: EffectKind | None = None
    what: str = ""
    first: date | None = None
    after: date | None = None
    says: Words | None = None


class CaseAnswer(State):
    """What the person said, or that they declined to."""

    at: datetime
    text: str
    declined: bool


class CaseFinding(State):
    """A fact that was found: what it is, by whom, on what it rests."""

    fact: str
    value: Value
    by: str
    at: datetime
    reason: str


class CaseDecision(State):
    """A decision: that of the case, a revision, or the ruling on an appeal."""

    seq: int
    by: str
    at: datetime
    sort: str
    nth: int
    proposed: int
    step: int
    measures: tuple[CaseMeasure, ...]
    reason: str


class CaseAppeal(State):
    """An appeal against a decision (`of` is its number among those of the case), and the ruling on it."""

    of: int
    at: datetime
    text: str
    ruled_at: datetime | None = None
    ruled_by: str = ""
    outcome: Ruled | None = None
    reason: str = ""


class BreachCase(State):
    """A case: one person in one matter. `facts` as they are known now; `decisions` in their order."""

    key: str
    matter: str
    post: str
    person: str
    role: Role
    pack: str
    regime: str
    ladder_id: str
    clause: str
    happened_at: datetime
    says: Words
    facts: dict[str, Value]
    source: str
    occasion: str
    acts: tuple[int, ...]
    amount: Decimal | None
    recorded_at: datetime
    recorded_by: str
    answer: CaseAnswer | None = None
    findings: tuple[CaseFinding, ...] = ()
    decisions: tuple[CaseDecision, ...] = ()
    appeals: tuple[CaseAppeal, ...] = ()
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawn_why: str = ""

    @property
    def ladder(self) -> str:
        """The ladder on which it counts, whichever version of the regime it was recorded under."""
        return f"{self.pack}:{self.ladder_id}"

    @property
    def decision(self) -> CaseDecision | None:
        """The decision that holds."""
        return self.decisions[-1] if self.decisions else None

    @property
    def decided_at(self) -> datetime | None:
        """When it was first decided: the month of the statement in which it stands."""
        return self.decisions[0].at if self.decisions else None

    @property
    def appeal(self) -> CaseAppeal | None:
        """The newest appeal."""
        return self.appeals[-1] if self.appeals else None

    @property
    def status(self) -> Status:
        """Where it stands."""
        if self.withdrawn_at is not None:
            return "WITHDRAWN"
        if self.appeal is not None and self.appeal.outcome is None:
            return "APPEALED"
        if self.appeal is not None and self.appeal.outcome == "ANNULLED":
            return "ANNULLED"
        return "DECIDED" if self.decisions else "OPEN"

    @property
    def order(self) -> tuple[datetime, str]:
        """By this the cases of a person are counted: when it happened, not when it became known."""
        return self.happened_at, self.key


class DealtOccasion(State):
    """An occasion that was taken up or set aside."""

    source: str
    occasion: str
    post: str
    dealt: Dealt
    matter: str = ""
    reason: str = ""
    by: str
    at: datetime


def case_key(matter: str, person: str) -> str:
    """Return the key of the case of a person in a matter."""
    return joint_key(matter, person)


def occasion_key(source: str, occasion: str) -> str:
    """Return the key under which it stands what was done about an occasion."""
    return joint_key(source, occasion)


def _keys(act: Act) -> Iterable[str]:
    p = act.payload
    if isinstance(p, acts.Recorded):
        return tuple(case_key(p.matter, one.person) for one in p.people)
    assert isinstance(p, acts.OF_CASE)
    return (case_key(p.matter, p.person),)


def _evolve(state: BreachCase | None, act: Act, key: str) -> BreachCase | None:
    p = act.payload
    if isinstance(p, acts.Recorded):
        one = next(each for each in p.people if case_key(p.matter, each.person) == key)
        return BreachCase(
            key=key,
            matter=p.matter,
            post=act.post,
            person=one.person,
            role=one.role,
            pack=p.pack,
            regime=p.regime,
            ladder_id=p.ladder,
            clause=p.clause,
            happened_at=p.happened_at,
            says=p.says,
            facts=p.facts,
            source=p.source,
            occasion=p.occasion,
            acts=p.acts,
            amount=p.amount,
            recorded_at=act.occurred_at,
            recorded_by=act.actor,
        )
    return state.model_copy(update=_changes(state, act)) if state else None


def _changes(state: BreachCase, act: Act) -> dict[str, object]:
    p, at, by = act.payload, act.occurred_at, act.actor
    match p:
        case acts.Answered():
            return {"answer": CaseAnswer(at=at, text=p.text, declined=p.declined)}
        case acts.Found():
            found = CaseFinding(fact=p.fact, value=p.value, by=by, at=at, reason=p.reason)
            return {"findings": (*state.findings, found), "facts": {**state.facts, p.fact: p.value}}
        case acts.Decided() | acts.Revised():
            return {"decisions": (*state.decisions, _decision(p, act, p.nth, p.proposed))}
        case acts.Appealed():
            return {"appeals": (*state.appeals, CaseAppeal(of=len(state.decisions), at=at, text=p.text))}
        case acts.AppealRuled():
            last = state.decisions[-1]
            said = {"ruled_at": at, "ruled_by": by, "outcome": p.outcome, "reason": p.reason}
            ruled = state.appeals[-1].model_copy(update=said)
            decision = _decision(p, act, last.nth, last.proposed)
            return {"appeals": (*state.appeals[:-1], ruled), "decisions": (*state.decisions, decision)}
    assert isinstance(p, acts.Withdrawn)
    return {"withdrawn_at": at, "withdrawn_by": by, "withdrawn_why": p.reason}


def _decision(p: acts.Decided | acts.Revised | acts.AppealRuled, act: Act, nth: int, proposed: int) -> CaseDecision:
    return CaseDecision(
        seq=act.seq,
        by=act.actor,
        at=act.occurred_at,
        sort=act.kind.partition(".")[2],
        nth=nth,
        proposed=proposed,
        step=p.step,
        measures=tuple(CaseMeasure(**one.model_dump()) for one in p.measures),
        reason=p.reason,
    )


def _occasion_keys(act: Act) -> Iterable[str]:
    p = act.payload
    assert isinstance(p, acts.Recorded | acts.SetAside)
    return (occasion_key(p.source, p.occasion),) if p.source else ()


def _fold_occasion(_before: DealtOccasion | None, act: Act, _key: str) -> DealtOccasion:
    p = act.payload
    assert isinstance(p, acts.Recorded | acts.SetAside)
    return DealtOccasion(
        source=p.source,
        occasion=p.occasion,
        post=act.post,
        dealt="TAKEN" if isinstance(p, acts.Recorded) else "SET_ASIDE",
        matter=p.matter if isinstance(p, acts.Recorded) else "",
        reason=p.reason if isinstance(p, acts.SetAside) else "",
        by=act.actor,
        at=act.occurred_at,
    )


CASES = Table(
    "conduct",
    BreachCase,
    kinds=(
        acts.Recorded.KIND,
        acts.Answered.KIND,
        acts.Found.KIND,
        acts.Decided.KIND,
        acts.Revised.KIND,
        acts.Appealed.KIND,
        acts.AppealRuled.KIND,
        acts.Withdrawn.KIND,
    ),
    keys=_keys,
    evolve=_evolve,
    columns=("post", "person", "ladder", "matter", "status", "happened_at", "decided_at", "recorded_at"),
)
OCCASIONS = Table(
    "conduct.occasions",
    DealtOccasion,
    kinds=(acts.Recorded.KIND, acts.SetAside.KIND),
    keys=_occasion_keys,
    evolve=_fold_occasion,
    columns=("post", "source", "dealt", "at"),
)
