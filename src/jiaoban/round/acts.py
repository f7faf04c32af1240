"""The kinds of act that rounds write."""

from pydantic import BaseModel, ConfigDict

from jiaoban.kernel.act import Payload
from jiaoban.round.terms import Basis, Order, Pace, Result, When


class Point(BaseModel):
    """An inspection point of a route.

    `look`: what to look at there; `parameters`: keys of what is read there; `photo`: one is wanted. A stay below
    `least_s` seconds is marked fast, above `longest_s` long (0: not looked at). `subject`: the thing handed over one by
    one at the post that this point is, where it is one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: str
    name: str
    place: str = ""
    equipment: str = ""
    subject: str = ""
    look: str = ""
    parameters: tuple[str, ...] = ()
    photo: bool = False
    least_s: int = 0
    longest_s: int = 0


class Timetable(BaseModel):
    """When a route is due: RULE by an RFC 5545 recurrence on the site's wall clock, HANDOVER at the end of every shift.

    It can be started `opens_s` seconds before that moment and is overdue `closes_s` seconds after it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    timetable: str
    when: When
    rule: str = ""
    opens_s: int = 0
    closes_s: int = 0


class RouteRegistered(Payload, kind="round.route_registered"):
    """A route stands in the register like this from now on, as this version of it. `from_day`: the local day from which
    its recurrences are counted."""

    route: str
    version: int
    name: str
    order: Order
    points: tuple[Point, ...]
    timetables: tuple[Timetable, ...] = ()
    from_day: str = ""
    in_use: bool = True


class Issued(BaseModel):
    """A new code of a point: the SHA-256 of its secret. The secret itself stands on paper alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    point: str
    digest: str


class CodesIssued(Payload, kind="round.codes_issued"):
    """These points of a route have new codes; their earlier ones are no longer worth anything."""

    route: str
    codes: tuple[Issued, ...]


class Started(Payload, kind="round.started"):
    """A round began at the act's `occurred_at`. `points`: their codes in order, by this version of the route.

    `due`: for which moment of the timetable ('' for none), `due_at` that moment. `offline`: begun by the device without
    signal; `late` by the rule of the logbook.
    """

    round: str
    route: str
    version: int
    points: tuple[str, ...]
    due: str = ""
    due_at: str = ""
    shift: str = ""
    offline: bool = False
    late: bool = False


class Joined(Payload, kind="round.joined"):
    """Somebody began a round that another device had begun or begins as well: they go it together from now on.

    The act's `occurred_at` is when they began; the round began at the first of these moments. `own`: the key by which
    the device called its round; `due`, `due_at`: for which moment of the timetable it would have been gone.
    """

    round: str
    own: str
    due: str = ""
    due_at: str = ""
    offline: bool = False
    late: bool = False


class Visited(Payload, kind="round.visited"):
    """Somebody was at a point; the act's `occurred_at` is when they were done there.

    `expected`: the point whose turn it was, '' when it was this one; `arrived_at`: when they opened it; `stay_s`: how
    long it took, None where nothing tells; `offline`: recorded by the device without signal; `late` by the rule of the
    logbook; `after_finish`: it came when the round had been finished. `parameters` were read at this very moment (the
    figures are a `plant.read` of the same command), `matter` was opened.
    """

    round: str
    point: str
    basis: Basis
    result: Result
    note: str = ""
    photos: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    finding: str = ""
    matter: str = ""
    expected: str = ""
    arrived_at: str = ""
    stay_s: int | None = None
    pace: Pace = ""
    offline: bool = False
    late: bool = False
    after_finish: bool = False


class Skipped(Payload, kind="round.skipped"):
    """A point was left out, and why."""

    round: str
    point: str
    reason: str
    offline: bool = False
    late: bool = False


class Finished(Payload, kind="round.finished"):
    """Every point was visited or left out with a reason."""

    round: str
    offline: bool = False


class Abandoned(Payload, kind="round.abandoned"):
    """A round was broken off."""

    round: str
    reason: str
