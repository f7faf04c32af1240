"""Objections: raised by a side in its own words, mended by the other, looked at again."""

from typing import Literal

from pydantic import Field

from jiaoban.handover import acts
from jiaoban.handover.state import Handover, Objection
from jiaoban.handover.usecases.scene import OfHandover, find, need, one, pack_of, undisputed
from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import MaybeText, Ref, Text
from jiaoban.kernel.refusal import BadInput, Declined, NotFound
from jiaoban.kernel.verbs import Context, Decision, plain, verb
from jiaoban.kernel.words import Words

OTHER: dict[str, Literal["outgoing", "incoming"]] = {"outgoing": "incoming", "incoming": "outgoing"}


class Object(OfHandover):
    """The kind of objection (of the pack) and what it is about."""

    kind: Ref = Field(title="类别 Kind")
    text: Text = Field(title="内容 Text")


@verb("handover.object", right=Right.WORK)
def object_to(context: Context, args: Object) -> Decision:
    """提出异议（卫生、安全等）,交接由此受阻，直到整改复查或裁定。"""
    handover = find(context, args.handover)
    kinds = {kind.id: kind for kind in pack_of(context, handover).handover.objections}
    kind = kinds.get(args.kind)
    if kind is None:
        raise BadInput(
            "kind",
            Words(zh=f"制度里没有异议类别「{args.kind}」。", en=f"The regime has no objection {args.kind!r}."),
            Words(zh=f"应为其中之一：{'、'.join(kinds)}。", en=f"It should be one of {', '.join(kinds)}."),
        )
    side = need(context, handover, *kind.sides)
    objected = acts.Objected(
        handover=handover.key,
        objection=context.command,
        kind=kind.id,
        side=side,
        text=args.text.strip(),
        pauses=kind.pauses,
    )
    return one(objected, kind.clause)


class Mend(OfHandover):
    """How the ground of an objection was mended."""

    objection: Ref = Field(title="异议 Objection")
    how: Text = Field(title="整改情况 How it was mended")


@verb("handover.mend", right=Right.WORK)
def mend(context: Context, args: Mend) -> Decision:
    """报告已整改，请对方复查。"""
    handover = find(context, args.handover)
    objection = _open_objection(handover, args.objection)
    need(context, handover, OTHER[objection.side])
    return one(acts.Mended(handover=handover.key, objection=objection.key, how=args.how.strip()))


class Recheck(OfHandover):
    """What the re-check of an objection found."""

    objection: Ref = Field(title="异议 Objection")
    good: bool = Field(title="复查合格 Found good")
    note: MaybeText = Field(default="", title="说明 Note")


@verb("handover.recheck", right=Right.WORK)
def recheck(context: Context, args: Recheck) -> Decision:
    """复查：合格则异议解除，不合格则继续整改。"""
    handover = find(context, args.handover)
    objection = _open_objection(handover, args.objection)
    need(context, handover, objection.side)
    if objection.waits:
        undisputed(context, handover)
    if not args.good and not args.note.strip():
        raise BadInput(
            "note",
            Words(zh="复查不合格要写明哪里不合格。", en="A failed re-check says what is still wrong."),
            Words(zh="请填写说明。", en="Fill in the note."),
        )
    kind = next((one for one in pack_of(context, handover).handover.objections if one.id == objection.kind), None)
    rechecked = acts.Rechecked(handover=handover.key, objection=objection.key, good=args.good, note=args.note.strip())
    return one(rechecked, kind.clause if kind else "")


def _open_objection(handover: Handover, key: str) -> Objection:
    objection = handover.objections.get(key)
    if objection is None:
        raise NotFound(f"objection {key}", "objection")
    if not objection.open:
        raise Declined(
            plain(
                "objection-closed",
                "这条异议已经了结。",
                "This objection is closed.",
                "如有新的问题，请另提异议。",
                "Raise another one if there is something new.",
            ),
            about=handover.key,
            conflict=True,
        )
    return objection
