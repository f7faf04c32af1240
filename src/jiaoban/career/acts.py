"""The kinds of act about careers. Days are local, as 2026-03-10."""

from jiaoban.kernel.act import Payload
from jiaoban.kernel.money import MaybeMoney


class Joined(Payload, kind="career.joined"):
    """A person's place in the department is registered: since when, as what, on probation or not."""

    person: str
    day: str
    position: str
    probation: bool
    note: str = ""


class JoiningCorrected(Payload, kind="career.joining_corrected"):
    """What was registered was wrong; what it was stays in the book."""

    person: str
    day: str
    position: str
    reason: str


class RegularAsked(Payload, kind="career.regular_asked"):
    """A person on probation has reached the sum and hands in the form, with their sales up to then."""

    person: str
    sold: MaybeMoney
    summary: str


class RegularDeclined(Payload, kind="career.regular_declined"):
    """The form goes back, with the reason; the person can hand it in again."""

    person: str
    reason: str


class Regularised(Payload, kind="career.regularised"):
    """The person is registered as a regular member, with their sales up to then."""

    person: str
    sold: MaybeMoney
    note: str = ""


class Reported(Payload, kind="career.reported"):
    """The person reports to the supervisor that they are a regular member."""

    person: str
    text: str


class ReportTaken(Payload, kind="career.report_taken"):
    """The supervisor has taken the report."""

    person: str
    note: str = ""
