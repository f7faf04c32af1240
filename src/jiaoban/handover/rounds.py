"""Rounds: check points on a route, gone by one side in their order. Pure.

The check points are the subjects of the post; a round begins with its first confirmation and ends with its last.
"""

from collections.abc import Iterator
from datetime import datetime

from jiaoban.handover import phrases
from jiaoban.handover.state import Confirmation, Handover
from jiaoban.kernel.place import Place
from jiaoban.kernel.tongue import CHINESE, ENGLISH, Tongue
from jiaoban.kernel.words import Words
from jiaoban.regime.facts import Row
from jiaoban.regime.pack import Confirmation as Point
from jiaoban.regime.pack import Pack


def opens_at(handover: Handover, point: Point) -> datetime | None:
    """Return the moment from which a point may be confirmed, or None where it has none of its own."""
    return handover.due_at - point.opens if point.opens is not None else None


def next_check_point(handover: Handover, place: Place, point: Point, party: str) -> tuple[str, str] | None:
    """Return key and name of the check point whose turn it is, or None when the party has gone them all."""
    gone = {one.subject for one in _given(handover, point.id, party)}
    return next(((key, name) for key, name in place.subjects if key not in gone), None)


def round_rows(handover: Handover, pack: Pack, place: Place, now: datetime) -> Iterator[Row]:
    """Yield the rows of the fact `rounds`."""
    for point in pack.handover.confirmations:
        if point.route:
            for party in point.parties:
                yield _row(handover, pack, point, place, party, now)


def _row(handover: Handover, pack: Pack, point: Point, place: Place, party: str, now: datetime) -> Row:
    first: dict[str, datetime] = {}
    for one in _given(handover, point.id, party):
        first.setdefault(one.subject, one.at)
    left = [name for key, name in place.subjects if key not in first]
    done = bool(first) and not left
    begun, ended = min(first.values(), default=None), max(first.values()) if done else None
    opens = opens_at(handover, point)
    say = pack.head.tongue
    return {
        "id": f"{point.id}.{party}",
        **say.titled(_title(point, left, done=done)),
        "point": point.id,
        "party": party,
        "due": opens is not None and now >= opens,
        "begun_at": begun,
        "ended_at": ended,
        "done": done,
        "left": len(left),
        "state": "DONE" if done else "",
        "text": _told(say(point.title), begun, ended, place, len(first), say),
        "at": ended,
    }


def _title(point: Point, left: list[str], *, done: bool) -> Words:
    if left:
        more = Words(zh=f"还有{CHINESE.all_of(left)}", en=f"{ENGLISH.all_of(left)} left")
    else:
        more = Words(zh="") if done else phrases.NO_POINTS
    title = point.title
    return Words(zh=title.zh + CHINESE.bracket(more.zh), en=title.in_("en") + ENGLISH.bracket(more.in_("en")))


def _told(title: str, begun: datetime | None, ended: datetime | None, place: Place, points: int, say: Tongue) -> str:
    """Return a round in one line: when it began and ended by the clock of the place, and over how many points."""
    if begun is None:
        return say(phrases.NOT_BEGUN, title=title)
    end = say(phrases.ENDED, at=place.clock(ended)) if ended else say(phrases.NOT_ENDED)
    return say(phrases.GONE, title=title, begun=place.clock(begun), ended=end, points=points)


def _given(handover: Handover, point: str, party: str) -> list[Confirmation]:
    return [one for one in handover.confirmations if one.point == point and one.party == party]
