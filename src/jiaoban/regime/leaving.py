"""What a regime says about people who leave a post: when, and after how long on duty."""

from datetime import timedelta

from jiaoban.kernel.words import Words
from jiaoban.regime.part import ClauseId, Part, Span


class Departure(Part):
    """That the outgoing side leaves only once the post is handed over; who leaves earlier is on record for it."""

    clause: ClauseId
    title: Words


class Hours(Part):
    """How long somebody may be on duty `within` so much time; who is longer is flagged."""

    clause: ClauseId
    limit: Span
    within: Span = timedelta(hours=24)
