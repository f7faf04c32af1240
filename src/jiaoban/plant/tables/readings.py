"""What is known of parameters and of the figures read of them."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from jiaoban.kernel.act import Act, stamp
from jiaoban.kernel.book import State, Table, keyed
from jiaoban.kernel.fields import joint_key
from jiaoban.kernel.naming import sought
from jiaoban.plant import acts
from jiaoban.plant.limits import Degree, Doubt, Limits, ModeLimits, degree_of


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
    low_low: str = ""
    high_high: str = ""
    by_mode: tuple[ModeLimits, ...] = ()
    jump: str = ""
    schedule: str = ""
    grace: int = 15
    last_at: datetime

    @property
    def label(self) -> str:
        """Name and unit: what it is called where one is chosen."""
        return f"{self.name} {self.unit}".strip()

    @property
    def finding(self) -> str:
        """What a typed text is looked for in: whatever it may be called; the key tells two of one name apart."""
        return sought(self.label, self.name, self.key, f"{self.label} {self.key}")


class Was(State):
    """A figure that stood there before it was corrected: whose it was, and why another took its place."""

    value: str
    by: str
    recorded_at: datetime
    reason: str = ""


class Reading(State):
    """A figure read at a moment, beside the limits that held then. `earlier`: what it was corrected from.

    `degree`, `mode`, `doubt`, `found_later`, `batch` as in the act; `cause` and `handling` as told with it or later.
    """

    key: str
    parameter: str
    post: str
    at: datetime
    shift: str
    value: str
    low: str
    high: str
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
    by: str
    recorded_at: datetime
    earlier: tuple[Was, ...] = ()
    seq: int

    @property
    def explained(self) -> bool:
        """Cause and handling stand beside it."""
        return bool(self.cause and self.handling)


class Latest(State):
    """The newest figure of a parameter. `previous` is the last figure of an earlier shift, '' when there is none.

    `corrections`: how often a figure that was shown here as one of both had to be corrected.
    """

    parameter: str
    post: str
    at: datetime
    shift: str
    value: str
    low: str
    high: str
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
    by: str
    previous: str = ""
    previous_at: datetime | None = None
    corrections: int = 0
    seq: int

    def before(self, since: datetime) -> str:
        """Return the figure at the begin of a shift that began at `since`: the newest one that is older."""
        return self.value if self.at < since else self.previous


def _parameter(_before: Parameter | None, act: Act, key: str) -> Parameter:
    p = act.payload
    assert isinstance(p, acts.ParameterRegistered)
    return Parameter(key=key, post=act.post, last_at=act.recorded_at, **p.model_dump(exclude={"parameter"}))


def _figure(act: Act, key: str) -> acts.Figure:
    """Return the figure of a row of `READINGS`, with the degree that older acts do not name."""
    if isinstance(act.payload, acts.Corrected):
        return act.payload.figure
    assert isinstance(act.payload, acts.Read)
    found = next(one for one in act.payload.figures if reading_key(one.parameter, act.occurred_at) == key)
    return found if found.within or found.degree else found.model_copy(update={"degree": _degree(found)})


def _degree(one: acts.Figure) -> Degree:
    limits = Limits(low_low=one.low_low, low=one.low, high=one.high, high_high=one.high_high)
    return degree_of(Decimal(one.value), limits)


def reading_key(parameter: str, at: datetime) -> str:
    """Return the key of a reading: one parameter, one moment, one row."""
    return joint_key(parameter, stamp(at))


def _reading(before: Reading | None, act: Act, key: str) -> Reading | None:
    p = act.payload
    if isinstance(p, acts.Explained):
        told = {"cause": p.cause, "handling": p.handling, "found_later": False, "seq": act.seq}
        return before.model_copy(update=told) if before else None
    assert isinstance(p, acts.Read | acts.Corrected)
    figure = _figure(act, key)
    why = p.reason if isinstance(p, acts.Corrected) else ""
    if before and not figure.within and not figure.cause:  # a correction does not unsay why it was outside
        figure = figure.model_copy(update={"cause": before.cause, "handling": before.handling})
    was = (Was(value=before.value, by=before.by, recorded_at=before.recorded_at, reason=why),) if before else ()
    return Reading(
        key=key,
        post=act.post,
        at=p.at if isinstance(p, acts.Corrected) else act.occurred_at,
        shift=p.shift,
        by=act.actor,
        recorded_at=act.recorded_at,
        earlier=(*(before.earlier if before else ()), *was),
        seq=act.seq,
        **figure.model_dump(),
    )


def _latest(before: Latest | None, act: Act, key: str) -> Latest | None:
    read = act.payload
    if isinstance(read, acts.Explained):
        told = {"cause": read.cause, "handling": read.handling, "found_later": False, "seq": act.seq}
        return before.model_copy(update=told) if before and before.at == read.at else before
    if isinstance(read, acts.Corrected):
        return _latest_corrected(before, read, act)
    assert isinstance(read, acts.Read)
    figure = _figure(act, reading_key(key, act.occurred_at))
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
        corrections=before.corrections if before else 0,
        seq=act.seq,
        **figure.model_dump(),
    )


def _latest_corrected(before: Latest | None, p: acts.Corrected, act: Act) -> Latest | None:
    """The corrected figure in its place, where it is one of both that are shown."""
    if before is None or p.at not in (before.at, before.previous_at):
        return before
    changes: dict[str, object] = {"corrections": before.corrections + 1, "seq": act.seq}
    if p.at == before.at:
        figure = p.figure.model_dump(exclude={"parameter"})
        if not p.figure.within and not p.figure.cause:
            figure |= {"cause": before.cause, "handling": before.handling}
        changes |= {**figure, "by": act.actor}
    else:
        changes["previous"] = p.figure.value
    return before.model_copy(update=changes)


def _reading_keys(act: Act) -> Iterable[str]:
    p = act.payload
    if isinstance(p, acts.Explained):
        return (reading_key(p.parameter, p.at),)
    if isinstance(p, acts.Corrected):
        return (reading_key(p.figure.parameter, p.at),)
    assert isinstance(p, acts.Read)
    return [reading_key(figure.parameter, act.occurred_at) for figure in p.figures]


def _latest_keys(act: Act) -> Iterable[str]:
    p = act.payload
    if isinstance(p, acts.Explained):
        return (p.parameter,)
    if isinstance(p, acts.Corrected):
        return (p.figure.parameter,)
    assert isinstance(p, acts.Read)
    return [figure.parameter for figure in p.figures]


_FIGURES = (acts.Read.KIND, acts.Corrected.KIND, acts.Explained.KIND)
PARAMETERS = Table(
    "plant_parameter",
    Parameter,
    kinds=(acts.ParameterRegistered.KIND,),
    keys=keyed("parameter"),
    evolve=_parameter,
    columns=("post", "group", "in_use", "finding"),
    steady=4_000,
)
READINGS = Table(
    "plant_reading",
    Reading,
    kinds=_FIGURES,
    keys=_reading_keys,
    evolve=_reading,
    columns=("post", "parameter", "at", "shift", "within", "value", "degree", "doubt", "recorded_at"),
)
LATEST = Table(
    "plant_latest",
    Latest,
    kinds=_FIGURES,
    keys=_latest_keys,
    evolve=_latest,
    columns=("post", "parameter", "within", "at"),
)
