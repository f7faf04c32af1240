"""What a regime says about who answers: for the post by how it is held, and for what turns out afterwards."""

from decimal import Decimal
from operator import not_
from typing import Literal

from pydantic import Field as Key

from jiaoban.kernel.words import Words
from jiaoban.regime.conditions import Condition
from jiaoban.regime.part import By, ClauseId, Id, Part, Rule

To = Literal["outgoing", "incoming", "follower", "joint", "author", "site"]


class Holding(Part):
    """By which clause somebody is responsible, by how they came to hold the post."""

    basis: Literal["FIRST", "HANDOVER", "UNATTENDED", "TAKEOVER", "WAITING"]
    clause: ClauseId
    says: Words


class Sanction(Part):
    """What follows for who answers, by the regime. Nothing is ever imposed by itself.

    `fixed`: the regime's own measure in words, with its own figure where it names one (`amount`, `unit`). `open`: one
    of `by` decides it in each case, with a reason. `none`: the regime says expressly that nothing follows.
    """

    kind: Literal["fixed", "open", "none"]
    clause: ClauseId
    says: Words
    amount: Decimal | None = Key(default=None, gt=0, max_digits=12, decimal_places=2)
    unit: Words | None = None
    by: tuple[By, ...] = ()


class Case(Part):
    """One branch of an attribution: the first whose `when` holds decides.

    `to`: a side; `joint`: both together; `author`: whoever wrote of the thing; `site`: nobody of the shifts.
    `follower`: whoever followed the follow-up that was found wanting, `at` its due moment, its closing, or (as without
    `at`) when it was found. `sanction`: what follows in this case, instead of what the rule says.
    """

    when: Condition | None = None
    to: To
    at: Literal["due", "closing"] | None = None
    clause: ClauseId
    because: Words
    sanction: Sanction | None = Key(default=None, exclude_if=not_)


class Attribution(Rule):
    """Who answers for a kind of finding; the cases are tried in order and the last has no `when`. `reassigned_by`: who
    may put it otherwise afterwards, with a reason. `sanction`: what follows for who answers."""

    title: Words
    kind: Id
    cases: tuple[Case, ...]
    reassigned_by: tuple[By, ...] = Key(default=(), exclude_if=not_)
    sanction: Sanction | None = Key(default=None, exclude_if=not_)
