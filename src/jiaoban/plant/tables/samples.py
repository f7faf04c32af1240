"""What is known of bound files of samples."""

from datetime import datetime

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table, keyed
from jiaoban.plant import acts
from jiaoban.plant.mapping import Mapping


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


BATCHES = Table(
    "plant_batch",
    Batch,
    kinds=(acts.SamplesBound.KIND,),
    keys=keyed("batch"),
    evolve=_batch,
    columns=("post", "file", "number", "count"),
)
