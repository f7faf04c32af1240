"""Which sales count for nobody, because the order is void by a collision, and which count again by a ruling. Pure.

That is not stored: it follows from the collisions of the customer, as on the page of the customer (`owned.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jiaoban.kernel.book import Book, OneOf
from jiaoban.kernel.place import Place
from jiaoban.lead import owned
from jiaoban.lead.owned import Packs
from jiaoban.lead.owner_tables import COLLISIONS, Collision
from jiaoban.lead.rules.reach import TICK
from jiaoban.lead.tables import LEADS, Event, Lead
from jiaoban.regime.owning import Collisions


@dataclass(frozen=True, slots=True)
class Decided:
    """A sale of an order that is void, or was until somebody ruled on it. `at`: since when it is as it is now;
    `collision`: the case that decided it; `void`: it counts for nobody."""

    sale: Event
    collision: str
    at: datetime
    void: bool


def decided(book: Book, place: Place, packs: Packs, sold: Sequence[Event], now: datetime) -> list[Decided]:
    """Return those of these standing sales of a post that are void as of `now`, and those that count again
    by a ruling that came after that. The others are left out: nothing was decided about them, or they never were void.
    """
    rules = owned.rules_at(place, packs)
    if rules is None or rules.collisions is None or not sold:
        return []
    found: list[Decided] = []
    by_lead: dict[str, tuple[Lead, list[Collision]]] = {
        key: (lead, cases)
        for key, (lead, cases) in _cases(book, [one.lead for one in sold]).items()
        if any(_was_void(one, rules.collisions, now) for one in cases)
    }
    whose = {key: owned.whose(book, lead, place, packs, now) for key, (lead, _) in by_lead.items()}
    for one in sold:
        there = whose.get(one.lead)
        if there is None:
            continue
        now_ = there.at(now)
        if now_.basis == "VOID":
            decision = next(fact for fact in now_.facts if fact.kind in ("VOIDED", "RULED"))
            found.append(Decided(one, decision.key, decision.at, void=True))
            continue
        ruling = next((case for case in reversed(by_lead[one.lead][1]) if _again(case, rules.collisions)), None)
        if ruling is not None and ruling.ruled_at is not None and one.at <= ruling.ruled_at <= now:
            found.append(Decided(one, ruling.key, ruling.ruled_at, void=False))
    return found


def _cases(book: Book, keys: Sequence[str]) -> dict[str, tuple[Lead, list[Collision]]]:
    """The customers who have cases, with them, the oldest first; customers that were merged into them included."""
    found: dict[str, tuple[Lead, list[Collision]]] = {}
    leads = list(book.many(LEADS, dict.fromkeys(keys)).values())
    for low in range(0, len(leads), owned.BATCH):
        some = leads[low : low + owned.BATCH]
        parts = {part: one for one in some for part in (owned.parts_of(book, one) if one.merged else (one.key,))}
        for case in book.find(COLLISIONS, lead=OneOf(tuple(parts)), order=("opened_at",)):
            lead = parts[case.lead]
            found.setdefault(lead.key, (lead, []))[1].append(case)
    return found


def _was_void(one: Collision, rule: Collisions, now: datetime) -> bool:
    return owned.stage_of(one, rule, now)[0] == "VOID" or _again(one, rule)


def _again(one: Collision, rule: Collisions) -> bool:
    """Say whether a case was void by itself until a supervisor ruled who keeps the customer."""
    if one.ruled_at is None or not one.keeper:
        return False
    return owned.stage_of(one, rule, one.ruled_at - TICK)[0] == "VOID"
