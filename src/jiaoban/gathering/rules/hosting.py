"""Who hosts which day: computed from the order of hosts, the roster and what was missed, never kept. Pure.

An extra day comes before the turn of the others and does not use one's own turn up. Who owes several works them off
one after the other; who has a day off keeps what they owe.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from jiaoban.gathering.rules.counting import Miss
from jiaoban.gathering.tables import Hosts
from jiaoban.kernel.access import Actor, Right
from jiaoban.regime.gathering import HourlyCount, Missed


@dataclass(frozen=True, slots=True)
class Workday:
    """A local day with the people whom the roster has on it, and the rule of the count that holds then."""

    day: date
    people: tuple[str, ...]
    rule: HourlyCount | None = None


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from a miss: so many extra days, and what the regime says of it (None of a call forgotten by its
    host). `nth`: the how manieth of this person, 0 where it is excused."""

    miss: Miss
    days: int
    nth: int
    says: Missed | None = None


@dataclass(frozen=True, slots=True)
class Hosting:
    """Who hosts a day ('' nobody), whether as an extra day, what followed from what was missed on it, and who owes how
    many extra days when it is over."""

    day: date
    host: str
    extra: bool
    missed: tuple[Consequence, ...] = ()
    owed: dict[str, int] = field(default_factory=dict)


def takes_part(actor: Actor, post: str) -> bool:
    """Say whether somebody has a part in the meetings of a post: whoever works there, and whoever supervises it."""
    return actor.site == "*" or actor.may(Right.WORK, post) or actor.may(Right.SUPERVISE, post)


def chairs(actor: Actor, post: str, host: str) -> bool:
    """Say whether somebody does at a post what is the host's to do: `host` ('' nobody) is that of today; the supervisor
    and the head do so in their stead."""
    if actor.site == "*" or actor.may(Right.SUPERVISE, post):
        return True
    return bool(host) and actor.person == host and actor.may(Right.WORK, post)


def hostings(hosts: Hosts, days: Iterable[Workday], missed: Callable[[Workday, str], Sequence[Miss]]) -> list[Hosting]:
    """Return who hosts each day, in order. `days` begin with the first day of `hosts` and leave out those on which
    nobody works; `missed(day, host)` are the misses of a day under its host."""
    hosted: dict[str, int] = {}
    owed: list[str] = []
    owes: Counter[str] = Counter()
    times: Counter[str] = Counter()
    found = []
    for number, one in enumerate(days):
        host, extra = _host(hosts.on(one.day), one.people, owed, hosted)
        if extra:
            owed.remove(host)
            owes -= Counter((host,))
        elif host:
            hosted[host] = number
        followed = [_consequence(miss, one.rule, times) for miss in missed(one, host)]
        more = [each.miss.person for each in followed for _ in range(each.days)]
        owed += more
        owes.update(more)
        found.append(Hosting(one.day, host, extra, tuple(followed), dict(owes)))
    return found


def _host(order: Sequence[str], there: Sequence[str], owed: Sequence[str], hosted: dict[str, int]) -> tuple[str, bool]:
    extra = next((one for one in owed if one in there), "")
    if extra:
        return extra, True
    in_turn = [one for one in order if one in there]
    return min(in_turn, key=lambda one: (hosted.get(one, -1), in_turn.index(one)), default=""), False


def _consequence(miss: Miss, rule: HourlyCount | None, times: Counter[str]) -> Consequence:
    if rule is None or miss.excused:
        return Consequence(miss, 0, 0)
    if miss.by_host:
        return Consequence(miss, rule.forgotten, 0)
    times[miss.person] += 1
    nth = times[miss.person]
    says = rule.missed[min(nth, len(rule.missed)) - 1] if rule.missed else None
    return Consequence(miss, says.days if says else 0, nth, says)
