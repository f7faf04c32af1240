"""What a regime says about people who leave a post: when, and after how long on duty."""

from datetime import timedelta
from typing import Literal

from pydantic import Field as Key

from jiaoban.kernel.words import Words
from jiaoban.regime.part import ClauseId, Part, Span


class Departure(Part):
    """That the outgoing side leaves only once the post is handed over; who leaves earlier is on record for it."""

    clause: ClauseId
    title: Words


Means = Literal["PHONE", "RADIO", "VIDEO", "WRITING"]


class Briefing(Part):
    """That somebody who is to come may be told beforehand from afar, by these `means`. It is on record and transfers
    nothing: who was told still comes, reads, confirms and signs."""

    clause: ClauseId
    title: Words
    means: tuple[Means, ...] = Key(min_length=1)


class Memory(Part):
    """That what is over still counts for so long: matters that ended before the shift are the fact `past` until
    `lasts` after their last change. For rules that reach over the end of a shift, such as 'within 24 hours of'."""

    clause: ClauseId
    lasts: Span


class Hours(Part):
    """How long somebody may be on duty `within` so much time; who is longer is flagged. `rest`: only the hours in a row
    count, those since the last pause of at least this length."""

    clause: ClauseId
    limit: Span
    within: Span = timedelta(hours=24)
    rest: Span | None = None
