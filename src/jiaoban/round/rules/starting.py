"""How a round begins: once along a route at a time, also where a device begins it without signal and tells of it later.

What a device began is a fact, judged by the moment at which it happened: by the route as it then was on the device, for
the moment of the timetable that was open then. If somebody else goes the route by now, it is one round of two devices.
Pure.
"""

from collections.abc import Sequence
from datetime import datetime

from jiaoban.kernel.act import stamp
from jiaoban.kernel.refusal import Declined
from jiaoban.kernel.verbs import plain
from jiaoban.round.acts import Joined, Started
from jiaoban.round.rules.due import Due
from jiaoban.round.tables import Round, Route


def need_none_open(route: Route, others: Sequence[Round], name: str) -> None:
    """Decline a second round along a route that is being gone: whoever comes joins it."""
    if others:
        raise Declined(
            plain(
                "round-open",
                f"「{route.name}」正在巡检，由{name}开始。",
                f"The route {route.name} is being gone; {name} began.",
                "请进入那次巡检一起完成。",
                "Join that round.",
            ),
            about=others[0].key,
            conflict=True,
        )


def need_in_use(route: Route, at: datetime) -> None:
    """Decline a round along a route that is no longer gone; one that began before it was put out of use stands."""
    if not route.in_use and at >= route.last_at:
        raise Declined(
            plain(
                "route-retired",
                f"路线「{route.name}」已停用。",
                f"The route {route.name} is no longer in use.",
                "请选择在用的路线，或请当班负责人重新启用。",
                "Choose another one, or let the supervisor put it into use again.",
                who=("supervisor",),
            ),
            about=route.key,
        )


def started(key: str, route: Route, due: Due | None, shift: str, *, offline: bool, late: bool) -> Started:
    """Return what stands in the book of a round that begins."""
    return Started(
        round=key,
        route=route.key,
        version=route.version,
        points=tuple(one.code for one in route.points),
        due=due.key if due else "",
        due_at=stamp(due.at) if due else "",
        shift=shift,
        offline=offline,
        late=late,
    )


def to_join(route: Route, others: Sequence[Round]) -> Round | None:
    """Return the round of this version of the route that is being gone; points of another version are other points."""
    return next((one for one in others if one.version == route.version), None)


def joined(own: str, one: Round, due: Due | None, *, offline: bool, late: bool) -> Joined:
    """Return what stands in the book of a beginning that turns out to be another round's."""
    return Joined(
        round=one.key,
        own=own,
        due=due.key if due else "",
        due_at=stamp(due.at) if due else "",
        offline=offline,
        late=late,
    )
