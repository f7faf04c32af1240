"""Where the checks of a scenario look, and how they say what they found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jiaoban.handover import queries as handovers
from jiaoban.handover.assess import Assessment
from jiaoban.kernel.book import WritableBook
from jiaoban.kernel.verbs import Outcome
from jiaoban.org import queries
from jiaoban.scenario.resolve import handover_of
from jiaoban.scenario.world import World


@dataclass(frozen=True, slots=True)
class Failing:
    """One thing that is not as expected; `why` are lines of the trace, the deepest reason last."""

    file: str
    line: int
    what: str
    expected: str
    came: str
    why: tuple[str, ...] = ()

    def text(self) -> str:
        """Return it as a few lines for a person."""
        head = f"  {self.file}:{self.line} {self.what}"
        told = [head, f"    expected 应为: {self.expected}", f"    came     实为: {self.came}"]
        return "\n".join([*told, *(f"      {one}" for one in self.why)])


Found = tuple[str, str, str, Sequence[str]]
"""What, expected, came, why."""


@dataclass(frozen=True)
class Scene:
    """Where the checks look: the book at a moment, at a post, after a step or (without an outcome) at the end."""

    book: WritableBook
    world: World
    now: Any
    post: str
    labels: Mapping[str, str]
    outcome: Outcome | Exception | None

    @cached_property
    def assessment(self) -> Assessment | None:
        """The verdict over the handover of the post, or None without one."""
        one = handover_of(self.book, self.post)
        if one is None:
            return None
        place = queries.place(self.book, self.post, self.now)
        return handovers.assessment(self.book, place, one, self.world.packs(one.regime), self.now)

    def names(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return people's names."""
        return tuple(self.world.name_of(key) for key in keys)


def show(part: Any) -> str:
    """Return what was written of an expectation, in one line."""
    said = part.model_dump(exclude_unset=True, by_alias=True)
    return ", ".join(f"{name} {value}" for name, value in said.items()) or "refused"
