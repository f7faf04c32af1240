"""How long somebody has been on duty: the time of their holdings inside a window, each second once. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from jiaoban.handover.state import Tenure

Span = tuple[datetime, datetime]


def held(tenures: Iterable[Tenure], person: str, since: datetime, until: datetime) -> list[Span]:
    """Return when a person held a post between two moments; one that goes on lasts to the later of them."""
    spans = ((max(one.since, since), min(one.until or until, until)) for one in tenures if person in one.people)
    return [(begin, end) for begin, end in spans if begin < end]


def in_a_row(spans: Iterable[Span], rest: timedelta) -> list[Span]:
    """Return the spans since the last pause of at least `rest`, by their end, newest first.

    By their end, not their begin: whoever holds two posts at once has no pause while the longer of them goes on.
    """
    found: list[Span] = []
    for begin, end in sorted(spans, key=lambda span: span[1], reverse=True):
        if found and min(one[0] for one in found) - end >= rest:
            break
        found.append((begin, end))
    return found


def total(spans: Iterable[Span]) -> timedelta:
    """Return how long these spans are together; where they overlap, time counts once."""
    length, reached = timedelta(), None
    for begin, end in sorted(spans):
        start = begin if reached is None else max(begin, reached)
        length += max(end - start, timedelta())
        reached = end if reached is None else max(reached, end)
    return length
