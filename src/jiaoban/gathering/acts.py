"""The kinds of act that gatherings, hosts and counts are made of."""

from datetime import date

from jiaoban.gathering.terms import Announced as Sort
from jiaoban.kernel.act import Payload
from jiaoban.kernel.fields import HeldMoment
from jiaoban.kernel.words import Words


class Announced(Payload, kind="gathering.announced"):
    """A meeting, activity or training was entered. `plant_wide`: everybody of the site is invited; else whoever works
    at `posts`, and `people`. `exception`: why with less notice than the regime wants; `outside`: why it lies in none of
    the periods that the regime has for it."""

    gathering: str
    sort: Sort
    title: str
    plant_wide: bool
    begins_at: HeldMoment
    ends_at: HeldMoment
    where: str = ""
    agenda: str = ""
    posts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    exception: str = ""
    outside: str = ""


class Cancelled(Payload, kind="gathering.cancelled"):
    """It does not take place."""

    gathering: str
    reason: str


class Replied(Payload, kind="gathering.replied"):
    """Somebody answered the invitation; who cannot come says why."""

    gathering: str
    coming: bool
    reason: str = ""


class Held(Payload, kind="gathering.held"):
    """A daily meeting of the regime was opened. `begins_at` is its hour, `expected` whom the roster had then."""

    gathering: str
    rule: str
    title: Words
    begins_at: HeldMoment
    expected: tuple[str, ...]


class Opened(Payload, kind="gathering.opened"):
    """An announced gathering was opened; `expected` are those invited who are with the site then."""

    gathering: str
    expected: tuple[str, ...]


class Arrived(Payload, kind="gathering.arrived"):
    """People are present. `late`: they came after it had begun."""

    gathering: str
    people: tuple[str, ...]
    late: bool = False


class Excused(Payload, kind="gathering.excused"):
    """Somebody need not be there."""

    gathering: str
    person: str
    reason: str


class Reported(Payload, kind="gathering.reported"):
    """What somebody reported; of a daily meeting on one of its topics. Whoever chairs may write it down for them."""

    gathering: str
    person: str
    topic: str
    text: str


class Minuted(Payload, kind="gathering.minuted"):
    """Something that was said or decided."""

    gathering: str
    text: str


class ProblemRaised(Payload, kind="gathering.problem_raised"):
    """A problem, with what its finder proposes."""

    gathering: str
    problem: str
    proposal: str


class Closed(Payload, kind="gathering.closed"):
    """It is over; `reason` is why it went on longer than the regime has it."""

    gathering: str
    reason: str = ""


class HostsSet(Payload, kind="gathering.hosts_set"):
    """The people of a post among whom the host of the day changes, from a day on. Who hosted longest ago comes first,
    at the beginning in this order."""

    from_day: date
    people: tuple[str, ...]


class CountCalled(Payload, kind="gathering.count_called"):
    """The count of an hour was called; `hour` as the regime has it, by the clock of the place (10:00)."""

    day: date
    hour: str


class CountAnswered(Payload, kind="gathering.count_answered"):
    """Somebody reported to a call."""

    day: date
    hour: str


class MissExcused(Payload, kind="gathering.miss_excused"):
    """Somebody's missing of a call is not held against them."""

    day: date
    hour: str
    person: str
    reason: str
