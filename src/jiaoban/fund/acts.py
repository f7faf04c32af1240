"""The kinds of act about company funds. Sums are in the currency of the place, to the cent; months as 2026-03."""

from jiaoban.fund.terms import Sort
from jiaoban.kernel.act import Payload
from jiaoban.kernel.money import MaybeMoney, Money


class FundsAsked(Payload, kind="fund.asked"):
    """A person asks for company money for a month."""

    funding: str
    person: str
    month: str
    amount: Money
    purpose: str


class FundsApproved(Payload, kind="fund.approved"):
    """The request is approved: the company gives this much, which may be less than what was asked for."""

    funding: str
    amount: Money
    note: str = ""


class FundsRejected(Payload, kind="fund.rejected"):
    """The request is not approved, with the reason."""

    funding: str
    reason: str


class FundsWithdrawn(Payload, kind="fund.withdrawn"):
    """Whoever asked needs it no more."""

    funding: str
    reason: str = ""


class Spent(Payload, kind="fund.spent"):
    """Money was spent on advertising, on a local day. `own`: it was the person's own, a top-up that is no company
    money."""

    spending: str
    person: str
    day: str
    amount: Money
    own: bool
    what: str


class SpendingStruck(Payload, kind="fund.spending_struck"):
    """A line of spending that never was. It stays in the book, and counts no longer."""

    spending: str
    reason: str


class Settled(Payload, kind="fund.settled"):
    """The month of a person is settled: what the company gave, what the platform's bill says was spent of it, what came
    back. A later settlement of the same month takes the place of this one."""

    person: str
    month: str
    granted: MaybeMoney
    billed: MaybeMoney
    returned: MaybeMoney
    note: str = ""


class Found(Payload, kind="fund.found"):
    """A supervisor found an error or fraud with the company money of a month. When it happened is the act's moment."""

    finding: str
    person: str
    sort: Sort
    month: str
    amount: MaybeMoney
    what: str


class FindingCleared(Payload, kind="fund.finding_cleared"):
    """What was found turned out not to be so, with the reason."""

    finding: str
    reason: str
