"""What a regime says about who there must be at a post, and who speaks with a named authority."""

from typing import Literal

from pydantic import Field as Key

from jiaoban.kernel.words import Words
from jiaoban.regime.conditions import Condition
from jiaoban.regime.part import By, ClauseId, Part, Rule


class Authority(Rule):
    """A named authority: whoever holds one of these qualifications, valid on the day. Its id may stand wherever a party
    may: it confirms, waives, consents, rules, signs, takes a way out.

    `side`: only people of this side (a role within the post); `apart`: only people who stand on neither side.
    """

    title: Words
    holds: tuple[str, ...] = Key(min_length=1)
    side: Literal["outgoing", "incoming"] | None = None
    apart: bool = Key(default=False, exclude_if=lambda value: not value)


class Complement(Rule):
    """How many people there must be at the post after the handover: in all, or of those who `hold` one of these
    qualifications from the begin to the end of the new shift.

    `shifts`, `posts`: only there (none named: everywhere); `when`: only while this holds.
    """

    title: Words
    at_least: int = Key(ge=1, le=1000)
    holds: tuple[str, ...] = ()
    shifts: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    when: Condition | None = None


class Command(Part):
    """Who commands while an accident suspends the handover, and alone resumes it. Without it the supervisor of the
    shift that goes on commands, and either side may resume."""

    clause: ClauseId
    by: By


class TakenUp(Part):
    """That a post which was left unattended is taken up again by whoever comes: nobody hands over, nobody signs for the
    outgoing side, and whoever comes writes and offers the record."""

    clause: ClauseId
