"""The files of a pack that somebody sends in to be adopted: checked, tried, kept. Page and API take them in here."""

from collections.abc import Iterable
from dataclasses import dataclass

from jiaoban.kernel.refusal import Reason
from jiaoban.kernel.words import Words
from jiaoban.org import packs
from jiaoban.org.sealed import NotSealed
from jiaoban.regime.load import Report, examine_bytes
from jiaoban.regime.positions import PackError, Problem
from jiaoban.regime.unpacking import files_of
from jiaoban.scenario.passing import Tried, tried


NONE_RIGHT = Words(zh="", en="")
"""What was said is the whole of it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in: what is wrong with it, or the pack, kept, with its files as one archive (`source`)."""

    report: Report
    source: str = ""
    tried: Tried = Tried((), ())

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
