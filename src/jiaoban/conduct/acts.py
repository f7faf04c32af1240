"""The kinds of act that breaches are made of. A case is named by its matter and the person: one matter may concern
several, and each is heard, decided and may appeal on their own."""

from datetime import date
from decimal import Decimal
from operator import not_

from pydantic import BaseModel, ConfigDict, Field

from jiaoban.conduct.terms import Role, Ruled, Value
from jiaoban.kernel.act import Payload
from jiaoban.kernel.fields import HeldMoment
from jiaoban.kernel.words import Words
from jiaoban.regime.ladders import EffectKind, MeasureKind


class Concerned(BaseModel):
    """Who stands in a matter, as what."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    person: str
    role: Role = "principal"


class Taken(BaseModel):
    """A measure as it was decided. `amount` is the figure of the regime or what is to be made good; with `points` these
    stand for it. An effect is in force on local days `first <= day < after`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: MeasureKind
    scope: str = ""
    amount: Decimal | None = None
    points: int | None = None
    effect: EffectKind | None = None
    what: str = ""
    first: date | None = None
    after: date | None = None
    says: Words | None = None


class Recorded(Payload, kind="conduct.recorded"):
    """A matter is recorded as a breach: observed, or an occasion that the book showed (`source` and `occasion`) and
    that somebody took up. `regime` is the pack in force when it happened, `acts` are the numbers of those that show
    it, `amount` what is missing."""

    matter: str
    pack: str
    regime: str
    ladder: str
    clause: str
    people: tuple[Concerned, ...]
    happened_at: HeldMoment
    says: Words
    facts: dict[str, Value] = {}
    source: str = Field(default="", exclude_if=not_)
    occasion: str = Field(default="", exclude_if=not_)
    acts: tuple[int, ...] = Field(default=(), exclude_if=not_)
    amount: Decimal | None = None


class SetAside(Payload, kind="conduct.set_aside"):
    """An occasion is not taken up, with the reason."""

    source: str
    occasion: str
    people: tuple[str, ...]
    happened_at: HeldMoment
    reason: str


class Answered(Payload, kind="conduct.answered"):
    """The person is heard: what they say, or that they decline to answer."""

    matter: str
    person: str
    text: str = ""
    declined: bool = False


class Found(Payload, kind="conduct.found"):
    """A fact of the case is found, with what it rests on."""

    matter: str
    person: str
    fact: str
    value: Value
    reason: str


class Decided(Payload, kind="conduct.decided"):
    """A step is decided. `nth`: the how manieth time it was; `proposed` the step that the ladder named then, `step` the
    one that was decided, 0 for none. What is other than proposed has its `reason`."""

    matter: str
    person: str
    nth: int
    proposed: int
    step: int
    measures: tuple[Taken, ...]
    reason: str = ""


class Revised(Payload, kind="conduct.revised"):
    """A decision is replaced by another, because facts came late or it was wrong."""

    matter: str
    person: str
    nth: int
    proposed: int
    step: int
    measures: tuple[Taken, ...]
    reason: str


class Appealed(Payload, kind="conduct.appealed"):
    """The person appeals against the decision."""

    matter: str
    person: str
    text: str


class AppealRuled(Payload, kind="conduct.appeal_ruled"):
    """Somebody else rules on the appeal; `step` and `measures` are what holds from now on."""

    matter: str
    person: str
    outcome: Ruled
    step: int
    measures: tuple[Taken, ...]
    reason: str


class Withdrawn(Payload, kind="conduct.withdrawn"):
    """The case is withdrawn: it no longer counts."""

    matter: str
    person: str
    reason: str


OF_CASE = (Answered, Found, Decided, Revised, Appealed, AppealRuled, Withdrawn)
"""The acts about one case that was recorded before."""
