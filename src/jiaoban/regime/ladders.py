"""What a regime says about breaches: what counts as one, and which step follows from the first, second, n-th time.

The program proposes a step; a person decides. A sum of money is the figure that the regime names, never one that is
imposed (docs/explanation/figures-and-law.md).
"""

from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field as Key
from pydantic import StringConstraints

from jiaoban.kernel.words import Words
from jiaoban.regime.conditions import Condition
from jiaoban.regime.part import Id, Part, Rule, Span

FactId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$", max_length=60)]
"""The name of a fact of a case; occasions write them with `_`."""
Period = Literal["ever", "month", "quarter", "year"]
Beside = Literal["accomplice", "instigator"]
MeasureKind = Literal["warning", "circular", "figure", "make-good", "dismissal", "effect"]
EffectKind = Literal["funds-blocked", "promotion-barred", "duty"]
Decider = Literal["supervisor", "head"]
Amount = Annotated[Decimal, Key(ge=0, max_digits=12, decimal_places=2)]


class FactChoice(Part):
    """One of the values that a fact of a case can have."""

    id: FactId
    title: Words


class CaseFact(Part):
    """Something that is to be known of a case: said by whoever records it, brought by the occasion, or found later.

    `assumed` is taken as long as nobody says otherwise; without it the fact is to be found before a decision, where
    the ladder asks for it.
    """

    id: FactId
    title: Words
    type: Literal["flag", "number", "choice", "text"] = "flag"
    choices: tuple[FactChoice, ...] = ()
    assumed: bool | int | FactId | None = None


class Measure(Part):
    """Something that a step names: a warning, a circular (`scope`), a figure, making good what is missing, dismissal,
    or an effect for a time.

    `adds`: every further time on this step the figure grows by so much. `points` stand for the figure where the pack
    shows points. `effect` with `what` (a duty by its id) for `months` of the calendar from the next one on: a number,
    `n` (as many as the time) or `n-1`. `says`: what it is called, where the usual words do not tell.
    """

    kind: MeasureKind
    scope: Literal["department", "company"] | None = None
    amount: Amount | None = None
    adds: Amount | None = None
    points: int | None = Key(default=None, ge=0, le=10_000)
    effect: EffectKind | None = None
    what: Id | None = None
    months: Annotated[int, Key(ge=1, le=120)] | Literal["n", "n-1"] | None = None
    says: Words | None = None


class LadderStep(Part):
    """A step of a ladder. `by`: who may decide it, whoever supervises the post or its head."""

    says: Words | None = None
    measures: tuple[Measure, ...] = ()
    by: Decider = Key(default="supervisor", exclude_if="supervisor".__eq__)


class Branch(Part):
    """Steps of their own for cases that meet a condition. Without steps the regime names nothing for them."""

    id: Id
    title: Words
    when: Condition
    steps: tuple[LadderStep, ...] = ()


class Ladder(Rule):
    """What follows from a breach, the first, second, n-th time for a person; the last step stands for all after it.

    `from`: the sources whose occasions propose a case; without one cases are observed. `when`: only cases that meet it
    count. `exempt`: facts that take a case out. `period`: times are counted within it, by the day on which it
    happened. `also`: who else may stand in a case; they answer as whoever did it.
    """

    title: Words
    sources: tuple[Id, ...] = Key(default=(), alias="from")
    facts: tuple[CaseFact, ...] = ()
    when: Condition | None = None
    exempt: tuple[FactId, ...] = ()
    period: Period = "ever"
    also: tuple[Beside, ...] = ()
    branches: tuple[Branch, ...] = ()
    steps: tuple[LadderStep, ...] = ()

    def fact(self, key: str) -> CaseFact | None:
        """Return the fact of this id, or None."""
        return next((one for one in self.facts if one.id == key), None)


class Ladders(Part):
    """Everything that a regime says about breaches.

    `figures`: whether its figures are shown as money or as points; one point stands for `per_point` of the money,
    rounded up, where a measure does not name its own. `answer_within`: so long the person may answer before a decision;
    `appeal_within`: so long they may appeal after it.
    """

    figures: Literal["money", "points"] = "money"
    currency: Words = Words(zh="元", en="yuan")
    per_point: Amount | None = None
    answer_within: Span = timedelta(days=3)
    appeal_within: Span = timedelta(days=7)
    ladders: tuple[Ladder, ...] = Key(min_length=1)

    def ladder(self, key: str) -> Ladder | None:
        """Return the ladder of this id, or None."""
        return next((one for one in self.ladders if one.id == key), None)
