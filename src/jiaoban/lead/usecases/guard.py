"""Who sees whole numbers, takes them out, and erases them."""

from jiaoban.kernel.access import Right
from jiaoban.kernel.verbs import Context, Decision, verb
from jiaoban.kernel.words import Words
from jiaoban.lead import acts, evidence
from jiaoban.lead.args import Erase, Export, Reveal
from jiaoban.lead.rules.numbers import need_no_number
from jiaoban.lead.usecases import known


@verb("lead.reveal", right=Right.READ)
def reveal(context: Context, args: Reveal) -> Decision:
    """See the whole number of a customer, which is written down."""
    rule = known.rule_of(context)
    there = known.found(context, args.lead)
    need_no_number(args.why, "why")
    known.need_level(context, rule.reveals, rule.clause, Words(zh="查看完整号码", en="see whole numbers"))
    return [known.made(acts.Revealed(lead=there.key, why=args.why), rule.clause)]


@verb("lead.export", right=Right.READ)
def export(context: Context, args: Export) -> Decision:
    """Take customers out in a file, which is written down; whole numbers only for whom the regime names."""
    rule = known.rule_of(context)
    need_no_number(args.why, "why")
    known.need_level(context, "operator", rule.clause, Words(zh="导出客户", en="take customers out"))
    if args.whole:
        known.need_level(context, rule.exports, rule.clause, Words(zh="导出完整号码", en="take whole numbers out"))
    return [known.made(acts.Exported(leads=args.leads, whole=args.whole, why=args.why), rule.clause)]


@verb("lead.erase", right=Right.READ)
def erase(context: Context, args: Erase) -> Decision:
    """Erase the numbers, names and notes of a customer on demand. What happened stays in the book, without them."""
    rule = known.rule_of(context)
    there = known.found(context, args.lead)
    known.need_level(context, rule.erases, rule.clause, Words(zh="删除客户资料", en="erase customers"))
    need_no_number(args.reason, "reason")
    parts = tuple(evidence.parts_of(context.book, there))
    return [known.made(acts.Erased(lead=there.key, leads=parts, reason=args.reason), rule.clause)]
