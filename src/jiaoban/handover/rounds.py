"""Rounds: check points on a route, gone by one side in their order. Pure.

The check points are the subjects of the post; a round begins with its first confirmation and ends with its last.
"""

from collections.abc import Iterator
from datetime import datetime

from jiaoban.handover.state import Confirmation, Handover
from jiaoban.kernel.place import Place
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
                yield _row(handover, point, place, party, now)


def _row(handover: Handover, point: Point, place: Place, party: str, now: datetime) -> Row:
    first: dict[str, datetime] = {}
    for one in _given(handover, point.id, party):
        first.setdefault(one.subject, one.at)
    left = [name for key, name in place.subjects if key not in first]
    done = bool(first) and not left
    begun, ended = min(first.values(), default=None), max(first.values()) if done else None
    opens = opens_at(handover, point)
    return {
        "id": f"{point.id}.{party}",
        "title": point.title.zh + (f"（还有{'、'.join(left)}）" if left else "" if done else "（没有登记检查点）"),
        "title_en": (point.title.en or point.title.zh)
        + (f" ({', '.join(left)} left)" if left else "" if done else " (no check points registered)"),
        "point": point.id,
        "party": party,
        "due": opens is not None and now >= opens,
        "begun_at": begun,
        "ended_at": ended,
        "done": done,
        "left": len(left),
        "state": "DONE" if done else "",
        "text": told(point.title.zh, begun, ended, place, len(first)),
        "at": ended,
    }


def told(title: str, begun: datetime | None, ended: datetime | None, place: Place, points: int) -> str:
    """Return a round in one line: when it began and ended by the clock of the place, and over how many points."""
    if begun is None:
        return f"{title}：未开始"
    start, end = place.clock(begun), f"{place.clock(ended)} 结束" if ended else "未结束"
    return f"{title}：{start} 开始，{end}，检查点 {points} 个"


def _given(handover: Handover, point: str, party: str) -> list[Confirmation]:
    return [one for one in handover.confirmations if one.point == point and one.party == party]
