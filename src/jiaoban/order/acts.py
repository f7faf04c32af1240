"""The kinds of act about standing orders."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from jiaoban.kernel.act import Payload
from jiaoban.order.terms import Asks, Kind


class Group(BaseModel):
    """Who must read an order: everybody whom at least one of these names.

    `posts`: who may work there; `crews`; `roles` anywhere at the site; `qualifications`: who holds one that is valid on
    the day; `people` by key.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    posts: tuple[str, ...] = ()
    crews: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    qualifications: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


class Issued(Payload, kind="order.issued"):
    """A standing order was issued; it is in force from `valid_from` until `valid_to` (exclusive; None: without end).

    `replaces`: key of the version that it takes the place of, when it comes into force; `series`: key of the first
    version ('': this one), `version` counts them from 1. `every_months`: it is to be
    read again so long after it was read (0: never). `within_days`: so many days after it comes into force, or is to be
    read again, everybody must have read it.
    """

    order: str
    order_kind: Kind
    title: str
    text: str
    number: str = ""
    files: tuple[str, ...] = ()
    group: Group
    valid_from: datetime
    valid_to: datetime | None = None
    replaces: str = ""
    series: str = ""
    version: int = 1
    asks: Asks = "TICK"
    every_months: int = 0
    within_days: int = 7


class Withdrawn(Payload, kind="order.withdrawn"):
    """A standing order is no longer in force, and why."""

    order: str
    reason: str


class Acknowledged(Payload, kind="order.acknowledged"):
    """The author of the act read an order and says so, in their own words where it asks for that."""

    order: str
    words: str = ""
