"""The verbs of a follow-up: opened, reported as a fault or found by a check, worked on, passed on, closed."""

from pydantic import Field

from jiaoban.followup import acts, queries
from jiaoban.followup.rules import life as rules
from jiaoban.followup.usecases.known import duties_of, followup_of, shift_of
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybePhrase, MaybeRef, MaybeText, Moment, Ref, Sha256, Text
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org
from jiaoban.regime.keeping import Followups
from jiaoban.regime.pack import Pack


class Open(Args):
    """A new follow-up. A required field that is empty is not bad input but a refusal that names it."""

    what: MaybeText = Field(default="", title="事项 What")
    where: MaybeText = Field(default="", title="地点或对象 Where or whose")
    state_so_far: MaybeText = Field(default="", title="目前情况 State so far")
    next_step: MaybeText = Field(default="", title="下一步 Next step")
    due_at: Moment | None = Field(default=None, title="完成时限 Due")
    owner: MaybeRef = Field(default="", title="跟进人 Who follows it")
    origin: MaybeRef = Field(default="", title="来源 Origin")


class Progress(Args):
    """What was done on a follow-up."""

    followup: Ref = Field(title="跟进事项 Follow-up")
    text: Text = Field(title="进展 Progress")


class Excuse(Args):
    """Why nothing was done on a follow-up in this shift."""

    followup: Ref = Field(title="跟进事项 Follow-up")
    reason: Text = Field(title="未处理原因 Reason")


class PassOn(Args):
    """Who follows it from now on."""

    followup: Ref = Field(title="跟进事项 Follow-up")
    to: Ref = Field(title="转交给 To")
    reason: MaybeText = Field(default="", title="原因 Reason")


class Close(Args):
    """What came of it."""

    followup: Ref = Field(title="跟进事项 Follow-up")
    result: MaybeText = Field(default="", title="处理结果 Result")


class ReportFault(Args):
    """Something that is broken or missing. `photos` are names of pictures stored before."""

    what: Text = Field(title="哪里坏了或缺了什么 What is broken or missing")
    where: MaybePhrase = Field(default="", title="地点 Where")
    photos: tuple[Sha256, ...] = Field(default=(), max_length=20, title="照片 Photos")


class ReportFinding(Args):
    """What a check found, until when its finder deals with it, and which check it was."""

    what: Text = Field(title="发现的问题 Finding")
    where: MaybePhrase = Field(default="", title="地点 Where")
    due_at: Moment = Field(title="完成时限 Due")
    origin: MaybeRef = Field(default="", title="来源 Origin")


class Settle(Args):
    """What came of it, as whoever supervises says it."""

    followup: Ref = Field(title="跟进事项 Follow-up")
    result: Text = Field(title="处理结果 Result")


@verb("followup.open", right=Right.WORK)
def open_(context: Context, args: Open) -> Decision:
    """Open a follow-up."""
    wants = _wants(context)
    opening = wants.opening if wants else None
    if opening is None:
        rules.need_whole(dict(args))
    else:
        wanted = tuple(dict.fromkeys((*rules.REQUIRED, *opening.fields)))
        rules.need_whole(dict(args), wanted, opening.clause)
    assert args.due_at is not None
    org.member(context.book, args.owner)
    opened = acts.Opened(
        followup=context.command,
        what=args.what,
        where=args.where,
        state_so_far=args.state_so_far,
        next_step=args.next_step,
        due_at=args.due_at,
        owner=args.owner,
        origin=args.origin,
        shift=shift_of(context),
    )
    return [rules.open_(opened, now=context.now)]


@verb("followup.progress", right=Right.WORK)
def progress(context: Context, args: Progress) -> Decision:
    """Write what was done on a follow-up."""
    return [rules.progress(followup_of(context, args.followup), args.text, shift=shift_of(context))]


@verb("followup.excuse", right=Right.WORK)
def excuse(context: Context, args: Excuse) -> Decision:
    """Say why a follow-up was not worked on in this shift."""
    return [rules.excuse(followup_of(context, args.followup), args.reason, shift=shift_of(context))]


@verb("followup.pass_on", right=Right.WORK)
def pass_on(context: Context, args: PassOn) -> Decision:
    """Give a follow-up to another person."""
    one = followup_of(context, args.followup)
    taker = org.member(context.book, args.to).key
    supervises = context.actor.may(Right.SUPERVISE, context.place.post)
    return [rules.pass_on(one, taker, args.reason, by=context.actor.person, supervises=supervises)]


@verb("followup.close", right=Right.WORK)
def close(context: Context, args: Close) -> Decision:
    """Close a follow-up with its result."""
    wants = _wants(context)
    clause = wants.closing.clause if wants and wants.closing else ""
    return [rules.close(followup_of(context, args.followup), args.result, shift=shift_of(context), clause=clause)]


@verb("followup.settle", right=Right.SUPERVISE)
def settle(context: Context, args: Settle) -> Decision:
    """Close a follow-up that came up to oneself, with its result."""
    wants = _wants(context)
    clause = wants.closing.clause if wants and wants.closing else ""
    return [rules.close(followup_of(context, args.followup), args.result, shift=shift_of(context), clause=clause)]


@verb("followup.report_fault", right=Right.READ)
def report_fault(context: Context, args: ReportFault) -> Decision:
    """Report a fault: it is an item with an owner and a limit from then on."""
    duties = duties_of(context)
    said = duties.faults if duties else None
    if said is None:
        raise BadInput(
            "what",
            Words(zh="本岗位的制度没有写报故障。", en="The regime of this post does not speak of reporting faults."),
            Words(zh="请登记为跟进事项。", en="Open a follow-up instead."),
        )
    owner = context.actor.person
    if said.owner == "supervisor":
        owner = queries.least_busy(context.book, context.place.post) or owner
    opened = acts.Opened(
        followup=context.command,
        what=args.what,
        where=args.where or context.place.post_name,
        next_step="",
        due_at=context.now + said.within,
        owner=owner,
        shift=shift_of(context),
        category="FAULT",
        photos=args.photos,
    )
    return [Proposed(opened, clauses=(said.clause,))]


@verb("followup.report_finding", right=Right.WORK)
def report_finding(context: Context, args: ReportFinding) -> Decision:
    """Report what a check found: an item that its finder owns."""
    opened = acts.Opened(
        followup=context.command,
        what=args.what,
        where=args.where or context.place.post_name,
        next_step="",
        due_at=args.due_at,
        owner=context.actor.person,
        origin=args.origin,
        shift=shift_of(context),
        category="FINDING",
    )
    return [rules.open_(opened, now=context.now)]


def _wants(context: Context) -> Followups | None:
    """Return what the regime of the post wants of its follow-ups; None without a regime, or where it wants nothing."""
    if not context.place.regime:
        return None
    pack: Pack = context.packs(context.place.regime)
    return pack.handover.followups
