"""Two that are one customer."""

from jiaoban.kernel.access import Right
from jiaoban.kernel.book import Book, OneOf
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.verbs import Context, Decision, verb
from jiaoban.kernel.words import Words
from jiaoban.lead import acts, aftersales, evidence, queries
from jiaoban.lead.access_tables import ACCESSES
from jiaoban.lead.aftersales_tables import CARES
from jiaoban.lead.args import Merge
from jiaoban.lead.owner_tables import COLLISIONS, DEALINGS, LATER, QUARRELS, REPEATS
from jiaoban.lead.rules.numbers import need_no_number
from jiaoban.lead.tables import NUMBERS, Event, Lead
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
    return [known.made(_all_of(context.book, there, into, args.reason), rule.clause)]


def _all_of(book: Book, there: Lead, into: Lead, reason: str) -> acts.Merged:
    """Return the act by which everything that names a customer names the other one, whatever was merged into it
    before."""
    parts = evidence.parts_of(book, there)
    of = OneOf(tuple(parts))
    said = sorted((one for each in book.many(DEALINGS, parts).values() for one in each.said), key=lambda one: one.act)
    cases = [one.key for one in book.find(COLLISIONS, lead=of)]
    first = there.opened_at < into.opened_at
    under = {one.event: one.lead for one in there.events}
    file = aftersales.file_of(book, there)
    return acts.Merged(
        lead=there.key,
        into=into.key,
        numbers=there.numbers,
        events=tuple(_carried(one, under.get(one.key, "")) for one in queries.events_of(book, there.key)),
        reason=reason,
        dealings=tuple(acts.CarriedDealing.model_validate(one.model_dump()) for one in said),
        care_file=acts.CarriedCare.model_validate(file.model_dump(exclude=_NOT_CARRIED)) if file else None,
        collisions=tuple(cases),
        quarrels=tuple(one.key for one in book.find(QUARRELS, collision=OneOf(tuple(cases)))) if cases else (),
        repeats=tuple(one.event for one in book.find(REPEATS, lead=of)),
        followups=tuple(one.key for one in book.find(LATER, lead=of)),
        cares=tuple(one.key for one in book.find(CARES, lead=of)),
        accesses=tuple(one.key for one in book.find(ACCESSES, lead=of)),
        name="" if into.name else there.name,
        note="" if into.note else there.note,
        source="" if into.source else there.source,
        opened_at=there.opened_at if first else None,
        opened_by=there.opened_by if first else "",
    )


_NOT_CARRIED = {"key", "post", "waits_for"}


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


def _carried(one: Event, under: str) -> acts.Carried:
    return acts.Carried(
        event=one.key,
        kind=one.kind,
        person=one.person,
        at=one.at,
        amount=one.amount,
        for_at=one.for_at,
        cancelled=one.cancelled_at is not None,
        struck=one.struck_at is not None,
        lead=under,
    )
