"""What is known of a follow-up and of a suggestion after the acts so far."""

from datetime import datetime
from operator import not_

from pydantic import Field

from jiaoban.followup import acts
from jiaoban.followup.terms import Category, Standing, Status
from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table, keyed
from jiaoban.kernel.words import Words
from jiaoban.regime.everyday import Chief


class Note(State):
    """What was written on a follow-up in a shift: progress, or the reason why there was none."""

    at: datetime
    by: str
    text: str
    shift: str


class Passing(State):
    """The follow-up went from one person to another."""

    at: datetime
    by: str
    giver: str
    taker: str
    reason: str


class Move(State):
    """It was put to a department or superior, and what came of it: `accepted` None while nobody has answered. `owner`
    followed it before, `taker` after; `old_due_at` was the limit before, where it got a new one."""

    at: datetime
    by: str
    to: str
    title: Words
    post: str
    answers: Chief
    reason: str
    owner: str
    accepted: bool | None = None
    answered_at: datetime | None = None
    answered_by: str = ""
    why: str = ""
    taker: str = ""
    contact: str = ""
    due_at: datetime | None = None


class Told(State):
    """It was open beyond its limit for so long that somebody above was told."""

    at: datetime
    to: Chief
    due_at: datetime


class Followup(State):
    """Something to be followed up. `owner` is who follows it now, `seq` the act that opened it, `last_at` its last
    change. `moves`: to departments and superiors, the oldest first; `told`: who was told that it is late."""

    key: str
    post: str
    what: str
    where: str
    state_so_far: str
    next_step: str
    due_at: datetime
    owner: str
    origin: str
    opened_at: datetime
    opened_by: str
    opened_shift: str
    status: Status = "OPEN"
    progress: tuple[Note, ...] = ()
    reasons: tuple[Note, ...] = ()
    passed: tuple[Passing, ...] = ()
    result: str = ""
    closed_at: datetime | None = None
    closed_by: str = ""
    closed_shift: str = ""
    seq: int
    last_at: datetime
    category: Category = Field(default="", exclude_if=not_)
    photos: tuple[str, ...] = Field(default=(), exclude_if=not_)
    moves: tuple[Move, ...] = Field(default=(), exclude_if=not_)
    told: tuple[Told, ...] = Field(default=(), exclude_if=not_)

    @property
    def asked(self) -> Move | None:
        """The department that has been asked to take it over and has not answered, or None."""
        return self.moves[-1] if self.moves and self.moves[-1].accepted is None and self.open else None

    @property
    def with_(self) -> Move | None:
        """The department that took it over last, or None while it is with those who opened it."""
        return next((one for one in reversed(self.moves) if one.accepted), None)

    @property
    def sees(self) -> str:
        """The post of the department that is asked, else of the one that has it; '' where that is no post."""
        return next((move.post for move in (self.asked, self.with_) if move and move.post), "")

    def seen_at(self, post: str) -> bool:
        """Say whether it is seen at a post: where it was opened, where it is, and where it is asked to go."""
        return post in {self.post, *(move.post for move in (self.asked, self.with_) if move)} - {""}

    @property
    def open(self) -> bool:
        """Not closed."""
        return self.status == "OPEN"

    def overdue(self, now: datetime) -> bool:
        """Say whether it should have been closed by now (or was closed after its due moment)."""
        return (self.closed_at or now) > self.due_at

    def owner_at(self, moment: datetime) -> str:
        """Return who followed it at a moment; before it was opened, whoever followed it first."""
        changes = [(one.at, one.giver) for one in self.passed]
        changes += [(one.answered_at, one.owner) for one in self.moves if one.accepted and one.answered_at]
        return next((giver for at, giver in sorted(changes) if at > moment), self.owner)


def evolve(state: Followup | None, act: Act, _key: str) -> Followup | None:
    """Return the follow-up after this act."""
    p = act.payload
    if isinstance(p, acts.Opened):
        return _opened(p, act)
    if state is None:
        return None
    changes: dict[str, object] = {"last_at": act.recorded_at}
    if isinstance(p, acts.Progressed):
        note = Note(at=act.occurred_at, by=act.actor, text=p.text, shift=p.shift)
        changes["progress"] = (*state.progress, note)
    elif isinstance(p, acts.Excused):
        note = Note(at=act.occurred_at, by=act.actor, text=p.reason, shift=p.shift)
        changes["reasons"] = (*state.reasons, note)
    elif isinstance(p, acts.PassedOn):
        passing = Passing(at=act.occurred_at, by=act.actor, giver=p.giver, taker=p.taker, reason=p.reason)
        changes |= {"owner": p.taker, "passed": (*state.passed, passing)}
    elif isinstance(p, acts.Transferred):
        changes["moves"] = (*state.moves, _asked(state, p, act))
    elif isinstance(p, acts.Accepted | acts.Returned):
        changes |= _answered(state, p, act)
    elif isinstance(p, acts.Escalated):
        changes["told"] = (*state.told, Told(at=act.occurred_at, to=p.to, due_at=p.due_at))
    else:
        assert isinstance(p, acts.Closed)
        changes |= {"status": "CLOSED", "result": p.result, "closed_shift": p.shift}
        changes |= {"closed_at": act.occurred_at, "closed_by": act.actor}
    return state.model_copy(update=changes)


def _asked(state: Followup, p: acts.Transferred, act: Act) -> Move:
    said = p.model_dump(include={"to", "post", "answers", "reason"})
    return Move(at=act.occurred_at, by=act.actor, title=p.title, owner=state.owner, **said)


def _answered(state: Followup, p: acts.Accepted | acts.Returned, act: Act) -> dict[str, object]:
    """The answer stands in the last move; taken over, another one follows it, perhaps until another moment."""
    answer: dict[str, object] = {"answered_at": act.occurred_at, "answered_by": act.actor, "owner": state.owner}
    if isinstance(p, acts.Returned):
        answer |= {"accepted": False, "why": p.reason}
        return {"moves": (*state.moves[:-1], state.moves[-1].model_copy(update=answer))}
    answer |= {"accepted": True, "taker": p.owner, "contact": p.contact, "due_at": p.due_at}
    moves = (*state.moves[:-1], state.moves[-1].model_copy(update=answer))
    return {"moves": moves, "owner": p.owner, "due_at": p.due_at or state.due_at}


def _opened(p: acts.Opened, act: Act) -> Followup:
    return Followup(
        key=p.followup,
        post=act.post,
        what=p.what,
        where=p.where,
        state_so_far=p.state_so_far,
        next_step=p.next_step,
        due_at=p.due_at,
        owner=p.owner,
        origin=p.origin,
        opened_at=act.occurred_at,
        opened_by=act.actor,
        opened_shift=p.shift,
        seq=act.seq,
        last_at=act.recorded_at,
        category=p.category,
        photos=p.photos,
    )


FOLLOWUPS = Table(
    "followup",
    Followup,
    kinds=(
        acts.Opened.KIND,
        acts.Progressed.KIND,
        acts.Excused.KIND,
        acts.PassedOn.KIND,
        acts.Closed.KIND,
        acts.Transferred.KIND,
        acts.Accepted.KIND,
        acts.Returned.KIND,
        acts.Escalated.KIND,
    ),
    keys=keyed("followup"),
    evolve=evolve,
    columns=(
        "post",
        "status",
        "owner",
        "origin",
        "due_at",
        "opened_at",
        "closed_at",
        "closed_shift",
        "last_at",
        "sees",
    ),
)


class Suggestion(State):
    """How somebody suggests that something be done better, and what became of it. `answer`: what came of it, or why it
    is declined; `answered_by`: who took it up or declined it."""

    key: str
    post: str
    title: str
    text: str
    problem: str
    at: datetime
    by: str
    standing: Standing = "NEW"
    owner: str = ""
    note: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""
    done_at: datetime | None = None
    done_by: str = ""
    answer: str = ""


def fold_suggestion(state: Suggestion | None, act: Act, key: str) -> Suggestion | None:
    """Return the suggestion after this act."""
    p = act.payload
    if isinstance(p, acts.Suggested):
        said = p.model_dump(include={"title", "text", "problem"})
        return Suggestion(key=key, post=act.post, at=act.occurred_at, by=act.actor, **said)
    if state is None:
        return None
    changes: dict[str, object]
    if isinstance(p, acts.TakenUp):
        changes = {"standing": "TAKEN_UP", "owner": p.owner, "note": p.note}
        changes |= {"answered_at": act.occurred_at, "answered_by": act.actor}
    elif isinstance(p, acts.TurnedDown):
        changes = {"standing": "DECLINED", "answer": p.reason}
        changes |= {"answered_at": act.occurred_at, "answered_by": act.actor}
    else:
        assert isinstance(p, acts.CarriedOut)
        changes = {"standing": "DONE", "answer": p.result, "done_at": act.occurred_at, "done_by": act.actor}
    return state.model_copy(update=changes)


SUGGESTIONS = Table(
    "followup_suggestion",
    Suggestion,
    kinds=(acts.Suggested.KIND, acts.TakenUp.KIND, acts.CarriedOut.KIND, acts.TurnedDown.KIND),
    keys=keyed("suggestion"),
    evolve=fold_suggestion,
    columns=("post", "standing", "at", "by"),
)
