"""What happens to a roster."""

from datetime import date
from operator import not_

from pydantic import Field

from jiaoban.kernel.act import Payload


class RotationSet(Payload, kind="roster.rotation_set"):
    """From `from_day` on, the post's shifts are stood by crews in this cycle.

    `cycle` has a mapping {shift code: crew code} for each day of the cycle; its first day falls on `anchor_day`.
    `despite`: why it is so although it breaks rules of the regime.
    """

    post: str
    anchor_day: date
    from_day: date
    cycle: tuple[dict[str, str], ...]
    despite: str = Field(default="", exclude_if=not_)


class CrewManned(Payload, kind="roster.manned"):
    """From `from_day` on, these people of a crew stand the shifts of the post. `despite` as of a rotation."""

    post: str
    crew: str
    from_day: date
    people: tuple[str, ...]
    despite: str = Field(default="", exclude_if=not_)


class ShiftAssigned(Payload, kind="roster.assigned"):
    """One shift of one day is stood by these people instead of those whose turn it is.

    `despite` as of a rotation; `swap`: the key of the swap that made it so.
    """

    post: str
    day: date
    shift: str
    people: tuple[str, ...]
    reason: str
    despite: str = Field(default="", exclude_if=not_)
    swap: str = Field(default="", exclude_if=not_)
