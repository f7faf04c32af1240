"""合计: what the reports of a month add up to, by person, group and day; as a page and as a file."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.kernel.months import month_after, month_query
from jiaoban.kernel.refusal import NotFound
from jiaoban.org import queries as org
from jiaoban.regime.reports import ReportField, ReportForm
from jiaoban.report import queries
from jiaoban.report.pages import shown
from jiaoban.report.rules.filling import sums
from jiaoban.report.rules.standing import Owed
from jiaoban.report.terms import STANDS
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.sheets import FORMS, moment, sheet
from jiaoban.web.visit import page


def _form(desk: Desk, asked: str) -> ReportForm | None:
    """Return the form asked for, the first of the post where none is; raises `NotFound` for an unknown one."""
    said = shown.ruled(desk)
    there = said.of(desk.post) if said else []
    if not asked:
        return next(iter(there), None)
    found = next((one for one in there if one.id == asked), None)
    if found is None:
        raise NotFound(f"report {asked}")
    return found


@page()
def report_month(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the sums of a form over a month, by person, group and day."""
    first = shown.first_of(desk, request.GET.get("month", ""))
    form = _form(desk, request.GET.get("form", ""))
    found = _owed(desk, form, first) if form else []
    there = [one for one in found if one.handed_in_at is not None]
    summed = [one for one in form.fields if one.sum] if form else []
    said = shown.ruled(desk)
    context = {
        "tabs": shown.tabs(desk, "sums"),
        "month": first,
        "before": _query(first, -1, form),
        "after": _query(first, 1, form),
        "form": {"title": desk.words(form.title), "clause": desk.clause(form.clause)} if form else None,
        "forms": [
            {
                "label": desk.words(one.title),
                "url": f"{desk.url('report_month')}?month={first:%Y-%m}&form={one.id}",
                "current": form is not None and one.id == form.id,
            }
            for one in (said.of(desk.post) if said else ())
        ],
        "heads": [shown.label(desk, one) for one in summed],
        "people": _people(desk, form, found, summed) if form else [],
        "groups": _groups(desk, form, there, summed) if form else [],
        "total": _cells(form, there, summed, desk) if form else [],
        "days": _days(desk, form, there, summed) if form else [],
        "any": bool(there),
        "files": [
            (kind.upper(), f"{desk.url('report_file', report=form.id, form=kind)}?month={first:%Y-%m}")
            for kind in FORMS
        ]
        if form
        else [],
    }
    return draw(request, desk, "report/month.html", context)


def _query(first: date, step: int, form: ReportForm | None) -> str:
    return month_query(first, step) + (f"&form={form.id}" if form else "")


def _owed(desk: Desk, form: ReportForm, first: date) -> list[Owed]:
    """Return the reports of a form that are due in a month, up to today."""
    found = queries.owed(desk.book, desk.here, desk.packs, first, month_after(first), (form.id,))
    desk.names.learn(one.person for one in found)
    return [one for one in found if one.due.opens_at <= desk.now]


def _values(found: Iterable[Owed]) -> list[dict[str, str]]:
    return [one.report.values for one in found if one.report]


def _cells(form: ReportForm, found: Iterable[Owed], summed: Sequence[ReportField], desk: Desk) -> list[dict[str, str]]:
    total = sums(form, _values(found))
    return [{"title": shown.label(desk, one), "text": figure(total[one.id]) if total[one.id] else ""} for one in summed]


def figure(value: Decimal) -> str:
    """Return a sum as people read it: thousands parted, no places where there are none."""
    return f"{value:,.2f}" if value % 1 else f"{value:,.0f}"


def _people(desk: Desk, form: ReportForm, found: Sequence[Owed], summed: Sequence[ReportField]) -> list[dict[str, Any]]:
    people = dict.fromkeys(one.person for one in found)
    made = []
    for person in people:
        own = [one for one in found if one.person == person]
        count = queries.counted(own, desk.now)
        if not count.due and not any(one.handed_in_at for one in own):
            continue
        made.append(
            {
                "name": desk.name(person),
                "there": sum(one.handed_in_at is not None for one in own),
                "due": count.due,
                "late": count.late,
                "missing": count.missing,
                "cells": _cells(form, own, summed, desk),
            }
        )
    return made


def _groups(desk: Desk, form: ReportForm, found: Sequence[Owed], summed: Sequence[ReportField]) -> list[dict[str, Any]]:
    """Return the sums by crew, as people belong to them now; none where there is no crew, or but one."""
    crew_of = {one.key: one.crew for one in org.people(desk.book, everybody=True)}
    crews = sorted({crew_of.get(one.person, "") for one in found})
    if len(crews) < 2:
        return []
    return [
        {
            "name": desk.words(desk.site.crew_name(crew)) if crew else gettext("不在班组"),
            "cells": _cells(form, [one for one in found if crew_of.get(one.person, "") == crew], summed, desk),
        }
        for crew in crews
    ]


def _days(desk: Desk, form: ReportForm, found: Sequence[Owed], summed: Sequence[ReportField]) -> list[dict[str, Any]]:
    days = sorted({one.due.day for one in found}, reverse=True)
    return [
        {
            "day": day,
            "url": f"{desk.url('reports')}?day={day}",
            "there": sum(one.due.day == day for one in found),
            "cells": _cells(form, [one for one in found if one.due.day == day], summed, desk),
        }
        for day in days
    ]


@page()
def report_file(request: HttpRequest, desk: Desk, report: str, form: str) -> HttpResponse:
    """Return the reports of a month: a line for each person and day, with how it stands and what it says."""
    first, found = shown.first_of(desk, request.GET.get("month", "")), _form(desk, report)
    assert found is not None
    rows = lines(desk, found, _owed(desk, found, first))
    return sheet(desk, f"{desk.post}-{found.id}-{first:%Y-%m}", form, rows)


def lines(desk: Desk, form: ReportForm, found: Iterable[Owed]) -> Iterable[list[str]]:
    """Return the lines of a file: heads, one for each report, and the sums."""
    listed = list(found)
    yield [
        *(
            gettext("应交日期"),
            gettext("岗位"),
            gettext("人员"),
            gettext("情况"),
            gettext("交的时间"),
            gettext("填报人"),
        ),
        *(shown.label(desk, one) for one in form.fields),
        *(gettext("备注"), gettext("更正次数"), gettext("条款")),
    ]
    for one in listed:
        there = one.report if one.report and one.report.versions else None
        yield [
            one.due.day.isoformat(),
            desk.post_name,
            desk.name(one.person),
            desk.words(STANDS[one.stand(desk.now)]),
            moment(desk, one.handed_in_at),
            desk.name(there.versions[0].by) if there else "",
            *((there.values.get(field.id, "") if there else "") for field in form.fields),
            there.versions[0].note if there else "",
            str(len(there.versions) - 1) if there else "",
            form.clause,
        ]
    total = sums(form, _values(listed))
    cells = [str(total[field.id]) if field.sum else "" for field in form.fields]
    yield [gettext("合计"), "", "", "", "", "", *cells, "", "", ""]
