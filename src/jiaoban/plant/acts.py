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

    `before` and `after` for changes; `number` of a permit or order; `people`: names by role (issuer, permitter,
    performer, guardian, giver, receiver), `persons`: the keys of those of them who belong to the site; `subject`: the
    thing handed over one by one to which it belongs. `valid_from`, `valid_to` (exclusive) of a permit; `steps` of a
    switching order, in their order.
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
    persons: dict[str, str] = {}
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    steps: tuple[str, ...] = ()


class Advanced(Payload, kind="plant.advanced"):
    """A matter entered another state of its life.

    `who`: the name of whoever permitted, suspended or ended it, where it is another than the author of the act;
    `person`: their key, when they belong to the site.
    """

    matter: str
    state: str
    note: str = ""
    who: str = ""
    person: str = ""


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


class Extended(Payload, kind="plant.extended"):
    """A permit is valid until another moment (exclusive), and why. `who` and `person` as in `Advanced`."""

    matter: str
    valid_to: datetime
    reason: str
    who: str = ""
    person: str = ""


class PeopleChanged(Payload, kind="plant.people_changed"):
    """Other people have these roles in a permit or order from now on, and why. Roles not named stay as they were."""

    matter: str
    people: dict[str, str]
    persons: dict[str, str] = {}
    reason: str


class StepsListed(Payload, kind="plant.steps_listed"):
    """The steps of a switching order, in their order; in place of those listed before."""

    matter: str
    steps: tuple[str, ...]


class StepDone(Payload, kind="plant.step_done"):
    """The performer did a step (1 is the first) at the act's `occurred_at`."""

    matter: str
    step: int
    note: str = ""


class StepChecked(Payload, kind="plant.step_checked"):
    """The guardian checked a step that was done, at the act's `occurred_at`."""

    matter: str
    step: int
    note: str = ""


class StepSkipped(Payload, kind="plant.step_skipped"):
    """A step is not done, and why."""

    matter: str
    step: int
    reason: str


class Progressed(Payload, kind="plant.progressed"):
    """The work at a work face has come so far, in percent, and in words."""

    matter: str
    percent: int
    text: str


class ReadBack(Payload, kind="plant.read_back"):
    """An order was read back at the act's `occurred_at`: in these words, by whom, to whom.

    `reader`: name of the receiver; `person`: their key, when they belong to the site; `to`: who heard it.
    """

    matter: str
    words: str
    reader: str
    to: str
    person: str = ""


class Reported(Payload, kind="plant.reported"):
    """It was reported to whoever gave an order that it was carried out, at the act's `occurred_at`."""

    matter: str
    text: str
    to: str


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
    """A thing in custody stands in the register like this: `expected` is how many there must be.

    `numbers`: what each of them is called ('7' of key no. 7), where they are told apart.
    """

    custody_item: str
    name: str
    kind: CustodyKind
    expected: int
    note: str = ""
    in_use: bool = True
    numbers: tuple[str, ...] = ()


class CustodyMoved(Payload, kind="plant.custody_moved"):
    """Some of a thing in custody came or went; so many more or fewer of it there must be from now on. `numbers`:
    which, where they are told apart."""

    custody_item: str
    movement: Movement
    number: int
    reason: str
    numbers: tuple[str, ...] = ()


class Lent(Payload, kind="plant.lent"):
    """Some of a thing in custody were lent: to whom, for which work, to be back by when.

    `to`: the name of whoever has them; `person`: their key, when they belong to the site; `matter`: the permit or order
    for whose work they are; `numbers` as in `CustodyMoved`.
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


class BroughtBack(Payload, kind="plant.brought_back"):
    """Some of what was lent came back, in this condition."""

    loan: str
    custody_item: str
    number: int
    condition: Condition = "OK"
    note: str = ""
    numbers: tuple[str, ...] = ()


class CountAgreed(Payload, kind="plant.count_agreed"):
    """A difference was settled: so many there are agreed to be from now on, instead of `expected`, and why."""

    custody_item: str
    expected: int
    agreed: int
    cause: str
    occasion: str = ""
    numbers: tuple[str, ...] = ()


class Found(BaseModel):
    """What somebody found of one thing in custody. `numbers`: which of them, where they are told apart; `missing`:
    which of those that there must be were not."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    custody_item: str
    expected: int
    found: int
    condition: Condition = "OK"
    note: str = ""
    numbers: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


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
