"""What happens to a roster."""

from datetime import date

from jiaoban.kernel.act import Payload


class RotationSet(Payload, kind="roster.rotation_set"):
    """From `from_day` on, the post's shifts are stood by crews in this cycle.

    `cycle` has a mapping {shift code: crew code} for each day of the cycle; its first day falls on `anchor_day`.
    """

    post: str
    anchor_day: date
    from_day: date
    cycle: tuple[dict[str, str], ...]


class CrewManned(Payload, kind="roster.manned"):
    """From `from_day` on, these people of a crew stand the shifts of the post."""

    post: str
    crew: str
    from_day: date
    people: tuple[str, ...]


class ShiftAssigned(Payload, kind="roster.assigned"):
    """One shift of one day is stood by these people instead of those whose turn it is."""

    post: str
    day: date
    shift: str
    people: tuple[str, ...]
    reason: str
