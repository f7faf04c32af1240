"""Everybody's equal share of the shifts of a problem: of all, and of each kind. Pure."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from jiaoban.roster.proposing.problem import Problem, Slot


@dataclass(frozen=True, slots=True)
class Share:
    """Some slots and what share of them everybody is to have: from so many to so many."""

    slots: tuple[Slot, ...]
    of: dict[str, tuple[int, int]]


def shares(problem: Problem) -> list[Share]:
    """Return everybody's equal share of all slots and of each kind, by how many of them they could stand."""
    wanted: dict[str, int] = {}
    for cover in problem.covers:
        if cover.who is None:
            wanted[cover.slot] = max(wanted.get(cover.slot, 0), cover.at_least)
    kinds = sorted({slot.shift for slot in problem.slots})
    sets = [problem.slots] if len(kinds) < 2 else [problem.slots, *[_of_kind(problem, kind) for kind in kinds]]
    return [_share(problem, slots, sum(wanted.get(slot.key, 0) for slot in slots)) for slots in sets]


def _of_kind(problem: Problem, kind: str) -> tuple[Slot, ...]:
    return tuple(slot for slot in problem.slots if slot.shift == kind)


def _share(problem: Problem, slots: tuple[Slot, ...], places: int) -> Share:
    free = {worker.key: sum(slot.key not in worker.bars for slot in slots) for worker in problem.workers}
    every = sum(free.values()) or 1
    exact = {key: Fraction(places * could, every) for key, could in free.items()}
    return Share(slots, {key: (floor(value), ceil(value)) for key, value in exact.items()})
