"""What is known of things in custody: how many there must be, who found how many, what is missing and why."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table, keyed
from jiaoban.kernel.fields import joint_key
from jiaoban.plant import acts
from jiaoban.plant.history import LoanImported
from jiaoban.plant.places import Kept, at_homes, changed, homes
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

    `expected` is what the register, or the last agreed count, says with every movement since; `moves` are the newest
    movements, the oldest first. `agreed`: what was agreed last, when and by whom. `numbers`: what each of them is
    called, those that are lent out included; none where they are not told apart. `places`: what of it is kept where;
    numbers that are lent out stand at the place where they belong.
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
    numbers: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    places: tuple[Kept, ...] = ()
    agreed: int | None = None
    agreed_at: datetime | None = None
    agreed_by: str = ""
    agreed_why: str = ""

    @property
    def since_agreed(self) -> tuple[Move, ...]:
        """The movements since the last agreed count, as far as they stand here; all of them before the first."""
        return tuple(one for one in self.moves if self.agreed_at is None or one.at >= self.agreed_at)


class Count(State):
    """What one person found of one thing on one occasion: their last word on it, and beside it their first, which they
    said before they knew how many there must be."""

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
    numbers: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    parts: dict[str, int] = {}
    places: tuple[Kept, ...] = ()
    first: int
    times: int


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
    if not isinstance(p, acts.CustodyRegistered):
        return _changed(before, act) if before else None
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
        numbers=p.numbers,
        components=p.components,
        places=p.places,
        **_agreed(before, p.expected),
    )


def _agreed(before: CustodyItem | None, expected: int) -> dict[str, Any]:
    """A line that is corrected keeps what was agreed last, unless the register now says another figure."""
    if before is None or before.expected != expected:
        return {}
    return before.model_dump(include={"agreed", "agreed_at", "agreed_by", "agreed_why"})


def _changed(before: CustodyItem, act: Act) -> CustodyItem:
    p = act.payload
    if isinstance(p, acts.CountAgreed):
        agreed = {"agreed": p.agreed, "agreed_at": act.occurred_at, "agreed_by": act.actor, "agreed_why": p.cause}
        numbers = {"numbers": p.numbers} if before.numbers else {}
        kept = {"places": p.places} if before.places else {}
        settled = {"expected": p.agreed, "last_at": act.recorded_at}
        return before.model_copy(update={**settled, **agreed, **numbers, **kept})
    if isinstance(p, acts.Relocated):
        return _settled(before, p.numbers, p.to, [(p.place, -p.number), (p.to, p.number)], act)
    if isinstance(p, acts.Lent):
        said = f"{p.to}：{p.purpose}"
        lent = _moved(before, act, Move(**_move(act), movement="ISSUED", number=p.number, reason=said))
        return _settled(lent, (), "", [(p.place, -p.number)], act)
    if isinstance(p, LoanImported):
        out, said = p.number - p.returned, f"{p.to}：{p.purpose}"
        if not out:
            return before
        lent = _moved(before, act, Move(**_move(act), movement="ISSUED", number=out, reason=said))
        return _settled(lent, (), "", [(p.place, -out)], act)
    if isinstance(p, acts.BroughtBack):
        back = _moved(before, act, Move(**_move(act), movement="RETURNED", number=p.number, reason=p.note))
        return _settled(back, p.numbers if p.place else (), p.place, [(p.place, p.number)], act)
    assert isinstance(p, acts.CustodyMoved)
    moved = _moved(before, act, Move(**_move(act), movement=p.movement, number=p.number, reason=p.reason))
    by = p.number if p.movement in INWARD else -p.number
    moved = _settled(moved, p.numbers if p.movement == "RECEIVED" else (), p.place, [(p.place, by)], act)
    if p.movement in ("ISSUED", "RETURNED"):
        return moved
    left = tuple(one for one in moved.numbers if one not in p.numbers)
    if p.movement == "RECEIVED":
        return moved.model_copy(update={"numbers": (*left, *p.numbers)})
    where = {number: place for number, place in homes(moved.places).items() if number in left}
    places = at_homes(where, [one.place for one in moved.places]) if moved.numbers else moved.places
    return moved.model_copy(update={"numbers": left, "places": places})


def _settled(
    line: CustodyItem, numbers: Iterable[str], place: str, amounts: Iterable[tuple[str, int]], act: Act
) -> CustodyItem:
    """Return a line with these numbers at a place from now on, or so many more or fewer at each place where they are
    not told apart; unchanged where it is not kept at places."""
    if not line.places:
        return line
    places = line.places
    if line.numbers:
        where = homes(places) | dict.fromkeys(numbers, place)
        places = at_homes(where, [one.place for one in places])
    else:
        for at, by in amounts:
            places = changed(places, at, by)
    return line.model_copy(update={"places": places, "last_at": act.recorded_at})


def _move(act: Act) -> dict[str, Any]:
    return {"by": act.actor, "at": act.occurred_at}


def _moved(before: CustodyItem, act: Act, move: Move) -> CustodyItem:
    change = move.number if move.movement in INWARD else -move.number
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


def _count(before: Count | None, act: Act, key: str) -> Count:
    found = next(one for one in _counted(act).counts if _count_key(act, one) == key)
    return Count(
        occasion=_counted(act).occasion,
        person=act.actor,
        post=act.post,
        at=act.occurred_at,
        seq=act.seq,
        first=before.first if before else found.found,
        times=before.times + 1 if before else 1,
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
    kinds=(
        acts.CustodyRegistered.KIND,
        acts.CustodyMoved.KIND,
        acts.Relocated.KIND,
        acts.Lent.KIND,
        acts.BroughtBack.KIND,
        acts.CountAgreed.KIND,
        LoanImported.KIND,
    ),
    keys=keyed("custody_item"),
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
