"""What a regime says about being away: leave, trips and training, the transfer of work, cover, recall."""

from datetime import timedelta
from operator import not_
from typing import Literal

from pydantic import Field as Key

from jiaoban.kernel.words import Words
from jiaoban.regime.part import ClauseId, Id, Part, Rule, Span

Approver = Literal["supervisor", "head"] | Id
"""Who may decide: whoever supervises the post, whoever oversees it, or the holders of a named authority."""


class AbsenceKind(Rule):
    """A kind of absence: how long before its begin it is asked for at the latest, and who decides.

    `by_day`: the notice is counted in days of the calendar, not to the minute: P1D is the day before. `exception_by`:
    who may let a later request through, with a reason. `approved_by`: one of these approves; nobody their own.
    `reachable`: it wants a mobile and a landline number for that time.
    """

    title: Words
    notice: Span | None = None
    by_day: bool = Key(default=False, exclude_if=not_)
    exception_by: tuple[Approver, ...] = Key(default=(), exclude_if=not_)
    approved_by: tuple[Approver, ...] = Key(min_length=1)
    reachable: bool = Key(default=False, exclude_if=not_)


class WorkTransfer(Part):
    """That the request carries a work transfer form: every open piece of work goes to somebody who takes it.

    `accepted`: whoever is to take it over has said yes before the absence is approved.
    """

    clause: ClauseId
    accepted: bool = True


class Cover(Part):
    """That an absence is approved only when every shift, duty and round in that time has another name."""

    clause: ClauseId


class Recall(Part):
    """That people who are away can be called back: they answer `within` this time, and their arrival is recorded."""

    clause: ClauseId
    within: Span = timedelta(hours=1)


class Heads(Part):
    """That the head of a group watches over transfers, owners and cover, by group and month."""

    clause: ClauseId


class Absences(Part):
    """Everything that a regime says about being away."""

    kinds: tuple[AbsenceKind, ...] = Key(min_length=1)
    transfer: WorkTransfer | None = None
    cover: Cover | None = None
    recall: Recall | None = None
    heads: Heads | None = None

    def kind(self, key: str) -> AbsenceKind | None:
        """Return the kind of this id, or None."""
        return next((one for one in self.kinds if one.id == key), None)
