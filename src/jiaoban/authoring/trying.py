"""Running the scenarios of a draft: all of them within a time, one of them with the reason of every verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from time import monotonic

from jiaoban.authoring.texts import Checked, Kept, checked
from jiaoban.scenario.read import Case
from jiaoban.scenario.run import Result, Runner
from jiaoban.scenario.tracing import Told, trace

LONGEST_S = 20.0
"""Seconds for which scenarios are run at once; a thousand take less than ten. Asked again, it goes on from there."""


@dataclass(frozen=True, slots=True)
class Ran:
    """The scenarios of a draft with what came of them; `left` were not run, the time was over."""

    results: tuple[Result, ...]
    left: int

    @property
    def failed(self) -> tuple[Result, ...]:
        """Those that did not come out as expected."""
        return tuple(one for one in self.results if not one.passed)


class _Run:
    """The scenarios of one text, run as far as anybody asked."""

    def __init__(self, found: Checked) -> None:
        self._cases = found.cases if found.pack is not None else ()
        self._runner = Runner(found.pack) if found.pack is not None and found.cases else None
        self._results: list[Result] = []
        self._one_at_a_time = Lock()

    def so_far(self) -> Ran:
        results = tuple(self._results)
        return Ran(results, len(self._cases) - len(results))

    def on(self, seconds: float) -> Ran:
        until = monotonic() + seconds  # who waited for somebody else's run has had that time already
        with self._one_at_a_time:
            while self._runner is not None and monotonic() < until:
                self._results.append(self._runner.one(self._cases[len(self._results)]))
                if len(self._results) == len(self._cases):
                    self._runner = None  # with the books that it kept
        return self.so_far()


@lru_cache(maxsize=8)
def _run(kept: Kept) -> _Run:
    return _Run(checked(kept))


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
