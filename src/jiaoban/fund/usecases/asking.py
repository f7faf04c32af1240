"""Asking for company money, approving it, not approving it, taking a request back."""

from pydantic import Field

from jiaoban.fund import acts, queries
from jiaoban.fund.rules import deciding
from jiaoban.fund.usecases.known import blocked, funding, ruled
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.deciding import need_entitled, need_other_than, need_own, speaks
from jiaoban.kernel.fields import MaybePhrase, MonthName, Phrase, Ref
from jiaoban.kernel.money import MaybeMoney, Money
from jiaoban.kernel.refusal import Declined
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.regime.funds import Funds


class Ask(Args):
    """A request for company money of this month or the next."""

    month: MonthName = Field(title="月份 Month")
    amount: Money = Field(title="金额 Amount")
    purpose: Phrase = Field(title="用途 Purpose")


class OfFunding(Args):
    """A verb about a request."""

    funding: Ref = Field(title="申请 Request")


class Approve(OfFunding):
    """How much the company gives: all that was asked for where no sum is named."""

    amount: MaybeMoney | None = Field(default=None, title="批准金额 Amount")
    note: MaybePhrase = Field(default="", title="说明 Note")


class Reject(OfFunding):
    """Why the company gives nothing."""

    reason: Phrase = Field(title="原因 Reason")


class Withdraw(OfFunding):
    """Why the request is not needed any more."""

    reason: MaybePhrase = Field(default="", title="原因 Reason")


@verb("fund.ask", right=Right.WORK)
def ask(context: Context, args: Ask) -> Decision:
    """Ask for company money: of which month, how much, what for."""
    said, person = ruled(context), context.actor.person
    deciding.need_month(args.month, queries.today(context.place, context.now))
    _need_open(context, said, person, args.month, person)
    reason = blocked(context, said, person, args.month)
    if reason is not None:
        raise Declined(reason, about=person)
    asked = acts.FundsAsked(
        funding=context.command, person=person, month=args.month, amount=args.amount, purpose=args.purpose
    )
    return [Proposed(asked, clauses=(said.clause,))]


@verb("fund.approve", right=Right.SUPERVISE)
def approve(context: Context, args: Approve) -> Decision:
    """Approve a request for company money: all of it, or a smaller sum."""
    said, one = ruled(context), funding(context, args.funding)
    deciding.need_asked(one)
    _need_decides(context, said, one.person, one.key)
    amount = one.amount if args.amount is None else args.amount
    deciding.need_some_at_most(amount, one.amount)
    _need_open(context, said, one.person, one.month, one.key)
    reason = blocked(context, said, one.person, one.month)
    if reason is not None:
        raise Declined(reason, about=one.key)
    return [Proposed(acts.FundsApproved(funding=one.key, amount=amount, note=args.note), clauses=(said.clause,))]


@verb("fund.reject", right=Right.SUPERVISE)
def reject(context: Context, args: Reject) -> Decision:
    """Do not approve a request for company money, with the reason."""
    said, one = ruled(context), funding(context, args.funding)
    deciding.need_asked(one)
    _need_decides(context, said, one.person, one.key)
    return [Proposed(acts.FundsRejected(funding=one.key, reason=args.reason), clauses=(said.clause,))]


@verb("fund.withdraw", right=Right.WORK)
def withdraw(context: Context, args: Withdraw) -> Decision:
    """Withdraw one's own request that is not decided yet."""
    said, one = ruled(context), funding(context, args.funding)
    need_own(one.person, context.actor.person, one.key)
    deciding.need_asked(one)
    return [Proposed(acts.FundsWithdrawn(funding=one.key, reason=args.reason), clauses=(said.clause,))]


def _need_decides(context: Context, said: Funds, person: str, about: str) -> None:
    need_other_than(person, context.actor.person, about, said.clause)
    able = speaks(context.actor, context.place.post, said.approved_by)
    need_entitled(said.approved_by, said.clause, about, able=able)


def _need_open(context: Context, said: Funds, person: str, month: str, about: str) -> None:
    settled = queries.settlement(context.book, context.place.post, person, month) is not None
    deciding.need_open_month(settled, month, about, said.clause)
