"""What a scenario may expect of company funds, careers and customers after the sale."""

from decimal import Decimal
from typing import Any, Literal

from pydantic import field_validator

from jiaoban.regime.part import Part


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


class CareersAre(Part):
    """A person's place in the department. `standing` NONE: they are not registered. `flags`: exactly these stand in the
    way of a promotion in a month (2026-03; without one that of the moment)."""

    who: str
    standing: Literal["NONE", "PROBATION", "ASKED", "REGULAR"] | None = None
    sold: Decimal | None = None
    missing: Decimal | None = None
    reached: bool | None = None
    reported: bool | None = None
    taken: bool | None = None
    month: str = ""
    flags: tuple[str, ...] | None = None


class AftersalesAre(Part):
    """A customer after the sale, by the label of the step that wrote them down. `first` and `months`: how the first
    contact and each month stand now; `done`: how many contacts count in all; `missing`: how many are missing for good,
    and so are occasions for a ladder; `briefed`: the class teacher has taken them over; `unbriefed`: should have by
    now; `picture`: the name of the newest picture."""

    of: str
    who: str | None = None
    first: Literal["NONE", "AHEAD", "OPEN", "SOON", "DONE", "MISSED"] | None = None
    months: tuple[Literal["AHEAD", "OPEN", "SOON", "DONE", "MISSED"], ...] | None = None
    done: int | None = None
    missing: int | None = None
    briefed: bool | None = None
    unbriefed: bool | None = None
    picture: str | None = None


class SalesChecks(Part):
    """What can be expected of them."""

    funds: tuple[FundsAre, ...] = ()
    careers: tuple[CareersAre, ...] = ()
    aftersales: tuple[AftersalesAre, ...] = ()

    @field_validator("funds", "careers", "aftersales", mode="before")
    @classmethod
    def _one_sales_check_is_a_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, dict) else value
