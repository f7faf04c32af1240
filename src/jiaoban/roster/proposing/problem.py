"""The question that a proposal answers, in plain values: people, shifts, cover, rules, wishes. Pure.

Nothing here knows a solver, a book or a pack. A rule is a figure with the clause that it comes from; what breaks it is
said by `judging`, what makes a solver keep it by `linear`.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from jiaoban.kernel.words import Words

DAY = timedelta(days=1)
SATURDAY = 5


Bar = Literal["away", "gone"]


class Value(BaseModel):
    """Base of all that a problem is made of: frozen, strict about names, written as JSON between processes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Slot(Value):
    """One shift of one day that somebody may stand. `ends_at` is exclusive. `post` '' is the post that is filled."""

    day: date
    shift: str
    post: str = ""
    begins_at: datetime
    ends_at: datetime

    @property
    def key(self) -> str:
        """Day and shift code."""
        return f"{self.day.isoformat()}.{self.shift}"

    @property
    def minutes(self) -> int:
        """How long it lasts; across a clock change it is what really passes."""
        return int((self.ends_at - self.begins_at).total_seconds()) // 60


class Worker(Value):
    """Somebody who can be put on shifts. `bars`: keys of slots on which they must not be, and why: away, or gone for
    good; `stands`: shifts that they stand anyway, before, after or elsewhere, which rules count."""

    key: str
    bars: dict[str, Bar] = {}
    stands: tuple[Slot, ...] = ()


class Cover(Value):
    """How many of a kind of people a slot wants. `who`: those who are of the kind (None: everybody is).

    With weights it is a target: each one missing or too many costs so much. Without them it must be kept.
    """

    id: str
    clause: str = ""
    title: Words
    slot: str
    who: tuple[str, ...] | None = None
    at_least: int = Field(default=0, ge=0)
    at_most: int | None = Field(default=None, ge=0)
    under: int = Field(default=0, ge=0)
    over: int = Field(default=0, ge=0)

    @property
    def soft(self) -> bool:
        """Whether it may be missed at a price."""
        return bool(self.under or self.over)


class Limit(Value):
    """Base of the rules. `says`: the figure in words, where the title does not say it. `people`, `shifts`, `posts`:
    only these (none named: all); the post that is filled is ''."""

    id: str
    clause: str = ""
    title: Words
    says: Words = Words(zh="")
    people: tuple[str, ...] = ()
    shifts: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()

    def of_this(self, slot: Slot) -> bool:
        """Say whether the rule speaks of a shift."""
        return (not self.shifts or slot.shift in self.shifts) and (not self.posts or slot.post in self.posts)


class Together(Limit):
    """Nobody is in two places, or on two shifts, at once. `allow`: posts that one may stand at the same time."""

    kind: Literal["together"] = "together"
    allow: tuple[tuple[str, ...], ...] = ()

    def bars(self, one: Slot, other: Slot) -> bool:
        """Say whether two shifts cannot both be stood."""
        meets = one.begins_at < other.ends_at and other.begins_at < one.ends_at
        allowed = one.post != other.post and any({one.post, other.post} <= set(group) for group in self.allow)
        return meets and not allowed and (self.of_this(one) or self.of_this(other))


class Rest(Limit):
    """So much time between the end of one shift and the begin of the next one of this kind."""

    kind: Literal["rest-between"] = "rest-between"
    at_least: timedelta


class OneADay(Limit):
    """One shift a day at most."""

    kind: Literal["one-shift-a-day"] = "one-shift-a-day"


class NoFollow(Limit):
    """When a shift of `after` has ended, none of `never` on the same day or the next (nothing named: any shift)."""

    kind: Literal["no-follow"] = "no-follow"
    after: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    def bars(self, one: Slot, then: Slot) -> bool:
        """Say whether the second shift cannot come after the first."""
        named = (not self.after or one.shift in self.after) and (not self.never or then.shift in self.never)
        return named and one.ends_at <= then.begins_at and then.day - one.day <= DAY and self.of_this(then)


class HoursInRow(Limit):
    """Shifts that follow each other without a break last so long at most, together."""

    kind: Literal["hours-in-row"] = "hours-in-row"
    at_most: timedelta


class Span(Value):
    """Days `first <= day < after`."""

    first: date
    after: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day < self.after


class Hours(Limit):
    """Working time within each of these spans of days; a shift counts on the day to which it belongs."""

    kind: Literal["hours"] = "hours"
    within: tuple[Span, ...]
    at_least: timedelta = timedelta(0)
    at_most: timedelta | None = None


class DaysInRow(Limit):
    """Working days one after the other: so many at most, and once begun so many at least.

    `at_least` asks nothing of a row that touches the first or last day: what is before and after is not known."""

    kind: Literal["days-in-row"] = "days-in-row"
    at_most: int | None = Field(default=None, ge=1)
    at_least: int = Field(default=1, ge=1)


class RestInRow(Limit):
    """Days off come at least so many in a row, except at the first and last day."""

    kind: Literal["rest-in-row"] = "rest-in-row"
    at_least: int = Field(ge=1)


class RestDays(Limit):
    """So many days without a shift within each of these spans of days."""

    kind: Literal["rest-days"] = "rest-days"
    within: tuple[Span, ...]
    at_least: int = Field(ge=1)


class MostOf(Limit):
    """At most so many shifts of a kind."""

    kind: Literal["most-of"] = "most-of"
    shift: str
    at_most: int = Field(ge=0)


class Weekends(Limit):
    """At most so many weekends with a shift on Saturday or Sunday."""

    kind: Literal["weekends"] = "weekends"
    at_most: int = Field(ge=0)


Rule = Annotated[
    Together | Rest | OneADay | NoFollow | HoursInRow | Hours | DaysInRow | RestInRow | RestDays | MostOf | Weekends,
    Field(discriminator="kind"),
]


class Wish(Value):
    """Somebody would like to stand a shift, or not to. `shift` '' is any shift of the day."""

    person: str
    day: date
    shift: str = ""
    wants: bool
    weight: int = Field(default=1, ge=1)


class Fixed(Value):
    """Somebody stands a slot, whatever else is proposed."""

    person: str
    slot: str


class Problem(Value):
    """Everything that is asked. `first` <= day < `after` are the days to fill.

    `even`: what each shift costs by which somebody has more, or fewer, than an equal share; `keep`: what each change
    against `now` costs; both may be 0.
    """

    first: date
    after: date
    slots: tuple[Slot, ...]
    workers: tuple[Worker, ...]
    covers: tuple[Cover, ...] = ()
    rules: tuple[Rule, ...] = ()
    wishes: tuple[Wish, ...] = ()
    fixed: tuple[Fixed, ...] = ()
    even: int = Field(default=0, ge=0)
    keep: int = Field(default=0, ge=0)
    now: dict[str, tuple[str, ...]] = {}

    @model_validator(mode="after")
    def _names_what_is_there(self) -> "Problem":
        slots, people = {one.key for one in self.slots}, {one.key for one in self.workers}
        named = {one.slot for one in self.covers} | {one.slot for one in self.fixed} | set(self.now)
        wanted = {one.person for one in self.wishes} | {one.person for one in self.fixed}
        wanted |= {person for rule in self.rules for person in rule.people}
        if len(slots) < len(self.slots) or len(people) < len(self.workers):
            raise ValueError("a shift or a person is there twice")
        if named - slots or wanted - people:
            raise ValueError(f"not in the problem: {', '.join(sorted((named - slots) | (wanted - people)))}")
        return self

    @cached_property
    def by_key(self) -> dict[str, Slot]:
        """The slots by their keys."""
        return {one.key: one for one in self.slots}

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days to fill."""
        return tuple(self.first + n * DAY for n in range((self.after - self.first).days))

    def held_to(self, rule: Limit) -> Iterator[Worker]:
        """Return those for whom a rule holds."""
        return (one for one in self.workers if self.is_held_to(rule, one))

    def is_held_to(self, rule: Limit, worker: Worker) -> bool:
        """Say whether a rule holds for somebody."""
        return not rule.people or worker.key in rule.people

    def can_count(self, cover: Cover) -> Iterator[Worker]:
        """Return those who count for a cover."""
        return (one for one in self.workers if cover.who is None or one.key in cover.who)

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """What can contradict itself, each a name: rules and covers by their ids, those fixed, those away."""
        found = [one.id for one in self.rules] + [one.id for one in self.covers if not one.soft]
        away = [AWAY] if any("away" in one.bars.values() for one in self.workers) else []
        return tuple(dict.fromkeys([*found, *([FIXED] if self.fixed else []), *away]))


FIXED, AWAY = "fixed", "away"


Roster = dict[str, tuple[str, ...]]
"""Who stands each slot, by the keys of both."""
