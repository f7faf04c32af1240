"""What a solver answers, in plain values: a roster with how good it is, or what contradicts itself. Pure."""

from typing import Literal

from pydantic import Field

from jiaoban.roster.proposing.problem import Value


class Limits(Value):
    """How long and how exactly: whole seconds for the search, for the explanation if there is none, the gap that is
    good enough (0.01 = 1 %), and the seed. With the same seed the same question has the same answer, unless time ran
    out: then it is the best so far."""

    seconds: int = Field(default=30, ge=1, le=600)
    explain_seconds: int = Field(default=60, ge=1, le=600)
    gap: float = Field(default=0.0, ge=0, le=1)
    seed: int = Field(default=1, ge=0, le=2**31 - 1)


class Progress(Value):
    """How far a search is. `cost` and `gap` are None before the first roster; `bound`: no roster can cost less."""

    step: Literal["searching", "explaining"]
    seconds: float
    cost: float | None = None
    bound: float | None = None
    gap: float | None = None
    tried: int = 0


class Conflict(Value):
    """Demands that cannot be kept together. `groups` by name (see `Problem.groups`); `slots`: where it shows already,
    '' of none: wherever one looks. `smallest`: no fewer demands contradict each other."""

    groups: tuple[str, ...]
    slots: tuple[str, ...] = ()
    smallest: bool = False


class Answer(Value):
    """What came of a search. `gap` 0: no roster is better."""

    state: Literal["FOUND", "IMPOSSIBLE", "NONE_IN_TIME"]
    roster: dict[str, tuple[str, ...]] = {}
    cost: float | None = None
    bound: float | None = None
    gap: float | None = None
    seconds: float = 0
    conflict: Conflict | None = None
