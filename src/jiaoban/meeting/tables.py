"""What is known of a meeting after the acts so far."""

from datetime import datetime, timedelta

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table, keyed
from jiaoban.meeting import acts
from jiaoban.meeting.terms import BRIEF, Fitness, Kind


class Call(State):
    """A person at the roll call; `here_at`: when a roll call first found them present, of those without a gap."""

    present: bool
    fitness: Fitness
    note: str
    at: datetime
    here_at: datetime | None = None


class Brief(State):
    """The chair's summing-up: of every part what was said last."""

    discipline: str
    conduct: str
    attention: str
    comments: str
    text: str
    at: datetime


class Report(State):
    """What somebody reported."""

    person: str
    text: str
    at: datetime


class Meeting(State):
    """A meeting for a handover."""

    key: str
    kind: Kind
    post: str
    occasion: str
    opened_at: datetime
    opened_by: str
    roll: dict[str, Call] = {}
    brief: Brief | None = None
    reports: tuple[Report, ...] = ()
    closed_at: datetime | None = None
    closed_by: str = ""

    @property
    def open(self) -> bool:
        """Not closed."""
        return self.closed_at is None

    @property
    def absent(self) -> dict[str, str]:
        """Who was called and not there, and why, as far as a reason was given."""
        return {person: call.note for person, call in self.roll.items() if not call.present}

    @property
    def unexcused(self) -> tuple[str, ...]:
        """Who was not there, without a reason."""
        return tuple(person for person, why in self.absent.items() if not why)

    @property
    def lasted(self) -> timedelta | None:
        """How long it was, once it is closed."""
        return self.closed_at - self.opened_at if self.closed_at else None


def evolve(state: Meeting | None, act: Act, _key: str) -> Meeting | None:
    """Return the meeting after this act."""
    p = act.payload
    if isinstance(p, acts.Opened):
        return Meeting(
            key=p.meeting,
            kind=p.meeting_kind,
            post=act.post,
            occasion=p.occasion,
            opened_at=act.occurred_at,
            opened_by=act.actor,
        )
    return state.model_copy(update=_changes(state, act)) if state else None


def _changes(state: Meeting, act: Act) -> dict[str, object]:
    p, at = act.payload, act.occurred_at
    if isinstance(p, acts.RollCalled):
        called = {one.person: _call(state.roll.get(one.person), one, at) for one in p.people}
        return {"roll": {**state.roll, **called}}
    if isinstance(p, acts.Briefed):
        said = {field: getattr(p, field) or getattr(state.brief, field, "") for field in BRIEF}
        return {"brief": Brief(at=at, **said)}
    if isinstance(p, acts.Reported):
        return {"reports": (*state.reports, Report(person=act.actor, text=p.text, at=at))}
    assert isinstance(p, acts.Closed)
    return {"closed_at": at, "closed_by": act.actor}


def _call(before: Call | None, said: acts.Called, at: datetime) -> Call:
    here = (before.here_at if before else None) or at if said.present else None
    return Call(present=said.present, fitness=said.fitness, note=said.note, at=at, here_at=here)


MEETINGS = Table(
    "meeting",
    Meeting,
    kinds=(
        acts.Opened.KIND,
        acts.RollCalled.KIND,
        acts.Briefed.KIND,
        acts.Reported.KIND,
        acts.Closed.KIND,
    ),
    keys=keyed("meeting"),
    evolve=evolve,
    columns=("post", "occasion", "kind", "opened_at", "closed_at"),
)
