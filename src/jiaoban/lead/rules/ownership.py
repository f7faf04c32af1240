"""Whose customer it is, as of a moment: a function of what happened and of the regime, whatever came when into the
book. Pure. There is never more than one owner: `Owned.person` is one person or nobody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from jiaoban.lead.rules.facts import TOUCHES, Fact, before, by_then, first_of, standing, stretches
from jiaoban.lead.rules.leading import MayFollow, Period, leader_at, periods
from jiaoban.lead.rules.reach import ends, inside
from jiaoban.regime.owning import Collisions, Leader, Ownership

Basis = Literal[
    "NOBODY", "LOST", "ALONE", "PROMISED", "FIRST", "SHARED", "FAR", "BOUGHT", "SETTLED", "RULED", "VOID",
    "RECEIVED", "AGREED", "PASSED", "DEPOSIT", "OVERRULED",
]  # fmt: skip
"""NOBODY has dealt with them, or nobody since they were LOST; ALONE: one person has. PROMISED: somebody has fixed an
appointment and its time runs; FIRST: the customer came in that time. SHARED: several, and no appointment that stands;
FAR: the visit, or the appointment, lies beyond. BOUGHT from whoever closed the sale of a shared customer. SETTLED,
RULED, VOID: by a collision. The others: by who leads the follow-up."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What of a regime decides whose customer it is."""

    ownership: Ownership
    leader: Leader | None = None
    collisions: Collisions | None = None


@dataclass(frozen=True, slots=True)
class Owned:
    """Whose customer it is: one person, or nobody; `shared` by these where several have dealt with them. `basis` and
    `clause` say why, `facts` which facts decided; `until` is when it changes if nothing else happens. `period`: of who
    leads the follow-up."""

    person: str | None
    basis: Basis
    clause: str
    shared: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    until: datetime | None = None
    period: Period | None = None

    @property
    def decision(self) -> Fact | None:
        """What decided a collision, where that is why it is whose it is."""
        return self.facts[0] if self.basis in ("SETTLED", "RULED", "VOID") else None

    @property
    def share(self) -> int:
        """How much of a hundred of the revenue is the person's."""
        return self.decision.share if self.decision else 100

    @property
    def sharing(self) -> tuple[str, ...]:
        """Who has the rest of the revenue, by the settlement of a collision."""
        people = self.decision.people if self.decision and self.share < 100 else ()
        return tuple(one for one in people if one != self.person)

    @property
    def people(self) -> set[str]:
        """Everybody who is named when it is said."""
        other = self.period.other if self.period else ""
        named = (name for one in self.facts for name in (one.person, one.whom))
        return {one for one in (self.person, other, *self.shared, *self.sharing, *named) if one}

    @property
    def acts(self) -> tuple[int, ...]:
        """The numbers of the acts that decided, in order."""
        return tuple(sorted({one.seq for one in self.facts}))


def always(_person: str, _moment: datetime) -> bool:
    """Say that everybody may follow customers, where a regime has no limit."""
    return True


def owner(facts: Iterable[Fact], rules: Rules, at: datetime, zone: str, may_follow: MayFollow = always) -> Owned:
    """Return whose customer it is at a moment, by what had happened then.

    Of the decision of a collision and what was said of the follow-up the later one counts; an order that is void stays
    so until a supervisor says otherwise. Without either the rule of several who dealt with one customer counts. What
    comes after a sale does not change for whom it counts, except the decision of a collision.
    """
    *lost, known = stretches(by_then(facts, at))
    found = within(known, rules, at, zone, may_follow)
    if found.basis == "NOBODY" and lost:
        return replace(found, basis="LOST", facts=(lost[-1][-1],))
    return found


def within(known: Sequence[Fact], rules: Rules, at: datetime, zone: str, may_follow: MayFollow = always) -> Owned:
    """Return whose customer it is at a moment by the ordered facts of one stretch: from the beginning, or from a loss,
    up to the next loss or that moment."""
    sale = first_of(known, "SALE")
    decided = _decided(known, rules)
    then = sale.at if sale else at
    led = _led([*before(known, sale), sale] if sale else known, rules, then, zone, may_follow)
    if decided is not None and (led is None or not _overtakes(led, decided.facts[-1])):
        return _with(decided, sale)
    if led is not None:
        return _with(led, sale)
    found = by_contacts(before(known, sale), rules.ownership, then, zone)
    if sale is None:
        return found
    if found.person is None:
        return Owned(sale.person, "BOUGHT", rules.ownership.clause, facts=(*found.facts, sale))
    return replace(found, facts=(*found.facts, sale))


def _with(found: Owned, sale: Fact | None) -> Owned:
    """Whose it is, with the sale among what shows it."""
    return replace(found, facts=(*found.facts, sale)) if sale else found


def _overtakes(led: Owned, decision: Fact) -> bool:
    """Say whether what was said of the follow-up is younger than the decision of a collision, and counts against it."""
    assert led.period is not None
    return led.period.said_at > decision.at and (bool(decision.whom) or led.basis == "OVERRULED")


def _decided(known: Sequence[Fact], rules: Rules) -> Owned | None:
    """By a collision: its latest decision."""
    collisions = rules.collisions
    found = next((one for one in reversed(known) if one.kind in ("SETTLED", "RULED", "VOIDED")), None)
    if found is None or collisions is None:
        return None
    if not found.whom:
        return Owned(None, "VOID", collisions.clause, facts=(found,))
    if found.kind == "SETTLED":
        return Owned(found.whom, "SETTLED", collisions.agreement.clause, facts=(found,))
    return Owned(found.whom, "RULED", collisions.clause, facts=(found,))


def _led(known: Sequence[Fact], rules: Rules, at: datetime, zone: str, may_follow: MayFollow) -> Owned | None:
    """By who leads the follow-up at a moment."""
    if rules.leader is None:
        return None
    found = leader_at(periods(known, rules.leader, zone, may_follow, at), at)
    if found is None:
        return None
    return Owned(found.person, found.by, rules.leader.clause, facts=found.facts, until=found.passes_at, period=found)


def by_contacts(known: Sequence[Fact], rule: Ownership, at: datetime, zone: str) -> Owned:
    """Return whose customer it is by contacts, appointments and the first visit alone, of ordered facts."""
    visit = first_of(known, "VISIT")
    dealt = standing(before(known, visit))
    came = (visit,) if visit else ()
    people = tuple(dict.fromkeys(one.person for one in dealt if one.kind in TOUCHES))
    if not people:
        return Owned(visit.person if visit else None, "ALONE" if visit else "NOBODY", rule.clause, facts=came)
    first = first_of(dealt, *TOUCHES)
    assert first is not None
    if len(people) == 1:
        return Owned(people[0], "ALONE", rule.clause, facts=(first, *came))
    promises = appointments(dealt, rule)
    if not promises:
        touches = {one.person: one for one in reversed(dealt) if one.kind in TOUCHES}
        return Owned(None, "SHARED", rule.clause, people, (*(touches[person] for person in people), *came))
    for one in promises if rule.earlier == "lapses" else promises[:1]:
        if visit is not None and inside(one.begins_at, visit.at, rule, zone):
            return Owned(one.fact.person, "FIRST", rule.clause, facts=(one.shown, visit))
        if visit is None and all(inside(one.begins_at, moment, rule, zone) for moment in (one.for_at, at)):
            until = ends(one.begins_at, rule, zone)
            return Owned(one.fact.person, "PROMISED", rule.clause, facts=(one.shown,), until=until)
    return Owned(None, "FAR", rule.clause, people, (promises[0].shown, *came))


@dataclass(frozen=True, slots=True)
class Promise:
    """An appointment with time and place that stands: its fixing, from when it counts, when and where it is."""

    fact: Fact
    begins_at: datetime
    for_at: datetime
    place: str

    @property
    def shown(self) -> Fact:
        """Its fixing, with the time and place that it has now."""
        return replace(self.fact, for_at=self.for_at, place=self.place)


def appointments(known: Iterable[Fact], rule: Ownership) -> list[Promise]:
    """Return the appointments with time and place that stand after these ordered facts, the first to count first."""
    made: dict[str, Promise] = {}
    for one in known:
        if one.kind == "CANCELLED":
            made.pop(one.key, None)
        elif one.kind == "FIXED" and one.for_at is not None and one.place:
            made[one.key] = Promise(one, one.at, one.for_at, one.place)
        elif one.kind == "MOVED" and one.key in made and one.for_at is not None:
            was = made[one.key]
            begins_at = one.at if rule.change == "begins" else was.begins_at
            made[one.key] = Promise(was.fact, begins_at, one.for_at, one.place or was.place)
    return sorted(made.values(), key=lambda one: (one.begins_at, one.fact.place_in_time))
