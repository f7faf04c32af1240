"""What is known of collisions, of what people said about following a customer, and of follow-ups of those who bought.

Whose a customer is and how far a case has come is not stored: it follows (rules/ownership.py, rules/colliding.py).
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Literal, TypeVar

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table
from jiaoban.lead import acts, owner_acts
from jiaoban.lead.acts import named_by
from jiaoban.lead.owner_acts import Outcome
from jiaoban.lead.terms import DealingKind

C = TypeVar("C", bound=State)


class Dealing(State):
    """Something that was said about a customer: TALKED with the colleague `whom`, LEFT to the others, `whom` NAMED to
    lead (of oneself and the `other` side), OVERRULED by a supervisor. `note` is a reference, `reason` is not."""

    kind: DealingKind
    person: str
    at: datetime
    act: int
    by: str
    whom: str = ""
    other: str = ""
    note: str = ""
    reason: str = ""


class Dealings(State):
    """What was said about a customer, as it came."""

    lead: str
    post: str
    said: tuple[Dealing, ...] = ()

    @property
    def named_from(self) -> datetime | None:
        """When somebody was first named to lead the follow-up, None where nobody was."""
        return min((one.at for one in self.said if one.kind in ("NAMED", "OVERRULED")), default=None)

    @property
    def named_last(self) -> datetime | None:
        """When somebody was last named to lead it."""
        return max((one.at for one in self.said if one.kind in ("NAMED", "OVERRULED")), default=None)


class SettlementProposal(State):
    """Who is to keep a customer, with how much of a hundred of the revenue; who agrees to it."""

    by: str
    at: datetime
    keeper: str
    share: int
    note: str = ""
    agreed: tuple[str, ...] = ()


class Collision(State):
    """A case of several people and one customer. `act` is the number of the act that opened it; `agreed_act`,
    `told_act` and `ruled_act` of those that settled it. `keeper` '' of a ruling: void."""

    key: str
    lead: str
    post: str
    regime: str
    people: tuple[str, ...]
    opened_at: datetime
    opened_by: str
    by_itself: bool
    event: str
    note: str
    act: int
    proposal: SettlementProposal | None = None
    agreed_at: datetime | None = None
    agreed_act: int = 0
    told_at: datetime | None = None
    told_to: str = ""
    told_act: int = 0
    given_up_at: datetime | None = None
    given_up_by: str = ""
    given_up_why: str = ""
    ruled_at: datetime | None = None
    ruled_by: str = ""
    ruled_act: int = 0
    keeper: str = ""
    reason: str = ""
    quarrels: int = 0

    @property
    def decided(self) -> bool:
        """It was agreed and reported, or ruled on. What is void by itself is not: somebody can still rule."""
        return self.told_at is not None or self.ruled_at is not None


class QuarrelState(State):
    """A quarrel over a collision."""

    key: str
    collision: str
    lead: str
    post: str
    people: tuple[str, ...]
    at: datetime
    by: str
    note: str
    act: int


class Repeat(State):
    """An appointment that was fixed over a colleague's. `intent`: what a supervisor found, None as long as nobody
    did."""

    event: str
    lead: str
    post: str
    person: str
    over: str
    colleague: str
    at: datetime
    act: int
    reason: str = ""
    intent: bool | None = None
    found_at: datetime | None = None
    found_by: str = ""
    found_why: str = ""
    found_act: int | None = None


class Mark(State):
    """A visit, a sale or a loss, as far as it matters for when a customer was followed."""

    event: str
    kind: Literal["VISIT", "SALE", "LOSS"]
    at: datetime
    struck: bool = False


class Followed(State):
    """When a customer came and when that was over, by which the customers of a month are found."""

    lead: str
    post: str
    marks: tuple[Mark, ...] = ()

    @property
    def visited_at(self) -> datetime | None:
        """The first visit that stands."""
        return min((one.at for one in self.marks if one.kind == "VISIT" and not one.struck), default=None)

    @property
    def closed_at(self) -> datetime | None:
        """The last sale or loss that stands, unless the customer came again after it; None while they are followed."""
        there = [one for one in self.marks if not one.struck]
        last = max(there, key=lambda one: (one.at, one.kind != "VISIT"), default=None)
        return last.at if last and last.kind != "VISIT" else None


class LaterFollowup(State):
    """A follow-up of a customer who bought from `person`, in a later `month`; `sale`: the event of a success."""

    key: str
    lead: str
    post: str
    month: int
    person: str
    announced_at: datetime
    announced_by: str
    ends_at: datetime
    sales: str
    teacher: str
    leader: str
    note: str
    act: int
    outcome: Outcome | None = None
    ended_at: datetime | None = None
    ended_by: str = ""
    ended_act: int = 0
    amount: Decimal | None = None
    ended_note: str = ""
    sale: str = ""


def _dealings_keys(act: Act) -> Iterable[str]:
    p = act.payload
    if isinstance(p, acts.Merged):
        return (p.lead, p.into) if p.dealings else ()
    lead: str = getattr(p, "lead")  # noqa: B009
    return (lead,)


def _fold_dealings(state: Dealings | None, act: Act, key: str) -> Dealings | None:
    p, at, by = act.payload, act.occurred_at, act.actor
    if isinstance(p, acts.Merged):
        if key == p.lead:
            return None
        came = (Dealing.model_validate(each.model_dump()) for each in p.dealings)
        said = sorted((*(state.said if state else ()), *came), key=lambda each: each.act)
        return Dealings(lead=key, post=act.post, said=tuple(said))
    match p:
        case owner_acts.Talked():
            one = Dealing(kind="TALKED", person=p.person, at=at, act=act.seq, by=by, whom=p.to, note=p.note)
        case owner_acts.Left():
            one = Dealing(kind="LEFT", person=p.person, at=at, act=act.seq, by=by, note=p.note)
        case owner_acts.LeaderNamed():
            one = Dealing(kind="NAMED", person=p.person, at=at, act=act.seq, by=by, whom=p.leader, note=p.note)
            one = one.model_copy(update={"other": p.other})
        case _:
            assert isinstance(p, owner_acts.LeaderOverruled)
            one = Dealing(kind="OVERRULED", person=by, at=at, act=act.seq, by=by, whom=p.leader, reason=p.reason)
    return Dealings(lead=key, post=act.post, said=(*(state.said if state else ()), one))


def _fold_collision(state: Collision | None, act: Act, key: str) -> Collision | None:
    p = act.payload
    if isinstance(p, owner_acts.CollisionRaised):
        said = p.model_dump(exclude={"collision"})
        opened_at, by = act.occurred_at, act.actor
        return Collision(
            key=key, post=act.post, regime=act.regime, opened_at=opened_at, opened_by=by, act=act.seq, **said
        )
    if isinstance(p, acts.Merged):
        return _carried_over(state, p)
    return state.model_copy(update=_collision_changes(state, act)) if state else None


def _carried_over(state: C | None, merged: acts.Merged) -> C | None:
    """Return what named a customer who was merged into another one: it names that one."""
    return state.model_copy(update={"lead": merged.into}) if state else None


def _collision_changes(state: Collision, act: Act) -> dict[str, object]:
    p, at, by = act.payload, act.occurred_at, act.actor
    match p:
        case owner_acts.CollisionJoined():
            return {"people": (*state.people, p.person), "agreed_at": None, "agreed_act": 0}
        case owner_acts.SettlementProposed():
            proposal = SettlementProposal(by=by, at=at, keeper=p.keeper, share=p.share, note=p.note, agreed=(by,))
            return {"proposal": proposal, "agreed_at": None, "agreed_act": 0}
        case owner_acts.SettlementAccepted():
            assert state.proposal is not None
            agreed = (*state.proposal.agreed, by)
            made: dict[str, object] = {"proposal": state.proposal.model_copy(update={"agreed": agreed})}
            return made | ({"agreed_at": at, "agreed_act": act.seq} if set(agreed) >= set(state.people) else {})
        case owner_acts.SettlementTold():
            return {"told_at": at, "told_to": p.to, "told_act": act.seq}
        case owner_acts.SettlingGivenUp():
            return {"given_up_at": at, "given_up_by": by, "given_up_why": p.reason}
        case owner_acts.QuarrelRecorded():
            return {"quarrels": state.quarrels + 1}
    assert isinstance(p, owner_acts.CollisionRuled)
    return {"ruled_at": at, "ruled_by": by, "ruled_act": act.seq, "keeper": p.keeper, "reason": p.reason}


def _fold_quarrel(state: QuarrelState | None, act: Act, key: str) -> QuarrelState | None:
    p = act.payload
    if isinstance(p, acts.Merged):
        return _carried_over(state, p)
    assert isinstance(p, owner_acts.QuarrelRecorded)
    said = p.model_dump(exclude={"quarrel"})
    return QuarrelState(key=key, post=act.post, at=act.occurred_at, by=act.actor, act=act.seq, **said)


def _fold_repeat(state: Repeat | None, act: Act, key: str) -> Repeat | None:
    p = act.payload
    if isinstance(p, acts.Merged):
        return _carried_over(state, p)
    if isinstance(p, owner_acts.AppointmentRepeated):
        return Repeat(post=act.post, at=act.occurred_at, act=act.seq, **p.model_dump())
    assert isinstance(p, owner_acts.IntentFound)
    found = {"intent": p.intent, "found_at": act.occurred_at, "found_by": act.actor, "found_why": p.reason}
    return state.model_copy(update={**found, "found_act": act.seq}) if state else None


_MARKED: dict[str, Literal["VISIT", "SALE", "LOSS"]] = {
    acts.Visited.KIND: "VISIT",
    acts.Sold.KIND: "SALE",
    acts.Lost.KIND: "LOSS",
}


def _followed_keys(act: Act) -> Iterable[str]:
    p = act.payload
    assert isinstance(p, acts.Visited | acts.Sold | acts.Lost | acts.Corrected | acts.Merged)
    return (p.lead, p.into) if isinstance(p, acts.Merged) else (p.lead,)


def _fold_followed(state: Followed | None, act: Act, key: str) -> Followed | None:
    p = act.payload
    before = state.marks if state else ()
    if isinstance(p, acts.Merged):
        if key == p.lead:
            return None
        came = [one.model_dump(include={"event", "kind", "at", "struck"}) for one in p.events if one.kind in _KINDS]
        marks = (*before, *(Mark.model_validate(one) for one in came))
    elif isinstance(p, acts.Corrected):
        marks = tuple(_mark_changed(one, p) if one.event == p.event else one for one in before)
    else:
        assert isinstance(p, acts.Visited | acts.Sold | acts.Lost)
        marks = (*before, Mark(event=p.event, kind=_MARKED[act.kind], at=act.occurred_at))
    return Followed(lead=key, post=state.post if state else act.post, marks=marks) if marks else None


_KINDS = frozenset(_MARKED.values())


def _mark_changed(one: Mark, p: acts.Corrected) -> Mark:
    return one.model_copy(update={"at": p.at or one.at, "struck": p.struck})


def _fold_later(state: LaterFollowup | None, act: Act, key: str) -> LaterFollowup | None:
    p = act.payload
    if isinstance(p, owner_acts.FollowupAnnounced):
        said = p.model_dump(exclude={"followup"})
        at, by = act.occurred_at, act.actor
        return LaterFollowup(key=key, post=act.post, announced_at=at, announced_by=by, act=act.seq, **said)
    if isinstance(p, acts.Merged):
        return _carried_over(state, p)
    assert isinstance(p, owner_acts.FollowupEnded)
    ended = {"ended_at": act.occurred_at, "ended_by": act.actor, "ended_act": act.seq}
    sale = act.command if p.amount is not None else ""  # the sale is written down by the same command
    came = {"outcome": p.outcome, "amount": p.amount, "ended_note": p.note, "sale": sale}
    return state.model_copy(update={**came, **ended}) if state else None


DEALINGS = Table(
    "lead.dealings",
    Dealings,
    kinds=(
        owner_acts.Talked.KIND,
        owner_acts.Left.KIND,
        owner_acts.LeaderNamed.KIND,
        owner_acts.LeaderOverruled.KIND,
        acts.Merged.KIND,
    ),
    keys=_dealings_keys,
    evolve=_fold_dealings,
    columns=("post", "named_from", "named_last"),
    version=2,
)
COLLISIONS = Table(
    "lead.collisions",
    Collision,
    kinds=(
        owner_acts.CollisionRaised.KIND,
        owner_acts.CollisionJoined.KIND,
        owner_acts.SettlementProposed.KIND,
        owner_acts.SettlementAccepted.KIND,
        owner_acts.SettlementTold.KIND,
        owner_acts.SettlingGivenUp.KIND,
        owner_acts.CollisionRuled.KIND,
        owner_acts.QuarrelRecorded.KIND,
        acts.Merged.KIND,
    ),
    keys=named_by("collision", "collisions"),
    evolve=_fold_collision,
    columns=("lead", "post", "decided", "opened_at"),
    version=2,
)
QUARRELS = Table(
    "lead.quarrels",
    QuarrelState,
    kinds=(owner_acts.QuarrelRecorded.KIND, acts.Merged.KIND),
    keys=named_by("quarrel", "quarrels"),
    evolve=_fold_quarrel,
    columns=("post", "collision", "at"),
    version=2,
)
REPEATS = Table(
    "lead.repeats",
    Repeat,
    kinds=(owner_acts.AppointmentRepeated.KIND, owner_acts.IntentFound.KIND, acts.Merged.KIND),
    keys=named_by("event", "repeats"),
    evolve=_fold_repeat,
    columns=("post", "lead", "person", "at"),
    version=2,
)
FOLLOWED = Table(
    "lead.followed",
    Followed,
    kinds=(acts.Visited.KIND, acts.Sold.KIND, acts.Lost.KIND, acts.Corrected.KIND, acts.Merged.KIND),
    keys=_followed_keys,
    evolve=_fold_followed,
    columns=("lead", "post", "visited_at", "closed_at"),
)
LATER = Table(
    "lead.later",
    LaterFollowup,
    kinds=(owner_acts.FollowupAnnounced.KIND, owner_acts.FollowupEnded.KIND, acts.Merged.KIND),
    keys=named_by("followup", "followups"),
    evolve=_fold_later,
    columns=("post", "lead", "person", "ends_at", "ended_at"),
    version=3,
)
