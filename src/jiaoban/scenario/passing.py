"""Whether its scenarios bear a pack out: the one rule by which a pack is packed, installed, adopted, published.

A pack without any scenario is not refused here: nothing speaks against it, and nothing for it. Who proposes one says
why (`authoring.rules.no_scenarios`), and every page and command says that there are none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from jiaoban.kernel.refusal import Declined, Reason
from jiaoban.kernel.words import Words
from jiaoban.regime.pack import Pack
from jiaoban.regime.positions import PackError
from jiaoban.scenario.read import Case, read_files
from jiaoban.scenario.run import Result, Runner

MOST_NAMED = 5
"""Failing scenarios that a sentence names; the page and the command list all of them."""


@dataclass(frozen=True, slots=True)
class Ran:
    """The scenarios of a pack with what came of them; `left` were not run, the time was over."""

    results: tuple[Result, ...]
    left: int

    @property
    def failed(self) -> tuple[Result, ...]:
        """Those that did not come out as expected."""
        return tuple(one for one in self.results if not one.passed)


class Trial:
    """The scenarios of one pack, run as far as anybody asked: asked again, it goes on from there."""

    def __init__(self, pack: Pack | None, cases: Sequence[Case]) -> None:
        self._cases = cases if pack is not None else ()
        self._runner = Runner(pack) if pack is not None and cases else None
        self._results: list[Result] = []
        self._one_at_a_time = Lock()

    def so_far(self) -> Ran:
        """Return what is known; nothing is run."""
        results = tuple(self._results)
        return Ran(results, len(self._cases) - len(results))

    def on(self, seconds: float) -> Ran:
        """Run on for so long."""
        until = monotonic() + seconds  # who waited for somebody else's run has had that time already
        with self._one_at_a_time:
            while self._runner is not None and monotonic() < until:
                self._results.append(self._runner.one(self._cases[len(self._results)]))
                if len(self._results) == len(self._cases):
                    self._runner = None  # with the books that it kept
        return self.so_far()


def need_passing(files: Mapping[str, bytes], pack: Pack) -> int:
    """Return how many scenarios a pack's files hold; all pass, however long that takes.

    Raises `PackError` where they cannot be read, `Declined` where one does not pass.
    """
    reading = read_files(files, pack)
    if reading.problems:
        raise PackError(list(reading.problems))
    results = Runner(pack).run(reading.cases)
    reason = not_passing(results)
    if reason is not None:
        raise Declined(reason)
    return len(results)


def not_passing(results: Sequence[Result], left: int = 0) -> Reason | None:
    """Return the reason not to use a pack: scenarios that fail, or `left` that were not run yet. None: all pass."""
    failed = [one for one in results if not one.passed]
    if failed:
        n, named = len(failed), failed[:MOST_NAMED]
        more = n - len(named)
        names = [one.case.scenario.name for one in named]
        return Reason(
            code="scenarios-fail",
            why=Words(
                zh=f"{n} 个场景没有通过：{'；'.join(names)}{f'；另有 {more} 个' if more else ''}。",
                en=f"{n} scenarios fail: {'; '.join(names)}{f'; and {more} more' if more else ''}.",
            ),
            lifts=Words(
                zh="看它们的经过（页面「场景」，或 jiaoban regime test --trace），改正规则；该变的是场景，就先改场景。",
                en="Look at their course (page Scenarios, or jiaoban regime test --trace) and put the rules right; "
                "where a scenario has to change, change it first.",
            ),
            names=tuple(f"{one.case.file}:{one.case.line}" for one in named),
        )
    if left:
        return Reason(
            code="scenarios-left",
            why=Words(
                zh=f"还有 {left} 个场景没有运行完。", en=f"{left} scenarios have not been run yet: they take long."
            ),
            lifts=Words(zh="再办一次，从停下的地方接着运行。", en="Do it once more; it goes on where it stopped."),
        )
    return None
