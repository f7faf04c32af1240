"""What a regime says about reports and plans, in words, for the page of the regime."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext

from jiaoban.regime.reports import ReportForm, Reports
from jiaoban.web.desk import Desk
from jiaoban.web.templatetags.jiaoban import spell_duration, weekday

MONDAY = date(2001, 1, 1)
WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def report_rules(desk: Desk, said: Reports) -> Iterable[tuple[str, dict[str, Any]]]:
    """Return (clause id, rule in words) of every rule about reports, in the order of the file."""
    part = gettext("报表与计划")
    titles = {form.id: desk.words(form.title) for form in said.forms}
    for form in said.forms:
        title = gettext("{title}，最晚 {at} 交").format(title=desk.words(form.title), at=_clock(form))
        yield form.clause, {"part": part, "title": title, "details": list(_form(desk, form))}
        if form.wrong is not None:
            title = gettext("{title}出错，由主管记下").format(title=desk.words(form.title))
            yield form.wrong.clause, {"part": part, "title": title, "details": []}
    if said.compiles is not None:
        listed = desk.tongue.all_of(titles[one] for one in said.compiles.forms)
        title = gettext("{title}：代大家填{forms}，没有填上的由其负责").format(
            title=desk.words(said.compiles.title), forms=listed
        )
        yield said.compiles.clause, {"part": part, "title": title, "details": []}
    if said.quiet is not None:
        kinds = [desk.words(kind.title) for kind in said.quiet.kinds]
        yield (
            said.quiet.clause,
            {"part": part, "title": gettext("闲时做了什么随手记，写报表时自动带出"), "details": kinds},
        )


def _clock(form: ReportForm) -> str:
    return f"{form.at:%H:%M:%S}"


def _days(desk: Desk, rule: str) -> str:
    """Return on which days a rule of RFC 5545 falls, in words where it is a usual one; else as it is written."""
    if not rule:
        return gettext("每天")
    said = dict(part.split("=", 1) for part in rule.split(";"))
    if said.keys() == {"FREQ", "BYDAY"} and said["FREQ"] == "WEEKLY" and set(said["BYDAY"].split(",")) <= set(WEEK):
        days = [weekday(MONDAY + timedelta(days=WEEK.index(one))) for one in said["BYDAY"].split(",")]
        return gettext("每周的 {days}").format(days=desk.tongue.all_of(days))
    if said.keys() == {"FREQ", "BYMONTHDAY"} and said["FREQ"] == "MONTHLY" and said["BYMONTHDAY"] == "-1":
        return gettext("每月最后一天")
    return gettext("哪些天：{rule}").format(rule=rule)


def _form(desk: Desk, form: ReportForm) -> Iterable[str]:
    yield _days(desk, form.rrule)
    if form.grace > timedelta(0):
        yield gettext("宽限 {span}").format(span=spell_duration(form.grace))
    if "rest" in form.exempt:
        yield gettext("休息日免交")
    if "absence" in form.exempt:
        yield gettext("批准请假一整天的免交")
    if "unrostered" in form.exempt:
        yield gettext("不在班表上的人免交")
    if form.totals:
        yield gettext("没按时交的，由主管判定总数有没有因此出错")
    if form.posted:
        yield gettext("交了以后发到群里")
    yield gettext("填写：{fields}").format(fields=desk.tongue.all_of(desk.words(one.title) for one in form.fields))
