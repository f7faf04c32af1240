"""What a regime says about people who leave a post: when, after how long on duty, and to which meeting they go."""

from datetime import timedelta
from typing import Literal

from jiaoban.kernel.words import Words
from jiaoban.regime.part import ClauseId, Part


class Departure(Part):
    """That the outgoing side leaves only once the post is handed over; who leaves earlier is on record for it."""

    clause: ClauseId
    title: Words


class Hours(Part):
    """How long somebody may be on duty `within` so much time; who is longer is flagged."""

    clause: ClauseId
    limit: timedelta
    within: timedelta = timedelta(hours=24)


class AfterShift(Part):
    """What a regime says about a post-shift meeting of its own: what is minuted, and whether the roll is called."""

    clause: ClauseId
    brief: tuple[Literal["discipline", "conduct", "attention", "comments"], ...] = ()
    roll: bool = True
