"""交报表: what is to be handed in next, who has, what is missing and whose; and the reports of one person."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.months import month_after, month_query
from jiaoban.report import queries
from jiaoban.report.pages import shown
from jiaoban.report.rules.standing import Owed
from jiaoban.report.terms import EXEMPT
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

DAY = timedelta(days=1)
SOON = timedelta(days=3)
"""So long before its last moment a report stands at the head of the page of whoever is to hand it in."""
MOST = 8
"""So many days and forms of which reports are missing or to be judged are listed; the month has them all."""


@page()
def reports(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the reports of a day (default: those due next) with who has handed in, and what is missing."""
    asked, today = request.GET.get("day", ""), shown.today(desk)
    day = shown.day_of(asked) if asked else None
    if day:
        found = queries.owed(desk.book, desk.here, desk.packs, day, day + DAY)
    else:
        found = queries.coming(desk.book, desk.here, desk.packs, desk.now)
    past = queries.owed(desk.book, desk.here, desk.packs, today - queries.BACK, today + DAY)
    desk.names.learn(one.person for one in (*found, *past))
    me, supervises = desk.actor.person, desk.can(Right.SUPERVISE)
    missing = [
        one for one in past if one.stand(desk.now) == "MISSING" and (supervises or me in (one.person, one.answers))
    ]
    judge = [one for one in past if supervises and one.to_judge(desk.now)]
    shown_day = day or today
    context = {
        "tabs": shown.tabs(desk, "board"),
        "ruled": shown.ruled(desk) is not None,
        "day": day,
        "before": f"{desk.url('reports')}?day={shown_day - DAY}",
        "after": f"{desk.url('reports')}?day={shown_day + DAY}" if day and day < today else "",
        "next_url": desk.url("reports") if day else "",
        "mine": [shown.row(desk, one) for one in sorted(found, key=_urgent) if me == one.person and _near(desk, one)],
        "compiler": _compiler(desk, today),
        "forms": [
            _form(desk, list(those)) for _, those in groupby(found, key=lambda one: (one.due.day, one.due.form.id))
        ],
        "missing": _grouped(desk, missing),
        "judge": _grouped(desk, judge),
        "supervises": supervises,
        "quiet": quiet_form(desk),
    }
    return draw(request, desk, "report/reports.html", context)


def _urgent(one: Owed) -> datetime:
    return one.due.last_at


def _near(desk: Desk, one: Owed) -> bool:
    """Say whether it is missing, or can be handed in and falls due soon."""
    how = one.stand(desk.now)
    return how == "MISSING" or (how == "OPEN" and one.due.last_at - desk.now <= SOON)


def _grouped(desk: Desk, found: list[Owed]) -> dict[str, Any]:
    """Return reports by day and form, the newest first, each with the people; and how many more there are."""
    groups = [list(those) for _, those in groupby(found, key=lambda one: (one.due.day, one.due.form.id))][::-1]
    listed = [
        {
            "title": desk.words(those[0].due.form.title),
            "about": shown.about(those[0].due),
            "people": [shown.row(desk, one) for one in those],
        }
        for those in groups[:MOST]
    ]
    return {"groups": listed, "more": sum(len(those) for those in groups[MOST:])}


def _compiler(desk: Desk, today: date) -> dict[str, Any] | None:
    """Return who fills in the figures of everybody today, and by which clause; None where each does."""
    person, said = queries.compiler(desk.book, desk.here, desk.packs, today), shown.ruled(desk)
    if not person or said is None or said.compiles is None:
        return None
    rule = said.compiles
    return {
        "name": desk.name(person),
        "me": person == desk.actor.person,
        "title": desk.words(rule.title),
        "clause": desk.clause(rule.clause),
    }


def _form(desk: Desk, those: list[Owed]) -> dict[str, Any]:
    due = those[0].due
    exempt = [one for one in those if one.stand(desk.now) in EXEMPT]
    wanted = [one for one in those if one not in exempt]
    return {
        "title": desk.words(due.form.title),
        "about": shown.about(due),
        "clause": desk.clause(due.form.clause),
        "day": due.day,
        "last_at": due.last_at,
        "far": due.last_at - desk.now > DAY,
        "id": f"{due.form.id}-{due.day}",
        "there": sum(one.handed_in_at is not None for one in wanted),
        "of": len(wanted),
        "rows": [shown.row(desk, one) for one in wanted],
        "exempt": [shown.row(desk, one) for one in exempt],
    }


def quiet_form(desk: Desk) -> Form | None:
    """Return the form by which somebody notes what they did in a quiet hour, where the regime speaks of it."""
    said = shown.ruled(desk)
    if said is None or said.quiet is None or not desk.can(Right.WORK):
        return None
    return desk.form(
        "report.note_quiet",
        label=gettext("记下"),
        form_id="quiet",
        options={"sort": [(kind.id, desk.words(kind.title)) for kind in said.quiet.kinds]},
        help={"text": gettext("写日报时会自动带出")},
        tone="",
    )


@page(Right.WORK)
def reports_mine(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show one's own reports of a month: how many in time, late, missing; each with where it stands."""
    first = shown.first_of(desk, request.GET.get("month", ""))
    after, today, me = month_after(first), shown.today(desk), desk.actor.person
    found = queries.owed(desk.book, desk.here, desk.packs, first, after)
    mine = [one for one in found if one.person == me]
    theirs = [one for one in found if one.answers == me != one.person]
    count = queries.counted([*mine, *theirs], desk.now)
    listed = [one for one in mine if one.due.opens_at <= desk.now or one.handed_in_at]
    context = {
        "tabs": shown.tabs(desk, "mine"),
        "month": first,
        "before": month_query(first, -1),
        "after": month_query(first, 1),
        "facts": [
            {"name": gettext("应交"), "words": str(count.due)},
            {"name": gettext("按时"), "words": str(count.in_time)},
            {"name": gettext("迟交"), "words": str(count.late)},
            {"name": gettext("未交"), "words": str(count.missing)},
        ],
        "rows": [shown.row(desk, one) for one in reversed(listed)],
        "theirs": [shown.row(desk, one) for one in reversed(theirs) if one.due.day <= today],
        "quiet": _quiet(desk, first, after),
        "note": quiet_form(desk),
    }
    return draw(request, desk, "report/mine.html", context)


def _quiet(desk: Desk, first: date, after: date) -> Iterable[dict[str, Any]]:
    said = shown.ruled(desk)
    titles = {kind.id: desk.words(kind.title) for kind in (said.quiet.kinds if said and said.quiet else ())}
    found = queries.quiet_of(desk.book, desk.post, desk.actor.person, first, after, desk.zone)
    return [
        {"at": one.at, "sort": titles.get(one.sort, one.sort), "text": one.text, "minutes": one.minutes}
        for one in reversed(found)
    ]
