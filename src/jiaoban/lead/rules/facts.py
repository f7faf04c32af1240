"""What happened with one customer, as the rules of whose they are look at it. Pure.

The rules sort the facts themselves and never by the number under which the book took them: a fact that comes late
counts as if it had been written down at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal[
    "CONTACT", "FIXED", "MOVED", "CANCELLED", "TALKED", "LEFT", "VISIT", "DEPOSIT", "NAMED", "OVERRULED",
    "SALE", "LOSS", "SETTLED", "RULED", "VOIDED",
]  # fmt: skip
"""FIXED an appointment with time and place, MOVED and CANCELLED are said of one; TALKED with a colleague about the
customer, LEFT the customer to the others; NAMED who is to lead the follow-up, OVERRULED by the supervisor; of a
collision SETTLED by those concerned, RULED on, or VOIDED."""
ORDER: dict[Kind, int] = {kind: place for place, kind in enumerate(Kind.__args__)}  # type: ignore[attr-defined]
"""Which of two facts of one moment comes first."""
TOUCHES: tuple[Kind, ...] = ("CONTACT", "FIXED")
"""What makes somebody one of several who have dealt with a customer."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened: what, who did it (of an OVERRULED or RULED: who decided), when, and the act that shows
    it.

    `key`: of which appointment. `for_at`, `place`: of an appointment. `whom`: who was NAMED or made leader or keeper,
    with whom one TALKED. `other`: the other side of a NAMED. `people`: those of a collision; `share`: how much of a
    hundred of the revenue the keeper has, the others have the rest.
    """

    kind: Kind
    person: str
    at: datetime
    seq: int = 0
    key: str = ""
    for_at: datetime | None = None
    place: str = ""
    whom: str = ""
    other: str = ""
    people: tuple[str, ...] = ()
    share: int = 100

    @property
    def place_in_time(self) -> tuple[datetime, int, tuple[str, ...]]:
        """What facts are ordered by: everything but the number of the act."""
        said = (self.person, self.key, self.whom, self.other, self.place, str(self.for_at or ""), *self.people)
        return (self.at, ORDER[self.kind], said)


def ordered(facts: Iterable[Fact]) -> list[Fact]:
    """Return facts in the order in which they happened."""
    return sorted(facts, key=lambda one: one.place_in_time)


def by_then(facts: Iterable[Fact], at: datetime) -> list[Fact]:
    """Return the facts that had happened at a moment, in order."""
    return ordered(one for one in facts if one.at <= at)


def before(facts: Iterable[Fact], limit: Fact | None) -> list[Fact]:
    """Return the facts that lie before one of them, all where it is None."""
    return [one for one in facts if limit is None or one.place_in_time < limit.place_in_time]


def first_of(facts: Iterable[Fact], *kinds: Kind) -> Fact | None:
    """Return the first of the ordered facts that is of one of these kinds, or None."""
    return next((one for one in facts if one.kind in kinds), None)


def standing(known: Iterable[Fact]) -> list[Fact]:
    """Return ordered facts without those of people who left the customer to the others afterwards."""
    kept: list[Fact] = []
    for one in known:
        if one.kind == "LEFT":
            kept = [other for other in kept if other.person != one.person]
        else:
            kept.append(one)
    return kept


def stretches(known: Iterable[Fact]) -> list[list[Fact]]:
    """Return ordered facts cut behind each loss: whoever deals with a lost customer begins anew. The last one holds
    no loss and may be empty."""
    made: list[list[Fact]] = [[]]
    for one in known:
        made[-1].append(one)
        if one.kind == "LOSS":
            made.append([])
    return made
