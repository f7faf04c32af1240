"""The kinds of act that reports and plans are made of. A report is named by which one it is (the id of its
form in the regime), the day on which it is due, and
whose it is."""

from datetime import date
from operator import not_

from pydantic import Field

from jiaoban.kernel.act import Payload
from jiaoban.kernel.fields import HeldMoment


class OfReport(Payload):
    """What every act about a report says: which one (the id of its form), the local day on which it is due, and whose
    it is."""

    report: str
    day: date
    person: str


class Submitted(OfReport, kind="report.submitted"):
    """It was handed in; by somebody else where the actor fills in the figures of everybody."""

    values: dict[str, str]
    note: str = ""
    photos: tuple[str, ...] = ()


class Amended(OfReport, kind="report.amended"):
    """Some of what it says was put right; the earlier words stay beside it."""

    values: dict[str, str]
    reason: str
    photos: tuple[str, ...] = ()


class Missed(OfReport, kind="report.missed"):
    """Its moment passed without it: it was not handed in in time. `answers`: who was to hand it in; `last_at`: the last
    moment that was in time."""

    last_at: HeldMoment
    answers: str


class Excused(OfReport, kind="report.excused"):
    """It need not be handed in, or its lateness is not held against anybody."""

    reason: str


class TotalsFound(OfReport, kind="report.totals_found"):
    """Whether the totals went wrong because it was not there in time."""

    affected: bool
    note: str = ""


class FoundWrong(OfReport, kind="report.found_wrong"):
    """What is wrong in it."""

    finding: str
    what: str


class WrongWithdrawn(OfReport, kind="report.wrong_withdrawn"):
    """It was not wrong after all."""

    finding: str
    reason: str


class QuietNoted(Payload, kind="report.quiet_noted"):
    """What somebody did in a quiet hour. `sort`: one of those that the regime names; `minutes`: 0 where unsaid."""

    quiet: str
    sort: str
    text: str
    minutes: int = Field(default=0, exclude_if=not_)
