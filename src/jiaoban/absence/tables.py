"""What is known of absences and recalls after the acts so far. Pure."""

from collections.abc import Iterable
from datetime import date, datetime

from jiaoban.absence import acts
from jiaoban.absence.terms import Sort, Source, Status, Taken
from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table, keyed
from jiaoban.kernel.fields import joint_key


class TransferLine(State):
    """A line of the work transfer form: what goes to whom, and how far that is. `answer`: why it was declined, or how
    it stood when it came back."""

    thing: str
    source: Source
    text: str
    post: str
    to: str
    note: str
    taken: Taken = "WAITING"
    at: datetime | None = None
    answer: str = ""

    @property
    def wanting(self) -> bool:
        """It can be given away, and nobody has taken it over (yet)."""
        return self.source != "order" and self.taken in ("WAITING", "DECLINED")


class CoveredStand(State):
    """A shift, or a duty or round in it, and who sees to it instead. `was`, `stands`: as in the act."""

    thing: str
    sort: Sort
    post: str
    shift: str
    text: str
    person: str
    was: tuple[str, ...] = ()
    stands: tuple[str, ...] = ()


class NumbersShown(State):
    """Who had the telephone numbers shown to them, and why."""

    by: str
    at: datetime
    reason: str


class Absence(State):
    """An absence, `from_at <= moment < until_at`. `regime`: digest of the pack by which it was asked for."""

    key: str
    post: str
    person: str
    kind: str
    regime: str
    from_at: datetime
    until_at: datetime
    reason: str
    where: str
    mobile: str
    landline: str
    allowed: str
    lines: tuple[TransferLine, ...] = ()
    covers: tuple[CoveredStand, ...] = ()
    status: Status = "ASKED"
    asked_at: datetime
    asked_by: str
    decided_at: datetime | None = None
    decided_by: str = ""
    decision: str = ""
    back_at: datetime | None = None
    seen: tuple[NumbersShown, ...] = ()

    @property
    def live(self) -> bool:
        """It is asked for or approved: it stands in the way of another one."""
        return self.status in ("ASKED", "APPROVED")

    def line(self, thing: str) -> TransferLine | None:
        """Return the line of the form about a thing, or None."""
        return next((one for one in self.lines if one.thing == thing), None)

    def running(self, now: datetime) -> bool:
        """Say whether the person is away now with approval."""
        return self.status == "APPROVED" and self.back_at is None and self.from_at <= now < self.until_at

    def overlaps(self, from_at: datetime, until_at: datetime) -> bool:
        """Say whether it lies in a half-open time; two that only touch do not overlap."""
        return self.from_at < until_at and from_at < self.until_at


class Allowance(State):
    """That a request at a post for an absence which begins on this local day may come late."""

    person: str
    kind: str
    day: str
    reason: str
    by: str
    at: datetime


class RecallState(State):
    """A person who is away is called back: when, by whom, to where, until when to answer, and what came of it."""

    key: str
    post: str
    absence: str
    regime: str
    person: str
    reason: str
    where: str
    sent_at: datetime
    sent_by: str
    wanted_at: datetime | None
    answer_by: datetime
    answered_at: datetime | None = None
    answered_by: str = ""
    coming: bool | None = None
    text: str = ""
    expected_at: datetime | None = None
    set_out_at: datetime | None = None
    arrived_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancelled_why: str = ""

    @property
    def open(self) -> bool:
        """They are still to answer or to arrive."""
        return self.arrived_at is None and self.cancelled_at is None and self.coming is not False

    @property
    def next_by(self) -> datetime | None:
        """Until when the next step is due: the answer, then the arrival; None where nothing says when."""
        return self.answer_by if self.answered_at is None else self.wanted_at or self.expected_at

    def late(self, now: datetime) -> bool:
        """Say whether the answer is overdue, or came after its time; exactly at that time is in time."""
        if self.cancelled_at is not None and self.answered_at is None:
            return self.cancelled_at > self.answer_by
        return (self.answered_at or now) > self.answer_by

    def overdue(self, now: datetime) -> bool:
        """Say whether they should have been there by now (or came later than they should)."""
        by = self.wanted_at or self.expected_at
        return by is not None and self.coming is not False and (self.arrived_at or self.cancelled_at or now) > by


def allowance_key(post: str, person: str, kind: str, day: date) -> str:
    """Return the key of the exception at a post for a person, a kind of absence and the local day on which it begins:
    whoever supervises one post lets nobody through at another."""
    return joint_key(post, person, kind, day.isoformat())


def _line(one: acts.Transfer, act: Act) -> TransferLine:
    """The receiver of one's own work has nothing to accept; neither has whoever only reads on coming back."""
    return TransferLine(**one.model_dump(), at=act.occurred_at)


def evolve(state: Absence | None, act: Act, _key: str) -> Absence | None:
    """Return the absence after this act."""
    p = act.payload
    if isinstance(p, acts.Asked):
        return Absence(
            key=p.absence,
            post=act.post,
            person=p.person,
            kind=p.absence_kind,
            regime=act.regime,
            from_at=p.from_at,
            until_at=p.until_at,
            reason=p.reason,
            where=p.where,
            mobile=p.mobile,
            landline=p.landline,
            allowed=p.allowed,
            lines=tuple(_line(one, act) for one in p.transfers),
            asked_at=act.occurred_at,
            asked_by=act.actor,
        )
    return state.model_copy(update=_changes(state, act)) if state else None


def _changes(state: Absence, act: Act) -> dict[str, object]:
    p, at = act.payload, act.occurred_at
    match p:
        case acts.Entrusted():
            others = tuple(one for one in state.lines if one.thing != p.transfer.thing)
            return {"lines": (*others, _line(p.transfer, act))}
        case acts.Accepted():
            return {"lines": _marked(state, p.things, "ACCEPTED", at, "")}
        case acts.Declined():
            return {"lines": _marked(state, p.things, "DECLINED", at, p.reason)}
        case acts.HandedBack():
            return {"lines": _marked(state, (p.thing,), "BACK", at, p.state)}
        case acts.Approved():
            covers = tuple(CoveredStand(**one.model_dump()) for one in p.covers)
            return {"status": "APPROVED", "covers": covers, **_decided(act, p.note)}
        case acts.Rejected():
            return {"status": "REJECTED", **_decided(act, p.reason)}
        case acts.Withdrawn():
            return {"status": "WITHDRAWN", **_decided(act, p.reason)}
        case acts.Shortened():
            return {"until_at": p.until_at}
        case acts.CameBack():
            return {"back_at": at, "until_at": min(state.until_at, at)}
    assert isinstance(p, acts.NumbersSeen)
    return {"seen": (*state.seen, NumbersShown(by=act.actor, at=at, reason=p.reason))}


def _decided(act: Act, words: str) -> dict[str, object]:
    return {"decided_at": act.occurred_at, "decided_by": act.actor, "decision": words}


def _marked(state: Absence, things: Iterable[str], taken: Taken, at: datetime, answer: str) -> tuple[TransferLine, ...]:
    meant = set(things)
    said = {"taken": taken, "at": at, "answer": answer}
    return tuple(one.model_copy(update=said) if one.thing in meant else one for one in state.lines)


def _allowance_keys(act: Act) -> Iterable[str]:
    p = act.payload
    assert isinstance(p, acts.Allowed)
    return (allowance_key(act.post, p.person, p.absence_kind, date.fromisoformat(p.day)),)


def _fold_allowance(_before: Allowance | None, act: Act, _key: str) -> Allowance:
    p = act.payload
    assert isinstance(p, acts.Allowed)
    return Allowance(person=p.person, kind=p.absence_kind, day=p.day, reason=p.reason, by=act.actor, at=act.occurred_at)


def _fold_recall(state: RecallState | None, act: Act, _key: str) -> RecallState | None:
    p, at = act.payload, act.occurred_at
    if isinstance(p, acts.Recalled):
        said = p.model_dump(exclude={"recall"})
        return RecallState(key=p.recall, post=act.post, regime=act.regime, sent_at=at, sent_by=act.actor, **said)
    if state is None:
        return None
    match p:
        case acts.RecallAnswered():
            changes: dict[str, object] = {"answered_at": at, "answered_by": act.actor, "coming": p.coming}
            changes |= {"text": p.text, "expected_at": p.expected_at}
        case acts.SetOut():
            changes = {"set_out_at": at, "expected_at": p.expected_at or state.expected_at}
        case acts.Arrived():
            changes = {"arrived_at": at}
        case _:
            assert isinstance(p, acts.RecallCancelled)
            changes = {"cancelled_at": at, "cancelled_why": p.reason}
    return state.model_copy(update=changes)


ABSENCES = Table(
    "absence",
    Absence,
    kinds=(
        acts.Asked.KIND,
        acts.Entrusted.KIND,
        acts.Accepted.KIND,
        acts.Declined.KIND,
        acts.Approved.KIND,
        acts.Rejected.KIND,
        acts.Withdrawn.KIND,
        acts.Shortened.KIND,
        acts.CameBack.KIND,
        acts.HandedBack.KIND,
        acts.NumbersSeen.KIND,
    ),
    keys=keyed("absence"),
    evolve=evolve,
    columns=("post", "person", "status", "from_at", "until_at", "asked_at", "back_at"),
)
ALLOWANCES = Table(
    "absence.allowances",
    Allowance,
    kinds=(acts.Allowed.KIND,),
    keys=_allowance_keys,
    evolve=_fold_allowance,
    columns=("person", "at"),
)
RECALLS = Table(
    "absence.recalls",
    RecallState,
    kinds=(
        acts.Recalled.KIND,
        acts.RecallAnswered.KIND,
        acts.SetOut.KIND,
        acts.Arrived.KIND,
        acts.RecallCancelled.KIND,
    ),
    keys=keyed("recall"),
    evolve=_fold_recall,
    columns=("post", "person", "absence", "open", "sent_at"),
)
