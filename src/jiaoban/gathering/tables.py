"""What is known of gatherings, hosts and counts after the acts so far. Who hosts and who missed a count is not stored:
it follows (rules/hosting.py, rules/counting.py)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from jiaoban.gathering import acts
from jiaoban.gathering.terms import Sort
from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table, keyed
from jiaoban.kernel.fields import joint_key
from jiaoban.kernel.words import Words


class Spoken(State):
    """Something that was reported, minuted, or given as a reason."""

    person: str
    text: str
    at: datetime
    by: str
    topic: str = ""


class RaisedProblem(State):
    """A problem with the proposal that came with it."""

    problem: str
    proposal: str
    by: str
    at: datetime


class Gathering(State):
    """A daily meeting once it was opened, or one that was announced. `regime` is the version under which it was."""

    key: str
    post: str
    sort: Sort
    title: Words
    regime: str
    begins_at: datetime
    announced_at: datetime | None = None
    announced_by: str = ""
    ends_at: datetime | None = None
    rule: str = ""
    plant_wide: bool = False
    where: str = ""
    agenda: str = ""
    posts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    exception: str = ""
    outside: str = ""
    replies: dict[str, str] = {}
    expected: tuple[str, ...] = ()
    arrived: dict[str, datetime] = {}
    late: tuple[str, ...] = ()
    excused: dict[str, Spoken] = {}
    reports: tuple[Spoken, ...] = ()
    minutes: tuple[Spoken, ...] = ()
    problems: tuple[RaisedProblem, ...] = ()
    opened_at: datetime | None = None
    opened_by: str = ""
    closed_at: datetime | None = None
    closed_by: str = ""
    over_reason: str = ""
    cancelled_at: datetime | None = None
    cancelled_by: str = ""
    cancelled_why: str = ""

    @property
    def going_on(self) -> bool:
        """Opened and not closed."""
        return self.opened_at is not None and self.closed_at is None

    @property
    def coming(self) -> bool:
        """Announced, not opened and not cancelled."""
        return self.opened_at is None and self.cancelled_at is None

    @property
    def missing(self) -> tuple[str, ...]:
        """Who is expected and neither present nor excused, nor has said why they cannot come."""
        away = {*self.arrived, *self.excused, *(person for person, why in self.replies.items() if why)}
        return tuple(one for one in self.expected if one not in away)

    @property
    def starts_at(self) -> datetime:
        """Its hour, or when it was opened where that was later: nobody is late before it begins."""
        return max(self.begins_at, self.opened_at or self.begins_at)

    def lasted(self, now: datetime) -> timedelta:
        """Return how long it has gone on, or did."""
        return (self.closed_at or now) - self.opened_at if self.opened_at else timedelta(0)

    def reported(self, person: str) -> frozenset[str]:
        """Return the topics on which somebody reported."""
        return frozenset(one.topic for one in self.reports if one.person == person)


class CountCall(State):
    """A call of the count (`seq`: number of the act that shows it), and when who reported to it."""

    at: datetime
    by: str
    seq: int
    answers: dict[str, datetime] = {}


class WaivedMiss(State):
    """A miss that is not held against somebody."""

    hour: str
    person: str
    reason: str
    by: str
    at: datetime


class CountDay(State):
    """The calls of a local day at a post, by their hour."""

    post: str
    day: date
    calls: dict[str, CountCall] = {}
    waived: tuple[WaivedMiss, ...] = ()

    @property
    def day_text(self) -> str:
        """The day as text, by which days are found."""
        return self.day.isoformat()

    def waived_for(self, hour: str, person: str) -> str:
        """Return why a miss is not held against somebody; '' where it is."""
        return next((one.reason for one in self.waived if (one.hour, one.person) == (hour, person)), "")


class HostOrder(State):
    """The people among whom the host changes, from a day on."""

    from_day: date
    people: tuple[str, ...]


class Hosts(State):
    """The orders of hosts of a post, as they were set."""

    post: str
    orders: tuple[HostOrder, ...] = ()

    @property
    def since(self) -> date | None:
        """The first day with a host."""
        return min((one.from_day for one in self.orders), default=None)

    def on(self, day: date) -> tuple[str, ...]:
        """Return the people among whom the host of a day changes: of the latest begin, the order set last."""
        begun = [one for one in self.orders if one.from_day <= day]
        newest = max((one.from_day for one in begun), default=None)
        return next((one.people for one in reversed(begun) if one.from_day == newest), ())


def _evolve(state: Gathering | None, act: Act, _key: str) -> Gathering | None:
    p = act.payload
    if isinstance(p, acts.Announced):
        said = p.model_dump(exclude={"gathering", "title"})
        title = Words(zh=p.title, en=p.title)
        return Gathering(
            key=p.gathering,
            post=act.post,
            title=title,
            regime=act.regime,
            announced_at=act.occurred_at,
            announced_by=act.actor,
            **said,
        )
    if isinstance(p, acts.Held):
        return Gathering(
            key=p.gathering,
            post=act.post,
            sort="DAILY",
            title=p.title,
            regime=act.regime,
            rule=p.rule,
            begins_at=p.begins_at,
            expected=p.expected,
            opened_at=act.occurred_at,
            opened_by=act.actor,
        )
    return state.model_copy(update=_changes(state, act)) if state else None


def _changes(state: Gathering, act: Act) -> dict[str, object]:
    p, at, by = act.payload, act.occurred_at, act.actor
    match p:
        case acts.Cancelled():
            return {"cancelled_at": at, "cancelled_by": by, "cancelled_why": p.reason}
        case acts.Replied():
            return {"replies": {**state.replies, by: "" if p.coming else p.reason}}
        case acts.Opened():
            return {"opened_at": at, "opened_by": by, "expected": p.expected}
        case acts.Arrived():
            new = tuple(one for one in p.people if one not in state.arrived)
            late = (*state.late, *new) if p.late else state.late
            return {"arrived": {**state.arrived, **dict.fromkeys(new, at)}, "late": late}
        case acts.Excused():
            return {"excused": {**state.excused, p.person: Spoken(person=p.person, text=p.reason, at=at, by=by)}}
        case acts.Reported():
            return {"reports": (*state.reports, Spoken(person=p.person, text=p.text, at=at, by=by, topic=p.topic))}
        case acts.Minuted():
            return {"minutes": (*state.minutes, Spoken(person=by, text=p.text, at=at, by=by))}
        case acts.ProblemRaised():
            return {"problems": (*state.problems, RaisedProblem(problem=p.problem, proposal=p.proposal, by=by, at=at))}
    assert isinstance(p, acts.Closed)
    return {"closed_at": at, "closed_by": by, "over_reason": p.reason}


def count_key(post: str, day: date) -> str:
    """Return the key of a day's calls at a post."""
    return joint_key(post, day.isoformat())


def _count_keys(act: Act) -> Iterable[str]:
    assert isinstance(act.payload, acts.CountCalled | acts.CountAnswered | acts.MissExcused)
    return (count_key(act.post, act.payload.day),)


def _fold_count(state: CountDay | None, act: Act, _key: str) -> CountDay:
    p = act.payload
    assert isinstance(p, acts.CountCalled | acts.CountAnswered | acts.MissExcused)
    day = state or CountDay(post=act.post, day=p.day)
    if isinstance(p, acts.CountCalled):
        return day.model_copy(
            update={"calls": {**day.calls, p.hour: CountCall(at=act.occurred_at, by=act.actor, seq=act.seq)}}
        )
    if isinstance(p, acts.CountAnswered):
        call = day.calls[p.hour]
        answered = call.model_copy(update={"answers": {**call.answers, act.actor: act.occurred_at}})
        return day.model_copy(update={"calls": {**day.calls, p.hour: answered}})
    waived = WaivedMiss(hour=p.hour, person=p.person, reason=p.reason, by=act.actor, at=act.occurred_at)
    return day.model_copy(update={"waived": (*day.waived, waived)})


def _host_keys(act: Act) -> Iterable[str]:
    return (act.post,)


def _fold_hosts(state: Hosts | None, act: Act, key: str) -> Hosts:
    p = act.payload
    assert isinstance(p, acts.HostsSet)
    before = state.orders if state else ()
    return Hosts(post=key, orders=(*before, HostOrder(from_day=p.from_day, people=p.people)))


GATHERINGS = Table(
    "gathering",
    Gathering,
    kinds=(
        acts.Announced.KIND,
        acts.Cancelled.KIND,
        acts.Replied.KIND,
        acts.Held.KIND,
        acts.Opened.KIND,
        acts.Arrived.KIND,
        acts.Excused.KIND,
        acts.Reported.KIND,
        acts.Minuted.KIND,
        acts.ProblemRaised.KIND,
        acts.Closed.KIND,
    ),
    keys=keyed("gathering"),
    evolve=_evolve,
    columns=("post", "rule", "plant_wide", "begins_at", "opened_at", "closed_at", "cancelled_at"),
)
COUNTS = Table(
    "gathering.counts",
    CountDay,
    kinds=(acts.CountCalled.KIND, acts.CountAnswered.KIND, acts.MissExcused.KIND),
    keys=_count_keys,
    evolve=_fold_count,
    columns=("post", "day_text"),
    version=2,
)
HOSTS = Table(
    "gathering.hosts",
    Hosts,
    kinds=(acts.HostsSet.KIND,),
    keys=_host_keys,
    evolve=_fold_hosts,
)
