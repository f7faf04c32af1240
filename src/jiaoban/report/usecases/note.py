"""What the program itself notes: that the moment of a report passed without it. Once each, whoever asks how often."""

from jiaoban.kernel.access import SYSTEM, Right
from jiaoban.kernel.refusal import NotAllowed
from jiaoban.kernel.verbs import Context, Decision, verb
from jiaoban.report import acts
from jiaoban.report.rules import handing
from jiaoban.report.usecases.known import OfReport, one, owed


@verb("report.note_missed", right=Right.WORK)
def note_missed(context: Context, args: OfReport) -> Decision:
    """Note that a report was not handed in in time: the program itself, once its last second has passed."""
    if context.actor != SYSTEM:
        raise NotAllowed(Right.WORK, "report.note_missed")
    found = handing.need_missed(owed(context, args), context.now)
    missed = acts.Missed(
        report=args.report, day=args.day, person=args.person, last_at=found.due.last_at, answers=found.answers
    )
    return one(missed, found.due.form.clause)
