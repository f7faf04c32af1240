"""What is written of things in custody: moved, lent, counted, missing."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from jiaoban.kernel.act import Payload
from jiaoban.plant.places import Kept
from jiaoban.plant.terms import Condition, CustodyKind, Movement


class CustodyRegistered(Payload, kind="plant.custody_registered"):
    """A thing in custody stands in the register like this: `expected` is how many there must be.

    `numbers`: what each of them is called ('7' of key no. 7), where they are told apart. `components`: a count of it is
    put together of these (stock, used, returned). `places`: what of it is kept where.
    """

    custody_item: str
    name: str
    kind: CustodyKind
    expected: int
    note: str = ""
    in_use: bool = True
    numbers: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    places: tuple[Kept, ...] = ()


class CustodyMoved(Payload, kind="plant.custody_moved"):
    """Some of a thing in custody came or went; so many more or fewer of it there must be from now on. `numbers`:
    which, where they are told apart. `place`: where it came to or went from, where it is kept at places."""

    custody_item: str
    movement: Movement
    number: int
    reason: str
    numbers: tuple[str, ...] = ()
    place: str = ""


class Relocated(Payload, kind="plant.relocated"):
    """Some of a thing in custody is kept at another place from now on: these numbers, or so many that were at
    `place`."""

    custody_item: str
    number: int
    to: str
    numbers: tuple[str, ...] = ()
    place: str = ""
    reason: str = ""


class Lent(Payload, kind="plant.lent"):
    """Some of a thing in custody were lent: to whom, for which work, to be back by when.

    `to`: the name of whoever has them; `person`: their key, when they belong to the site; `matter`: the permit or order
    for whose work they are; `numbers` and `place` as in `CustodyMoved`.
    """

    loan: str
    custody_item: str
    number: int
    to: str
    purpose: str
    person: str = ""
    matter: str = ""
    due_at: datetime | None = None
    numbers: tuple[str, ...] = ()
    place: str = ""


class BroughtBack(Payload, kind="plant.brought_back"):
    """Some of what was lent came back, in this condition, to this place ('': where it was before)."""

    loan: str
    custody_item: str
    number: int
    condition: Condition = "OK"
    note: str = ""
    numbers: tuple[str, ...] = ()
    place: str = ""


class CountAgreed(Payload, kind="plant.count_agreed"):
    """A difference was settled: so many there are agreed to be from now on, instead of `expected`, where, and why."""

    custody_item: str
    expected: int
    agreed: int
    cause: str
    occasion: str = ""
    numbers: tuple[str, ...] = ()
    places: tuple[Kept, ...] = ()


class Found(BaseModel):
    """What somebody found of one thing in custody. `numbers`: which of them, where they are told apart; `missing`:
    which of those that there must be were not; `parts`: of what the figure is put together; `places`: what was where.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    custody_item: str
    expected: int
    found: int
    condition: Condition = "OK"
    note: str = ""
    numbers: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    parts: dict[str, int] = {}
    places: tuple[Kept, ...] = ()


class Counted(Payload, kind="plant.counted"):
    """A person counted things in custody on an occasion (a handover, by its key)."""

    occasion: str
    counts: tuple[Found, ...]


class ShortageRecorded(Payload, kind="plant.shortage_recorded"):
    """So many of a thing are missing (0: there, but damaged), and this is the cause."""

    occasion: str
    custody_item: str
    missing: int
    cause: str
