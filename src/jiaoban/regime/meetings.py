"""What a regime says about the meetings of a handover."""

from operator import not_
from typing import Literal

from pydantic import Field as Key

from jiaoban.regime.part import ClauseId, Part, Party


class AfterShift(Part):
    """What a regime says about a post-shift meeting of its own: what is minuted, and whether the roll is called."""

    clause: ClauseId
    brief: tuple[Literal["discipline", "conduct", "attention", "comments"], ...] = ()
    roll: bool = True


class Meetings(Part):
    """What a regime says about meetings: who chairs them and what a pre-shift meeting needs.

    `reports`: so many of those called must have reported before it closes. `post`: a post-shift meeting with wants of
    its own; without it, both share these. `absence`: whoever is called and not there is so with a reason before a
    meeting closes.
    """

    clause: ClauseId
    chair: Party = "supervisor"
    brief: tuple[Literal["discipline", "conduct", "attention", "comments"], ...] = ()
    reports: int = Key(default=0, ge=0, le=100)
    post: AfterShift | None = None
    absence: bool = Key(default=False, exclude_if=not_)
