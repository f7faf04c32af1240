"""The files of a pack that are to be adopted: checked, tried, kept. Page, API and `site adopt` take them in here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from jiaoban.authoring.trying import LONGEST_S
from jiaoban.kernel.book import WritableBook
from jiaoban.kernel.refusal import BadInput, Reason
from jiaoban.kernel.starts import Start
from jiaoban.kernel.verbs import Outcome
from jiaoban.kernel.words import Words
from jiaoban.org import packs
from jiaoban.org.sealed import NotSealed
from jiaoban.regime.load import Report, examine_bytes, load
from jiaoban.regime.positions import PackError, Problem
from jiaoban.regime.unpacking import files_in, files_of
from jiaoban.scenario.passing import Ran, Trial, need_passing, not_passing
from jiaoban.scenario.read import read_files

NONE_RIGHT = Words(zh="", en="")
"""What was said is the whole of it."""
NOT_TRIED = Ran((), 0)
"""The scenarios of what cannot be read."""
Given = tuple[tuple[str, bytes], ...]
"""The files of a pack with their names, sorted."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in: what is wrong with it, or the pack, kept, with its files as one archive (`source`)."""

    report: Report
    source: str = ""
    tried: Ran = NOT_TRIED

    @property
    def reason(self) -> Reason | None:
        """Why it was not kept although it can be read: its scenarios fail, or take longer than can be waited for."""
        return not_passing(self.tried.results, self.tried.left)


@lru_cache(maxsize=2)
def _looked_at(given: Given) -> tuple[Report, Trial]:
    """Return what the check says of files, their scenarios too, and the run of these; sent again, it goes on."""
    files = dict(given)
    report = examine_bytes(files)
    if report.pack is None:
        return report, Trial(None, ())
    reading = read_files(files, report.pack)
    if reading.problems:
        return Report(None, tuple(reading.problems), report.warnings), Trial(None, ())
    return report, Trial(report.pack, reading.cases)


def take_in(sent: Iterable[tuple[str, bytes]]) -> Taken:
    """Check the files of a pack and run its scenarios; keep it where both are good. Nothing is in force by that.

    Scenarios that take longer than `LONGEST_S` are a reason not to keep it yet; sent again, it goes on with them.
    """
    try:
        given = files_of(sent)
        report, trial = _looked_at(tuple(sorted(given.items())))
        if report.pack is None:
            return Taken(report)
        ran = trial.on(LONGEST_S)
        if not_passing(ran.results, ran.left) is not None:
            return Taken(Report(None, (), report.warnings), tried=ran)
        source = packs.keep_source(given)
    except PackError as error:
        return Taken(Report(None, tuple(error.problems)))
    except NotSealed as error:
        return Taken(Report(None, (Problem("", 0, 0, "", error.words, NONE_RIGHT),)))
    packs.store(report.pack)
    return Taken(report, source, ran)


@packs.borne_out_by
def need_borne_out(source: str) -> None:
    """Refuse a pack of whose files nothing is known, and one whose scenarios do not bear it out: that it is kept says
    nothing, for a replay of a draft keeps it too."""
    if not source:
        raise BadInput(
            "source",
            Words(
                zh="没有给出制度包的原文件，无从运行它的场景。",
                en="Without the files of the pack its scenarios cannot be run.",
            ),
            Words(
                zh="先送文件核对，再写核对时得到的 source。",
                en="Send the files in first, and give the source that comes back.",
            ),
        )
    report, trial = _looked_at(tuple(sorted(packs.source_files(source).items())))
    if report.pack is None:
        raise BadInput("source", report.problems[0].wrong, report.problems[0].right)
    ran = trial.on(LONGEST_S)
    reason = not_passing(ran.results, ran.left)
    if reason is not None:
        raise BadInput("source", reason.why, reason.lifts)


def adopt_folder(
    book: WritableBook,
    folder: Path,
    *,
    now: datetime,
    command: str,
    effective_from: Start | None = None,
) -> tuple[Outcome, int]:
    """Load the pack of a folder strictly, run its scenarios, keep it with its files, and have the site adopt it.

    Return what came of it (it may be a refusal, see `org.adopt_regime`) and how many scenarios passed. `effective_from`
    defaults to the day that the pack names. Raises `PackError`, `NotSealed`, and `Declined` where a scenario fails.
    """
    given = files_in(folder)
    pack = load(folder, given)
    passed = need_passing(given, pack)
    source = packs.keep_source(given)
    outcome = packs.adopt_pack(book, pack, now=now, command=command, effective_from=effective_from, source=source)
    return outcome, passed
