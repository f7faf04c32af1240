"""What is known of parameters and of the figures read of them."""

from collections.abc import Iterable
from datetime import datetime

from jiaoban.kernel.act import Act, stamp
from jiaoban.kernel.book import State, Table
from jiaoban.kernel.fields import joint_key
from jiaoban.plant import acts


class Parameter(State):
    """A line of the register of parameters. Figures are decimals as text, '' is none."""

    key: str
    name: str
    unit: str
    post: str
    group: str
    low: str
    high: str
    lowest: str
    highest: str
    decimals: int
    equipment: str
    in_use: bool
    rolls_at: str = ""
    last_at: datetime


class Was(State):
    """A figure that stood there before it was corrected."""

    value: str
    by: str
    recorded_at: datetime


class Reading(State):
    """A figure read at a moment, beside the limits that held then. `earlier`: what it was corrected from."""

    key: str
    parameter: str
    post: str
    at: datetime
    shift: str
    value: str
    low: str
    high: str
    within: bool
    by: str
    recorded_at: datetime
    earlier: tuple[Was, ...] = ()
    seq: int


class Latest(State):
    """The newest figure of a parameter. `previous` is the last figure of an earlier shift, '' when there is none."""

    parameter: str
    post: str
    at: datetime
    shift: str
    value: str
    low: str
    high: str
    within: bool
    by: str
    previous: str = ""
    previous_at: datetime | None = None
    seq: int

    def before(self, since: datetime) -> str:
        """Return the figure at the begin of a shift that began at `since`: the newest one that is older."""
        return self.value if self.at < since else self.previous


def _parameter(_before: Parameter | None, act: Act, key: str) -> Parameter:
    p = act.payload
    assert isinstance(p, acts.ParameterRegistered)
    return Parameter(key=key, post=act.post, last_at=act.recorded_at, **p.model_dump(exclude={"parameter"}))


def _read(act: Act) -> acts.Read:
    assert isinstance(act.payload, acts.Read)
    return act.payload


def reading_key(parameter: str, at: datetime) -> str:
    """Return the key of a reading: one parameter, one moment, one row."""
    return joint_key(parameter, stamp(at))


def _reading(before: Reading | None, act: Act, key: str) -> Reading:
    figure = next(one for one in _read(act).figures if reading_key(one.parameter, act.occurred_at) == key)
    was = (Was(value=before.value, by=before.by, recorded_at=before.recorded_at),) if before else ()
    return Reading(
        key=key,
        post=act.post,
        at=act.occurred_at,
        shift=_read(act).shift,
        by=act.actor,
        recorded_at=act.recorded_at,
        earlier=(*(before.earlier if before else ()), *was),
        seq=act.seq,
        **figure.model_dump(),
    )


def _latest(before: Latest | None, act: Act, key: str) -> Latest:
    read = _read(act)
    figure = next(one for one in read.figures if one.parameter == key)
    previous, previous_at = (before.previous, before.previous_at) if before else ("", None)
    if before and act.occurred_at < before.at:  # told late: it may still be the last word of an earlier shift
        if read.shift == before.shift or (previous_at is not None and act.occurred_at < previous_at):
            return before
        return before.model_copy(update={"previous": figure.value, "previous_at": act.occurred_at})
    if before and before.shift != read.shift:
        previous, previous_at = before.value, before.at
    return Latest(
        post=act.post,
        at=act.occurred_at,
        shift=read.shift,
        by=act.actor,
        previous=previous,
        previous_at=previous_at,
        seq=act.seq,
        **figure.model_dump(),
    )


def _reading_keys(act: Act) -> Iterable[str]:
    return [reading_key(figure.parameter, act.occurred_at) for figure in _read(act).figures]


PARAMETERS = Table(
    "plant_parameter",
    Parameter,
    kinds=(acts.ParameterRegistered.KIND,),
    keys=lambda act: (act.payload.parameter,),  # type: ignore[attr-defined]  # ParameterRegistered alone
    evolve=_parameter,
    columns=("post", "group", "in_use"),
)
READINGS = Table(
    "plant_reading",
    Reading,
    kinds=(acts.Read.KIND,),
    keys=_reading_keys,
    evolve=_reading,
    columns=("post", "parameter", "at", "shift", "within"),
)
LATEST = Table(
    "plant_latest",
    Latest,
    kinds=(acts.Read.KIND,),
    keys=lambda act: [figure.parameter for figure in _read(act).figures],
    evolve=_latest,
    columns=("post", "within", "at"),
)
