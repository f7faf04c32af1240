"""The recorded ways out, so that 'cannot leave' and 'cannot accept' never lock each other: as the pack's exits
allow."""

from datetime import datetime

from pydantic import Field

from jiaoban.absence import queries as absence
from jiaoban.handover import acts, queries
from jiaoban.handover.clocks import staying
from jiaoban.handover.holding import hold
from jiaoban.handover.state import Handover
from jiaoban.handover.surroundings import able
from jiaoban.handover.usecases.scene import OfHandover, belongs, find, known, look, name, need, one, pack_of
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybeRef, Moment, Ref, Text
from jiaoban.kernel.refusal import BadInput, Declined, NotFound, Reason
from jiaoban.kernel.verbs import Context, Decision, plain, verb
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.regime.pack import Exit, Pack


def _exit(context: Context, handover: Handover, way: str) -> Exit:
    """Return the pack's rule of this way out, if it has one and the actor may take it."""
    exits = [one for one in pack_of(context, handover).handover.exits if one.way == way]
    if not exits:
        raise Declined(
            plain(
                f"exit:{way}",
                "本制度没有这条出路。",
                "The regime has no such way out.",
                "请选择制度允许的出路。",
                "Choose a way that the regime allows.",
                who=("supervisor",),
            ),
            about=handover.key,
        )
    need(context, handover, *exits[0].by)
    return exits[0]


class Postpone(OfHandover):
    """Until when the handover is put off, and why."""

    to: Moment = Field(title="推迟到 Until")
    reason: Text = Field(title="原因 Reason")


@verb("handover.postpone", right=Right.WORK)
def postpone(context: Context, args: Postpone) -> Decision:
    """推迟交接到另一时刻，写明理由；责任仍在交班方。"""
    handover = find(context, args.handover)
    way = _exit(context, handover, "postpone")
    if args.to.tzinfo is None or args.to <= context.now:
        raise BadInput(
            "to",
            Words(zh="推迟到的时刻已经过去，或没有时区。", en="The moment has passed, or has no time zone."),
            Words(zh="请填写将来的时间。", en="Give a moment to come."),
        )
    if args.to > handover.next_ends_at:
        raise BadInput(
            "to",
            Words(zh="推迟不能超过接班班次的结束。", en="It cannot be put off beyond the end of the incoming shift."),
            Words(
                zh="请选择其他出路，例如顶班或由当班负责人接管。",
                en="Choose another way out: a stand-in, or the supervisor takes the post.",
            ),
        )
    _not_too_long(handover, way, args.to)
    reason = args.reason.strip()
    if way.approved_by and not any(belongs(context, handover, party) for party in way.approved_by):
        return one(acts.PostponementAsked(handover=handover.key, to=args.to, reason=reason), way.clause)
    return one(acts.Postponed(handover=handover.key, to=args.to, reason=reason), way.clause)


def _not_too_long(handover: Handover, way: Exit, to: datetime) -> None:
    hour = handover.begins_at or handover.due_at
    if way.longest is None or to - hour <= way.longest:
        return
    minutes = int(way.longest.total_seconds() // 60)
    raise Declined(
        Reason(
            code="postpone-longest",
            clause=way.clause,
            why=Words(
                zh=f"交接最多推迟 {minutes} 分钟。", en=f"A handover is put off by {minutes} minutes at the most."
            ),
            lifts=Words(zh="请推迟得短一些，或选择其他出路。", en="Put it off by less, or choose another way out."),
            who=way.by,
        ),
        about=handover.key,
    )


class AnswerPostponement(OfHandover):
    """Whether what was asked is granted, and a word on it."""

    granted: bool = Field(title="同意 Granted")
    text: Text = Field(title="内容 Text")


@verb("handover.answer_postponement", right=Right.WORK)
def answer_postponement(context: Context, args: AnswerPostponement) -> Decision:
    """批准或不批准推迟交接的请求；批准之前交接时刻不变。"""
    handover = find(context, args.handover)
    asked = handover.asked
    way = next((one for one in pack_of(context, handover).handover.exits if one.way == "postpone"), None)
    if asked is None or way is None:
        raise NotFound("no postponement is asked for", "handover")
    need(context, handover, *way.approved_by)
    if not args.granted:
        return one(acts.PostponementDenied(handover=handover.key, text=args.text.strip()), way.clause)
    if asked.to <= context.now:
        raise Declined(
            plain(
                "postpone-passed",
                "请求推迟到的时刻已经过去。",
                "The moment that was asked for has passed.",
                "请另行推迟，或选择其他出路。",
                "Put it off anew, or choose another way out.",
                who=way.approved_by,
            ),
            about=handover.key,
        )
    reason = f"{asked.reason} - {args.text.strip()}"
    return one(acts.Postponed(handover=handover.key, to=asked.to, reason=reason), way.clause)


class StandIn(OfHandover):
    """Who comes, in whose place, and why."""

    person: Ref = Field(title="人员 Person")
    instead_of: MaybeRef = Field(default="", title="顶替谁 Instead of")
    reason: Text = Field(title="原因 Reason")


@verb("handover.stand_in", right=Right.WORK)
def stand_in(context: Context, args: StandIn) -> Decision:
    """安排顶班：由另一人接班。"""
    handover = find(context, args.handover)
    way = _exit(context, handover, "stand-in")
    if not known(context, args.person) or args.person in handover.arriving:
        raise BadInput(
            "person",
            Words(zh="没有这个人，或此人已在接班人员中。", en="No such person, or already on the incoming side."),
            Words(zh="请从人员名单中选择另一人。", en="Choose somebody else from the list."),
        )
    if args.instead_of and args.instead_of not in handover.arriving:
        raise BadInput(
            "instead_of",
            Words(zh="被替换的人不在接班人员中。", en="The person replaced is not on the incoming side."),
            Words(zh=f"应为{'、'.join(handover.arriving) or '空'}之一。", en="Choose one of the incoming side."),
        )
    if args.person in handover.leaving and not pack_of(context, handover).handover.self_handover:
        raise Declined(
            plain(
                "own-relief",
                "交班人不能自己接自己的班。",
                "Nobody takes over from themselves.",
                "请另找顶班人员，或推迟交接。",
                "Find another stand-in, or postpone.",
                who=("supervisor",),
            ),
            about=handover.key,
        )
    _there(context, handover, args.person)
    if way.qualified:
        _qualified(context, handover, way, args.person)
    stood_in = acts.StoodIn(
        handover=handover.key, person=args.person, instead_of=args.instead_of, reason=args.reason.strip()
    )
    return one(stood_in, way.clause)


def _there(context: Context, handover: Handover, person: str) -> None:
    """Decline a stand-in who is away with approval: they are called back first, and arrive, or come back."""
    gone = absence.away_at(context.book, person, context.now)
    if gone is None:
        return
    who, zone = name(context, person), clock_of(context.place.zone)
    until = f"{gone.until_at.astimezone(zone):%Y-%m-%d %H:%M}"
    raise Declined(
        plain(
            "stand-in-away",
            f"{who}经批准离岗，到 {until}。",
            f"{who} is away with approval until {until}.",
            "请先召回并等其到达，或另找人顶班。",
            "Call them back and let them arrive first, or name somebody else.",
            who=("supervisor",),
        ),
        about=handover.key,
    )


def _qualified(context: Context, handover: Handover, way: Exit, person: str) -> None:
    """Decline a stand-in without a qualification for the post, naming those who could be called."""
    could = able(context.book, context.place, handover)
    if any(one.key == person for one in could):
        return
    names = tuple(one.name for one in could)
    raise Declined(
        Reason(
            code="stand-in-unqualified",
            clause=way.clause,
            why=Words(zh="此人没有本岗位的有效资格，不能顶班。", en="They hold no valid qualification for this post."),
            lifts=Words(
                zh=f"可以安排：{'、'.join(names) or '无人，请当班负责人接管岗位'}。",
                en=f"Who could be called: {', '.join(names) or 'nobody; let the supervisor take the post'}.",
            ),
            who=("supervisor",),
            names=names,
        ),
        about=handover.key,
    )


class Unattended(OfHandover):
    """In which state the post is left, and that this is the approved safe one."""

    safe_state: Text = Field(title="岗位所处的安全状态 Safe state")
    text: Text = Field(title="内容 Text")


@verb("handover.leave_unattended", right=Right.SUPERVISE, signed=True)
def leave_unattended(context: Context, args: Unattended) -> Decision:
    """岗位转入批准的安全状态、无人值守；责任由批准人承担。"""
    handover = find(context, args.handover)
    way = _exit(context, handover, "unattended")
    if handover.joining:
        raise Declined(
            plain(
                "joins-only",
                "这次是加入，没有人离岗。",
                "Somebody joins here, and nobody leaves.",
                "请取消加入，另开一次交接。",
                "Cancel it, and open a handover.",
            ),
            about=handover.key,
        )
    if not context.place.safe_state:
        raise Declined(
            plain(
                "no-safe-state",
                "这个岗位没有批准的无人值守安全状态。",
                "This post has no approved state in which it may be left unattended.",
                "请安排顶班，或由当班负责人接管。",
                "Call a stand-in, or let the supervisor take the post.",
                who=("supervisor",),
            ),
            about=handover.key,
        )
    note = f"{args.safe_state.strip()} - {args.text.strip()}"
    return _end(context, handover, way, "UNATTENDED", note)


class Ending(OfHandover):
    """Why the handover ends this way."""

    reason: Text = Field(title="原因 Reason")


@verb("handover.take_over", right=Right.SUPERVISE, signed=True)
def take_over(context: Context, args: Ending) -> Decision:
    """当班负责人接管岗位，交班人可以离岗。"""
    handover = find(context, args.handover)
    return _end(context, handover, _exit(context, handover, "takeover"), "TAKEN_OVER", args.reason.strip())


@verb("handover.cancel", right=Right.WORK)
def cancel(context: Context, args: Ending) -> Decision:
    """取消这次交接：一切照旧，责任仍在当班人。"""
    handover = find(context, args.handover)
    way = _exit(context, handover, "cancel")
    return one(acts.Closed(handover=handover.key, ending="CANCELLED", text=args.reason.strip()), way.clause)


def _passed(ending: acts.Ending) -> tuple[str, ...]:
    return ("relieve", "unattended") if ending == "UNATTENDED" else ("relieve",)


def _end(context: Context, handover: Handover, way: Exit, ending: acts.Ending, note: str) -> list[Proposed]:
    pack = pack_of(context, handover)
    seen = look(context, handover)
    standing = {one.gate.id: one for moment in _passed(ending) for one in seen.standing(moment)}
    standing |= {one.gate.id: one for one in seen.keeping}  # these ways out let the outgoing side go
    if standing:
        raise Declined(*(gate.reason() for gate in standing.values()), about=handover.key)
    closed = acts.Closed(handover=handover.key, ending=ending, text=note, content=handover.content_digest())
    before = queries.tenure(context.book, context.place.post)
    stays = {one: before.hour_of(one) for one in staying(handover, before)} if before else {}
    if stays and ending == "UNATTENDED":
        raise Declined(_somebody_stays(context, tuple(stays)), about=handover.key)
    actor = context.actor.person
    hours = stays | {actor: stays.get(actor) or _until(context, handover, pack)}
    held = hold(context, pack, "UNATTENDED" if ending == "UNATTENDED" else "TAKEOVER", hours, handover.key, note=note)
    return [*one(closed, way.clause), held]


def _somebody_stays(context: Context, people: tuple[str, ...]) -> Reason:
    names = "、".join(name(context, person) for person in people)
    return plain(
        "somebody-stays",
        f"{names}仍在岗位上，岗位不是无人值守。",
        f"{names} still holds the post: it is not left unattended.",
        "请由当班负责人接管，或让全体当班人一起交班。",
        "Let the supervisor take over, or let everybody hand over together.",
        who=("supervisor",),
    )


def _until(context: Context, handover: Handover, pack: Pack) -> datetime:
    """Return when the next relief is due: in the middle of a shift at its end, about the hour at the next one's."""
    early = context.now < handover.due_at - pack.handover.presence.drafts
    return handover.due_at if early else handover.next_ends_at
