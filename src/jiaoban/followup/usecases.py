"""The verbs of follow-ups."""

from pydantic import Field

from jiaoban.followup import acts, queries, rules
from jiaoban.followup.tables import Followup
from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import MaybeRef, MaybeText, Moment, Ref, Text
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.verbs import Args, Context, Decision, verb
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
        shift=_shift(context),
    )
    return [rules.open_(opened, now=context.now)]


@verb("followup.progress", right=Right.WORK)
def progress(context: Context, args: Progress) -> Decision:
    """Write what was done on a follow-up."""
    return [rules.progress(_followup(context, args.followup), args.text, shift=_shift(context))]


@verb("followup.excuse", right=Right.WORK)
def excuse(context: Context, args: Excuse) -> Decision:
    """Say why a follow-up was not worked on in this shift."""
    return [rules.excuse(_followup(context, args.followup), args.reason, shift=_shift(context))]


@verb("followup.pass_on", right=Right.WORK)
def pass_on(context: Context, args: PassOn) -> Decision:
    """Give a follow-up to another person."""
    one = _followup(context, args.followup)
    taker = org.member(context.book, args.to).key
    supervises = context.actor.may(Right.SUPERVISE, context.place.post)
    return [rules.pass_on(one, taker, args.reason, by=context.actor.person, supervises=supervises)]


@verb("followup.close", right=Right.WORK)
def close(context: Context, args: Close) -> Decision:
    """Close a follow-up with its result."""
    wants = _wants(context)
    clause = wants.closing.clause if wants and wants.closing else ""
    return [rules.close(_followup(context, args.followup), args.result, shift=_shift(context), clause=clause)]


def _wants(context: Context) -> Followups | None:
    """Return what the regime of the post wants of its follow-ups; None without a regime, or where it wants nothing."""
    if not context.place.regime:
        return None
    pack: Pack = context.packs(context.place.regime)
    return pack.handover.followups


def _followup(context: Context, key: str) -> Followup:
    found = queries.followup(context.book, key)
    if found is None or found.post != context.place.post:
        raise NotFound(f"follow-up {key}", "followup")
    return found


def _shift(context: Context) -> str:
    running = context.place.shift_at(context.now)
    return running.key if running else ""
