"""Turns of a handover: refused, mended, suspended, resumed."""

from pydantic import Field

from jiaoban.handover import acts
from jiaoban.handover.authority import resumes
from jiaoban.handover.usecases.scene import (
    OfHandover,
    belongs,
    find,
    need,
    need_stage,
    no_accident,
    one,
    pack_of,
    undisputed,
)
from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import MaybeText, Ref, Text
from jiaoban.kernel.refusal import BadInput, Declined
from jiaoban.kernel.verbs import Context, Decision, plain, verb
from jiaoban.kernel.words import Words


class Refuse(OfHandover):
    """The ground (of the pack) on which a side refuses, and its reason in its own words."""

    ground: Ref = Field(title="理由 Ground")
    text: Text = Field(title="内容 Text")


@verb("handover.refuse", right=Right.WORK)
def refuse_handover(context: Context, args: Refuse) -> Decision:
    """拒接或拒交：引用条款、写明理由；当班负责人即被告知，责任仍在交班方。"""
    handover = find(context, args.handover)
    need_stage(context, handover, "OFFERED", "DRAFT")
    grounds = {ground.id: ground for ground in pack_of(context, handover).handover.refusals}
    ground = grounds.get(args.ground)
    if ground is None:
        raise BadInput(
            "ground",
            Words(zh=f"制度里没有这条理由「{args.ground}」。", en=f"The regime has no such ground {args.ground!r}."),
            Words(zh=f"应为其中之一：{'、'.join(grounds)}。", en=f"It should be one of {', '.join(grounds)}."),
        )
    side = need(context, handover, ground.by)
    refused = acts.Refused(
        handover=handover.key, refusal=context.command, ground=ground.id, side=side, text=args.text.strip()
    )
    return one(refused, ground.clause)


class MendRefusal(OfHandover):
    """How the ground of the refusal was mended."""

    how: Text = Field(title="整改情况 How it was mended")


@verb("handover.mend_refusal", right=Right.WORK)
def mend_refusal(context: Context, args: MendRefusal) -> Decision:
    """报告拒接的缺陷已整改，请对方恢复交接。"""
    handover = find(context, args.handover)
    need_stage(context, handover, "REFUSED")
    refusal = handover.refusal
    assert refusal is not None
    need(context, handover, "incoming" if refusal.side == "outgoing" else "outgoing", "supervisor")
    return one(acts.RefusalMended(handover=handover.key, how=args.how.strip()))


class Suspend(OfHandover):
    """Why the handover is interrupted."""

    reason: Text = Field(title="原因 Reason")


@verb("handover.suspend", right=Right.WORK)
def suspend(context: Context, args: Suspend) -> Decision:
    """中止交接（例如发生事故）,责任仍在交班方。"""
    handover = find(context, args.handover)
    need(context, handover, "outgoing", "incoming", "supervisor")
    need_stage(context, handover, "DRAFT", "OFFERED")
    return one(acts.Suspended(handover=handover.key, reason=args.reason.strip()))


class Resume(OfHandover):
    """A word on going on."""

    text: MaybeText = Field(default="", title="内容 Text")


@verb("handover.resume", right=Right.WORK)
def resume(context: Context, args: Resume) -> Decision:
    """恢复交接。拒接之后：由拒绝的一方认可整改后恢复，或由当班负责人裁定；因事故中止的，按制度处理完才能恢复。"""
    handover = find(context, args.handover)
    need_stage(context, handover, "SUSPENDED", "REFUSED")
    undisputed(context, handover)
    no_accident(context, handover, "HARD")
    refusal = handover.refusal
    pack = pack_of(context, handover)
    if refusal is None:
        need(context, handover, *resumes(pack, handover))
    elif not belongs(context, handover, refusal.side):
        raise Declined(
            plain(
                "refusal-stands",
                f"拒绝的理由还在：{refusal.text}",
                f"The refusal stands: {refusal.text}",
                "整改后请拒绝的一方恢复交接，或请当班负责人裁定。",
                "Once it is mended, the refusing side resumes; or the supervisor rules.",
                who=("incoming" if refusal.side == "incoming" else "outgoing", "supervisor"),
            ),
            about=handover.key,
        )
    command = pack.handover.command if handover.accident else None
    return one(acts.Resumed(handover=handover.key, text=args.text.strip()), command.clause if command else "")
