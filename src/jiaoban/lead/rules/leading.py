"""Who leads the follow-up of a customer who came and did not buy: agreed, passed on, decided by the deposit, or
overridden. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from jiaoban.kernel.zones import clock_of
from jiaoban.lead.rules.facts import TOUCHES, Fact, before, first_of, ordered, standing
from jiaoban.lead.rules.reach import ends
from jiaoban.regime.owning import Leader

By = Literal["RECEIVED", "AGREED", "PASSED", "DEPOSIT", "OVERRULED"]
"""RECEIVED: one person invited and received them, there is nobody to agree with."""
MayFollow = Callable[[str, datetime], bool]
"""Says whether a person may be given a customer to follow at a moment."""
RESULTS = {"sale": "SALE", "deposit": "DEPOSIT"}


@dataclass(frozen=True, slots=True)
class Period:
    """A time in which one person leads, `begins_at <= moment < ends_at` (None: still).

    `said_at`: when people last said so; passing on by itself does not change it. `other`: the other side, '' where
    there is none. `passes_at`: when it passes to them, or did, if nothing comes of it. `stayed_at`: it should have
    passed then and did not, because the other side may not follow. `late_for`: of the first agreement, where it came
    after the day of the visit, that visit.
    """

    person: str
    by: By
    begins_at: datetime
    said_at: datetime
    facts: tuple[Fact, ...]
    other: str = ""
    ends_at: datetime | None = None
    passes_at: datetime | None = None
    stayed_at: datetime | None = None
    late_for: datetime | None = None


def sides(facts: Iterable[Fact]) -> tuple[str, ...]:
    """Return who is concerned in whose follow-up it is: whoever dealt with the customer before the first visit, and
    whoever received them. Empty before a visit."""
    known = ordered(facts)
    visit = first_of(known, "VISIT")
    if visit is None:
        return ()
    dealt = (one.person for one in standing(before(known, visit)) if one.kind in TOUCHES)
    return tuple(dict.fromkeys((*dealt, visit.person)))


def first_result(known: Iterable[Fact], rule: Leader) -> datetime | None:
    """Return when the first result came that counts, or None."""
    counts = {RESULTS[one] for one in rule.result}
    return min((one.at for one in known if one.kind in counts), default=None)


def periods(facts: Iterable[Fact], rule: Leader, zone: str, may_follow: MayFollow, until: datetime) -> list[Period]:
    """Return who led the follow-up when, in order, by what had happened at `until`.

    Nobody leads before the first visit, nor after a sale or a loss.
    """
    known = [one for one in ordered(facts) if one.at <= until]
    visit, over = first_of(known, "VISIT"), first_of(known, "SALE", "LOSS")
    if visit is None:
        return []
    said = _said(before(known, over), visit, rule, zone)
    if said and said[0].by == "AGREED" and is_late(visit.at, said[0].said_at, zone):
        said[0] = replace(said[0], late_for=visit.at)
    result = first_result(known, rule)
    made: list[Period] = []
    for place, one in enumerate(said):
        end = said[place + 1].begins_at if place + 1 < len(said) else over.at if over else None
        whole = replace(one, ends_at=end)
        passes = one.by in ("AGREED", "DEPOSIT")
        made += _passed(whole, result, rule, zone, may_follow, until) if passes else [whole]
    return [one for one in made if one.ends_at is None or one.begins_at <= one.ends_at]


def is_late(visit: datetime, moment: datetime, zone: str) -> bool:
    """Say whether a moment lies after the local day of a visit, on which it is to be agreed who leads."""
    clock = clock_of(zone)
    return moment.astimezone(clock).date() > visit.astimezone(clock).date()


def leader_at(found: Iterable[Period], at: datetime) -> Period | None:
    """Return the period in which a moment lies; of the moment of a sale, the one that ends with it."""
    reached = [one for one in found if one.begins_at <= at and (one.ends_at is None or at <= one.ends_at)]
    return reached[-1] if reached else None


def _said(known: Sequence[Fact], visit: Fact, rule: Leader, zone: str) -> list[Period]:
    """Who led by what people said, without passing on by itself."""
    made: list[Period] = []
    concerned = sides(known)
    if len(concerned) == 1:
        made.append(Period(concerned[0], "RECEIVED", visit.at, visit.at, (visit,)))
    named: dict[str, Fact] = {}
    deposit: Fact | None = None
    for one in known:
        if one.kind == "OVERRULED":
            made.append(Period(one.whom, "OVERRULED", one.at, one.at, (one,)))
        elif one.kind == "DEPOSIT":
            deposit = deposit or one
        elif one.kind == "NAMED":
            named[one.person] = one
        if one.kind not in ("DEPOSIT", "NAMED") or (made and made[-1].by == "OVERRULED"):
            continue
        found = _agreed(named, one) or _wanted_by_both(named, deposit, one)
        if found is not None and not (made and _same(made[-1], found, rule, zone)):
            made.append(found)
    return made


def _same(last: Period, found: Period, rule: Leader, zone: str) -> bool:
    """Saying it again begins nothing anew, before it has passed on."""
    alike = (last.person, last.other, last.by) == (found.person, found.other, found.by)
    return alike and found.begins_at < ends(last.begins_at, rule, zone)


def _agreed(named: dict[str, Fact], one: Fact) -> Period | None:
    """Both sides name the same: from the later of the two on."""
    answer = named.get(one.other) if one.kind == "NAMED" else None
    if answer is None or answer.whom != one.whom or answer.other != one.person:
        return None
    other = one.other if one.whom == one.person else one.person
    return Period(one.whom, "AGREED", one.at, one.at, (answer, one), other=other)


def _wanted_by_both(named: dict[str, Fact], deposit: Fact | None, one: Fact) -> Period | None:
    """Both want to lead: whoever took the deposit does, once both and the deposit are known."""
    taker = named.get(deposit.person) if deposit else None
    if taker is None or deposit is None or taker.whom != taker.person:
        return None
    rival = named.get(taker.other)
    if rival is None or rival.whom != rival.person or rival.other != taker.person:
        return None
    return Period(taker.person, "DEPOSIT", one.at, one.at, (taker, rival, deposit), other=rival.person)


def _passed(
    one: Period, result: datetime | None, rule: Leader, zone: str, may_follow: MayFollow, until: datetime
) -> list[Period]:
    """The period, followed by those to which it has passed by itself."""
    made = [one]
    while True:
        last = made[-1]
        passes_at = ends(last.begins_at, rule, zone)
        if (len(made) > 1 and not rule.back) or (result is not None and result < passes_at):
            return made
        if last.ends_at is not None and last.ends_at < passes_at:
            return made
        if passes_at <= until and not may_follow(last.other, passes_at):
            made[-1] = replace(last, stayed_at=passes_at)
            return made
        if passes_at > until:
            made[-1] = replace(last, passes_at=passes_at)
            return made
        made[-1] = replace(last, passes_at=passes_at, ends_at=passes_at)
        taken = Period(last.other, "PASSED", passes_at, one.said_at, one.facts, other=last.person, ends_at=one.ends_at)
        made.append(taken)
