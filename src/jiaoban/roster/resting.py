"""Rest days that are to be used up within the month: who has how many, when to remind, who was left with some. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from jiaoban.kernel.months import month_after
from jiaoban.kernel.shifts import local
from jiaoban.regime.rostering import RosterRule
from jiaoban.roster.checking import DAY, WEEK, number, of_this
from jiaoban.roster.stints import Stint

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Rest:
    """The rest days of a person in a month: `owed` by the weeks that end in it, `taken` of the days that have passed,
    `planned` of those to come, all by the roster."""

    person: str
    owed: int
    taken: int
    planned: int

    @property
    def unused(self) -> int:
        """The days that are owed and neither taken nor planned."""
        return max(0, self.owed - self.taken - self.planned)


@dataclass(frozen=True, slots=True)
class Month:
    """The rest days of a month under a rule: to be used up before `ends_at`, reminded of from `reminds_at` on (UTC)."""

    rule: RosterRule
    first: date
    rests: tuple[Rest, ...]
    reminds_at: datetime
    ends_at: datetime

    @property
    def unused(self) -> tuple[Rest, ...]:
        """Those with days left, the most first."""
        return tuple(sorted((one for one in self.rests if one.unused), key=lambda one: (-one.unused, one.person)))

    def stage(self, now: datetime) -> Literal["OPEN", "REMIND", "LISTED"]:
        """Return OPEN before the reminder, REMIND up to the end of the month, LISTED from then on."""
        return "OPEN" if now < self.reminds_at else "REMIND" if now < self.ends_at else "LISTED"


def month_of(
    rule: RosterRule,
    people: Mapping[str, tuple[date, date | None]],
    stints: Iterable[Stint],
    first: date,
    today: date,
    zone: str,
) -> Month:
    """Return the rest days of a month, of people with the days `from <= day < to` on which they were with the site.

    A week counts in the month in which its Sunday lies, for whoever was there on all its days. A day without a shift of
    the rule is a rest day, whatever the reason.
    """
    after = month_after(first)
    busy: dict[str, set[date]] = {}
    for one in stints:
        if first <= one.day < after and of_this(one, rule):
            busy.setdefault(one.person, set()).add(one.day)
    days = [first + step * DAY for step in range((after - first).days)]
    rests = []
    for person, (came, left) in sorted(people.items()):
        there = [day for day in days if came <= day and (left is None or day < left)]
        owed = sum(day.weekday() == SUNDAY and came <= day - (WEEK - 1) * DAY for day in there)
        free = [day for day in there if day not in busy.get(person, ())]
        taken = sum(day < today for day in free)
        rests.append(Rest(person, owed * number(rule.at_least), taken, len(free) - taken))
    ends_at = local(after, time(), zone)
    remind = rule.remind if rule.remind is not None else timedelta(0)
    reminds_at = local(after - remind.days * DAY, time(), zone) - (remind - remind.days * DAY)
    return Month(rule, first, tuple(rests), reminds_at, ends_at)
