"""The gates of a regime: what must hold before a handover may pass a moment, and what lifts it."""

from operator import not_
from typing import Literal

from pydantic import Field as Key

from jiaoban.kernel.words import Words
from jiaoban.regime.conditions import Condition
from jiaoban.regime.part import By, ClauseId, Part, Rule

Moment = Literal["offer", "sign", "relieve", "unattended", "first"]


class Statement(Part):
    """A recorded word about a gate: who says what kind of thing."""

    kind: Literal["explanation", "consent", "notice", "reason", "ruling"]
    by: By


class Way(Part):
    """One way in which a gate can be lifted: all of these statements; `in_order`: each only after those before it."""

    statements: tuple[Statement, ...] = Key(alias="all")
    in_order: bool = Key(default=False, exclude_if=not_)


class Yields(Part):
    """Which of two rules precedes when both cannot be kept: while `when` holds the gate gives way to this clause. That
    it did stands in the record."""

    when: Condition
    clause: ClauseId
    because: Words


class Gate(Rule):
    """A condition that must hold (`clear_when`) before the handover may pass `stops`.

    `side`: who refuses by it - the incoming side (不接), the outgoing side (不交). `{names}` in the words `why` and
    `lifts` are the titles of the rows in the way. An advisory gate wants a reason of its `side`; a liftable one one
    of its `ways`. It stops `offer` and `sign`; with `relieve` the ways out by which somebody else takes the post over
    or leaves it, with `unattended` only leaving it unattended; with `first` the first shift of a post.
    `keeps`: while it stands, nobody of the outgoing side may leave, nor be let go by a way out.
    """

    title: Words
    side: Literal["outgoing", "incoming"]
    severity: Literal["HARD", "ADVISORY", "LIFTABLE"] = "HARD"
    stops: tuple[Moment, ...] = ("sign",)
    clear_when: Condition
    why: Words
    lifts: Words
    who: tuple[By, ...]
    ways: tuple[Way, ...] = ()
    yields: Yields | None = None
    keeps: bool = Key(default=False, exclude_if=not_)
