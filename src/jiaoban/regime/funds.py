"""What a regime says about the company's money that people work with: asking for it, errors, fraud, its share."""

from decimal import Decimal
from operator import not_
from typing import Literal

from pydantic import Field as Key

from jiaoban.regime.part import ClauseId, Part

Approver = Literal["supervisor", "head"]
"""Who may decide on a request: whoever supervises the post, whoever oversees it."""


class Cited(Part):
    """That something is looked at, and by which clause."""

    clause: ClauseId


class FundsBlocked(Cited):
    """That company money which is blocked for a person is not given to them."""


class FundErrors(Cited):
    """That errors with company money are looked for."""


class FundFraud(Cited):
    """That fraud with company money is looked for."""


class FundRatio(Part):
    """The share of company funds in the sales of a person and month, own money left out; `at_most` in percent: exactly
    that much is not too much."""

    clause: ClauseId
    at_most: Decimal = Key(gt=0, le=100, max_digits=6, decimal_places=3)


class Funds(Part):
    """Everything that a regime says about company funds.

    `approved_by`: one of these approves a request, nobody their own. `blocked`: while company money is blocked for a
    person, a new request of theirs is refused. `errors`, `fraud`: what of them the supervisor records.
    """

    clause: ClauseId
    approved_by: tuple[Approver, ...] = Key(min_length=1)
    blocked: FundsBlocked | None = None
    errors: FundErrors | None = None
    fraud: FundFraud | None = None
    ratio: FundRatio | None = None
    posts: tuple[str, ...] = Key(default=(), exclude_if=not_)

    def of(self, post: str) -> bool:
        """Say whether company money is worked with at a post (none named: at every post of the regime)."""
        return not self.posts or post in self.posts
