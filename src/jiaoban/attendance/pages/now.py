"""The page of now: check in, check out, who is there, who is due today and how each of them stands."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.attendance import queries
from jiaoban.attendance.pages import shown
from jiaoban.attendance.queries import Attended
from jiaoban.attendance.tables import PRESENCES, PostPresence
from jiaoban.kernel.access import Right
from jiaoban.kernel.book import Between
from jiaoban.org import queries as org
from jiaoban.regime.attending import Attendance
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@page()
def attendance(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show who is there and who is due today; whoever works here checks in and out. `?code=`: the code just scanned."""
    said = shown.rules(desk)
    if said is None:
        return draw(request, desk, "attendance/none.html", {"tabs": shown.tabs(desk, "now")})
    asked = request.GET.get("code", "")[:200]
    known = queries.code_of(desk.book, desk.post) if asked else None
    code = asked if known is not None and known.digest == queries.digest(asked) else ""
    there = queries.there(desk.book, desk.post, desk.now, said.longest)
    desk.names.learn(one.person for one in there)
    context = {
        "tabs": shown.tabs(desk, "now"),
        "clause": desk.clause(said.clause),
        "void": bool(asked and not code),
        "me": _me(desk, said, there, code),
        "today": _today(desk, said, there),
        "closing": _closing(desk, said),
        "terminal": _terminal(desk, said, there, code) if desk.can(Right.WORK) else None,
        "code": _code(desk, said) if desk.can(Right.SUPERVISE) else None,
    }
    return draw(request, desk, "attendance/now.html", context)


def _me(desk: Desk, said: Attendance, there: list[PostPresence], code: str) -> dict[str, Any] | None:
    """Where the visitor stands, and the one form that comes next; None for who does not work here."""
    if not desk.can(Right.WORK):
        return None
    person, longest = desk.actor.person, said.longest
    mine = next((one for one in there if one.person == person), None)
    elsewhere = [one for one in queries.open_stays(desk.book, person) if one.post != desk.post]
    away = next((one for one in elsewhere if one.there(desk.now, longest)), None)
    return {
        "here": mine is not None,
        "since": shown.clock(desk, mine.came_at) if mine else "",
        "elsewhere": desk.post_names.get(away.post, away.post) if away else "",
        "elsewhere_url": desk.link("attendance", post=away.post) if away else "",
        "scan": said.at_tag and not code,
        "last": mine is not None and len(there) == 1 and said.last_out is not None,
        "clause": desk.clause(said.last_out.clause) if said.last_out else None,
        "form": _form(desk, said, code, leaving=mine is not None, last=len(there) == 1),
        "later": _form(desk, said, code, leaving=mine is not None, last=len(there) == 1, later=True)
        if said.told_within
        else None,
        "within": said.told_within,
    }


def _form(
    desk: Desk, said: Attendance, code: str, *, leaving: bool, last: bool, later: bool = False, signed: bool = False
) -> Any:
    verb = ("sign_out" if leaving else "sign_in") if signed else ("check_out" if leaving else "check_in")
    lines = said.last_out.lines if said.last_out and leaving and last else ()
    only = [*(["closed"] if lines else []), *(["at", "note"] if later else [])]
    label = gettext("签退") if leaving else gettext("签到")
    form = desk.form(
        f"attendance.{verb}",
        label=gettext("补报{what}").format(what=label) if later else label,
        form_id=f"{verb}-later" if later else f"{verb}-{desk.post}",
        fixed={"code": code} if code else {},
        only=only or ("at",),
        options={"closed": [(line.id, desk.words(line.title)) for line in lines]},
        labels={"closed": gettext("您是最后离开的，请逐项办好并勾选")},
        required=only,
        draft=later,
        tone="" if later or signed else "primary",
        next_url=desk.url("attendance"),
    )
    if not only:
        form.fields = []
    return form


def _terminal(desk: Desk, said: Attendance, there: list[PostPresence], code: str) -> dict[str, Any]:
    """The forms of a terminal that several people share: each proves themselves with their own credential."""
    arrive = _form(desk, said, code, leaving=False, last=False, signed=True)
    leave = _form(desk, said, code, leaving=True, last=len(there) == 1, signed=True)
    return {"arrive": arrive, "leave": leave, "open": desk.answer is not None and desk.answer.form[:4] == "sign"}


def _today(desk: Desk, said: Attendance, there: list[PostPresence]) -> dict[str, Any]:
    """Whoever is due today or still on, who is missing first, and whoever is there besides: how each stands.

    What follows is shown to themselves and to whoever supervises. `hours`: where they are the same for all.
    """
    today = org.local_day(desk.book, desk.now)
    found = queries.of_post(desk.book, desk.here, today - DAY, today + DAY, desk.now, desk.packs)
    kept = [one for one in found if one.turn.shift.day == today or desk.now < one.turn.shift.ends_at]
    due = {one.person for one in kept}
    desk.names.learn(due)
    hours = {f"{desk.words(one.turn.shift.name)} {shown.hours(desk, one)}" for one in kept}
    return {
        "here": len(there),
        "due": len(due),
        "hours": next(iter(hours)) if len(hours) == 1 else "",
        "rows": [_row(desk, said, one, today, alone=len(hours) == 1) for one in sorted(kept, key=_gone_first)],
        "besides": [shown.stay(desk, one, said, today) for one in there if one.person not in due],
    }


def _gone_first(one: Attended) -> tuple[bool, bool]:
    return one.here, not one.findings


def _row(desk: Desk, said: Attendance, one: Attended, today: date, *, alone: bool) -> dict[str, Any]:
    me, all_ = one.person == desk.actor.person, desk.can(Right.SUPERVISE)
    return {
        "name": desk.name(one.person),
        "me": me,
        "hours": "" if alone else f"{desk.words(one.turn.shift.name)} {shown.hours(desk, one)}",
        "standing": shown.standing(desk, one),
        "stays": [shown.stay(desk, stay, said, today) for stay in one.stays],
        "findings": [shown.finding(desk, each) for each in one.findings] if me or all_ else [],
        "forgotten": one.forgotten,
        "url": desk.url("attendance_of", person=one.person) if all_ else "",
    }


def _closing(desk: Desk, said: Attendance) -> dict[str, Any] | None:
    """Who left the post last, within a week, and what they saw to."""
    if said.last_out is None:
        return None
    left = Between(desk.now - WEEK, desk.now + timedelta.resolution)
    found = [one for one in desk.book.find(PRESENCES, post=desk.post, left_at=left, counts=True) if one.last]
    last = max(found, key=lambda one: one.left_at or one.came_at, default=None)
    if last is None:
        return None
    return {
        "name": desk.name(last.person),
        "at": last.left_at,
        "lines": shown.closed(desk, said, last.closed),
        "clause": desk.clause(said.last_out.clause),
    }


def _code(desk: Desk, said: Attendance) -> dict[str, Any]:
    known = queries.code_of(desk.book, desk.post)
    return {
        "url": desk.url("attendance_code"),
        "issued_at": known.issued_at if known else None,
        "by": desk.name(known.by) if known else "",
        "wanted": said.at_tag,
    }
