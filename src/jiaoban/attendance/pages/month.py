"""The month of a post: everybody who was due, and what follows for each; as a page and as a file."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.attendance import queries
from jiaoban.attendance.pages import shown
from jiaoban.attendance.queries import Attended
from jiaoban.attendance.terms import KINDS, Kind
from jiaoban.kernel.access import Right
from jiaoban.kernel.months import month_after, month_query
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.sheets import FORMS, moment, sheet
from jiaoban.web.visit import page

ORDER: tuple[Kind, ...] = ("LATE", "EARLY", "OUT", "ABSENT")
MOST_LISTED = 60
"""So many findings of a month are listed on the page; the file has them all."""


@page(Right.SUPERVISE)
def attendance_month(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the people of a month, each with what follows for them."""
    first = shown.first_of(desk, request.GET.get("month", ""))
    found = _found(desk, first)
    listed = [_row(desk, one, each) for one in reversed(found) for each in reversed(one.findings)]
    context = {
        "tabs": shown.tabs(desk, "month"),
        "month": first,
        "before": month_query(first, -1),
        "after": month_query(first, 1),
        "kinds": [desk.words(KINDS[kind]) for kind in ORDER],
        "people": [_person(desk, key, those, first) for key, those in _by_person(found).items()],
        "listed": listed[:MOST_LISTED],
        "more": max(0, len(listed) - MOST_LISTED),
        "files": [(form.upper(), f"{desk.url('attendance_file', form=form)}?month={first:%Y-%m}") for form in FORMS],
    }
    return draw(request, desk, "attendance/month.html", context)


@page(Right.SUPERVISE)
def attendance_file(request: HttpRequest, desk: Desk, form: str) -> HttpResponse:
    """Return the month: a line for each person and shift, with their stays and what follows, in seconds."""
    first = shown.first_of(desk, request.GET.get("month", ""))
    return sheet(desk, f"{desk.post}-attendance-{first:%Y-%m}", form, lines(desk, _found(desk, first)))


def lines(desk: Desk, found: Iterable[Attended]) -> Iterable[list[str]]:
    """Return the lines of a file: heads, then one for each person and shift."""
    yield [
        *(gettext("日期"), gettext("岗位"), gettext("班次"), gettext("人员"), gettext("应到时间")),
        *(gettext("签到"), gettext("签退")),
        *(gettext("{kind}（秒）").format(kind=desk.words(KINDS[kind])) for kind in ORDER),
        *(gettext("忘了签退"), gettext("条款")),
    ]
    for one in found:
        yield [
            one.turn.shift.day.isoformat(),
            desk.post_names.get(one.turn.post, one.turn.post),
            desk.words(one.turn.shift.name),
            desk.name(one.person),
            shown.hours(desk, one),
            "；".join(moment(desk, stay.came_at) for stay in one.stays),
            "；".join(moment(desk, stay.left_at) or gettext("未签退") for stay in one.stays),
            *(str(int(one.total(kind).total_seconds())) for kind in ORDER),
            gettext("是") if one.forgotten else "",
            "；".join(dict.fromkeys(each.clause for each in one.findings)),
        ]


def _found(desk: Desk, first: date) -> list[Attended]:
    low, high = first, month_after(first)
    found = queries.of_post(desk.book, desk.here, low, high, desk.now, desk.packs)
    desk.names.learn(one.person for one in found)
    return [one for one in found if one.turn.shift.begins_at <= desk.now]


def _by_person(found: Iterable[Attended]) -> dict[str, list[Attended]]:
    people: dict[str, list[Attended]] = {}
    for one in found:
        people.setdefault(one.person, []).append(one)
    return people


def _person(desk: Desk, key: str, those: list[Attended], first: date) -> dict[str, Any]:
    days = {one.turn.shift.day: one for one in those}
    return {
        "name": desk.name(key),
        "url": f"{desk.url('attendance_of', person=key)}?month={first:%Y-%m}",
        "shifts": len(those),
        "came": sum(bool(one.stays) for one in those),
        "cells": [_cell(desk, kind, those) for kind in ORDER],
        "forgotten": sum(one.forgotten for one in those),
        "days": [{"day": day, **_mark(desk, one)} for day, one in sorted(days.items())],
    }


def _cell(desk: Desk, kind: Kind, those: list[Attended]) -> dict[str, Any]:
    """How often a kind came, and how much of it."""
    number = sum(1 for one in those for each in one.findings if each.kind == kind)
    total = sum((one.total(kind) for one in those), timedelta(0))
    return {
        "kind": desk.words(KINDS[kind]),
        "number": number,
        "total": shown.spell(total) if number else "",
        "tone": shown.TONES[kind],
    }


def _mark(desk: Desk, one: Attended) -> dict[str, str]:
    """A day of somebody as a small square: what was worst."""
    kinds = [each.kind for each in one.findings]
    worst = next((kind for kind in ("ABSENT", "LATE", "EARLY", "OUT") if kind in kinds), "")
    if worst:
        said = desk.tongue.all_of(desk.words(KINDS[each.kind]) + " " + shown.spell(each.by) for each in one.findings)
        return {"tone": shown.TONES[worst], "said": said}
    if one.forgotten:
        return {"tone": "advise", "said": gettext("忘了签退")}
    return {"tone": "clear" if one.stays else "outline", "said": gettext("正常") if one.stays else gettext("还没有来")}


def _row(desk: Desk, one: Attended, each: Any) -> dict[str, Any]:
    return {
        **shown.finding(desk, each),
        "day": one.turn.shift.day,
        "shift": desk.words(one.turn.shift.name),
        "name": desk.name(one.person),
        "url": f"{desk.url('attendance_of', person=one.person)}?month={one.turn.shift.day:%Y-%m}",
    }
