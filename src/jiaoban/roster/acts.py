"""What happens to a roster."""

from datetime import date, datetime
from operator import not_

from pydantic import BaseModel, ConfigDict, Field

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


class Slot(BaseModel):
    """One shift of one day at a post."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    post: str
    day: date
    shift: str


class Handed(BaseModel):
    """A piece of open work with what whoever takes the shift is to know of it. `work` is its key, '' for all else that
    there is to say."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    work: str
    title: str
    note: str


class SwapAsked(Payload, kind="roster.swap_asked"):
    """Somebody asks a colleague to stand their shift `gives`, and to stand `takes` in return; without it nothing is
    given in return. `begins_at`: when the first of these shifts begins. `despite` as of a rotation."""

    swap: str
    colleague: str
    gives: Slot
    takes: Slot | None
    begins_at: datetime
    reason: str
    work: tuple[Handed, ...] = ()
    despite: str = Field(default="", exclude_if=not_)


class SwapAgreed(Payload, kind="roster.swap_agreed"):
    """The colleague agrees and takes on the work that was handed over; `work` is their own, for the other."""

    swap: str
    work: tuple[Handed, ...] = ()


class SwapDeclined(Payload, kind="roster.swap_declined"):
    """The colleague does not want to."""

    swap: str
    reason: str


class SwapWithdrawn(Payload, kind="roster.swap_withdrawn"):
    """One of the two takes back their word before the swap holds."""

    swap: str
    reason: str


class SwapTold(Payload, kind="roster.swap_told"):
    """Whoever asked reports the swap and takes on the colleague's work. `holds`: it holds from now on; otherwise it
    waits for approval."""

    swap: str
    to: str
    holds: bool
    despite: str = Field(default="", exclude_if=not_)


class SwapApproved(Payload, kind="roster.swap_approved"):
    """Somebody whom the regime names approves; the swap holds from now on."""

    swap: str
    despite: str = Field(default="", exclude_if=not_)


class SwapRefused(Payload, kind="roster.swap_refused"):
    """Somebody whom the regime names does not approve."""

    swap: str
    reason: str
