"""例行工作: the periodic duties of the shift that runs at a post, done, open or excused, and those of a month."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext

from jiaoban.duty import queries
from jiaoban.duty.queries import Falling
from jiaoban.handover import queries as handover
from jiaoban.kernel.access import Right
from jiaoban.kernel.months import month_asked, month_query
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.zones import clock_of
from jiaoban.regime.duties import Duty
from jiaoban.web import pictures
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.sheets import moment, sheet
from jiaoban.web.visit import page

MOST_UNDONE = 30
"""So many of a month's duties that were not done are named; the table shows them all."""


@page()
def duties(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show what the regime wants to be done in this shift of the post, and what was done of it."""
    shift, pack = desk.here.shift_at(desk.now), desk.rule_book()
    found = queries.of_shift(desk.book, desk.here, pack.handover.duties, shift) if shift and pack else []
    context = {
        "tabs": _tabs(desk, "shift"),
        "lines": [_line(desk, one) for one in found],
        "shift": desk.words(shift.name) if shift else "",
        "going_on": handover.current(desk.book, desk.post) is not None,
    }
    return draw(request, desk, "duty/duties.html", context)


def _tabs(desk: Desk, current: str) -> list[dict[str, Any]]:
    return [
        {"label": gettext("本班"), "url": desk.url("duties"), "current": current == "shift"},
        {"label": gettext("本月"), "url": desk.url("duty_month"), "current": current == "month"},
    ]


def _line(desk: Desk, one: Falling) -> dict[str, Any]:
    rule, known = one.duty, one.known
    fixed = {"duty": rule.id, "shift": one.shift.key}
    may = desk.can(Right.WORK) and not one.done
    do = desk.form("duty.do", label=gettext("已完成"), fixed=fixed, form_id=f"do-{rule.id}", only=("note",))
    do.url = desk.url("duty_done")
    excuse = desk.form(
        "duty.excuse", label=gettext("说明原因"), fixed=fixed, form_id=f"excuse-{rule.id}", only=("reason",), tone=""
    )
    excuse.url = desk.url("duty_excused")
    return {
        "title": desk.words(rule.title),
        "clause": desk.clause(rule.clause),
        "due_at": one.due_at,
        "overdue": one.overdue(desk.now),
        "done": known,
        "by": desk.name(known.done_by) if known and known.done_by else "",
        "excused_by": desk.name(known.excused_by) if known and known.excused_by else "",
        "photos": _photos(desk, one, known.photos if known else ()),
        "excuse_photos": _photos(desk, one, known.excuse_photos if known else ()),
        "do": do if may else None,
        "excuse": excuse if may else None,
    }


def _photos(desk: Desk, one: Falling, names: tuple[str, ...]) -> list[dict[str, str]]:
    if one.known is None:
        return []
    alt, key = desk.words(one.duty.title), one.known.key
    return [{"url": desk.url("duty_photo", key=key, photo=name), "alt": alt} for name in names]


@page(Right.WORK, methods=("POST",))
def duty_done(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Record that a duty was done, the photographs of the form stored first."""
    return pictures.act_with(request, desk, "duty.do", otherwise=desk.url("duties"))


@page(Right.WORK, methods=("POST",))
def duty_excused(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Write why a duty was not done, the photographs of the form stored first."""
    return pictures.act_with(request, desk, "duty.excuse", otherwise=desk.url("duties"))


@page()
def duty_photo(request: HttpRequest, desk: Desk, key: str, photo: str) -> HttpResponse:
    """Give a photograph of a duty to whoever may read the post."""
    known = queries.by_key(desk.book, key)
    if known is None or known.post != desk.post or photo not in (*known.photos, *known.excuse_photos):
        raise NotFound(f"photo {photo}")
    return pictures.photograph(photo)


@page()
def duty_month(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the duties of a month, day by day: done, not done with a reason, missed, still to come."""
    first, pack = month_asked(request.GET.get("month", ""), _today(desk)), desk.rule_book()
    here = [one for one in (pack.handover.duties if pack else ()) if not one.posts or desk.post in one.posts]
    found = queries.of_month(desk.book, desk.here, here, first, handover.held_since(desk.book, desk.post))
    now, today = desk.now, _today(desk)
    undone = [one for one in found if one.excused or one.overdue(now)]
    rules = [rule for rule in here if any(one.duty == rule for one in found)]
    counts = [
        {"name": gettext("已完成"), "words": str(sum(one.done for one in found))},
        {"name": gettext("未做，有原因"), "words": str(sum(one.excused for one in found))},
        {"name": gettext("逾期未做"), "words": str(sum(one.overdue(now) for one in found))},
        {"name": gettext("未到时限"), "words": str(sum(_coming(one, now) for one in found))},
    ]
    context = {
        "tabs": _tabs(desk, "month"),
        "month": first,
        "before": desk.url("duty_month") + month_query(first, -1),
        "after": desk.url("duty_month") + month_query(first, 1),
        "facts": counts,
        "files": [
            (form.upper(), f"{desk.url('duty_file', form=form)}?month={first:%Y-%m}") for form in ("csv", "xlsx")
        ],
        "undone": [_row(desk, one) for one in undone[-MOST_UNDONE:]],
        "more": max(0, len(undone) - MOST_UNDONE),
        "duties": [desk.words(rule.title) for rule in rules],
        "days": [
            {"day": day, "cells": [_cell(desk, rule, those) for rule in rules]}
            for day, those in ((day, list(group)) for day, group in groupby(found, key=lambda one: one.shift.day))
            if day <= today or any(one.duty.rrule for one in those)
        ],
    }
    return draw(request, desk, "duty/month.html", context)


@page()
def duty_file(request: HttpRequest, desk: Desk, form: str) -> HttpResponse:
    """Return the duties of a month."""
    first, pack = month_asked(request.GET.get("month", ""), _today(desk)), desk.rule_book()
    since = handover.held_since(desk.book, desk.post)
    found = queries.of_month(desk.book, desk.here, pack.handover.duties if pack else (), first, since)
    return sheet(desk, f"{desk.post}-duties-{first:%Y-%m}", form, _file_rows(desk, found))


def _file_rows(desk: Desk, found: Iterable[Falling]) -> Iterable[list[str]]:
    yield [
        gettext("班次"),
        gettext("工作"),
        gettext("时限"),
        gettext("完成人"),
        gettext("完成时间"),
        gettext("未做的原因"),
        gettext("逾期"),
    ]
    for one in found:
        row = _row(desk, one)
        late = gettext("是") if row["overdue"] else ""
        yield [
            one.shift.key,
            row["title"],
            moment(desk, one.due_at),
            row["by"],
            moment(desk, row["at"]),
            row["why"],
            late,
        ]


def _coming(one: Falling, now: datetime) -> bool:
    return not (one.done or one.excused or one.overdue(now))


def _cell(desk: Desk, rule: Duty, those: Iterable[Falling]) -> dict[str, Any]:
    """A duty on a day: shift after shift, how it stands."""
    own = [one for one in those if one.duty == rule]
    return {
        "title": desk.words(rule.title),
        "shifts": [{**_row(desk, one), "coming": _coming(one, desk.now)} for one in own],
    }


def _row(desk: Desk, one: Falling) -> dict[str, Any]:
    known = one.known
    return {
        "title": desk.words(one.duty.title),
        "shift": desk.words(one.shift.name),
        "due_at": one.due_at,
        "done": one.done,
        "excused": one.excused,
        "overdue": one.overdue(desk.now),
        "at": known.done_at if known else None,
        "by": desk.name(known.done_by) if known and known.done_by else "",
        "why": gettext("{name}：{text}").format(name=desk.name(known.excused_by), text=known.reason)
        if known and one.excused
        else "",
        "photos": len(known.photos) + len(known.excuse_photos) if known else 0,
    }


def _today(desk: Desk) -> date:
    """The day of the shift that runs, else the local day."""
    shift = desk.here.shift_at(desk.now)
    return shift.day if shift else desk.now.astimezone(clock_of(desk.zone)).date()
