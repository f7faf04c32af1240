"""The tables of the handover room and how acts change the small ones."""

from collections.abc import Iterable

from jiaoban.handover import acts as a
from jiaoban.handover.evolve import KINDS, evolve
from jiaoban.handover.state import Finding, Handover, Reassignment, Stay, Tenure
from jiaoban.handover.state_after import SanctionDecision
from jiaoban.kernel.act import Act
from jiaoban.kernel.book import Table, keyed


def _tenure_keys(act: Act) -> Iterable[str]:
    held = act.payload
    if isinstance(held, a.ReliefMoved):
        return (held.holding,)
    assert isinstance(held, a.Held)
    return (*([held.previous] if held.previous else []), tenure_key(act.post, act.seq))


def tenure_key(post: str, seq: int) -> str:
    """Return the key of the holding that act `seq` began."""
    return f"{post}.{seq}"


def _tenure(state: Tenure | None, act: Act, key: str) -> Tenure | None:
    held = act.payload
    if isinstance(held, a.ReliefMoved):
        return state.model_copy(update={"due_at": held.due_at, "hours": held.hours}) if state else None
    assert isinstance(held, a.Held)
    if key == held.previous:
        return state.model_copy(update={"until": held.since, "ended_seq": act.seq}) if state else None
    return Tenure(
        key=key,
        post=act.post,
        people=held.people,
        basis=held.basis,
        clause=held.clause,
        says=held.says,
        since=held.since,
        due_at=held.due_at,
        handover=held.handover,
        begun_seq=act.seq,
        note=held.note,
        late_clause=held.late_clause,
        late_says=held.late_says,
        hours=held.hours,
    )


def _stay(state: Stay | None, act: Act, key: str) -> Stay | None:
    p = act.payload
    if isinstance(p, a.Stayed):
        return Stay(
            key=p.stay,
            post=act.post,
            handover=p.handover,
            duty=p.duty,
            title=p.title,
            person=p.person,
            due_at=p.due_at,
        )
    assert isinstance(p, a.Discharged)
    return state.model_copy(update={"done_at": act.occurred_at, "text": p.text}) if state else None


def _finding(state: Finding | None, act: Act, key: str) -> Finding | None:
    p = act.payload
    if isinstance(p, a.Reassigned):
        return _put_otherwise(state, p, act) if state else None
    if isinstance(p, a.SanctionDecided):
        return _decided(state, p, act) if state else None
    assert isinstance(p, a.Found)
    return Finding(
        key=key,
        post=act.post,
        handover=p.handover,
        kind=p.kind,
        text=p.text,
        ref=p.ref,
        found_at=p.found_at,
        by=act.actor,
        facts=p.facts,
        side=p.side,
        people=p.people,
        clause=act.clauses[0] if act.clauses else "",
        because=p.because,
        trace=p.trace,
        seq=act.seq,
        follows=p.follows,
    )


def _decided(before: Finding, p: a.SanctionDecided, act: Act) -> Finding:
    told = p.model_dump(include={"outcome", "measure", "people", "reason"})
    made = SanctionDecision(by=act.actor, at=act.occurred_at, **told)
    return before.model_copy(update={"decided": (*before.decided, made), "seq": act.seq})


def _put_otherwise(before: Finding, p: a.Reassigned, act: Act) -> Finding:
    made = Reassignment(
        by=act.actor, at=act.occurred_at, reason=p.reason, from_side=before.side, from_people=before.people
    )
    follows = before.follows if p.follows is None else next(iter(p.follows), None)
    told = {"side": p.side, "people": p.people, "follows": follows}
    return before.model_copy(update={**told, "reassigned": (*before.reassigned, made), "seq": act.seq})


HANDOVERS = Table(
    "handover",
    Handover,
    kinds=KINDS,
    keys=keyed("handover"),
    evolve=evolve,
    columns=("post", "stage", "ending", "month", "opened_at", "closed_at", "exceptional", "joining"),
)
TENURES = Table(
    "tenure",
    Tenure,
    kinds=(a.Held.KIND, a.ReliefMoved.KIND),
    keys=_tenure_keys,
    evolve=_tenure,
    columns=("post", "since", "until", "begun_seq"),
)
STAYS = Table(
    "stay",
    Stay,
    kinds=(a.Stayed.KIND, a.Discharged.KIND),
    keys=keyed("stay"),
    evolve=_stay,
    columns=("post", "person", "due_at", "done_at"),
)
FINDINGS = Table(
    "finding",
    Finding,
    kinds=(a.Found.KIND, a.Reassigned.KIND, a.SanctionDecided.KIND),
    keys=keyed("finding"),
    evolve=_finding,
    columns=("post", "handover", "found_at"),
)
