"""What the supervisor decides about a report: excused, the totals went wrong for it or not, wrong in itself or not."""

from pydantic import Field

from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import MaybeText, Ref, Text
from jiaoban.kernel.refusal import Declined
from jiaoban.kernel.verbs import Context, Decision, plain, verb
from jiaoban.report import acts
from jiaoban.report.rules import handing
from jiaoban.report.usecases.known import OfReport, need_no_telephone, one, owed


class Excuse(OfReport):
    """Why somebody need not hand it in, or why its lateness does not count."""

    reason: Text = Field(title="原因 Reason")


class FindTotals(OfReport):
    """Whether the totals went wrong because it was not there in time."""

    affected: bool = Field(default=False, title="总数因此出错 The totals went wrong for it")
    note: MaybeText = Field(default="", title="说明 Note")


class FindWrong(OfReport):
    """What is wrong in it."""

    what: Text = Field(title="哪里出错 What is wrong")


class WithdrawWrong(OfReport):
    """Why something that was found wrong (its key) is not."""

    finding: Ref = Field(title="哪一条 Which finding")
    reason: Text = Field(title="原因 Reason")


@verb("report.excuse", right=Right.SUPERVISE)
def excuse(context: Context, args: Excuse) -> Decision:
    """Excuse somebody from a report, or have its lateness not count, with the reason."""
    found = owed(context, args)
    handing.need_others(args.person, context.actor.person)
    handing.need_owed(found, context.now)
    need_no_telephone(context, {"reason": args.reason})
    said = acts.Excused(report=args.report, day=args.day, person=args.person, reason=args.reason)
    return one(said, found.due.form.clause)


@verb("report.find_totals", right=Right.SUPERVISE)
def find_totals(context: Context, args: FindTotals) -> Decision:
    """Say whether the totals went wrong for a report that was not there in time."""
    found = owed(context, args)
    handing.need_others(args.person, context.actor.person)
    handing.need_late(found, context.now)
    need_no_telephone(context, {"note": args.note})
    said = acts.TotalsFound(
        report=args.report, day=args.day, person=args.person, affected=args.affected, note=args.note
    )
    return one(said, found.due.form.clause)


@verb("report.find_wrong", right=Right.SUPERVISE)
def find_wrong(context: Context, args: FindWrong) -> Decision:
    """Find a report wrong, and say what."""
    found = owed(context, args)
    rule = found.due.form.wrong
    if rule is None:
        raise Declined(
            plain(
                "not-judged",
                "制度没有规定这种报表出错怎么办。",
                "The regime says nothing of mistakes in such a report.",
                "请由填报的人更正。",
                "Let whoever handed it in put it right.",
            )
        )
    handing.need_others(args.person, context.actor.person)
    handing.need_there(found.report)
    need_no_telephone(context, {"what": args.what})
    said = acts.FoundWrong(
        report=args.report, day=args.day, person=args.person, finding=context.command, what=args.what
    )
    return one(said, rule.clause)


@verb("report.withdraw_wrong", right=Right.SUPERVISE)
def withdraw_wrong(context: Context, args: WithdrawWrong) -> Decision:
    """Withdraw that a report was found wrong, with the reason."""
    found = owed(context, args)
    handing.need_others(args.person, context.actor.person)
    there = handing.need_there(found.report)
    handing.need_standing(there, args.finding)
    need_no_telephone(context, {"reason": args.reason})
    rule = found.due.form.wrong
    said = acts.WrongWithdrawn(
        report=args.report, day=args.day, person=args.person, finding=args.finding, reason=args.reason
    )
    return one(said, rule.clause if rule else found.due.form.clause)
