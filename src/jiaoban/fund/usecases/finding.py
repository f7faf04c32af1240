"""What a supervisor finds of company money: errors and fraud; and what turned out not to be so."""

from pydantic import Field

from jiaoban.fund import acts, queries
from jiaoban.fund.rules import deciding
from jiaoban.fund.terms import SORTS, Sort
from jiaoban.fund.usecases.known import finding, ruled
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.deciding import need_other_than
from jiaoban.kernel.fields import MonthName, Phrase, Ref
from jiaoban.kernel.money import NOTHING, MaybeMoney
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.org import queries as org


class Find(Args):
    """An error or fraud with the company money of a month; of an error the sum that is missing."""

    person: Ref = Field(title="人员 Person")
    sort: Sort = Field(title="性质 What")
    month: MonthName = Field(title="月份 Month")
    amount: MaybeMoney = Field(default=NOTHING, title="金额 Amount")
    what: Phrase = Field(title="情况 What happened")


class Clear(Args):
    """What turned out not to be so, and why."""

    finding: Ref = Field(title="记录 Finding")
    reason: Phrase = Field(title="原因 Reason")


@verb("fund.find", right=Right.SUPERVISE)
def find(context: Context, args: Find) -> Decision:
    """Record an error or fraud with company money that was found; the ladder proposes, a person decides."""
    said = ruled(context)
    rule = deciding.need_rule(said.errors if args.sort == "ERROR" else said.fraud, SORTS[args.sort])
    org.member(context.book, args.person)
    need_other_than(args.person, context.actor.person, args.person, rule.clause)
    deciding.need_not_to_come(args.month, queries.today(context.place, context.now))
    if args.sort == "ERROR":
        deciding.need_amount(args.amount)
    found = acts.Found(finding=context.command, **args.model_dump())
    return [Proposed(found, clauses=(rule.clause,))]


@verb("fund.clear", right=Right.SUPERVISE)
def clear(context: Context, args: Clear) -> Decision:
    """Clear a finding that turned out not to be so, with the reason."""
    said, one = ruled(context), finding(context, args.finding)
    need_other_than(one.person, context.actor.person, one.key, said.clause)
    deciding.need_standing(one)
    return [Proposed(acts.FindingCleared(finding=one.key, reason=args.reason), clauses=(said.clause,))]
