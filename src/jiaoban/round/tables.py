"""What is known of routes, their codes and the rounds after the acts so far."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from jiaoban.kernel.act import Act, moment
from jiaoban.kernel.book import State, Table, keyed
from jiaoban.kernel.fields import joint_key
from jiaoban.round import acts
from jiaoban.round.acts import Point, Timetable
from jiaoban.round.terms import Basis, Order, Pace, Result

PARAMETER_REGISTERED = "plant.parameter_registered"


class Route(State):
    """A route as it stands now, or (with `version`) as it stood."""

    key: str
    post: str
    version: int
    name: str
    order: Order
    points: tuple[Point, ...]
    timetables: tuple[Timetable, ...]
    from_day: str
    in_use: bool
    by: str
    last_at: datetime

    def point(self, code: str) -> Point | None:
        """Return the point of this code, or None."""
        return next((one for one in self.points if one.code == code), None)


class Code(State):
    """The code of a point that counts now, by the digest of its secret; `issue` counts how many there were."""

    key: str
    post: str
    route: str
    point: str
    digest: str
    issue: int
    issued_at: datetime
    by: str


class Readable(State):
    """A parameter that a point may name."""

    key: str
    post: str
    name: str
    unit: str
    lowest: str
    highest: str
    in_use: bool


class Visit(State):
    """One visit of a point. `at`: when they were done there."""

    command: str
    point: str
    by: str
    at: datetime
    recorded_at: datetime
    arrived_at: datetime | None
    basis: Basis
    result: Result
    note: str
    photos: tuple[str, ...]
    parameters: tuple[str, ...]
    finding: str
    matter: str
    stay_s: int | None
    pace: Pace
    offline: bool
    late: bool
    after_finish: bool
    skew_s: int | None
    seq: int


class Skip(State):
    """A point left out."""

    point: str
    by: str
    at: datetime
    reason: str
    offline: bool
    late: bool
    seq: int


class Joining(State):
    """That somebody began the same round on another device."""

    by: str
    at: datetime
    recorded_at: datetime
    offline: bool
    late: bool


class Round(State):
    """A round. `visits` and `skips` stand in the order in which they really happened.

    `started_at` is the first moment at which one of its devices began it. `told_at`: when the server heard of a round
    that was begun without signal, None for one that was begun with it.
    """

    key: str
    post: str
    route: str
    version: int
    points: tuple[str, ...]
    due: str
    due_at: datetime | None
    shift: str
    started_at: datetime
    started_by: str
    visits: tuple[Visit, ...] = ()
    skips: tuple[Skip, ...] = ()
    finished_at: datetime | None = None
    finished_by: str = ""
    abandoned_at: datetime | None = None
    abandoned_by: str = ""
    why_abandoned: str = ""
    last_at: datetime
    told_at: datetime | None = None
    joinings: tuple[Joining, ...] = ()

    @property
    def open(self) -> bool:
        """Neither finished nor broken off."""
        return self.finished_at is None and self.abandoned_at is None

    @property
    def first(self) -> dict[str, Visit]:
        """By point the visit that counts: the first one by the moment at which it really happened."""
        found: dict[str, Visit] = {}
        for one in self.visits:
            found.setdefault(one.point, one)
        return found

    @property
    def skipped(self) -> dict[str, Skip]:
        """By point why it was left out; a point that somebody was at after all is not among them."""
        been = self.first
        return {one.point: one for one in self.skips if one.point not in been}

    @property
    def words(self) -> tuple["Visit | Skip", ...]:
        """Every visit and every point left out, in the order in which they really happened."""
        said: list[Visit | Skip] = [*self.visits, *self.skips]
        return tuple(sorted(said, key=lambda one: (one.at, one.seq)))

    @property
    def people(self) -> tuple[str, ...]:
        """Who went it, in the order of their first word."""
        came: list[Visit | Skip | Joining] = [*self.words, *self.joinings]
        said = sorted(came, key=lambda one: one.at)
        return tuple(dict.fromkeys((self.started_by, *(one.by for one in said))))

    @property
    def took(self) -> timedelta | None:
        """How long it took from its start to its end; None while it goes on."""
        ended = self.finished_at or self.abandoned_at
        return ended - self.started_at if ended else None

    @property
    def left(self) -> list[str]:
        """The codes of the points that nobody was at and nobody left out with a reason, in the order of the route."""
        gone = {one.point for one in self.words}
        return [one for one in self.points if one not in gone]

    def missing_before(self, point: str, at: datetime) -> list[str]:
        """Return the codes of the points that lie before this one and had not been gone at a moment."""
        gone = {one.point for one in self.words if one.at <= at}
        return [one for one in self.points[: self.points.index(point)] if one not in gone]

    @property
    def out_of_turn(self) -> tuple[Visit, ...]:
        """The visits that count and came before their turn, by the moments at which everything really happened: what a
        second device tells later can put a visit right."""
        return tuple(one for one in self.first.values() if self.missing_before(one.point, one.at))


def version_key(route: str, version: int) -> str:
    """Return the key of a version of a route."""
    return joint_key(route, str(version))


def code_key(route: str, point: str) -> str:
    """Return the key of the code of a point."""
    return joint_key(route, point)


def _route(_before: Route | None, act: Act, key: str) -> Route:
    p = act.payload
    assert isinstance(p, acts.RouteRegistered)
    fields = {name: getattr(p, name) for name in ("version", "name", "order", "points", "timetables", "in_use")}
    return Route(key=p.route, post=act.post, from_day=p.from_day, by=act.actor, last_at=act.recorded_at, **fields)


def _code_keys(act: Act) -> Iterable[str]:
    assert isinstance(act.payload, acts.CodesIssued)
    return [code_key(act.payload.route, one.point) for one in act.payload.codes]


def _code(before: Code | None, act: Act, key: str) -> Code:
    p = act.payload
    assert isinstance(p, acts.CodesIssued)
    issued = next(one for one in p.codes if code_key(p.route, one.point) == key)
    return Code(
        key=key,
        post=act.post,
        route=p.route,
        point=issued.point,
        digest=issued.digest,
        issue=(before.issue if before else 0) + 1,
        issued_at=act.recorded_at,
        by=act.actor,
    )


def _readable(_before: Readable | None, act: Act, key: str) -> Readable:
    # The plant stands on the same floor, so its act is known here by the name of its kind alone.
    p = act.payload
    said = {name: getattr(p, name) for name in ("name", "unit", "lowest", "highest", "in_use")}
    return Readable(key=key, post=act.post, **said)


def evolve(state: Round | None, act: Act, _key: str) -> Round | None:
    """Return the round after this act."""
    p = act.payload
    if isinstance(p, acts.Started):
        return Round(
            key=p.round,
            post=act.post,
            route=p.route,
            version=p.version,
            points=p.points,
            due=p.due,
            due_at=moment(p.due_at) if p.due_at else None,
            shift=p.shift,
            started_at=act.occurred_at,
            started_by=act.actor,
            last_at=act.recorded_at,
            told_at=act.recorded_at if p.offline else None,
        )
    return state.model_copy(update={**_changes(state, act), "last_at": act.recorded_at}) if state else None


def _changes(state: Round, act: Act) -> dict[str, object]:
    p = act.payload
    if isinstance(p, acts.Visited):
        return {"visits": tuple(sorted((*state.visits, _visit(p, act)), key=lambda one: (one.at, one.seq)))}
    if isinstance(p, acts.Skipped):
        skip = Skip(
            point=p.point,
            by=act.actor,
            at=act.occurred_at,
            reason=p.reason,
            offline=p.offline,
            late=p.late,
            seq=act.seq,
        )
        return {"skips": tuple(sorted((*state.skips, skip), key=lambda one: (one.at, one.seq)))}
    if isinstance(p, acts.Joined):
        return _joined(state, p, act)
    if isinstance(p, acts.Finished):
        return {"finished_at": act.occurred_at, "finished_by": act.actor}
    assert isinstance(p, acts.Abandoned)
    return {"abandoned_at": act.occurred_at, "abandoned_by": act.actor, "why_abandoned": p.reason}


def _joined(state: Round, p: acts.Joined, act: Act) -> dict[str, object]:
    """Whoever began first began it, and what they began it for counts where nothing else was known."""
    came = Joining(by=act.actor, at=act.occurred_at, recorded_at=act.recorded_at, offline=p.offline, late=p.late)
    changes: dict[str, object] = {"joinings": (*state.joinings, came)}
    if act.occurred_at < state.started_at:
        was = Joining(
            by=state.started_by,
            at=state.started_at,
            recorded_at=state.told_at or state.started_at,
            offline=state.told_at is not None,
            late=False,
        )
        changes = {
            "started_at": act.occurred_at,
            "started_by": act.actor,
            "told_at": act.recorded_at if p.offline else None,
            "joinings": (*state.joinings, was),
        }
    if p.due and not state.due:
        changes |= {"due": p.due, "due_at": moment(p.due_at)}
    return changes


def _visit(p: acts.Visited, act: Act) -> Visit:
    told = p.model_dump(exclude={"round", "expected", "arrived_at"})
    return Visit(
        command=act.command,
        by=act.actor,
        at=act.occurred_at,
        recorded_at=act.recorded_at,
        arrived_at=moment(p.arrived_at) if p.arrived_at else None,
        skew_s=act.skew_s,
        seq=act.seq,
        **told,
    )


ROUTES = Table(
    "round_route",
    Route,
    kinds=(acts.RouteRegistered.KIND,),
    keys=keyed("route"),
    evolve=_route,
    columns=("post", "in_use"),
)
VERSIONS = Table(
    "round_version",
    Route,
    kinds=(acts.RouteRegistered.KIND,),
    keys=lambda act: (version_key(act.payload.route, act.payload.version),),  # type: ignore[attr-defined]
    evolve=_route,
)
CODES = Table(
    "round_code",
    Code,
    kinds=(acts.CodesIssued.KIND,),
    keys=_code_keys,
    evolve=_code,
    columns=("route", "digest"),
)
READABLES = Table(
    "round_readable",
    Readable,
    kinds=(PARAMETER_REGISTERED,),
    keys=keyed("parameter"),
    evolve=_readable,
    columns=("post", "in_use"),
)
ROUNDS = Table(
    "round",
    Round,
    kinds=(
        acts.Started.KIND,
        acts.Joined.KIND,
        acts.Visited.KIND,
        acts.Skipped.KIND,
        acts.Finished.KIND,
        acts.Abandoned.KIND,
    ),
    keys=keyed("round"),
    evolve=evolve,
    columns=("post", "route", "open", "started_at", "last_at"),
)
