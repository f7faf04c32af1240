"""Writing a customer down, and what happens before an appointment."""

from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.refusal import BadInput, Declined
from jiaoban.kernel.verbs import Context, Decision, verb
from jiaoban.kernel.words import Words
from jiaoban.lead import acts, queries
from jiaoban.lead.args import AddNumber, Contact, DescribeLead, OpenLead
from jiaoban.lead.rules import keeping
from jiaoban.lead.tables import NUMBERS
from jiaoban.lead.usecases import following, known
from jiaoban.org import queries as org
from jiaoban.regime.leads import Contacts


@verb("lead.open", right=Right.WORK)
def open_(context: Context, args: OpenLead) -> Decision:
    """Write a customer down; refused where the number is known, with who had to do with them."""
    rule = known.rule_of(context)
    if args.source:
        known.choice("source", args.source, rule.sources)
    if bool(args.way) != bool(args.result):
        raise BadInput(
            "result" if args.way else "way",
            Words(zh="联系方式和结果要一起填。", en="How and with what result belong together."),
            Words(zh="两项都填，或都不填。", en="Give both, or neither."),
        )
    _need_unknown(context, rule, args.number)
    opened = acts.Opened(lead=context.command, number=args.number, name=args.name, note=args.note, source=args.source)
    proposed = [known.made(opened, rule.clause)]
    if args.way:
        first = Contact(lead=context.command, way=args.way, result=args.result, note=args.said)
        proposed.append(_contacted(context, rule, first))
    return proposed


@verb("lead.describe", right=Right.WORK)
def describe(context: Context, args: DescribeLead) -> Decision:
    """Say anew what a customer is called and where they come from."""
    rule = known.rule_of(context)
    there = known.found(context, args.lead)
    if args.source:
        known.choice("source", args.source, rule.sources)
    said = acts.Described(lead=there.key, name=args.name, note=args.note, source=args.source)
    return [known.made(said, rule.clause)]


@verb("lead.add_number", right=Right.WORK)
def add_number(context: Context, args: AddNumber) -> Decision:
    """Add another number of a customer; refused where it is known."""
    rule = known.rule_of(context)
    there = known.found(context, args.lead)
    _need_unknown(context, rule, args.number)
    return [known.made(acts.NumberAdded(lead=there.key, number=args.number), rule.clause)]


@verb("lead.contact", right=Right.WORK)
def contact(context: Context, args: Contact) -> Decision:
    """Write down who contacted a customer, when and with what result."""
    rule = known.rule_of(context)
    following.need_announced(context, known.found(context, args.lead), known.when(context, args))
    return [_contacted(context, rule, args)]


def _contacted(context: Context, rule: Contacts, args: Contact) -> Proposed:
    way = known.choice("way", args.way, rule.means)
    known.choice("result", args.result, rule.results)
    result = next(one for one in rule.results if one.id == args.result)
    made = acts.Contacted(
        lead=args.lead,
        event=context.command,
        person=known.who(context, args.person),
        way=way.id,
        result=result.id,
        reached=result.reached,
        note=args.note,
    )
    return known.made(made, rule.clause, known.when(context, args))


def _need_unknown(context: Context, rule: Contacts, ref: str) -> None:
    there = context.book.get(NUMBERS, ref)
    lead = queries.standing(context.book, there.lead) if there else None
    if lead is None:
        return
    names = org.names(context.book, lead.people)
    people = tuple(names.get(one, one) for one in lead.people)
    raise Declined(keeping.known(lead, rule.clause, people), about=lead.key)
