"""What the company gave, what was spent, what share of the sales that is: by person and month. Pure.

Sums are decimal. A share is compared by multiplying, never by dividing: exactly the limit is not above it, and company
money without any sales is above every limit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from jiaoban.fund.tables import FundFinding, Funding, Settlement, Spending
from jiaoban.kernel.money import NOTHING
from jiaoban.regime.funds import FundRatio

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class PersonMonth:
    """The company money of a person in a month; `own`: their own top-ups, which are no company money."""

    person: str
    month: str
    waiting: Decimal
    granted: Decimal
    spent: Decimal
    own: Decimal
    settlement: Settlement | None
    findings: tuple[FundFinding, ...]
    sold: Decimal

    @property
    def returned(self) -> Decimal:
        """What came back to the company."""
        return self.settlement.returned if self.settlement else NOTHING

    @property
    def company(self) -> Decimal:
        """The company funds of the month: what the company gave, less what came back. Own top-ups are none."""
        return self.granted - self.returned

    @property
    def left(self) -> Decimal:
        """What of the company money is not spent, by the lines that were entered."""
        return self.granted - self.spent - self.returned

    @property
    def percent(self) -> Decimal | None:
        """The share of company funds in the sales, in percent to two decimals for reading; None without sales."""
        if not self.sold:
            return None
        return (self.company * HUNDRED / self.sold).quantize(Decimal("0.01"), ROUND_HALF_UP)

    def above(self, ratio: FundRatio | None) -> bool:
        """Say whether the share is above what the regime allows; exactly that much is not."""
        return ratio is not None and self.company * HUNDRED > self.sold * ratio.at_most


def difference(one: Settlement) -> Decimal:
    """Return what is missing of the company money by a settlement: above 0 too little is accounted for, below too
    much."""
    return one.granted - one.billed - one.returned


def by_person(
    month: str,
    fundings: Iterable[Funding],
    spendings: Iterable[Spending],
    settlements: Iterable[Settlement],
    findings: Iterable[FundFinding],
    sold: Mapping[str, Decimal],
) -> list[PersonMonth]:
    """Return the company money of everybody who had anything to do with it in a month, or who sold, by person."""
    asked, lines, found = list(fundings), [one for one in spendings if one.counts], list(findings)
    settled = {one.person: one for one in settlements}
    people = {one.person for those in (asked, lines, found) for one in those} | set(settled) | set(sold)
    return [
        PersonMonth(
            person=person,
            month=month,
            waiting=_sum(one.amount for one in asked if one.person == person and one.status == "ASKED"),
            granted=_sum(one.granted for one in asked if one.person == person),
            spent=_sum(one.amount for one in lines if one.person == person and not one.own),
            own=_sum(one.amount for one in lines if one.person == person and one.own),
            settlement=settled.get(person),
            findings=tuple(one for one in found if one.person == person),
            sold=sold.get(person, NOTHING),
        )
        for person in sorted(people)
    ]


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, NOTHING)
