"""What a proposal changes, whose wishes it does not meet, how it is spread; or which demands contradict. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jiaoban.kernel.words import Words
from jiaoban.roster.proposing.answer import Answer, Conflict
from jiaoban.roster.proposing.asking import EACH
from jiaoban.roster.proposing.judging import meets
from jiaoban.roster.proposing.problem import AWAY, FIXED, Limit, Problem, Slot, Wish


@dataclass(frozen=True, slots=True)
class Change:
    """A slot that other people stand than do now: who stays, who comes, who goes."""

    slot: Slot
    people: tuple[str, ...]
    was: tuple[str, ...]

    @property
    def comes(self) -> tuple[str, ...]:
        """Those who are put on it."""
        return tuple(one for one in self.people if one not in self.was)

    @property
    def goes(self) -> tuple[str, ...]:
        """Those who are taken off it."""
        return tuple(one for one in self.was if one not in self.people)


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody has in the days that are filled: shifts by kind, in all, hours; and now, before the change."""

    person: str
    of_kind: Mapping[str, int]
    shifts: int
    hours: float
    before: int


def changes(problem: Problem, roster: Mapping[str, Sequence[str]]) -> list[Change]:
    """Return every slot that changes, in the order of time."""
    found = []
    for slot in sorted(problem.slots, key=lambda one: (one.begins_at, one.shift)):
        was, people = problem.now.get(slot.key, ()), tuple(roster.get(slot.key, ()))
        if set(was) != set(people):
            found.append(Change(slot, people, was))
    return found


def unmet(problem: Problem, roster: Mapping[str, Sequence[str]]) -> list[Wish]:
    """Return the wishes that a roster does not meet, what matters most first."""
    found = [one for one in problem.wishes if not meets(problem, roster, one)]
    return sorted(found, key=lambda one: (-one.weight, one.day, one.person))


def loads(problem: Problem, roster: Mapping[str, Sequence[str]]) -> list[Load]:
    """Return how the shifts are spread over people, in the order of the problem."""
    kinds = list(dict.fromkeys(slot.shift for slot in problem.slots))
    found = []
    for worker in problem.workers:
        mine = [slot for slot in problem.slots if worker.key in roster.get(slot.key, ())]
        of_kind = {kind: sum(slot.shift == kind for slot in mine) for kind in kinds}
        before = sum(worker.key in problem.now.get(slot.key, ()) for slot in problem.slots)
        hours = sum((slot.ends_at - slot.begins_at for slot in mine), timedelta(0)) / timedelta(hours=1)
        found.append(Load(worker.key, of_kind, len(mine), hours, before))
    return found


@dataclass(frozen=True, slots=True)
class Demand:
    """One of the demands that contradict each other: what it asks, and its clause, '' where no regime speaks."""

    name: str
    clause: str
    says: Words


def demands(problem: Problem, conflict: Conflict) -> list[Demand]:
    """Return what contradicts itself as sentences."""
    return [_demand(problem, name) for name in conflict.groups]


def where(problem: Problem, conflict: Conflict) -> list[date]:
    """Return the days on whose shifts the contradiction shows already."""
    return sorted({problem.by_key[one].day for one in conflict.slots})


def _demand(problem: Problem, name: str) -> Demand:
    if name in _PLAIN:
        return Demand(name, "", _PLAIN[name])
    rule = next((one for one in problem.rules if one.id == name), None)
    if rule is not None:
        return Demand(name, rule.clause, _titled(rule))
    cover = next(one for one in problem.covers if one.id == name)
    many = sorted({one.at_least for one in problem.covers if one.id == name})
    number = str(many[0]) if len(many) == 1 else f"{many[0]}–{many[-1]}"
    title = cover.title
    if name.startswith(EACH):
        said = Words(zh=f"每个{title.zh}排{number}人", en=f"{number} on every {title.in_('en')}")
    else:
        counted = len({person for one in problem.covers if one.id == name for person in one.who or ()})
        of = (
            Words(zh=f"（可排的有{counted}人）", en=f" ({counted} could be put there)")
            if cover.who is not None
            else Words(zh="")
        )
        said = Words(
            zh=f"每班「{title.zh}」至少{number}人{of.zh}",
            en=f'"{title.in_("en")}" on every shift: at least {number}{of.en}',
        )
    return Demand(name, cover.clause, said)


_PLAIN = {
    FIXED: Words(zh="手工调整过的班次保持不变", en="What was changed by hand stays as it is"),
    AWAY: Words(
        zh="已批准的请假、出差、培训期间不排班", en="Nobody is put on a shift while they are away with approval"
    ),
}


def _titled(rule: Limit) -> Words:
    if not rule.says.zh:
        return rule.title
    return Words(zh=f"{rule.title.zh}：{rule.says.zh}", en=f"{rule.title.in_('en')}: {rule.says.in_('en')}")


def told(problem: Problem, found: Answer) -> dict[str, Any]:
    """Return an answer as plain values: what the API and the command line give. `cells` is what `roster.fill` takes."""
    conflict = found.conflict
    return {
        "state": found.state,
        "cost": found.cost,
        "bound": found.bound,
        "gap": found.gap,
        "seconds": round(found.seconds, 1),
        "cells": [
            {
                "day": one.slot.day.isoformat(),
                "shift": one.slot.shift,
                "people": list(one.people),
                "was": list(one.was),
            }
            for one in changes(problem, found.roster)
        ]
        if found.state == "FOUND"
        else [],
        "unmet": [one.model_dump(mode="json") for one in unmet(problem, found.roster)]
        if found.state == "FOUND"
        else [],
        "conflict": [
            {"name": one.name, "clause": one.clause, "zh": one.says.zh, "en": one.says.in_("en")}
            for one in demands(problem, conflict)
        ]
        if conflict
        else [],
        "conflict_days": [day.isoformat() for day in where(problem, conflict)] if conflict else [],
        "smallest": conflict.smallest if conflict else False,
    }
