"""What a regime says about keeping the record: who writes and offers it, who asks, what a follow-up needs."""

from typing import Literal

from pydantic import Field as Key

from jiaoban.regime.part import By, ClauseId, Part


class Record(Part):
    """Who fills the record in (`written_by`) and who offers it (`offered_by`); without this both is the outgoing
    side's."""

    clause: ClauseId
    written_by: tuple[By, ...] = Key(default=("outgoing",), min_length=1)
    offered_by: tuple[By, ...] = Key(default=("outgoing",), min_length=1)


class Questions(Part):
    """By which clause the incoming side asks. `afterwards`: it may go on asking once it has taken over."""

    clause: ClauseId
    afterwards: bool = False


class Need(Part):
    """What a follow-up must say when it is opened."""

    clause: ClauseId
    fields: tuple[Literal["what", "where", "state_so_far", "next_step", "due_at", "owner"], ...] = Key(min_length=1)


class Result(Part):
    """A follow-up is closed with a result; the clause that says so."""

    clause: ClauseId


class Followups(Part):
    """What a regime wants of follow-ups at its posts: when they are opened, when they are closed."""

    opening: Need | None = None
    closing: Result | None = None
