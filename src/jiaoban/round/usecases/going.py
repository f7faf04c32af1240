"""Verbs of a round: start, visit, skip, finish, abandon.

A device without signal records them and sends them later, each with its own command id and the moment at which it
happened; `person` is whose word it is, so that nobody else's login can send it.
"""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybePhrase, MaybeRef, MaybeText, Moment, Ref, Sha256, Text
from jiaoban.kernel.refusal import BadInput, Declined, NotFound
from jiaoban.kernel.verbs import Args, Context, Decision, as_part, plain, verb
from jiaoban.kernel.words import Words
from jiaoban.logbook.rules import check_moment
from jiaoban.org import queries as org
from jiaoban.round import acts, queries
from jiaoban.round.acts import Point
from jiaoban.round.rules import due, going, starting
from jiaoban.round.tables import Round, Route
from jiaoban.round.terms import Basis, FindingKind, Result
from jiaoban.round.usecases.routes import find_route

TypedFigure = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=30)]
Secret = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{0,64}$")]
Grade = Annotated[str, StringConstraints(pattern=r"^[A-Z]{0,20}$")]


class Start(Args):
    """Along which route; `due`: for which of its moments, left out: the one that is open then, if one is.

    A device that begins without signal says when (`occurred_at`) and by which `version` of the route (0: as it is now).
    With `join` it goes along where the route turns out to be gone already: the answer names the round that it is.
    """

    route: Ref = Field(title="路线 Route")
    due: MaybeRef = Field(default="", title="对应时刻 Due")
    version: int = Field(default=0, ge=0, title="路线的版 Version of the route")
    person: MaybeRef = Field(default="", title="记录人 Whose word it is")
    occurred_at: Moment | None = Field(default=None, title="发生时间 Happened")
    offline: bool = Field(default=False, title="无信号时记录 Recorded without signal")
    join: bool = Field(default=False, title="有人在走就一起走 Join a round that goes on")


class OfRound(Args):
    """What all words about a running round have in common."""

    round: Ref = Field(title="巡检 Round")
    person: MaybeRef = Field(default="", title="记录人 Whose word it is")
    occurred_at: Moment | None = Field(default=None, title="发生时间 Happened")
    offline: bool = Field(default=False, title="无信号时记录 Recorded without signal")


class RoundFigure(Args):
    """One figure, as `plant.read` takes it: cause and handling of one outside its limits, or that they are found later;
    `doubtful`: record it with a mark although it is not plausible."""

    parameter: Ref = Field(title="参数 Parameter")
    value: TypedFigure = Field(title="数值 Value")
    cause: MaybeText = Field(default="", title="超限原因 Cause")
    handling: MaybeText = Field(default="", title="处理 Handling")
    found_later: bool = Field(default=False, title="原因待查 Found later")
    doubtful: bool = Field(default=False, title="照记并标为可疑 Record as doubtful")


class Visit(OfRound):
    """What was found at a point. `code`: the secret of its code, where it was scanned; `photos`: pictures stored
    before; `ask`: refuse a figure outside its limits of which nothing is told, as the sheet of readings does."""

    point: Ref = Field(title="检查点 Point")
    arrived_at: Moment | None = Field(default=None, title="到达时间 Arrived")
    code: Secret = Field(default="", title="二维码 Code")
    result: Result = Field(default="NORMAL", title="结果 Result")
    note: MaybeText = Field(default="", title="说明 Note")
    readings: tuple[RoundFigure, ...] = Field(default=(), max_length=30, title="读数 Readings")
    photos: tuple[Sha256, ...] = Field(default=(), max_length=20, title="照片 Photos")
    finding: MaybePhrase = Field(default="", title="发现的问题 What is amiss")
    finding_kind: FindingKind = Field(default="", title="登记为 Entered as")
    severity: Grade = Field(default="", title="等级 Severity")
    ask: bool = Field(default=False, title="超限须说明 Ask for causes")


class Skip(OfRound):
    """A point that is left out."""

    point: Ref = Field(title="检查点 Point")
    reason: Text = Field(title="原因 Reason")


class Finish(OfRound):
    """The round that ends."""


class Abandon(Args):
    """The round that is broken off."""

    round: Ref = Field(title="巡检 Round")
    reason: Text = Field(title="原因 Reason")


@verb("round.start", right=Right.WORK)
def start(context: Context, args: Start) -> Decision:
    """Begin a round along a route; whoever comes to one that is being gone joins it."""
    going.need_own_words(args.person, context.actor.person)
    at = check_moment(args.occurred_at or context.now, now=context.now)
    now = find_route(context, args.route)
    starting.need_in_use(now, at)
    route = _as_begun(context, now, args.version)
    wanted = _due(context, route, args.due, at)
    told = {"offline": args.offline, "late": going.is_late(at, context.place, context.now)}
    others = queries.going(context.book, route.post, route.key)
    if not args.join:
        starting.need_none_open(route, others, _name(context, others[0].started_by) if others else "")
    elif (same := starting.to_join(route, others)) is not None:
        return [Proposed(starting.joined(context.command, same, wanted, **told), occurred_at=at)]
    shift = context.place.shift_at(at)
    begun = starting.started(context.command, route, wanted, shift.key if shift else "", **told)
    return [Proposed(begun, occurred_at=at)]


def _as_begun(context: Context, route: Route, version: int) -> Route:
    """Return the route as the device knew it; raises `NotFound` for a version that it never had."""
    if version in (0, route.version):
        return route
    found = queries.version_of(context.book, route.key, version)
    if found is None:
        raise NotFound(f"version {version} of route {route.key}", "version")
    return found


def _due(context: Context, route: Route, key: str, at: datetime) -> due.Due | None:
    """Return the moment of the timetable for which a round that began at `at` is gone; declined where the one that is
    named was not open then or was gone already."""
    pack = context.packs(context.place.regime) if context.place.regime else None
    found = due.dues(route, context.place, pack, at, at)
    since = min((one.opens_at for one in found), default=at)
    gone = queries.taken(queries.begun_since(context.book, route.post, since))
    taken = [moment for of_route, moment in gone if of_route == route.key]
    free = due.due_for((one for one in found if key in ("", one.key)), taken, at)
    if key and free is None:
        raise Declined(
            plain(
                "not-due",
                "这个时刻的巡检现在不能开始：还没有到时间，已经过了，或已经有人走过。",
                "It cannot begin now: it is too early, too late, or somebody went it.",
                "请从到时间的巡检里选择，或不选时刻另走一次。",
                "Choose one that is due, or go an extra one.",
            ),
            about=route.key,
        )
    return free


@verb("round.visit", right=Right.WORK)
def visit(context: Context, args: Visit) -> Decision:
    """Record a visit of an inspection point, with its figures, photographs and what was found."""
    one, route = _round(context, args)
    point = _point(route, args.point)
    at = going.happened(args.occurred_at, one, context.now)
    if args.finding_kind and not args.finding:
        raise BadInput(
            "finding",
            Words(zh="没有写发现了什么。", en="It does not say what is amiss."),
            Words(zh="请写明问题，或不登记。", en="Say what it is, or enter nothing."),
        )
    seen = going.Seen(
        basis=_basis(context, route, point, args.code),
        result=args.result,
        note=args.note,
        photos=args.photos,
        read=tuple(figure.parameter for figure in args.readings),
        finding=args.finding,
        matter=context.command if args.finding_kind else "",
        arrived_at=args.arrived_at,
        offline=args.offline,
    )
    late = going.is_late(at, context.place, context.now)
    visited = going.visit(one, route, point, seen, at, late=late)
    return [Proposed(visited, occurred_at=at), *_figures(context, args, at), *_matter(context, args, point, at)]


def _figures(context: Context, args: Visit, at: Any) -> list[Proposed]:
    """Return the acts of the figures: the same that are written when they are read at the desk."""
    if not args.readings:
        return []
    said = {"readings": [one.model_dump() for one in args.readings], "at": at, "ask": args.ask}
    return list(as_part(context, "plant.read", said))


def _matter(context: Context, args: Visit, point: Point, at: Any) -> list[Proposed]:
    """Return the acts of the defect or anomaly that is entered."""
    if not args.finding_kind:
        return []
    said = {
        "kind": args.finding_kind,
        "title": args.finding,
        "text": args.note,
        "equipment": point.equipment,
        "subject": point.subject,
        "severity": args.severity,
        "occurred_at": at,
    }
    return list(as_part(context, "plant.open_matter", said))


def _basis(context: Context, route: Route, point: Point, secret: str) -> Basis:
    """Return how the visit is vouched for; `BadInput` for a code that is another point's or counts no longer."""
    if not secret:
        return "TYPED"
    current = queries.code_of(context.book, route.key, point.code)
    if current is None or current.digest != queries.digest(secret):
        raise BadInput(
            "code",
            Words(zh="扫到的二维码不是这个检查点的，或已经作废。", en="The code is not this point's, or is void."),
            Words(
                zh="请扫现场的新码；码坏了就手工记录，并请当班负责人补发。",
                en="Scan the one on the spot; or record by hand and ask for a new code.",
            ),
        )
    return "SCANNED"


@verb("round.skip", right=Right.WORK)
def skip(context: Context, args: Skip) -> Decision:
    """Leave a point out, and say why."""
    one, route = _round(context, args)
    point = _point(route, args.point)
    at = going.happened(args.occurred_at, one, context.now)
    late = going.is_late(at, context.place, context.now)
    before = one.first.get(point.code) or one.skipped.get(point.code)
    name = _name(context, before.by) if before else ""
    skipped = going.skip(one, point, args.reason, at, offline=args.offline, late=late, name=name)
    return [Proposed(skipped, occurred_at=at)]


@verb("round.finish", right=Right.WORK)
def finish(context: Context, args: Finish) -> Decision:
    """Finish a round of which no point is left."""
    one, route = _round(context, args)
    at = going.happened(args.occurred_at, one, context.now)
    finished, ended = going.finish(one, route, at, offline=args.offline)
    return [Proposed(finished, occurred_at=ended)]


@verb("round.abandon", right=Right.WORK)
def abandon(context: Context, args: Abandon) -> Decision:
    """Break a round off, and say why; what was recorded on it stays."""
    one = _find(context, args.round)
    going.need_going_on(one)
    return [Proposed(acts.Abandoned(round=one.key, reason=args.reason))]


def _round(context: Context, args: OfRound) -> tuple[Round, Route]:
    going.need_own_words(args.person, context.actor.person)
    one = _find(context, args.round)
    return one, queries.route_as_gone(context.book, one)


def _find(context: Context, key: str) -> Round:
    found = queries.round_(context.book, key)
    if found is None or found.post != context.place.post:
        raise NotFound(f"round {key}", "round")
    return found


def _point(route: Route, code: str) -> Point:
    found = route.point(code)
    if found is None:
        raise NotFound(f"point {code}", "point")
    return found


def _name(context: Context, person: str) -> str:
    return org.names(context.book, [person]).get(person, person)
