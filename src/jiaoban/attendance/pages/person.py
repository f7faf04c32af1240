"""The month of a person: day by day when they came and left, what follows, and what a supervisor puts right."""

from datetime import date, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.attendance import queries
from jiaoban.attendance.pages import shown
from jiaoban.attendance.pages.month import lines
from jiaoban.attendance.queries import Attended
from jiaoban.attendance.tables import PostPresence
from jiaoban.kernel.access import Right
from jiaoban.kernel.months import month_after, month_query
from jiaoban.kernel.shifts import local
from jiaoban.kernel.zones import clock_of
from jiaoban.org import queries as org
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.sheets import FORMS, sheet
from jiaoban.web.visit import page

DAY = timedelta(days=1)


@page()
def attendance_mine(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the days of one's own month at all posts."""
    return _drawn(request, desk, desk.actor.person)


@page(Right.SUPERVISE)
def attendance_of(request: HttpRequest, desk: Desk, person: str) -> HttpResponse:
    """Show the days of a person's month at all posts; a supervisor of the post puts its stays right."""
    return _drawn(request, desk, person)


@page()
def attendance_mine_file(request: HttpRequest, desk: Desk, form: str) -> HttpResponse:
    """Return one's own month, as that of a post."""
    return _file(request, desk, desk.actor.person, form)


@page(Right.SUPERVISE)
def attendance_of_file(request: HttpRequest, desk: Desk, person: str, form: str) -> HttpResponse:
    """Return the month of a person, as that of a post."""
    return _file(request, desk, person, form)


def _drawn(request: HttpRequest, desk: Desk, person: str) -> HttpResponse:
    name = org.person(desk.book, person).name
    first = shown.first_of(desk, request.GET.get("month", ""))
    low, high = first, month_after(first)
    found = _found(desk, person, first)
    since, until = (local(day, time(), desk.zone) for day in (low, high))
    stays = queries.stays_of(desk.book, person, since, until)
    own = request.resolver_match is not None and request.resolver_match.url_name == "attendance_mine"
    right = desk.can(Right.SUPERVISE) and person != desk.actor.person
    context = {
        "tabs": shown.tabs(desk, "own" if own else "month"),
        "name": name,
        "month": first,
        "before": month_query(first, -1),
        "after": month_query(first, 1),
        "days": _days(desk, found, stays, right=right),
        "any": bool(found or stays),
        "add": _add(desk, person) if right and shown.rules(desk) else None,
        "files": [(form.upper(), f"{_file_url(desk, person, form, own=own)}?month={first:%Y-%m}") for form in FORMS],
    }
    return draw(request, desk, "attendance/person.html", context)


def _file(request: HttpRequest, desk: Desk, person: str, form: str) -> HttpResponse:
    org.person(desk.book, person)
    first = shown.first_of(desk, request.GET.get("month", ""))
    return sheet(desk, f"{person}-attendance-{first:%Y-%m}", form, lines(desk, _found(desk, person, first)))


def _file_url(desk: Desk, person: str, form: str, *, own: bool) -> str:
    if own:
        return desk.url("attendance_mine_file", form=form)
    return desk.url("attendance_of_file", person=person, form=form)


def _found(desk: Desk, person: str, first: date) -> list[Attended]:
    low, high = first, month_after(first)
    found = queries.of_person(desk.book, person, low, high, desk.now, desk.packs)
    readable = [one for one in found if desk.may(Right.READ, one.turn.post)]
    return [one for one in readable if one.turn.shift.begins_at <= desk.now]


def _days(desk: Desk, found: list[Attended], stays: list[PostPresence], *, right: bool) -> list[dict[str, Any]]:
    """Every day with a shift or a stay, the newest first."""
    days = {one.turn.shift.day for one in found}
    own = {stay.key: stay.came_at.astimezone(clock_of(desk.zone)).date() for stay in stays}
    for one in found:  # a stay of the night belongs to its shift
        own |= {stay.key: one.turn.shift.day for stay in one.stays}
    readable = [stay for stay in stays if desk.may(Right.READ, stay.post)]
    return [
        {
            "day": day,
            "turns": [_turn(desk, one) for one in found if one.turn.shift.day == day],
            "stays": [_stay(desk, stay, day, right=right) for stay in readable if own[stay.key] == day],
        }
        for day in sorted(days | set(own.values()), reverse=True)
    ]


def _turn(desk: Desk, one: Attended) -> dict[str, Any]:
    return {
        "post": desk.post_names.get(one.turn.post, one.turn.post),
        "shift": desk.words(one.turn.shift.name),
        "hours": shown.hours(desk, one),
        "standing": shown.standing(desk, one),
        "findings": [shown.finding(desk, each, one.turn.post) for each in one.findings],
    }


def _stay(desk: Desk, one: PostPresence, day: date, *, right: bool) -> dict[str, Any]:
    told = shown.stay(desk, one, shown.rules(desk), day)
    if not right or one.post != desk.post or not one.counts:
        return told
    correct = desk.form(
        "attendance.correct",
        label=gettext("更正"),
        fixed={"presence": one.key},
        form_id=f"correct-{one.key}",
        help={"came_at": gettext("不填就不变。"), "left_at": gettext("不填就不变。")},
        only=("came_at", "left_at", "reason"),
        tone="",
    )
    strike = desk.form(
        "attendance.strike",
        label=gettext("划除这一条"),
        fixed={"presence": one.key},
        form_id=f"strike-{one.key}",
        only=("reason",),
        tone="danger",
    )
    asked = desk.answer.form if desk.answer else ""
    return {**told, "correct": correct, "strike": strike, "open": asked in (correct.id, strike.id)}


def _add(desk: Desk, person: str) -> Any:
    day = org.local_day(desk.book, desk.now)
    return desk.form(
        "attendance.add",
        label=gettext("补登"),
        fixed={"person": person},
        form_id=f"add-{person}",
        help={"left_at": gettext("还在岗的不填。")},
        only=("came_at", "left_at", "reason"),
        given={"came_at": local(day, time(9), desk.zone)},
        tone="",
    )
