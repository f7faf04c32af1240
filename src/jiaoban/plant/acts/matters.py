"""What is written of matters: accidents, defects, permits, orders."""

from datetime import datetime
from operator import not_
from typing import Annotated

from pydantic import Field

from jiaoban.kernel.act import Payload
from jiaoban.plant.lives import MatterKind
from jiaoban.plant.terms import Severity

Photos = Annotated[tuple[str, ...], Field(exclude_if=not_)]
"""Names of stored pictures; an act without any says nothing of them."""


class MatterOpened(Payload, kind="plant.matter_opened"):
    """A matter came up: an accident, a defect, a permit, an order ... in its first state.

    `before` and `after` for changes; `number` of a permit or order; `people`: names by role (issuer, permitter,
    performer, guardian, giver, receiver), `persons`: the keys of those of them who belong to the site; `subject`: the
    thing handed over one by one to which it belongs. `valid_from`, `valid_to` (exclusive) of a permit; `steps` of a
    switching order, in their order. `photos` show it.
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
    photos: Photos = ()


class Advanced(Payload, kind="plant.advanced"):
    """A matter entered another state of its life.

    `who`: the name of whoever permitted, suspended or ended it, where it is another than the author of the act;
    `person`: their key, when they belong to the site. `photos` show it.
    """

    matter: str
    state: str
    note: str = ""
    who: str = ""
    person: str = ""
    photos: Photos = ()


class Regraded(Payload, kind="plant.regraded"):
    """A matter that went wrong is another kind of thing, or graver or less grave, than had been thought, and why.

    `matter_kind` and `severity` as they are from now on, `was_kind` and `was_severity` as they were; `state` where it
    stands in the life of its kind. `lowered`: it is less grave than it was.
    """

    matter: str
    matter_kind: MatterKind
    severity: Severity
    was_kind: MatterKind
    was_severity: Severity
    state: str
    reason: str
    lowered: bool = False


class Noted(Payload, kind="plant.noted"):
    """Something was written on a matter, or pictures of it were laid beside it; its state stays."""

    matter: str
    text: str
    photos: Photos = ()


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
