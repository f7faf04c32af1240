"""What can be expected of whose a customer is, beside what `shape.py` has."""

from decimal import Decimal
from typing import Any

from pydantic import field_validator

from jiaoban.lead.rules.colliding import Stage
from jiaoban.lead.rules.ownership import Basis
from jiaoban.regime.part import Part


class OwnedIs(Part):
    """Whose a customer is (`of`: the label of the step that wrote them down): the `owner`, '' for nobody's, or who
    shares them. `asked`: as of this clock time instead of that of the expectation; `says`: stands in the sentence."""

    of: str
    owner: str | None = None
    shared: tuple[str, ...] | None = None
    basis: Basis | None = None
    clause: str | None = None
    asked: str | None = None
    says: str | None = None


class CreditedIs(Part):
    """For whom the sales of a customer count (`of`: the label of the step that wrote them down): exactly these people,
    with these sums; nobody where the order is void."""

    of: str
    to: dict[str, Decimal]


class CollisionsAre(Part):
    """Collisions at the post that meet all of this: how many (without `count`: at least one). `keeper`: who keeps the
    customer by what was agreed or ruled."""

    of: str | None = None
    people: tuple[str, ...] | None = None
    stage: Stage | None = None
    keeper: str | None = None
    by_itself: bool | None = None
    quarrels: int | None = None
    count: int | None = None


class FollowsIs(Part):
    """How many customers somebody led in the month that lies so many months after that of the expectation, how many of
    them stayed without result, and whether they may follow customers in it."""

    person: str
    in_months: int = 0
    led: int | None = None
    without: int | None = None
    may: bool | None = None


class OccasionIs(Part):
    """Occasions that the book offers of a source, from the scenario's day up to the moment: how many (without `count`:
    at least one), for exactly these people, with this `intent`."""

    source: str
    people: tuple[str, ...] | None = None
    intent: bool | None = None
    count: int | None = None


class OwnerChecks(Part):
    """What can be expected of whose customers are."""

    owned: tuple[OwnedIs, ...] = ()
    credited: tuple[CreditedIs, ...] = ()
    collisions: tuple[CollisionsAre, ...] = ()
    follows: tuple[FollowsIs, ...] = ()
    offered: tuple[OccasionIs, ...] = ()

    @field_validator("owned", "credited", "collisions", "follows", "offered", mode="before")
    @classmethod
    def _one_owner_is_a_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, dict) else value
