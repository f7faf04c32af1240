"""What of reports and plans waits for a visitor now, for the home page of a post."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext, ngettext

from jiaoban.kernel.access import Right
from jiaoban.regime.pack import Pack
from jiaoban.report import queries
from jiaoban.report.rules.standing import Owed
from jiaoban.web.desk import Desk
from jiaoban.web.templatetags.jiaoban import spell_day

SOON = timedelta(days=1)
"""So long before its last moment a report is told of."""
BACK = timedelta(days=7)
"""So long one is reminded here of a report that is missing; the page of reports does so longer."""
FEW = 2
"""So many reports of earlier days that are missing are named one by one."""


def reports_due(desk: Desk, pack: Pack | None) -> Iterable[dict[str, Any]]:
    """Return what the visitor is to hand in today or still owes, and what waits for a supervisor's finding."""
    if pack is None or pack.reports is None:
        return
    day = queries.today(desk.here, desk.now)
    found = queries.owed(desk.book, desk.here, desk.packs, day - BACK, day + 2 * SOON)
    if desk.can(Right.WORK):
        yield from _own(desk, found)
    if desk.can(Right.SUPERVISE):
        judge = [one for one in found if one.to_judge(desk.now)]
        if judge:
            text = ngettext(
                "近 {days} 天有 {n} 份没按时交的报表待判定：总数有没有因此出错",
                "近 {days} 天有 {n} 份没按时交的报表待判定：总数有没有因此出错",
                len(judge),
            ).format(n=len(judge), days=BACK.days)
            yield {"icon": "report", "text": text, "url": desk.url("reports")}


def _own(desk: Desk, found: list[Owed]) -> Iterable[dict[str, Any]]:
    me, today = desk.actor.person, queries.today(desk.here, desk.now)
    mine = [one for one in found if one.person == me]
    gone = [one for one in mine if one.stand(desk.now) == "MISSING"]
    older = [one for one in gone if one.due.day < today]
    if len(older) > FEW:
        text = ngettext("还有 {n} 份报表没有交", "还有 {n} 份报表没有交", len(older)).format(n=len(older))
        yield {"icon": "report", "text": text, "url": desk.url("reports"), "overdue": True}
        gone = [one for one in gone if one not in older]
    for one in [*gone, *(one for one in mine if _soon(desk, one))]:
        title, missing = desk.words(one.due.form.title), one in gone
        text = gettext("{title}还没有交").format(title=title) if missing else gettext("交{title}").format(title=title)
        text = f"{text}{desk.tongue.bracket(spell_day(one.due.day))}" if missing else text
        url = desk.url("report", report=one.due.form.id, day=one.due.day.isoformat(), person=one.person)
        yield {"icon": "report", "text": text, "url": url, "at": one.due.last_at, "overdue": missing}
    theirs = [one for one in found if one.answers == me != one.person and _wanted(desk, one)]
    if theirs:
        text = ngettext("由您统计：还有 {n} 份没有填", "由您统计：还有 {n} 份没有填", len(theirs)).format(n=len(theirs))
        yield {"icon": "report", "text": text, "url": desk.url("reports")}


def _soon(desk: Desk, one: Owed) -> bool:
    return one.stand(desk.now) == "OPEN" and one.due.last_at - desk.now <= SOON


def _wanted(desk: Desk, one: Owed) -> bool:
    return one.stand(desk.now) == "MISSING" or _soon(desk, one)
