"""Announcing a meeting, activity or training; answering the invitation; opening it, or cancelling it."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from jiaoban.gathering import acts, queries
from jiaoban.gathering.rules import announcing, holding
from jiaoban.gathering.terms import Announced as Sort
from jiaoban.gathering.usecases.known import found, lead, one, own, part, ruled
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybePhrase, MaybeText, Moment, Phrase, Ref, Text
from jiaoban.kernel.refusal import BadInput, Declined, NotFound
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.org import queries as org
from jiaoban.regime.gathering import Gatherings
from jiaoban.roster.checked import speaks_for_any

DAY = timedelta(days=1)
Refs = Annotated[tuple[Ref, ...], Field(max_length=200)]


class Announce(Args):
    """What is to take place, when, and who is invited. `exception`: why with less notice than the regime wants;
    `outside`: why in none of the periods that it has for such things."""

    sort: Sort = Field(default="MEETING", title="种类 Kind")
    title: Phrase = Field(title="名称 Title")
    plant_wide: bool = Field(default=False, title="全员参加 Everybody of the site")
    begins_at: Moment = Field(title="开始时间 Begins")
    ends_at: Moment = Field(title="结束时间 Ends")
    where: MaybePhrase = Field(default="", title="地点 Place")
    agenda: MaybeText = Field(default="", title="议程 Agenda")
    posts: Refs = Field(default=(), title="请哪些岗位 Posts invited")
    people: Refs = Field(default=(), title="请哪些人 People invited")
    exception: MaybeText = Field(default="", title="提前不足的原因 Why with less notice")
    outside: MaybeText = Field(default="", title="不在规定时段的原因 Why at another time")


class OfGathering(Args):
    """A verb about a gathering."""

    gathering: Ref = Field(title="会议 Gathering")


class Cancel(OfGathering):
    """Why it does not take place."""

    reason: Text = Field(title="原因 Reason")


class Reply(OfGathering):
    """Whether one comes; who cannot says why."""

    coming: bool = Field(default=False, title="参加 Coming")
    reason: MaybePhrase = Field(default="", title="不能参加的原因 Why not")


@verb("gathering.announce", right=Right.SUPERVISE)
def announce(context: Context, args: Announce) -> Decision:
    """Announce a meeting, a group activity or a training."""
    announcing.need_sense(args.begins_at, args.ends_at, context.now)
    _need_invited(context, args)
    said = ruled(context)
    clauses = [*_notice(context, args, said), *_period(context, args, said)]
    announced = acts.Announced(gathering=context.command, **args.model_dump())
    return [Proposed(announced, clauses=tuple(dict.fromkeys(clauses)))]


def _need_invited(context: Context, args: Announce) -> None:
    posts = [there.key for there in org.posts(context.book)]
    for place, post in enumerate(args.posts):
        if post not in posts:
            raise NotFound(f"post {post}", f"posts.{place}")
    for person in args.people:
        org.member(context.book, person)
    if not (args.plant_wide or args.posts or args.people):
        raise BadInput(
            "posts",
            Words(zh="没有请任何人。", en="Nobody is invited."),
            Words(zh="请选择全厂、岗位或人员。", en="Choose the whole plant, posts or people."),
        )


def _notice(context: Context, args: Announce, said: Gatherings | None) -> list[str]:
    rule = said.plant_wide if said else None
    if rule is None or not _everybody(context, args):
        return []
    excepted = args.exception and speaks_for_any(context, rule.exception_by)
    if announcing.too_short(rule, args.begins_at, context.now) and not excepted:
        raise Declined(announcing.short_notice(rule, context.now, context.place.zone, asked=bool(args.exception)))
    return [rule.clause]


def _everybody(context: Context, args: Announce) -> bool:
    """Say whether the whole site is asked to come, also where its posts are named one by one."""
    return args.plant_wide or {there.key for there in org.posts(context.book)} <= set(args.posts)


def _period(context: Context, args: Announce, said: Gatherings | None) -> list[str]:
    rule = said.periods if said else None
    if rule is None:
        return []
    training = args.sort == "TRAINING"
    first = args.begins_at.astimezone(clock_of(context.place.zone)).date()
    after = args.ends_at.astimezone(clock_of(context.place.zone)).date() + DAY
    inside = queries.periods(context.book, context.place, rule, first, after, training=training)
    if not args.outside and not any(period.holds(args.begins_at, args.ends_at) for period in inside):
        near = queries.periods(context.book, context.place, rule, first, first + queries.AHEAD * DAY, training=training)
        ahead = [period for period in near if period.begins_at >= context.now]
        raise Declined(announcing.outside_periods(rule, ahead, context.place.zone, training=training))
    return [rule.clause]


@verb("gathering.cancel", right=Right.SUPERVISE)
def cancel(context: Context, args: Cancel) -> Decision:
    """Cancel an announced gathering."""
    there = own(context, args.gathering)
    holding.need_coming(there)
    return one(acts.Cancelled(gathering=there.key, reason=args.reason), "")


@verb("gathering.reply", right=Right.WORK)
def reply(context: Context, args: Reply) -> Decision:
    """Answer the invitation to a gathering."""
    there = found(context, args.gathering)
    holding.need_coming(there)
    if context.actor.person not in queries.invited(context.book, there):
        raise BadInput(
            "gathering",
            Words(zh="这次会议没有请您。", en="You are not invited to it."),
            Words(zh="不必答复。", en="No answer is wanted."),
        )
    if not args.coming and not args.reason:
        raise BadInput(
            "reason",
            Words(zh="没有写不能参加的原因。", en="It is not said why you cannot come."),
            Words(zh="请写明原因。", en="Say why."),
        )
    return one(acts.Replied(gathering=there.key, coming=args.coming, reason="" if args.coming else args.reason), "")


@verb("gathering.open", right=Right.READ)
def open_(context: Context, args: OfGathering) -> Decision:
    """Open an announced gathering at its hour; whoever announced it does, or a supervisor."""
    part(context, "gathering.open")
    there = own(context, args.gathering)
    lead(context, there)
    holding.need_coming(there)
    holding.need_begun(there, context.now)
    return one(acts.Opened(gathering=there.key, expected=queries.invited(context.book, there)), "")
