"""What the book knows of swaps: two people change a shift, or one stands in for the other. Pure."""

from datetime import datetime
from typing import Literal

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import Between, Book, OneOf, State, Table, keyed
from jiaoban.roster import acts
from jiaoban.roster.acts import Handed, Slot

Status = Literal["ASKED", "AGREED", "TOLD", "HOLDS", "DECLINED", "WITHDRAWN", "REFUSED"]
OPEN: tuple[Status, ...] = ("ASKED", "AGREED", "TOLD")
"""A swap that may still come to hold."""


class Swap(State):
    """A swap: who asked whom, for which shifts, and how far it has come.

    `work` is what the asker handed over, `work_back` the colleague's; `reason_against` why it came to nothing.
    """

    key: str
    post: str
    asker: str
    colleague: str
    gives: Slot
    takes: Slot | None
    begins_at: datetime
    reason: str
    despite: str = ""
    status: Status = "ASKED"
    work: tuple[Handed, ...] = ()
    work_back: tuple[Handed, ...] = ()
    asked_at: datetime
    agreed_at: datetime | None = None
    told_at: datetime | None = None
    told_to: str = ""
    holds_since: datetime | None = None
    decided_by: str = ""
    ended_at: datetime | None = None
    reason_against: str = ""

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The shifts that change hands."""
        return (self.gives, self.takes) if self.takes else (self.gives,)

    @property
    def both(self) -> tuple[str, str]:
        """The two people."""
        return self.asker, self.colleague

    def lapsed(self, now: datetime) -> bool:
        """Say whether it came to nothing because its first shift has begun: it does not hold, the roster stands."""
        return self.status in OPEN and now >= self.begins_at


def evolve(state: Swap | None, act: Act, _key: str) -> Swap | None:
    """Return the swap after this act."""
    p = act.payload
    if isinstance(p, acts.SwapAsked):
        said = {
            name: getattr(p, name) for name in ("colleague", "gives", "takes", "begins_at", "reason", "work", "despite")
        }
        return Swap(key=p.swap, post=act.post, asker=act.actor, asked_at=act.occurred_at, **said)
    if state is None:
        return None
    return state.model_copy(update=_changes(state, act))


def _changes(state: Swap, act: Act) -> dict[str, object]:
    p, at = act.payload, act.occurred_at
    if isinstance(p, acts.SwapAgreed):
        return {"status": "AGREED", "agreed_at": at, "work_back": p.work}
    if isinstance(p, acts.SwapTold):
        held: dict[str, object] = {"status": "HOLDS", "holds_since": at} if p.holds else {"status": "TOLD"}
        return {**held, "told_at": at, "told_to": p.to, "despite": p.despite or state.despite}
    if isinstance(p, acts.SwapApproved):
        held = {"status": "HOLDS", "holds_since": at, "decided_by": act.actor}
        return {**held, "despite": p.despite or state.despite}
    assert isinstance(p, acts.SwapDeclined | acts.SwapWithdrawn | acts.SwapRefused)
    ended = {acts.SwapDeclined: "DECLINED", acts.SwapWithdrawn: "WITHDRAWN", acts.SwapRefused: "REFUSED"}[type(p)]
    return {"status": ended, "ended_at": at, "decided_by": act.actor, "reason_against": p.reason}


SWAPS = Table(
    "roster.swaps",
    Swap,
    kinds=(
        acts.SwapAsked.KIND,
        acts.SwapAgreed.KIND,
        acts.SwapDeclined.KIND,
        acts.SwapWithdrawn.KIND,
        acts.SwapTold.KIND,
        acts.SwapApproved.KIND,
        acts.SwapRefused.KIND,
    ),
    keys=keyed("swap"),
    evolve=evolve,
    columns=("post", "asker", "colleague", "status", "begins_at"),
)


def swap(book: Book, key: str) -> Swap | None:
    """Return the swap of this key, or None."""
    return book.get(SWAPS, key)


def swaps_at(book: Book, post: str, *, limit: int | None = None) -> list[Swap]:
    """Return the swaps that were asked for at a post, the one whose first shift lies furthest ahead at the top."""
    return book.find(SWAPS, post=post, order=("-begins_at",), limit=limit)


def open_at(book: Book, post: str) -> list[Swap]:
    """Return the swaps of a post that may still come to hold, the one that begins first at the top."""
    return book.find(SWAPS, post=post, status=OneOf(OPEN), order=("begins_at",))


def open_of(book: Book, person: str) -> list[Swap]:
    """Return the swaps of a person, asked or asked for, that may still come to hold."""
    asked = book.find(SWAPS, asker=person, status=OneOf(OPEN))
    wanted = book.find(SWAPS, colleague=person, status=OneOf(OPEN))
    return sorted([*asked, *wanted], key=lambda one: (one.begins_at, one.key))


def told_of_late(book: Book, post: str, person: str, since: datetime, now: datetime) -> list[Swap]:
    """Return the swaps of a post that were reported to a person since a moment and hold from a shift on that has not
    begun, by its begin."""
    found = book.find(SWAPS, post=post, status="HOLDS", begins_at=Between(low=now), order=("begins_at",))
    return [one for one in found if one.told_to == person and one.told_at is not None and one.told_at >= since]
