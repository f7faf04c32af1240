"""What is known of standing orders after the acts so far: the orders, and who read them when."""

from collections.abc import Iterable
from datetime import UTC, datetime

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table
from jiaoban.kernel.fields import joint_key
from jiaoban.order import acts
from jiaoban.order.terms import Asks, Kind

FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands for 'without end' where a moment is needed to search by."""


class Order(State):
    """A version of a standing order.

    `series` is the key of its first version. `until` is when it ends by anything said so far: its own end, a newer
    version's begin, a withdrawal.
    """

    key: str
    kind: Kind
    title: str
    text: str
    number: str
    files: tuple[str, ...]
    group: acts.Group
    valid_from: datetime
    until: datetime
    series: str
    version: int
    asks: Asks
    every_months: int
    within_days: int
    issued_at: datetime
    issued_by: str
    replaces: str = ""
    replaced_by: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawn_why: str = ""
    seq: int

    @property
    def ends(self) -> datetime | None:
        """When it ends, None for never."""
        return None if self.until == FOR_EVER else self.until

    def in_force(self, now: datetime) -> bool:
        """Say whether it is to be kept at this moment."""
        return self.valid_from <= now < self.until


class Reading(State):
    """That a person read a version of an order: when last, in which words, how often."""

    order_key: str
    person: str
    at: datetime
    words: str
    first_at: datetime
    times: int
    seq: int


def _order_keys(act: Act) -> Iterable[str]:
    p = act.payload
    if isinstance(p, acts.Issued) and p.replaces:
        return (p.order, p.replaces)
    return (p.order,)  # type: ignore[attr-defined]  # both kinds name their order


def _order(before: Order | None, act: Act, key: str) -> Order | None:
    p = act.payload
    if isinstance(p, acts.Issued) and p.order == key:
        return _issued(p, act)
    if before is None:
        return None
    if isinstance(p, acts.Issued):
        until = max(before.valid_from, min(before.until, p.valid_from))
        return before.model_copy(update={"replaced_by": p.order, "until": until, "seq": act.seq})
    assert isinstance(p, acts.Withdrawn)
    told = {"withdrawn_at": act.occurred_at, "withdrawn_by": act.actor, "withdrawn_why": p.reason}
    until = min(before.until, act.occurred_at)
    return before.model_copy(update={**told, "until": until, "seq": act.seq})


def _issued(p: acts.Issued, act: Act) -> Order:
    return Order(
        key=p.order,
        kind=p.order_kind,
        title=p.title,
        text=p.text,
        number=p.number,
        files=p.files,
        group=p.group,
        valid_from=p.valid_from,
        until=p.valid_to or FOR_EVER,
        series=p.series or p.order,
        version=p.version,
        asks=p.asks,
        every_months=p.every_months,
        within_days=p.within_days,
        issued_at=act.occurred_at,
        issued_by=act.actor,
        replaces=p.replaces,
        seq=act.seq,
    )


def _reading_key(act: Act) -> Iterable[str]:
    assert isinstance(act.payload, acts.Acknowledged)
    return (reading_key(act.payload.order, act.actor),)


def reading_key(order: str, person: str) -> str:
    """Return the key of the row that says whether a person read an order."""
    return joint_key(order, person)


def _reading(before: Reading | None, act: Act, _key: str) -> Reading:
    p = act.payload
    assert isinstance(p, acts.Acknowledged)
    return Reading(
        order_key=p.order,
        person=act.actor,
        at=act.occurred_at,
        words=p.words,
        first_at=before.first_at if before else act.occurred_at,
        times=before.times + 1 if before else 1,
        seq=act.seq,
    )


ORDERS = Table(
    "standing_order",
    Order,
    kinds=(acts.Issued.KIND, acts.Withdrawn.KIND),
    keys=_order_keys,
    evolve=_order,
    columns=("series", "version", "valid_from", "until", "issued_at"),
)
READINGS = Table(
    "standing_order_reading",
    Reading,
    kinds=(acts.Acknowledged.KIND,),
    keys=_reading_key,
    evolve=_reading,
    columns=("order_key", "person", "at"),
)
