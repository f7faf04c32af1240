"""个人检查表: what one fills in now, and who did in a month."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.duty import checking
from jiaoban.duty.checking import State, Turn
from jiaoban.kernel.access import Right
from jiaoban.kernel.months import month_after, month_asked, month_query
from jiaoban.kernel.zones import clock_of
from jiaoban.regime.everyday import Checklist
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.sheets import FORMS, moment, sheet
from jiaoban.web.unspoken import unspoken
from jiaoban.web.visit import page

BACK = timedelta(days=35)
STATES: dict[State, tuple[str, str]] = {
    "COMING": ("outline", ""),
    "DUE": ("accent", "check"),
    "OVERDUE": ("block", "late"),
    "DONE": ("clear", "acknowledge"),
    "LATE": ("advise", "late"),
    "MISSED": ("block", "late"),
}


def called(state: State) -> str:
    """Return what a state is called."""
    return {
        "COMING": gettext("未到时候"),
        "DUE": gettext("现在填"),
        "OVERDUE": gettext("逾期未填"),
        "DONE": gettext("已填"),
        "LATE": gettext("补填"),
        "MISSED": gettext("没有填"),
    }[state]


@page()
def checklists(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the checklists that the reader fills in now, and their last ones."""
    known = _known(desk)
    if not known:
        return unspoken(request, desk, gettext("个人检查表"))
    today = _today(desk)
    found = checking.turns(desk.book, desk.here, desk.packs, today - BACK, today + timedelta(days=1))
    mine = [one for one in found if one.person == desk.actor.person]
    open_ = [one for one in mine if one.state(desk.now) in ("DUE", "OVERDUE") and desk.can(Right.WORK)]
    context = {
        "tabs": _tabs(desk, "now"),
        "cards": [_card(desk, one) for one in open_],
        "past": [_row(desk, one) for one in reversed(mine) if one not in open_ and one.state(desk.now) != "COMING"],
        "known": [
            {"title": desk.words(one.title), "clause": desk.clause(one.clause), "lines": len(one.lines)}
            for one in known
        ],
    }
    return draw(request, desk, "duty/checklists.html", context)


@page()
def checklist_month(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the checklists of a month, person by person."""
    if not _known(desk):
        return unspoken(request, desk, gettext("个人检查表"))
    first = month_asked(request.GET.get("month", ""), _today(desk))
    found = _of_month(desk, first)
    days = sorted({one.shift.day for one in found})
    people = sorted({one.person for one in found}, key=desk.name)
    counts = [
        {"name": called(state), "words": str(sum(one.state(desk.now) == state for one in found))}
        for state in ("DONE", "LATE", "OVERDUE", "MISSED")
    ]
    wrong = [one for one in found if one.known and one.known.found]
    context = {
        "tabs": _tabs(desk, "month"),
        "month": first,
        "before": desk.url("checklist_month") + month_query(first, -1),
        "after": desk.url("checklist_month") + month_query(first, 1),
        "facts": counts,
        "days": days,
        "people": [
            {"name": desk.name(person), "cells": [_cell(desk, day, person, found) for day in days]} for person in people
        ],
        "wrong": [_row(desk, one) for one in reversed(wrong)],
        "files": [(form.upper(), f"{desk.url('checklist_file', form=form)}?month={first:%Y-%m}") for form in FORMS],
    }
    return draw(request, desk, "duty/checklist_month.html", context)


@page()
def checklist_file(request: HttpRequest, desk: Desk, form: str) -> HttpResponse:
    """Return the checklists of a month: a line for each person and shift."""
    first = month_asked(request.GET.get("month", ""), _today(desk))
    return sheet(desk, f"{desk.post}-checklists-{first:%Y-%m}", form, _lines(desk, _of_month(desk, first)))


def _lines(desk: Desk, found: Iterable[Turn]) -> Iterable[list[str]]:
    yield [
        *(gettext("日期"), gettext("班次"), gettext("检查表"), gettext("人员"), gettext("时限")),
        *(gettext("状态"), gettext("填写时间"), gettext("发现的问题")),
    ]
    for one in found:
        row = _row(desk, one)
        yield [
            one.shift.day.isoformat(),
            row["shift"],
            row["title"],
            row["name"],
            moment(desk, one.due_at),
            row["state"],
            moment(desk, row["at"]),
            "；".join(f"{each['title']}：{each['text']}" for each in row["found"]),
        ]


def _of_month(desk: Desk, first: date) -> list[Turn]:
    found = checking.turns(desk.book, desk.here, desk.packs, first, month_after(first))
    desk.names.learn(one.person for one in found)
    return found


def _cell(desk: Desk, day: date, person: str, found: Iterable[Turn]) -> dict[str, Any]:
    return {"day": day, "rows": [_row(desk, one) for one in found if one.shift.day == day and one.person == person]}


def _card(desk: Desk, one: Turn) -> dict[str, Any]:
    fixed = {"checklist": one.checklist.id, "shift": one.shift.key}
    form = desk.form(
        "duty.fill_in",
        label=gettext("填好了"),
        fixed=fixed,
        form_id=f"fill-{one.checklist.id}-{one.shift.day}",
        only=("fine",),
        draft=False,
    )
    mine = desk.answer if desk.answer is not None and desk.answer.form == form.id else None
    ticked = mine.values.get("fine", ()) if mine else ()
    errors = {line.id: _errors(mine.errors, line.id) if mine else [] for line in one.checklist.lines}
    return {
        **_row(desk, one),
        "clause": desk.clause(one.checklist.clause),
        "form": form,
        "lines": [
            {
                "id": line.id,
                "title": desk.words(line.title),
                "fine": line.id in ticked,
                "text": next(iter(mine.values.get(f"found.{line.id}", ())), "") if mine else "",
                "errors": errors[line.id],
            }
            for line in one.checklist.lines
        ],
    }


def _errors(said: Any, line: str) -> list[str]:
    return list(said.get(f"found.{line}", ()))


def _row(desk: Desk, one: Turn) -> dict[str, Any]:
    state = one.state(desk.now)
    tone, icon = STATES[state]
    titles = {line.id: desk.words(line.title) for line in one.checklist.lines}
    return {
        "name": desk.name(one.person),
        "title": desk.words(one.checklist.title),
        "shift": desk.words(one.shift.name),
        "day": one.shift.day,
        "due_at": one.due_at,
        "state": called(state),
        "tone": tone,
        "icon": icon,
        "overdue": state == "OVERDUE",
        "at": one.known.at if one.known else None,
        "found": [
            {"title": titles.get(each.line, each.line), "text": each.text, "url": desk.url("followup", key=each.item)}
            for each in (one.known.found if one.known else ())
        ],
    }


def _known(desk: Desk) -> tuple[Checklist, ...]:
    pack = desk.rule_book()
    return pack.duties.checklists if pack and pack.duties else ()


def _tabs(desk: Desk, current: str) -> list[dict[str, Any]]:
    return [
        {"label": gettext("我的"), "url": desk.url("checklists"), "current": current == "now"},
        {"label": gettext("本月"), "url": desk.url("checklist_month"), "current": current == "month"},
    ]


def _today(desk: Desk) -> date:
    return desk.now.astimezone(clock_of(desk.zone)).date()
