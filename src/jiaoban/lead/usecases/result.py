"""What comes of a customer: deposit, sale, loss; and what was written down wrongly."""

from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotAllowed
from jiaoban.kernel.verbs import Context, Decision, verb
from jiaoban.lead import acts
from jiaoban.lead.args import Correct, Lose, Sell, TakeDeposit
from jiaoban.lead.rules import deciding, keeping
from jiaoban.lead.rules.numbers import need_no_number
from jiaoban.lead.usecases import known


@verb("lead.take_deposit", right=Right.WORK)
def take_deposit(context: Context, args: TakeDeposit) -> Decision:
    """Write down a deposit and who took it."""
    rule = known.rule_of(context)
    there = known.found(context, args.lead)
    taken = acts.DepositTaken(
        lead=there.key, event=context.command, person=known.who(context, args.person), amount=args.amount
    )
    return [known.made(taken, rule.clause, known.when(context, args))]


@verb("lead.sell", right=Right.WORK)
def sell(context: Context, args: Sell) -> Decision:
    """Write down a sale and who closed it."""
    rule = known.rule_of(context)
    there = known.found(context, args.lead)
    sold = acts.Sold(
        lead=there.key,
        event=context.command,
        person=known.who(context, args.person),
        amount=args.amount,
        note=args.note,
    )
    return [known.made(sold, rule.clause, known.when(context, args))]


@verb("lead.lose", right=Right.WORK)
def lose(context: Context, args: Lose) -> Decision:
    """Write down that a customer does not buy, and why; refused for one who bought."""
    rule = known.rule_of(context)
    there = known.found(context, args.lead)
    keeping.need_bought_less(there, there.key)
    lost = acts.Lost(lead=there.key, event=context.command, person=known.who(context, args.person), reason=args.reason)
    return [known.made(lost, rule.clause, known.when(context, args))]


@verb("lead.correct", right=Right.WORK)
def correct(context: Context, args: Correct) -> Decision:
    """Correct what was written down wrongly: by whoever wrote it or whose it is, else by the supervisor.

    For whom it counts only the supervisor changes, and nobody in their own favour.
    """
    rule = known.rule_of(context)
    there = known.found(context, args.lead)
    event = known.event_of(context, there, args.event)
    actor = context.actor
    own = args.person in ("", event.person) and actor.person in (event.by, event.person)
    if not own and not known.supervises(context):
        raise NotAllowed(Right.SUPERVISE, "lead.correct")
    need_no_number(args.reason, "reason")
    need_no_number(args.where, "where")
    said = args.model_dump(exclude={"lead", "event", "reason"})
    keeping.need_change(event, **said)
    if args.at is not None:
        keeping.need_past(args.at, context.now)
    if args.for_at is not None:
        keeping.need_ahead(args.for_at, args.at or event.at)
    if args.person:
        known.who(context, args.person)
    if args.person not in ("", event.person):  # a supervisor who also sells does not take a colleague's
        deciding.need_other_than(actor.person, [args.person], rule.clause, event.key, deciding.EVENT)
    corrected = acts.Corrected(
        lead=there.key,
        event=event.key,
        reason=args.reason,
        struck=args.struck,
        at=args.at,
        person=args.person or None,
        amount=args.amount,
        for_at=args.for_at,
        where=args.where or None,
    )
    return [known.made(corrected, rule.clause)]
