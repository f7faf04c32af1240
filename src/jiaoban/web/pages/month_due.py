"""What the head of a department looks at when a month is over, for the home page of a post."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.months import months_on
from jiaoban.org import queries as org
from jiaoban.regime.pack import Pack
from jiaoban.web.desk import Desk
from jiaoban.web.templatetags.jiaoban import spell_month

FIRST_DAYS = 3
"""So many days of a month the one before is told of."""


def month_due(desk: Desk, pack: Pack | None) -> Iterable[dict[str, Any]]:
    """Yield, in the first days of a month, what the head has of the one before: its sales, what was decided of
    breaches in it, and who may not follow customers because of it; what the regime does not speak of is left out."""
    today = org.local_day(desk.book, desk.now)
    if pack is None or today.day > FIRST_DAYS or not desk.can(Right.OVERSEE):
        return
    last = months_on(today.replace(day=1), -1)
    name, asked = spell_month(last), f"?month={last:%Y-%m}"
    if pack.leads is not None:
        text, url = gettext("看{month}的业绩").format(month=name), desk.url("lead_figures")
        yield {"icon": "report", "text": text, "url": url + asked}
    if pack.ladders is not None:
        text, url = gettext("看{month}的考核汇总").format(month=name), desk.url("conduct_statement")
        yield {"icon": "breach", "text": text, "url": url + asked}
    if pack.leads is not None and pack.leads.following is not None and pack.leads.following.limit is not None:
        text = gettext("看{month}谁不得跟进客户").format(month=spell_month(today))
        yield {"icon": "people", "text": text, "url": desk.url("following")}
