"""What the pages of reports show alike: tabs, how a report stands, its form and its words."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.months import month_asked
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.starts import EARLIEST, LATEST
from jiaoban.kernel.zones import clock_of
from jiaoban.regime.reports import ReportField, ReportForm, Reports
from jiaoban.report import queries
from jiaoban.report.rules.due import Due
from jiaoban.report.rules.standing import Owed
from jiaoban.report.terms import STANDS, Stand
from jiaoban.web.desk import Desk
from jiaoban.web.templatetags.jiaoban import spell_day, spell_month

TONES: dict[Stand, tuple[str, str]] = {
    "AHEAD": ("outline", ""),
    "OPEN": ("accent", "current"),
    "IN_TIME": ("clear", "acknowledge"),
    "LATE": ("advise", "late"),
    "MISSING": ("block", "late"),
    "EXCUSED": ("outline", "check"),
    "REST": ("outline", ""),
    "ABSENT": ("outline", "leave"),
    "UNROSTERED": ("outline", ""),
}
"""The tone and the icon of how a report stands."""


def ruled(desk: Desk) -> Reports | None:
    """Return what the regime in force at the post says about reports, or None."""
    pack = desk.rule_book()
    return pack.reports if pack else None


def today(desk: Desk) -> date:
    """Return the local day of the moment."""
    return queries.today(desk.here, desk.now)


def first_of(desk: Desk, asked: str) -> date:
    """Return the first day of the month asked for ('2026-11'), else of this one; raises `NotFound` for none."""
    return month_asked(asked, today(desk))


def day_of(text: str) -> date:
    """Return the day that an address names; raises `NotFound` for none."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise NotFound(f"day {text}") from None
    if not EARLIEST < found < LATEST:
        raise NotFound(f"day {text}")
    return found


def tabs(desk: Desk, current: str) -> list[dict[str, Any]]:
    """Return the tabs of the pages of reports."""
    named = [("board", gettext("应交"), "reports"), ("sums", gettext("合计"), "report_month")]
    if desk.can(Right.WORK) and not desk.can(Right.SUPERVISE):  # whoever collects reports hands in none
        named.insert(1, ("mine", gettext("我的报表"), "reports_mine"))
    return [{"label": label, "url": desk.url(page), "current": current == key} for key, label, page in named]


def url_of(desk: Desk, one: Owed) -> str:
    """Return the address of a report."""
    return desk.url("report", report=one.due.form.id, day=one.due.day.isoformat(), person=one.person)


def stand(desk: Desk, one: Owed) -> dict[str, Any]:
    """Return how a report stands, as report/stand.html draws it."""
    how = one.stand(desk.now)
    (tone, icon), at = TONES[how], one.handed_in_at
    same = at is not None and at.astimezone(clock_of(desk.zone)).date() == one.due.day
    said = (clock(desk, at) if same else f"{spell_day(queries.today(desk.here, at))} {clock(desk, at)}") if at else ""
    return {"code": how, "words": desk.words(STANDS[how]), "tone": tone, "icon": icon, "at": said}


def row(desk: Desk, one: Owed) -> dict[str, Any]:
    """Return a report in a list."""
    totals = one.report.totals if one.report else None
    return {
        "url": url_of(desk, one),
        "title": desk.words(one.due.form.title),
        "about": about(one.due),
        "name": desk.name(one.person),
        "day": one.due.day,
        "due_at": one.due.last_at,
        "stand": stand(desk, one),
        "answers": desk.name(one.answers) if one.answers != one.person else "",
        "amended": bool(one.report and len(one.report.versions) > 1),
        "to_judge": one.to_judge(desk.now),
        "totals": totals,
        "wrong": len(one.report.wrong) if one.report else 0,
    }


def about(due: Due) -> str:
    """Return what a report is about, in words: its day, week or month."""
    if due.form.period == "month":
        return str(spell_month(due.first))
    first = spell_day(due.first)
    return first if due.form.period == "day" else f"{first} – {spell_day(due.after - queries.DAY)}"


def clock(desk: Desk, at: datetime) -> str:
    """Return a moment by the clock of the site, to the second: a second decides here."""
    return f"{at.astimezone(clock_of(desk.zone)):%H:%M:%S}"


def told(desk: Desk, form: ReportForm, values: dict[str, str]) -> list[dict[str, Any]]:
    """Return what a report says, field by field."""
    return [
        {
            "title": desk.words(one.title),
            "text": values.get(one.id, ""),
            "unit": desk.words(one.unit) if one.unit else "",
            "figure": one.type in ("number", "money"),
        }
        for one in form.fields
    ]


def label(desk: Desk, one: ReportField) -> str:
    """Return what a field is called, with its unit."""
    title = desk.words(one.title)
    return f"{title}{desk.tongue.bracket(desk.words(one.unit))}" if one.unit else title
