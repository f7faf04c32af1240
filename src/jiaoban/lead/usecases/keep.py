"""Two that are one customer."""

from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.verbs import Context, Decision, verb
from jiaoban.kernel.words import Words
from jiaoban.lead import acts, queries
from jiaoban.lead.args import Merge
from jiaoban.lead.rules.numbers import need_no_number
from jiaoban.lead.tables import NUMBERS, Event
from jiaoban.lead.usecases import known


@verb("lead.merge", right=Right.WORK)
def merge(context: Context, args: Merge) -> Decision:
    """Merge a customer into another one: they are the same, with two numbers."""
    rule = known.rule_of(context)
    other = args.into or _whose(context, args.number)
    if args.lead == other:
        raise BadInput(
            "into",
            Words(zh="不能并入自己。", en="A customer cannot be merged into itself."),
            Words(zh="请选另一位客户。", en="Choose another customer."),
        )
    need_no_number(args.reason, "reason")
    there, into = known.found(context, args.lead), known.found(context, other, "into" if args.into else "number")
    events = tuple(_carried(one) for one in queries.events_of(context.book, there.key))
    merged = acts.Merged(lead=there.key, into=into.key, numbers=there.numbers, events=events, reason=args.reason)
    return [known.made(merged, rule.clause)]


def _whose(context: Context, ref: str) -> str:
    """Return the customer who has a number; raises `BadInput` where there is none."""
    there = context.book.get(NUMBERS, ref) if ref else None
    lead = queries.standing(context.book, there.lead) if there else None
    if lead is None:
        raise BadInput(
            "number",
            Words(zh="没有登记过这个号码。", en="This number is not known."),
            Words(zh="请填写另一位客户登记过的号码。", en="Give a number under which the other customer is known."),
        )
    return lead.key


def _carried(one: Event) -> acts.Carried:
    return acts.Carried(
        event=one.key,
        kind=one.kind,
        person=one.person,
        at=one.at,
        amount=one.amount,
        for_at=one.for_at,
        cancelled=one.cancelled_at is not None,
        struck=one.struck_at is not None,
    )
