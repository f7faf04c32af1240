"""What happens to a roster."""

from datetime import date, datetime
from operator import not_
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from jiaoban.kernel.act import Payload
from jiaoban.kernel.words import Words

DayKind = Literal["HOLIDAY", "WORKDAY", "ORDINARY"]
"""What a calendar says of a day: free, worked although it is a weekend (调休), or as its weekday is."""


class RotationSet(Payload, kind="roster.rotation_set"):
    """From `from_day` on, the post's shifts are stood by crews in this cycle.

    `cycle` has a mapping {shift code: crew code} for each day of the cycle; its first day falls on `anchor_day`. Crews
    who stand a shift together are joined by `+`. `workdays`: nobody's turn is on a day that is not worked. `despite`:
    why it is so although it breaks rules of the regime.
    """

    post: str
    anchor_day: date
    from_day: date
    cycle: tuple[dict[str, str], ...]
    workdays: bool = Field(default=False, exclude_if=not_)
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

    `despite` as of a rotation; `swap`: the key of the swap that made it so; `proposal`: of the proposal that did.
    """

    post: str
    day: date
    shift: str
    people: tuple[str, ...]
    reason: str
    despite: str = Field(default="", exclude_if=not_)
    swap: str = Field(default="", exclude_if=not_)
    proposal: str = Field(default="", exclude_if=not_)


class Wished(Payload, kind="roster.wished"):
    """Somebody would like to stand a shift of a day at a post, or not to; `shift` '' is any of that day. The newest
    wish for a day counts. `weight`: 1 would be nice, 2 matters, 3 matters much."""

    post: str
    day: date
    shift: str
    wants: bool
    weight: int
    note: str = Field(default="", exclude_if=not_)


class WishDropped(Payload, kind="roster.wish_dropped"):
    """Somebody wishes nothing for a day any more."""

    post: str
    day: date


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


class Cell(BaseModel):
    """One shift of one day in a change of the grid: who was due before, and who is by it.

    `excepted`: an exception stood there before. `people` None: the exception ends, and the rotation holds again.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    day: date
    shift: str
    before: tuple[str, ...]
    excepted: bool
    people: tuple[str, ...] | None


class GridChanged(Payload, kind="roster.changed"):
    """Several shifts of a post are stood by other people, all in one; `undoes` names the change that it undoes,
    `despite` as of a rotation."""

    post: str
    cells: tuple[Cell, ...]
    reason: str
    despite: str = Field(default="", exclude_if=not_)
    undoes: str = Field(default="", exclude_if=not_)


class CalendarDaySaid(BaseModel):
    """What a day is, and why: the name of the holiday."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    day: date
    kind: DayKind
    name: Words


class CalendarSet(Payload, kind="roster.calendar_set"):
    """These days are holidays, worked, or ordinary. `source`: the library and its version, '' when said by hand."""

    days: tuple[CalendarDaySaid, ...]
    source: str = Field(default="", exclude_if=not_)
    reason: str = Field(default="", exclude_if=not_)


class FeedOpened(Payload, kind="roster.feed_opened"):
    """Somebody subscribed to their own shifts (`post` '') or to those of a post; the address itself is not here."""

    feed: str
    post: str
    language: str


class FeedClosed(Payload, kind="roster.feed_closed"):
    """The address of a subscription leads nowhere any more."""

    feed: str
