"""What a scenario can expect of breaches."""

from datetime import date
from typing import Literal

from jiaoban.scenario.part import Part

Names = tuple[str, ...]


class CasesAre(Part):
    """Cases of breaches at the post that meet all of this: how many (without `count`: at least one). `nth`: which time
    it is now; `step`: what the ladder names now, `decided`: what was decided (0: nothing follows); `measures`: in
    words, what was decided, else what is proposed; `figure`: what holds by the decision; `wants`: facts to be found;
    `would_be`: the step by what is known now, where that differs."""

    person: str | None = None
    ladder: str | None = None
    status: Literal["OPEN", "DECIDED", "APPEALED", "WITHDRAWN", "ANNULLED"] | None = None
    counts: bool | None = None
    nth: int | None = None
    step: int | None = None
    decided: int | None = None
    measures: str | None = None
    figure: int | None = None
    make_good: int | None = None
    heard: bool | None = None
    wants: Names | None = None
    would_be: int | None = None
    count: int | None = None


class OccasionsAre(Part):
    """Occasions for a breach at the post that nobody has dealt with: how many (without `count`: at least one)."""

    source: str | None = None
    person: str | None = None
    ladder: str | None = None
    count: int | None = None


class EffectsAre(Part):
    """What decisions have in force for a person on a day (`on`, else that of the moment): how many of a kind (without
    `count`: at least one)."""

    kind: str
    person: str | None = None
    what: str | None = None
    on: date | None = None
    count: int | None = None
