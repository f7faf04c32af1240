"""Who reports in for a handover is there: where the regime says so, that checks them in as well."""

from collections.abc import Iterator

from jiaoban.attendance import usecases as attendance
from jiaoban.handover.acts import ReportedIn
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.verbs import Context, follows


@follows(ReportedIn.KIND)
def check_in(context: Context, decided: Proposed) -> Iterator[Proposed]:
    """Check in whoever has reported in."""
    reported = decided.payload
    if isinstance(reported, ReportedIn):
        yield from attendance.by_handover(context, reported.person)
