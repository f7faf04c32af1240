"""Witnessing a waiver: where the regime wants a second person, nothing is waived by one alone."""

from pydantic import Field

from jiaoban.handover import acts
from jiaoban.handover.usecases.scene import OfHandover, belongs, find, need, one, pack_of
from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import MaybeRef, MaybeText, Ref
from jiaoban.kernel.refusal import Declined, NotFound, Reason
from jiaoban.kernel.verbs import Context, Decision, plain, verb
from jiaoban.kernel.words import Words


class Witness(OfHandover):
    """Which waiver is witnessed: of whose confirmation, of which point."""

    point: Ref = Field(title="确认点 Point")
    party: Ref = Field(title="哪一方 Party")
    line: MaybeRef = Field(default="", title="条目 Line")
    subject: MaybeRef = Field(default="", title="交接对象 Subject")
    text: MaybeText = Field(default="", title="内容 Text")


@verb("handover.witness", right=Right.WORK)
def witness(context: Context, args: Witness) -> Decision:
    """见证一项免除：由免除人以外的人见证，免除才算数。"""
    handover = find(context, args.handover)
    asked = (args.point, args.party, args.line, args.subject)
    waived = [
        one for one in handover.confirmations if one.waived and (one.point, one.party, one.line, one.subject) == asked
    ]
    rule = next((one for one in pack_of(context, handover).handover.confirmations if one.id == args.point), None)
    if not waived or rule is None or rule.witness is None:
        raise NotFound(f"no waiver of {args.point} to witness", "point")
    last = waived[-1]
    if last.witness:
        raise Declined(
            plain(
                "witnessed-already",
                "这项免除已有见证人。",
                "It has a witness already.",
                "无需重复。",
                "No need to repeat.",
            ),
            about=handover.key,
            conflict=True,
        )
    if context.actor.person == last.by and belongs(context, handover, rule.witness):
        raise Declined(
            Reason(
                code=f"witness:{rule.id}",
                clause=rule.clause,
                why=Words(zh="免除人不能自己见证。", en="Nobody witnesses their own waiver."),
                lifts=Words(zh="请另一人见证。", en="Let somebody else witness it."),
                who=(rule.witness,),
            ),
            about=handover.key,
        )
    need(context, handover, rule.witness)
    witnessed = acts.Witnessed(
        handover=handover.key,
        point=args.point,
        party=args.party,
        line=args.line,
        subject=args.subject,
        text=args.text.strip(),
    )
    return one(witnessed, rule.clause)
