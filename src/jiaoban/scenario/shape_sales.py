"""What a scenario may expect of company funds, careers and customers after the sale."""

from decimal import Decimal

from jiaoban.regime.part import Part

SALES_LISTED = ("funds",)
"""Checks of which there may be several; one alone needs no list."""


class FundsAre(Part):
    """The company money of a person in a month (2026-03; without one that of the moment). `errors`, `fraud`: exactly
    these sums are occasions for a ladder since a year before; of fraud without a sum 0."""

    who: str
    month: str = ""
    waiting: Decimal | None = None
    granted: Decimal | None = None
    spent: Decimal | None = None
    own: Decimal | None = None
    company: Decimal | None = None
    left: Decimal | None = None
    sold: Decimal | None = None
    percent: Decimal | None = None
    above: bool | None = None
    errors: tuple[Decimal, ...] | None = None
    fraud: tuple[Decimal, ...] | None = None
