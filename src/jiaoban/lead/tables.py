"""What is known of customers after the acts so far. Whose a customer is is not stored: it follows (rules/)."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table
from jiaoban.lead import acts
from jiaoban.lead.terms import GONE, Kind, Stand


class Brief(State):
    """An event as its customer's header knows it. `cancelled`: of an appointment; `struck`: it did not happen;
    `lead`: under which customer it was written down, where that is a part of this one by now."""

    event: str
    kind: Kind
    person: str
    at: datetime
    amount: Decimal | None = None
    for_at: datetime | None = None
    cancelled: bool = False
    struck: bool = False
    lead: str = ""

    @property
    def standing(self) -> bool:
        """It happened, and if it is an appointment it was not cancelled."""
        return not (self.cancelled or self.struck)


class Merging(State):
    """That `lead` was merged into another customer: who said so when and why, the number of the act, and how many
    numbers and events came over."""

    lead: str
    at: datetime
    by: str
    why: str
    act: int
    numbers: int
    events: int


class Lead(State):
    """A customer. `numbers`, `name` and `note` are references to personal values; `into`: of which customer it is a
    part since it was merged; `merged`: which ones are part of it; `mergings`: how that came about."""

    key: str
    post: str
    opened_at: datetime
    opened_by: str
    numbers: tuple[str, ...] = ()
    name: str = ""
    note: str = ""
    source: str = ""
    events: tuple[Brief, ...] = ()
    into: str = ""
    merged: tuple[str, ...] = ()
    mergings: tuple[Merging, ...] = ()
    erased_at: datetime | None = None
    erased_by: str = ""
    erased_why: str = ""

    def of(self, kind: Kind) -> list[Brief]:
        """Return the standing events of a kind, by when they happened."""
        return sorted((one for one in self.events if one.kind == kind and one.standing), key=_when)

    @property
    def stand(self) -> Stand:
        """How far the customer has come, by what stands: a sale outweighs all, a loss what came before it."""
        if self.erased_at or self.into:
            return "MERGED" if self.into else "ERASED"
        if self.of("SALE"):
            return "SOLD"
        lost = max((one.at for one in self.of("LOSS")), default=None)
        for kind, stand in _REACHED:
            if any(lost is None or one.at > lost for one in self.of(kind)):
                return stand
        return "OPEN" if lost is None else "LOST"

    @property
    def gone(self) -> bool:
        """Nothing more is written of it."""
        return self.stand in GONE

    @property
    def touched_at(self) -> datetime:
        """When something last happened with the customer."""
        return max((self.opened_at, *(one.at for one in self.events if not one.struck)))

    @property
    def last_by(self) -> str:
        """For whom the last event counts; before the first, who wrote the customer down."""
        there = [one for one in self.events if not one.struck]
        return max(there, key=_when).person if there else self.opened_by

    @property
    def next_at(self) -> datetime | None:
        """When the customer comes by the latest appointment that stands, if they have not come since."""
        fixed = self.of("APPOINTMENT")
        came = max((one.at for one in self.of("VISIT")), default=None)
        open_ = [one.for_at for one in fixed if one.for_at and (came is None or one.at > came)]
        return max(open_, default=None)

    @property
    def people(self) -> tuple[str, ...]:
        """Who had to do with the customer, in the order in which they first did."""
        there = sorted((one for one in self.events if not one.struck), key=_when)
        return tuple(dict.fromkeys((*(one.person for one in there), self.opened_by)))


_REACHED: tuple[tuple[Kind, Stand], ...] = (("DEPOSIT", "DEPOSIT"), ("VISIT", "VISITED"), ("APPOINTMENT", "APPOINTED"))


def _when(one: Brief) -> tuple[datetime, str]:
    return (one.at, one.event)


class Move(State):
    """How an appointment stood until it was moved at a moment."""

    at: datetime
    by: str
    for_at: datetime
    where: str
    reason: str = ""


class EventCorrection(State):
    """How an event stood until somebody corrected it, and why they did."""

    at: datetime
    by: str
    reason: str
    was_at: datetime
    was_person: str
    was_amount: Decimal | None = None
    was_for_at: datetime | None = None
    was_where: str = ""
    struck: bool = False


class Event(State):
    """Something that happened with a customer, as it stands now. `at`: when it happened; `by` wrote it down, it counts
    for `person`; `act` is the number of the act that wrote it. What is personal is a reference."""

    key: str
    lead: str
    post: str
    kind: Kind
    person: str
    at: datetime
    recorded_at: datetime
    by: str
    act: int
    way: str = ""
    result: str = ""
    reached: bool = False
    note: str = ""
    for_at: datetime | None = None
    where: str = ""
    moves: tuple[Move, ...] = ()
    cancelled_at: datetime | None = None
    cancelled_by: str = ""
    cancelled_why: str = ""
    appointment: str = ""
    assisted: tuple[str, ...] = ()
    amount: Decimal | None = None
    corrections: tuple[EventCorrection, ...] = ()
    struck_at: datetime | None = None

    @property
    def standing(self) -> bool:
        """It happened, and if it is an appointment it was not cancelled."""
        return self.struck_at is None and self.cancelled_at is None


class Number(State):
    """Whose a number is."""

    ref: str
    lead: str
    post: str


MADE = (acts.Contacted, acts.Appointed, acts.Visited, acts.DepositTaken, acts.Sold, acts.Lost)
"""The acts by which an event comes about."""
CHANGED = (acts.AppointmentMoved, acts.AppointmentCancelled, acts.Corrected)
"""The acts by which an event changes."""
_KIND: dict[str, Kind] = {
    acts.Contacted.KIND: "CONTACT",
    acts.Appointed.KIND: "APPOINTMENT",
    acts.Visited.KIND: "VISIT",
    acts.DepositTaken.KIND: "DEPOSIT",
    acts.Sold.KIND: "SALE",
    acts.Lost.KIND: "LOSS",
}


def _lead_keys(act: Act) -> Iterable[str]:
    p = act.payload
    if isinstance(p, acts.Erased):
        return p.leads
    assert hasattr(p, "lead")
    return (p.lead, p.into) if isinstance(p, acts.Merged) else (p.lead,)


def _fold_lead(state: Lead | None, act: Act, key: str) -> Lead | None:
    p = act.payload
    if isinstance(p, acts.Opened):
        return Lead(
            key=p.lead,
            post=act.post,
            opened_at=act.occurred_at,
            opened_by=act.actor,
            numbers=(p.number,),
            name=p.name,
            note=p.note,
            source=p.source,
        )
    assert state is not None
    return state.model_copy(update=_lead_changes(state, act, key))


def _lead_changes(state: Lead, act: Act, key: str) -> dict[str, object]:
    p = act.payload
    if isinstance(p, MADE):
        amount, for_at = getattr(p, "amount", None), getattr(p, "for_at", None)
        brief = Brief(
            event=p.event, kind=_KIND[act.kind], person=p.person, at=act.occurred_at, amount=amount, for_at=for_at
        )
        return {"events": (*state.events, brief)}
    if isinstance(p, CHANGED):
        changed = (_brief_changed(one, p) if one.event == p.event else one for one in state.events)
        return {"events": tuple(changed)}
    match p:
        case acts.Described():
            return {"name": p.name, "note": p.note, "source": p.source}
        case acts.NumberAdded():
            return {"numbers": (*state.numbers, p.number)}
        case acts.Merged():
            return _merged(state, act, p, key)
    assert isinstance(p, acts.Erased)
    return {"erased_at": act.occurred_at, "erased_by": act.actor, "erased_why": p.reason}


def _merged(state: Lead, act: Act, p: acts.Merged, key: str) -> dict[str, object]:
    """The one that is a part of the other from now on has no number and no event any more; the other one has all."""
    came = Merging(
        lead=p.lead,
        at=act.occurred_at,
        by=act.actor,
        why=p.reason,
        act=act.seq,
        numbers=len(p.numbers),
        events=len(p.events),
    )
    mergings = (*state.mergings, came)
    if key == p.lead:
        return {"into": p.into, "mergings": mergings, "numbers": (), "events": ()}
    briefs = (Brief.model_validate({**one.model_dump(), "lead": one.lead or p.lead}) for one in p.events)
    had = {"name": p.name, "note": p.note, "source": p.source, "opened_at": p.opened_at, "opened_by": p.opened_by}
    return {
        "merged": (*state.merged, p.lead),
        "mergings": mergings,
        "numbers": tuple(dict.fromkeys((*state.numbers, *p.numbers))),
        "events": (*state.events, *briefs),
        **{name: value for name, value in had.items() if value},
    }


def _brief_changed(one: Brief, p: object) -> Brief:
    if isinstance(p, acts.AppointmentMoved):
        return one.model_copy(update={"for_at": p.for_at})
    if isinstance(p, acts.AppointmentCancelled):
        return one.model_copy(update={"cancelled": True})
    assert isinstance(p, acts.Corrected)
    said = {"at": p.at, "person": p.person, "amount": p.amount, "for_at": p.for_at}
    new = {name: value for name, value in said.items() if value is not None}
    return one.model_copy(update={**new, "struck": p.struck})


def _event_keys(act: Act) -> Iterable[str]:
    p = act.payload
    if isinstance(p, acts.Merged):
        return tuple(one.event for one in p.events)
    assert isinstance(p, (*MADE, *CHANGED))
    return (p.event,)


def _fold_event(state: Event | None, act: Act, key: str) -> Event | None:
    p = act.payload
    if isinstance(p, MADE):
        said = p.model_dump(exclude={"event", "reason"})
        if isinstance(p, acts.Lost):
            said["note"] = p.reason
        return Event(
            key=key,
            post=act.post,
            kind=_KIND[act.kind],
            at=act.occurred_at,
            recorded_at=act.recorded_at,
            by=act.actor,
            act=act.seq,
            **said,
        )
    assert state is not None
    return state.model_copy(update=_event_changes(state, act))


def _event_changes(state: Event, act: Act) -> dict[str, object]:
    p, at, by = act.payload, act.occurred_at, act.actor
    match p:
        case acts.Merged():
            return {"lead": p.into}
        case acts.AppointmentMoved():
            assert state.for_at is not None
            was = Move(at=at, by=by, for_at=state.for_at, where=state.where, reason=p.reason)
            return {"for_at": p.for_at, "where": p.where, "moves": (*state.moves, was)}
        case acts.AppointmentCancelled():
            return {"cancelled_at": at, "cancelled_by": by, "cancelled_why": p.reason}
    assert isinstance(p, acts.Corrected)
    stood = EventCorrection(
        at=at,
        by=by,
        reason=p.reason,
        was_at=state.at,
        was_person=state.person,
        was_amount=state.amount,
        was_for_at=state.for_at,
        was_where=state.where,
        struck=p.struck,
    )
    said = {"at": p.at, "person": p.person, "amount": p.amount, "for_at": p.for_at, "where": p.where}
    new = {name: value for name, value in said.items() if value is not None}
    struck = {"struck_at": at} if p.struck else {"struck_at": None}
    return {**new, **struck, "corrections": (*state.corrections, stood)}


def _number_keys(act: Act) -> Iterable[str]:
    p = act.payload
    if isinstance(p, acts.Merged):
        return p.numbers
    assert isinstance(p, acts.Opened | acts.NumberAdded)
    return (p.number,)


def _fold_number(_state: Number | None, act: Act, key: str) -> Number:
    p = act.payload
    assert isinstance(p, acts.Opened | acts.NumberAdded | acts.Merged)
    return Number(ref=key, lead=p.into if isinstance(p, acts.Merged) else p.lead, post=act.post)


_OF_EVENTS = tuple(one.KIND for one in (*MADE, *CHANGED))
LEADS = Table(
    "lead",
    Lead,
    kinds=(
        acts.Opened.KIND,
        acts.Described.KIND,
        acts.NumberAdded.KIND,
        acts.Merged.KIND,
        acts.Erased.KIND,
        *_OF_EVENTS,
    ),
    keys=_lead_keys,
    evolve=_fold_lead,
    columns=("post", "stand", "source", "opened_at", "opened_by", "touched_at", "last_by", "next_at"),
    version=2,
)
EVENTS = Table(
    "lead.events",
    Event,
    kinds=(acts.Merged.KIND, *_OF_EVENTS),
    keys=_event_keys,
    evolve=_fold_event,
    columns=("lead", "post", "kind", "person", "at", "for_at", "standing"),
)
NUMBERS = Table(
    "lead.numbers",
    Number,
    kinds=(acts.Opened.KIND, acts.NumberAdded.KIND, acts.Merged.KIND),
    keys=_number_keys,
    evolve=_fold_number,
    columns=("lead",),
)
