"""Verbs about routes: their register, the codes of their points."""

from typing import Annotated

from pydantic import Field, StringConstraints

from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybePhrase, MaybeRef, MaybeText, NewKey, Phrase, Ref, Sha256
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.kernel.zones import clock_of
from jiaoban.logbook import queries as logbook
from jiaoban.round import acts, queries
from jiaoban.round.rules import register as rules
from jiaoban.round.tables import Route
from jiaoban.round.terms import Order, When

A_DAY = 24 * 60 * 60
Rule = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, max_length=200)]


class PointArgs(Args):
    """An inspection point."""

    code: NewKey = Field(title="检查点代码 Code")
    name: Phrase = Field(title="名称 Name")
    place: MaybePhrase = Field(default="", title="地点 Place")
    equipment: MaybeRef = Field(default="", title="设备 Equipment")
    subject: MaybeRef = Field(default="", title="交接对象 Subject")
    look: MaybeText = Field(default="", title="看什么 What to look at")
    parameters: tuple[Ref, ...] = Field(default=(), max_length=30, title="抄录参数 Parameters")
    photo: bool = Field(default=False, title="要拍照 Photograph wanted")
    least_s: int = Field(default=0, ge=0, le=3600, title="最短停留（秒） Shortest stay in seconds")
    longest_s: int = Field(default=0, ge=0, le=A_DAY, title="最长停留（秒） Longest stay in seconds")


class TimetableArgs(Args):
    """When a route is due."""

    timetable: NewKey = Field(title="时刻表代码 Key")
    when: When = Field(default="RULE", title="何时 When")
    rule: Rule = Field(default="", title="重复规则 Recurrence")
    opens_s: int = Field(default=900, ge=0, le=A_DAY, title="提前（秒） Opens before, seconds")
    closes_s: int = Field(default=1800, ge=0, le=A_DAY, title="宽限（秒） Closes after, seconds")


class RegisterRoute(Args):
    """A route, new or as it is from now on."""

    route: NewKey = Field(title="路线代码 Key")
    name: Phrase = Field(title="路线名称 Name")
    order: Order = Field(default="RECORDED", title="顺序 Order")
    points: tuple[PointArgs, ...] = Field(min_length=1, max_length=200, title="检查点 Points")
    timetables: tuple[TimetableArgs, ...] = Field(default=(), max_length=20, title="时刻表 Timetables")
    in_use: bool = Field(default=True, title="在用 In use")


class NewCode(Args):
    """The SHA-256 of the secret that a point's new code holds."""

    point: Ref = Field(title="检查点 Point")
    digest: Sha256 = Field(title="摘要 Digest")


class IssueCodes(Args):
    """New codes for points of a route. Whoever prints them keeps the secrets; the book holds their digests."""

    route: Ref = Field(title="路线 Route")
    codes: tuple[NewCode, ...] = Field(min_length=1, max_length=200, title="二维码 Codes")


@verb("round.register_route", right=Right.SUPERVISE)
def register_route(context: Context, args: RegisterRoute) -> Decision:
    """Enter a route of inspection points in the register, or make a new version of it."""
    before = queries.route(context.book, args.route)
    post = context.place.post
    rules.own_post(args.route, before.post if before else None, post)
    points = tuple(acts.Point(**one.model_dump()) for one in args.points)
    timetables = tuple(acts.Timetable(**one.model_dump()) for one in args.timetables)
    rules.need_sound(
        points,
        subjects=[key for key, _ in context.place.subjects],
        equipment=lambda key: logbook.linkable(context.book, "EQUIPMENT", key) is not None,
        parameter=lambda key: queries.readable(context.book, key),
        post=post,
    )
    rules.need_times(timetables)
    today = context.now.astimezone(clock_of(context.place.zone)).date().isoformat()
    registered = acts.RouteRegistered(
        route=args.route,
        version=before.version + 1 if before else 1,
        name=args.name,
        order=args.order,
        points=points,
        timetables=timetables,
        from_day=before.from_day if before else today,
        in_use=args.in_use,
    )
    return [Proposed(registered)]


@verb("round.issue_codes", right=Right.SUPERVISE)
def issue_codes(context: Context, args: IssueCodes) -> Decision:
    """Give points of a route new codes; their earlier ones are void."""
    one = find_route(context, args.route)
    codes = tuple(acts.Issued(point=code.point, digest=code.digest) for code in args.codes)
    issued = acts.CodesIssued(route=one.key, codes=codes)
    rules.need_points(one, issued)
    return [Proposed(issued)]


def find_route(context: Context, key: str) -> Route:
    """Return a route of this post; raises `NotFound`."""
    found = queries.route(context.book, key)
    if found is None or found.post != context.place.post:
        raise NotFound(f"route {key}", "route")
    return found
