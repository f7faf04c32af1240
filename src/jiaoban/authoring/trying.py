"""Running the scenarios of a draft: all of them within a time, one of them with the reason of every verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic

from jiaoban.authoring.texts import Kept, checked
from jiaoban.scenario.read import Case
from jiaoban.scenario.run import Result, Runner
from jiaoban.scenario.tracing import Told, trace

LONGEST_S = 20.0
"""Seconds for which scenarios are run on a page; a thousand take less than ten."""


@dataclass(frozen=True, slots=True)
class Ran:
    """The scenarios of a draft with what came of them; `left` were not run, the time was over."""

    results: tuple[Result, ...]
    left: int

    @property
    def failed(self) -> tuple[Result, ...]:
        """Those that did not come out as expected."""
        return tuple(one for one in self.results if not one.passed)


@lru_cache(maxsize=8)
def ran(kept: Kept) -> Ran:
    """Run the scenarios of stored files. The same files are run once."""
    found = checked(kept)
    if found.pack is None:
        return Ran((), 0)
    runner, results, until = Runner(found.pack), [], monotonic() + LONGEST_S
    for case in found.cases:
        if monotonic() > until:
            break
        results.append(runner.one(case))
    return Ran(tuple(results), len(found.cases) - len(results))


def told(kept: Kept, number: int) -> Told | None:
    """Run the scenario of this number (from 0) and tell its course; None where there is none."""
    found = checked(kept)
    if found.pack is None or not 0 <= number < len(found.cases):
        return None
    return trace(found.pack, found.cases[number])


def by_file(cases: tuple[Case, ...]) -> Mapping[str, list[tuple[int, Case]]]:
    """Return the scenarios with their numbers, by the file in which they stand."""
    found: dict[str, list[tuple[int, Case]]] = {}
    for number, case in enumerate(cases):
        found.setdefault(case.file, []).append((number, case))
    return found
