"""The kinds of act that the plant writes."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from jiaoban.kernel.act import Payload
from jiaoban.plant.limits import Degree, Doubt, ModeLimits
from jiaoban.plant.lives import MatterKind
from jiaoban.plant.mapping import Mapping
from jiaoban.plant.terms import Condition, CustodyKind, EquipmentState, Movement, Severity


class EquipmentRegistered(Payload, kind="plant.equipment_registered"):
    """Equipment stands in the register like this from now on. `parent`: key of what it is part of, or ''."""

    equipment: str
    code: str
    name: str
    parent: str = ""
    kind: str = ""
    in_use: bool = True


class StateSet(Payload, kind="plant.state_set"):
    """Equipment is in this state and mode since the act's `occurred_at`."""

    equipment: str
    state: EquipmentState
    mode: str = ""
    note: str = ""


class EarthRegistered(Payload, kind="plant.earth_registered"):
    """A portable earth stands in the register like this. `number` is painted on it; `home` is where it is kept."""

    earth: str
    number: str
    spec: str = ""
    home: str = ""
    in_use: bool = True


class EarthHung(Payload, kind="plant.earth_hung"):
    """A portable earth hangs at a place since the act's `occurred_at`.

    `hanging` is the key of this time that it hangs; `permit` the key of the matter by which it does, `permit_number`
    what stood on it then; `hung_by` and `guardian` are names, '' where nobody but the act's actor was named.
    """

    hanging: str
    earth: str
    number: str
    place: str
    equipment: str = ""
    permit: str = ""
    permit_number: str = ""
    hung_by: str = ""
    guardian: str = ""


class EarthRemoved(Payload, kind="plant.earth_removed"):
    """A portable earth hangs no longer, since the act's `occurred_at`."""

    hanging: str
    earth: str
    removed_by: str = ""
    note: str = ""


class MatterOpened(Payload, kind="plant.matter_opened"):
    """A matter came up: an accident, a defect, a permit, an order ... in its first state.

    `before` and `after` for changes; `number` of a permit or order; `people`: names by role (issuer, performer,
    guardian); `subject`: the thing handed over one by one to which it belongs.
    """

    matter: str
    kind: MatterKind
    state: str
    title: str
    text: str = ""
    equipment: str = ""
    subject: str = ""
    severity: Severity = ""
    before: str = ""
    after: str = ""
    number: str = ""
    people: dict[str, str] = {}


class Advanced(Payload, kind="plant.advanced"):
    """A matter entered another state of its life."""

    matter: str
    state: str
    note: str = ""


class Noted(Payload, kind="plant.noted"):
    """Something was written on a matter; its state stays."""

    matter: str
    text: str


class MarkedUnclear(Payload, kind="plant.marked_unclear"):
    """An order is unclear, and why."""

    matter: str
    why: str


class ClearedUp(Payload, kind="plant.cleared_up"):
    """An unclear order was cleared up, and how."""

    matter: str
    how: str


class ParameterRegistered(Payload, kind="plant.parameter_registered"):
    """A parameter stands in the register like this. Figures are decimals as text, '' is none.

    `low` and `high` are its limits, `low_low` and `high_high` the farther ones; `by_mode` the limits that hold instead
    in a state or mode of its equipment. Outside `lowest` to `highest`, or farther than `jump` from the figure before, a
    figure is implausible. `rolls_at`: it is a totalizer that counts on and begins again at 0 when it comes to this
    figure. `schedule`: when it is to be read; `grace`: within so many minutes of the moment.
    """

    parameter: str
    name: str
    unit: str
    group: str
    low: str = ""
    high: str = ""
    lowest: str = ""
    highest: str = ""
    decimals: int = 1
    equipment: str = ""
    in_use: bool = True
    rolls_at: str = ""
    low_low: str = ""
    high_high: str = ""
    by_mode: tuple[ModeLimits, ...] = ()
    jump: str = ""
    schedule: str = ""
    grace: int = 15


class Figure(BaseModel):
    """One figure that was read, beside the limits that held then.

    `degree`: beyond which limit ('' in acts of before: it follows from the limits); `mode`: the state or mode whose
    limits held; `doubt`: it is not plausible and was recorded all the same; `cause` and `handling` of an excursion, or
    `found_later`: they were not known yet. `batch`: drawn from samples, key of what was bound.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    parameter: str
    value: str
    low: str = ""
    high: str = ""
    within: bool
    low_low: str = ""
    high_high: str = ""
    degree: Degree = ""
    mode: str = ""
    doubt: Doubt = ""
    cause: str = ""
    handling: str = ""
    found_later: bool = False
    batch: str = ""


class Read(Payload, kind="plant.read"):
    """Figures were read at the act's `occurred_at`, in the shift `shift`."""

    figures: tuple[Figure, ...]
    shift: str = ""


class Explained(Payload, kind="plant.explained"):
    """Cause and handling of the excursion of a parameter to which its figure of the moment `at` belongs."""

    parameter: str
    at: datetime
    cause: str
    handling: str


class SamplesBound(Payload, kind="plant.samples_bound"):
    """A file of an instrument's samples was bound to the book: the samples are not acts, the file's hash is.

    `file`: SHA-256 of its bytes; `mapping` and `zone`: how it is read, `starts_at` where its first row stands in time
    when the file does not say so itself. `count` samples of these parameters came of it, from `first_at` to `last_at`;
    `left_out` cells that were no figures were left out knowingly.
    """

    batch: str
    file: str
    source: str
    mapping: Mapping
    zone: str
    starts_at: datetime | None = None
    count: int
    first_at: datetime
    last_at: datetime
    parameters: tuple[str, ...]
    left_out: int = 0


class CustodyRegistered(Payload, kind="plant.custody_registered"):
    """A thing in custody stands in the register like this: `expected` is how many there must be."""

    custody_item: str
    name: str
    kind: CustodyKind
    expected: int
    note: str = ""
    in_use: bool = True


class CustodyMoved(Payload, kind="plant.custody_moved"):
    """Some of a thing in custody came or went; so many more or fewer of it there must be from now on."""

    custody_item: str
    movement: Movement
    number: int
    reason: str


class Found(BaseModel):
    """What somebody found of one thing in custody."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    custody_item: str
    expected: int
    found: int
    condition: Condition = "OK"
    note: str = ""


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
