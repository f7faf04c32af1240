"""Entering what was spent, of the company's money and of one's own; settling a month."""

from pydantic import Field

from jiaoban.fund import acts, queries
from jiaoban.fund.rules import deciding
from jiaoban.fund.usecases.known import ruled, spending
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.deciding import need_own
from jiaoban.kernel.fields import MaybePhrase, MaybeRef, MonthName, Phrase, Ref
from jiaoban.kernel.money import NOTHING, MaybeMoney, Money
from jiaoban.kernel.months import month_of
from jiaoban.kernel.sales import Selling
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.org import queries as org
from jiaoban.org.args import Day


class Spend(Args):
    """Money that was spent on a day. `own`: one's own, which is no company money."""

    day: Day | None = Field(default=None, title="日期 Day")
    amount: Money = Field(title="金额 Amount")
    own: bool = Field(default=False, title="自己充值，不算公司投入 Own money")
    what: Phrase = Field(title="用在哪里 Spent on")


class StrikeSpending(Args):
    """A line of spending that never was, and why it is struck."""

    spending: Ref = Field(title="记录 Line")
    reason: Phrase = Field(title="原因 Reason")


class Settle(Args):
    """What the platform's bill says of a month's company money, and what came back. `person`: oneself, unless a
    supervisor settles for somebody."""

    month: MonthName = Field(title="月份 Month")
    billed: MaybeMoney = Field(title="平台账单实际消费 Billed by the platform")
    returned: MaybeMoney = Field(default=NOTHING, title="退回公司 Returned")
    note: MaybePhrase = Field(default="", title="说明 Note")
    person: MaybeRef = Field(default="", title="人员 Person")


@verb("fund.spend", right=Right.WORK)
def spend(context: Context, args: Spend) -> Decision:
    """Enter what was spent; one's own top-ups are entered apart and are no company money."""
    said, person = ruled(context), context.actor.person
    today = queries.today(context.place, context.now)
    day = args.day or today
    deciding.need_spent_day(day, today)
    if not args.own:
        month = month_of(day)
        mine = queries.month_of_person(Selling(context.book, context.place, context.packs, context.now), month, person)
        deciding.need_left(mine, args.amount, month, said.clause, person)
    spent = acts.Spent(
        spending=context.command, person=person, day=day.isoformat(), amount=args.amount, own=args.own, what=args.what
    )
    return [Proposed(spent, clauses=(said.clause,))]


@verb("fund.strike_spending", right=Right.WORK)
def strike_spending(context: Context, args: StrikeSpending) -> Decision:
    """Strike a line of spending that is wrong, with the reason; it stays in the book and no longer counts."""
    said, one = ruled(context), spending(context, args.spending)
    if not context.actor.may(Right.SUPERVISE, context.place.post):
        need_own(one.person, context.actor.person, one.key)
    deciding.need_standing(one)
    return [Proposed(acts.SpendingStruck(spending=one.key, reason=args.reason), clauses=(said.clause,))]


@verb("fund.settle", right=Right.READ)
def settle(context: Context, args: Settle) -> Decision:
    """Settle a month by the platform's bill: what was spent, what came back; a difference is an error."""
    said, person = ruled(context), args.person or context.actor.person
    org.member(context.book, person)
    if not context.actor.may(Right.SUPERVISE, context.place.post):
        need_own(person, context.actor.person, person)
    deciding.need_month_done(args.month, queries.today(context.place, context.now))
    mine = queries.month_of_person(Selling(context.book, context.place, context.packs, context.now), args.month, person)
    settled = acts.Settled(
        person=person,
        month=args.month,
        granted=mine.granted if mine else NOTHING,
        billed=args.billed,
        returned=args.returned,
        note=args.note,
    )
    return [Proposed(settled, clauses=(said.clause,))]
