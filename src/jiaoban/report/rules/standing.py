"""How a report stands at a moment: to be handed in, in time, late, missing, or nobody's to hand in. Pure."""

from dataclasses import dataclass
from datetime import datetime

from jiaoban.report.rules.due import Due
from jiaoban.report.rules.who import Exemption
from jiaoban.report.tables import Report
from jiaoban.report.terms import NOT_IN_TIME, Stand


@dataclass(frozen=True, slots=True)
class Owed:
    """A report that is due from somebody: whose it is, who answers for it (another person, where somebody fills in the
    figures of everybody), why nobody has to hand it in, and what is known of it."""

    due: Due
    person: str
    answers: str
    exempt: Exemption = ""
    report: Report | None = None

    @property
    def handed_in_at(self) -> datetime | None:
        """When it was handed in; None where it was not."""
        return self.report.handed_in_at if self.report else None

    @property
    def excused(self) -> bool:
        """Say whether somebody has decided that it need not come, or that its lateness does not count."""
        return self.report is not None and self.report.excuse is not None

    def stand(self, now: datetime) -> Stand:
        """Return how it stands."""
        at = self.handed_in_at
        if at is not None:
            if self.due.in_time(at) or self.exempt:
                return "IN_TIME"
            return "EXCUSED" if self.excused else "LATE"
        if self.excused:
            return "EXCUSED"
        if self.exempt:
            return self.exempt
        if self.report and self.report.miss:
            return "MISSING"
        if now < self.due.opens_at:
            return "AHEAD"
        return "OPEN" if self.due.in_time(now) else "MISSING"

    def late(self, now: datetime) -> bool:
        """Say whether it was not there in time, whether the program has noted that yet or not."""
        return self.stand(now) in NOT_IN_TIME

    def to_judge(self, now: datetime) -> bool:
        """Say whether a supervisor has still to say if the totals went wrong for it."""
        judged = self.report is not None and self.report.totals is not None
        return self.due.form.totals and self.late(now) and not judged

    def to_note(self, now: datetime) -> bool:
        """Say whether its lateness is still to be noted: once, whatever was handed in before or after."""
        return self.late(now) and not (self.report and self.report.miss)
