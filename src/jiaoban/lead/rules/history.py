"""Whose a customer was when: every change of owner, from the first contact on. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from jiaoban.lead.rules.ownership import Owned


@dataclass(frozen=True, slots=True)
class Span:
    """A time in which it did not change whose a customer was, `from_at <= moment < until_at` (None: still)."""

    owned: Owned
    from_at: datetime
    until_at: datetime | None


def history(owned_at: Callable[[datetime], Owned], moments: Iterable[datetime], now: datetime) -> list[Span]:
    """Return whose a customer was when, in order. `moments`: when something happened; what changes by itself in
    between is found by what an answer says of it. Before anybody dealt with them there is no span."""
    todo = sorted({one for one in moments if one <= now}, reverse=True)
    made: list[Span] = []
    while todo:
        at = todo.pop()
        found = owned_at(at)
        later = found.until
        if later is not None and at < later <= now and later not in todo:
            todo = sorted([*todo, later], reverse=True)
        last = made[-1] if made else None
        if found.basis == "NOBODY" and last is None:
            continue
        if last is not None and _same(last.owned, found):
            made[-1] = Span(found, last.from_at, None)
            continue
        if last is not None:
            made[-1] = Span(last.owned, last.from_at, at)
        made.append(Span(found, at, None))
    return made


def _same(one: Owned, other: Owned) -> bool:
    return (one.person, one.basis, one.shared) == (other.person, other.basis, other.shared)
