"""What of customers after the sale a ladder may look at: contacts that were not made. Pure."""

from collections.abc import Iterable

from jiaoban.kernel.occasions import Asked, Occasion, finds_occasions
from jiaoban.kernel.sales import begin_of
from jiaoban.kernel.words import Words
from jiaoban.lead import aftersales
from jiaoban.lead.aftersales import Cared
from jiaoban.lead.rules.aftersales import Due


@finds_occasions("aftersales-missed")
def missed(asked: Asked) -> Iterable[Occasion]:
    """Yield every contact that is missing, each one its own: it is missing from the day after its time."""
    said = aftersales.ruled(asked.place, asked.packs)
    if said is None or said.missed is None:
        return
    for one, due in aftersales.missed(asked.book, asked.place, said, asked.first, asked.after, asked.now):
        for number in range(1, due.missing + 1):
            yield Occasion(
                source="aftersales-missed",
                key=f"{one.bought_under}:{due.slot.number}:{number}",
                post=one.lead.post,
                people=(one.answers(due),),
                happened_at=begin_of(due.slot.after, asked.place.zone),
                says=said_of(one, due),
                clause=said.missed.clause,
                facts={"lead": one.lead.key, "first": due.slot.number == 0},
            )


def said_of(one: Cared, due: Due) -> Words:
    """Return what is missing, without a word about who the customer is."""
    sold, last, done = one.sold[0], due.slot.last, due.done
    if due.slot.number == 0:
        return Words(
            zh=f"{sold} 成交的客户，到 {last} 第一周没有售后",
            en=f"The customer who bought on {sold} was not contacted in the first week, up to {last}",
        )
    return Words(
        zh=f"{sold} 成交的客户，第 {due.slot.number} 个月到 {last} 要售后 {due.slot.wanted} 次，做了 {done} 次",
        en=f"The customer who bought on {sold}: {done} of {due.slot.wanted} contacts in month {due.slot.number}, "
        f"up to {last}",
    )
