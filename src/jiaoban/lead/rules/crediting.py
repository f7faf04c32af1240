"""For whom a sale counts: the revenue is that of whoever's customer it is, or is split as those agreed who collided.
Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from jiaoban.kernel.money import CENT
from jiaoban.lead.rules.facts import Fact, by_then, stretches
from jiaoban.lead.rules.leading import MayFollow
from jiaoban.lead.rules.ownership import Owned, Rules, within


@dataclass(frozen=True, slots=True)
class Part:
    """So much of a sale counts for a person."""

    person: str
    amount: Decimal


def sales(
    facts: Iterable[Fact], rules: Rules, at: datetime, zone: str, may_follow: MayFollow
) -> Iterator[tuple[Fact, Owned]]:
    """Yield the sales of a customer, with whose the customer is by then: what decided it before the first sale of a
    stretch, and the decision of a collision whenever it came. A sale before a loss is that of whoever's the customer
    was before the loss."""
    for known in stretches(by_then(facts, at)):
        bought = [one for one in known if one.kind == "SALE"]
        if bought:
            found = within(known, rules, at, zone, may_follow)
            yield from ((one, found) for one in bought)


def parts(owned: Owned, amount: Decimal) -> tuple[Part, ...]:
    """Return for whom an amount counts: first whose customer it is, then those who share the revenue by the settlement
    of a collision, alike; nobody where the order is void. The parts come to the amount, to the cent."""
    if owned.person is None:
        return ()
    rest = owned.sharing
    if not rest:
        return (Part(owned.person, amount),)
    own = _cents(amount * owned.share / 100)
    left, made = amount - own, []
    for place, person in enumerate(rest):
        part = _cents(left / (len(rest) - place))
        made.append(Part(person, part))
        left -= part
    return (Part(owned.person, own), *made)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
