"""Whether its scenarios bear a pack out: the one rule by which a pack is packed, installed, adopted, published.

A pack without any scenario is not refused here: nothing speaks against it, and nothing for it. Who proposes one says
why (`authoring.rules.no_scenarios`), and every page and command says that there are none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jiaoban.kernel.refusal import Declined, Reason
from jiaoban.kernel.words import Words
from jiaoban.regime.pack import Pack
from jiaoban.regime.positions import PackError, Problem
from jiaoban.scenario.read import read_files
from jiaoban.scenario.run import Result, Runner

MOST_NAMED = 5
"""Failing scenarios that a sentence names; the page and the command list all of them."""


@dataclass(frozen=True, slots=True)
class Tried:
    """The scenarios of a pack, run: what is wrong with their files, and what came of each."""

    problems: tuple[Problem, ...]
    results: tuple[Result, ...]

    @property
    def reason(self) -> Reason | None:
        """Why the pack cannot be used, as far as its scenarios say."""
        return not_passing(self.results)


def tried(files: Mapping[str, bytes], pack: Pack) -> Tried:
    """Run all scenarios among the files of a pack."""
    reading = read_files(files, pack)
    return Tried(tuple(reading.problems), tuple(Runner(pack).run(reading.cases)))


def need_passing(files: Mapping[str, bytes], pack: Pack) -> int:
    """Return how many scenarios a pack's files hold; all pass.

    Raises `PackError` where they cannot be read, `Declined` where one does not pass.
    """
    found = tried(files, pack)
    if found.problems:
        raise PackError(list(found.problems))
    if found.reason is not None:
        raise Declined(found.reason)
    return len(found.results)


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
