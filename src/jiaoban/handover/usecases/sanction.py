"""Deciding what follows for who answers for a finding, where the regime leaves it open to a named authority."""

from typing import Literal

from pydantic import Field

from jiaoban.handover import acts
from jiaoban.handover.state import Finding
from jiaoban.handover.tables import FINDINGS
from jiaoban.handover.usecases.scene import find, name, need
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybeText, Ref, Text
from jiaoban.kernel.refusal import BadInput, Declined, NotFound, Reason
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.kernel.words import Words


class DecideSanction(Args):
    """Of which finding, what follows (a measure in words, or nothing), and why."""

    finding: Ref = Field(title="问题 Finding")
    outcome: Literal["MEASURE", "NONE"] = Field(title="处理 Outcome")
    measure: MaybeText = Field(default="", title="怎样处理 Measure")
    reason: Text = Field(title="原因 Reason")


@verb("handover.decide_sanction", right=Right.WORK)
def decide_sanction(context: Context, args: DecideSanction) -> Decision:
    """决定对责任人怎样处理，或不作处理：由制度指定的人决定并写明理由。系统只记录，不执行。"""
    found = context.book.get(FINDINGS, args.finding)
    if found is None or found.post != context.place.post:
        raise NotFound(f"finding {args.finding}", "finding")
    handover = find(context, found.handover, open_only=False)
    follows = found.follows
    if follows is None or follows.kind != "open" or not found.people:
        raise Declined(_nothing_open(found), about=found.key)
    need(context, handover, *follows.by)
    if found.concerns(context.actor.person):
        raise Declined(_own(context, found, follows), about=found.key)
    if (args.outcome == "MEASURE") != bool(args.measure.strip()):
        raise BadInput(
            "measure",
            Words(zh="怎样处理与结论不符。", en="The measure does not fit the outcome."),
            Words(
                zh="给予处理的，写明怎样处理；不作处理的，留空。",
                en="Say which measure it is; leave it empty where nothing follows.",
            ),
        )
    decided = acts.SanctionDecided(
        handover=handover.key,
        finding=found.key,
        outcome=args.outcome,
        measure=args.measure.strip(),
        people=found.people,
        reason=args.reason.strip(),
    )
    return [Proposed(payload=decided, clauses=(follows.clause,))]


def _nothing_open(found: Finding) -> Reason:
    return Reason(
        code="sanction-not-open",
        clause=found.follows.clause if found.follows else found.clause,
        why=Words(zh="这一项没有留待决定的处理。", en="Nothing is left open to be decided here."),
        lifts=Words(zh="处理以制度写明的为准。", en="What follows is what the regime says."),
        who=(),
    )


def _own(context: Context, found: Finding, follows: acts.Follows) -> Reason:
    """Nobody decides what follows for themselves, nor for those on whom they have put their own part."""
    mine = name(context, context.actor.person)
    answers = context.actor.person in found.people
    return Reason(
        code="own-case",
        clause=follows.clause,
        why=Words(zh=f"{mine}自己是责任人。", en=f"{mine} is one of those who answer.")
        if answers
        else Words(zh=f"{mine}原是责任人，由其本人改判给他人。", en=f"{mine} answered, and put it on others."),
        lifts=Words(zh="请另一位有权的人决定。", en="Let somebody else who may decide it."),
        who=follows.by,
    )
