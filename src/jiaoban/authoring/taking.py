"""The files of a pack that are to be adopted: checked, tried, kept. Page, API and `site adopt` take them in here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jiaoban.kernel.book import WritableBook
from jiaoban.kernel.refusal import Reason
from jiaoban.kernel.starts import Start
from jiaoban.kernel.verbs import Outcome
from jiaoban.kernel.words import Words
from jiaoban.org import packs
from jiaoban.org.sealed import NotSealed
from jiaoban.regime.load import Report, examine_bytes, load
from jiaoban.regime.positions import PackError, Problem
from jiaoban.regime.unpacking import files_in, files_of
from jiaoban.scenario.passing import Tried, need_passing, tried

NONE_RIGHT = Words(zh="", en="")
"""What was said is the whole of it."""
NOT_TRIED = Tried((), ())
"""The scenarios of what cannot be read."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in: what is wrong with it, or the pack, kept, with its files as one archive (`source`)."""

    report: Report
    source: str = ""
    tried: Tried = NOT_TRIED

    @property
    def reason(self) -> Reason | None:
        """Why it was not kept although it can be read: its scenarios fail."""
        return self.tried.reason


def take_in(sent: Iterable[tuple[str, bytes]]) -> Taken:
    """Check the files of a pack and run its scenarios; keep it where both are good. Nothing is in force by that."""
    try:
        given = files_of(sent)
        report = examine_bytes(given)
        if report.pack is None:
            return Taken(report)
        found = tried(given, report.pack)
        if found.problems:
            return Taken(Report(None, found.problems, report.warnings))
        if found.reason is not None:
            return Taken(Report(None, (), report.warnings), tried=found)
        source = packs.keep_source(given)
    except PackError as error:
        return Taken(Report(None, tuple(error.problems)))
    except NotSealed as error:
        return Taken(Report(None, (Problem("", 0, 0, "", error.words, NONE_RIGHT),)))
    packs.store(report.pack)
    return Taken(report, source, found)


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
    pack, given = load(folder), files_in(folder)
    passed = need_passing(given, pack)
    source = packs.keep_source(given)
    outcome = packs.adopt_pack(book, pack, now=now, command=command, effective_from=effective_from, source=source)
    return outcome, passed
