"""What is written of parameters, of the figures read, and of the samples of instruments."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from jiaoban.kernel.act import Payload
from jiaoban.plant.limits import Degree, Doubt, ModeLimits
from jiaoban.plant.mapping import Mapping


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


class Corrected(Payload, kind="plant.reading_corrected"):
    """A figure that was read at the moment `at` had been written down wrongly; `figure` is what it was, and why it is
    corrected. `was` is what had stood there, by the act `was_seq`; `shift` the shift of the reading."""

    at: datetime
    figure: Figure
    was: str
    was_seq: int
    reason: str
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
