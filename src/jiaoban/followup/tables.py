"""What is known of a follow-up after the acts so far."""

from datetime import datetime

from jiaoban.followup import acts
from jiaoban.followup.terms import Status
from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table, keyed


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


class Followup(State):
    """Something to be followed up. `owner` is who follows it now, `seq` the act that opened it, `last_at` its last
    change."""

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

    @property
    def open(self) -> bool:
        """Not closed."""
        return self.status == "OPEN"

    def overdue(self, now: datetime) -> bool:
        """Say whether it should have been closed by now (or was closed after its due moment)."""
        return (self.closed_at or now) > self.due_at

    def owner_at(self, moment: datetime) -> str:
        """Return who followed it at a moment; before it was opened, whoever followed it first."""
        after = next((one for one in self.passed if one.at > moment), None)
        return after.giver if after else self.owner


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
    else:
        assert isinstance(p, acts.Closed)
        changes |= {"status": "CLOSED", "result": p.result, "closed_shift": p.shift}
        changes |= {"closed_at": act.occurred_at, "closed_by": act.actor}
    return state.model_copy(update=changes)


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
    ),
    keys=keyed("followup"),
    evolve=evolve,
    columns=("post", "status", "owner", "origin", "due_at", "opened_at", "closed_at", "closed_shift", "last_at"),
)
