"""Running the scenarios of a draft: all of them within a time, one of them with the reason of every verdict."""

from collections.abc import Mapping
from functools import lru_cache

from jiaoban.authoring.texts import Kept, checked
from jiaoban.scenario.passing import Ran, Trial
from jiaoban.scenario.read import Case
from jiaoban.scenario.tracing import Told, trace

LONGEST_S = 20.0
"""Seconds for which scenarios are run at once; a thousand take less than ten. Asked again, it goes on from there."""


@lru_cache(maxsize=8)
def _run(kept: Kept) -> Trial:
    found = checked(kept)
    return Trial(found.pack, found.cases)


def ran(kept: Kept) -> Ran:
    """Run the scenarios of stored files. The same files are run once, by as many calls as that takes."""
    return _run(kept).on(LONGEST_S)


def so_far(kept: Kept) -> Ran:
    """Return what is known of the scenarios of stored files; nothing is run."""
    return _run(kept).so_far()


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
