"""What can be expected of customers, beside what `shape.py` has."""

from decimal import Decimal
from typing import Any

from pydantic import field_validator

from jiaoban.lead.terms import Stand
from jiaoban.regime.part import Part


class CustomersAre(Part):
    """Customers at the post that meet all of this: how many (without `count`: at least one). `of`: the label of the
    step that wrote one down; `contacts`, `numbers`, `corrected`: how many; `last` and `people`: for whom something
    counted; `sold`: the sum of its sales; `masked`: its first number as lists show it; `name`: '' where it was erased.
    """

    of: str | None = None
    stand: Stand | None = None
    source: str | None = None
    contacts: int | None = None
    numbers: int | None = None
    corrected: int | None = None
    last: str | None = None
    people: tuple[str, ...] | None = None
    sold: Decimal | None = None
    name: str | None = None
    masked: str | None = None
    count: int | None = None


class KnownIs(Part):
    """What the desk sees when a number is typed: `of` whom it is, who had to do with that customer (nobody: the number
    is not known), and with what result when it was last contacted."""

    number: str
    of: str | None = None
    people: tuple[str, ...]
    last_result: str | None = None
    last_at: str | None = None


class SeenIs(Part):
    """One of those who looked at whole numbers, took customers out or erased one."""

    by: str
    what: str
    of: str | None = None
    whole: bool | None = None


class CustomerChecks(Part):
    """What can be expected of customers. `seen`: exactly these, the newest first."""

    customers: tuple[CustomersAre, ...] = ()
    known: tuple[KnownIs, ...] = ()
    seen: tuple[SeenIs, ...] | None = None

    @field_validator("customers", "known", "seen", mode="before")
    @classmethod
    def _one_customer_is_a_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, dict) else value
