"""What is known of things in custody: how many there must be, who found how many, what is missing and why."""

from collections.abc import Iterable
from datetime import datetime

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table
from jiaoban.kernel.fields import joint_key
from jiaoban.plant import acts
from jiaoban.plant.terms import INWARD, Condition, CustodyKind, Movement

MOST_MOVES = 20
"""So many movements of a thing stand with its line; the book holds them all."""


class Move(State):
    """A movement: some of a thing came or went."""

    movement: Movement
    number: int
    reason: str
    by: str
    at: datetime


class CustodyItem(State):
    """A line of the register: tools, keys, drawings, papers, fire gear, materials, spare parts.

    `expected` is what the register says with every movement since; `moves` are the newest of them, the oldest first.
    """

    key: str
    name: str
    kind: CustodyKind
    post: str
    expected: int
    note: str
    in_use: bool
    last_at: datetime
    moves: tuple[Move, ...] = ()


class Count(State):
    """What one person found of one thing on one occasion (their last word on it)."""

    occasion: str
    custody_item: str
    person: str
    post: str
    expected: int
    found: int
    condition: Condition
    note: str
    at: datetime
    seq: int


class Shortage(State):
    """A shortage or damage (then `missing` may be 0) that was recorded with its cause on an occasion.

    `first_at` is when it was first recorded there: a later word on it does not make it younger, nor older.
    """

    occasion: str
    custody_item: str
    post: str
    missing: int
    cause: str
    by: str
    at: datetime
    seq: int
    first_at: datetime | None = None


def _custody(before: CustodyItem | None, act: Act, key: str) -> CustodyItem | None:
    p = act.payload
    if isinstance(p, acts.CustodyMoved):
        return _moved(before, p, act) if before else None
    assert isinstance(p, acts.CustodyRegistered)
    return CustodyItem(
        key=key,
        name=p.name,
        kind=p.kind,
        post=act.post,
        expected=p.expected,
        note=p.note,
        in_use=p.in_use,
        last_at=act.recorded_at,
        moves=before.moves if before else (),
    )


def _moved(before: CustodyItem, p: acts.CustodyMoved, act: Act) -> CustodyItem:
    move = Move(movement=p.movement, number=p.number, reason=p.reason, by=act.actor, at=act.occurred_at)
    change = p.number if p.movement in INWARD else -p.number
    moves = (*before.moves, move)[-MOST_MOVES:]
    return before.model_copy(
        update={"expected": max(0, before.expected + change), "moves": moves, "last_at": act.recorded_at}
    )


def _counted(act: Act) -> acts.Counted:
    assert isinstance(act.payload, acts.Counted)
    return act.payload


def _count_key(act: Act, found: acts.Found) -> str:
    return joint_key(_counted(act).occasion, found.custody_item, act.actor)


def _count_keys(act: Act) -> Iterable[str]:
    return [_count_key(act, found) for found in _counted(act).counts]


def _count(_before: Count | None, act: Act, key: str) -> Count:
    found = next(one for one in _counted(act).counts if _count_key(act, one) == key)
    return Count(
        occasion=_counted(act).occasion,
        person=act.actor,
        post=act.post,
        at=act.occurred_at,
        seq=act.seq,
        **found.model_dump(),
    )


def _shortage_keys(act: Act) -> Iterable[str]:
    p = act.payload
    assert isinstance(p, acts.ShortageRecorded)
    return (joint_key(p.occasion, p.custody_item),)


def _shortage(before: Shortage | None, act: Act, _key: str) -> Shortage:
    p = act.payload
    assert isinstance(p, acts.ShortageRecorded)
    first_at = before.first_at if before else act.recorded_at
    return Shortage(post=act.post, by=act.actor, at=act.occurred_at, seq=act.seq, first_at=first_at, **p.model_dump())


CUSTODY = Table(
    "plant_custody",
    CustodyItem,
    kinds=(acts.CustodyRegistered.KIND, acts.CustodyMoved.KIND),
    keys=lambda act: (act.payload.custody_item,),  # type: ignore[attr-defined]  # these two kinds have it
    evolve=_custody,
    columns=("post", "kind", "in_use"),
)
COUNTS = Table(
    "plant_count",
    Count,
    kinds=(acts.Counted.KIND,),
    keys=_count_keys,
    evolve=_count,
    columns=("occasion", "post", "custody_item", "person", "at"),
)
SHORTAGES = Table(
    "plant_shortage",
    Shortage,
    kinds=(acts.ShortageRecorded.KIND,),
    keys=_shortage_keys,
    evolve=_shortage,
    columns=("occasion", "post", "custody_item", "at"),
)
