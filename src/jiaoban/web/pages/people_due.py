"""What stands on the home page of the people's side: checking in, meetings and counts, everyday work, the roster, being
away."""

from collections.abc import Iterable
from typing import Any

from jiaoban.regime.pack import Pack
from jiaoban.web.desk import Desk
from jiaoban.web.pages import absences, conducted, leads_due
from jiaoban.web.pages.everyday_due import everyday_due
from jiaoban.web.pages.gathered import gatherings_due
from jiaoban.web.pages.month_due import month_due
from jiaoban.web.pages.owners_due import owners_due
from jiaoban.web.pages.reported import reports_due
from jiaoban.web.pages.sales_due import sales_due
from jiaoban.web.rostering import roster_due
from jiaoban.web.there import to_check_in


def people_due(desk: Desk, pack: Pack | None) -> Iterable[dict[str, Any]]:
    """Yield it in the order of its hurry."""
    yield from to_check_in(desk, pack)
    yield from gatherings_due(desk, pack)
    yield from leads_due.due(desk, pack)
    yield from reports_due(desk, pack)
    yield from everyday_due(desk, pack)
    yield from roster_due(desk)
    yield from absences.due(desk)
    yield from conducted.due(desk, pack)
    yield from owners_due(desk, pack)
    yield from sales_due(desk)
    yield from month_due(desk, pack)
