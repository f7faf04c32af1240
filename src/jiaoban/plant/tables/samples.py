"""What is known of bound files of samples, and of the modes in which equipment was."""

from datetime import datetime

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table
from jiaoban.plant import acts
from jiaoban.plant.mapping import Mapping
from jiaoban.plant.tables.readings import reading_key
from jiaoban.plant.terms import EquipmentState


class Batch(State):
    """A bound file of samples; fields as in the act. Its samples are found by its number, `number`."""

    key: str
    number: int
    post: str
    file: str
    source: str
    mapping: Mapping
    zone: str
    starts_at: datetime | None
    count: int
    first_at: datetime
    last_at: datetime
    parameters: tuple[str, ...]
    left_out: int
    by: str
    recorded_at: datetime


class ModeSince(State):
    """Equipment was in this state and mode from a moment on, as one act says."""

    key: str
    equipment: str
    at: datetime
    state: EquipmentState
    mode: str


def _batch(_before: Batch | None, act: Act, key: str) -> Batch:
    p = act.payload
    assert isinstance(p, acts.SamplesBound)
    told = p.model_dump(exclude={"batch", "mapping"})
    return Batch(
        key=key,
        number=act.seq,
        post=act.post,
        by=act.actor,
        recorded_at=act.recorded_at,
        mapping=p.mapping,
        **told,
    )


def _mode(_before: ModeSince | None, act: Act, key: str) -> ModeSince:
    p = act.payload
    assert isinstance(p, acts.StateSet)
    return ModeSince(key=key, equipment=p.equipment, at=act.occurred_at, state=p.state, mode=p.mode)


BATCHES = Table(
    "plant_batch",
    Batch,
    kinds=(acts.SamplesBound.KIND,),
    keys=lambda act: (act.payload.batch,),  # type: ignore[attr-defined]  # SamplesBound alone
    evolve=_batch,
    columns=("post", "file", "number", "count"),
)
MODES = Table(
    "plant_mode",
    ModeSince,
    kinds=(acts.StateSet.KIND,),
    keys=lambda act: (reading_key(act.payload.equipment, act.occurred_at),),  # type: ignore[attr-defined]
    evolve=_mode,
    columns=("equipment", "at"),
)
