"""What the pages of attendance show alike: whose hours one may see, months, findings and stays in words."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext, pgettext

from jiaoban.attendance.queries import Attended, attendance_at
from jiaoban.attendance.rules.hours import Finding
from jiaoban.attendance.tables import PostPresence
from jiaoban.attendance.terms import BASES, KINDS
from jiaoban.kernel.access import Right
from jiaoban.kernel.months import month_asked
from jiaoban.kernel.zones import clock_of
from jiaoban.org import queries as org
from jiaoban.regime.attending import Attendance
from jiaoban.web.desk import Desk
from jiaoban.web.templatetags.jiaoban import spell_duration

MINUTE = 60
TONES = {"LATE": "advise", "EARLY": "advise", "OUT": "advise", "ABSENT": "block"}


def rules(desk: Desk) -> Attendance | None:
    """Return what the regime in force at the post says about being there, or None."""
    return attendance_at(desk.book, desk.post, desk.now, desk.packs)


def first_of(desk: Desk, asked: str) -> date:
    """Return the first day of the month asked for ('2026-11'), else of this one; raises `NotFound` for none."""
    return month_asked(asked, org.local_day(desk.book, desk.now))


def tabs(desk: Desk, current: str) -> list[dict[str, Any]]:
    """Return the tabs of the pages of a post."""
    found = [
        {"label": gettext("现在"), "url": desk.url("attendance"), "current": current == "now"},
        {"label": gettext("我的考勤"), "url": desk.url("attendance_mine"), "current": current == "own"},
    ]
    if desk.can(Right.SUPERVISE):
        month = {"label": gettext("本岗位"), "url": desk.url("attendance_month"), "current": current == "month"}
        found.append(month)
    return found


def clock(desk: Desk, at: datetime, day: date | None = None) -> str:
    """Return a moment by the clock of the site, to the second where it has seconds; with its day where that is not
    `day`."""
    local = at.astimezone(clock_of(desk.zone))
    said = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    return said if day is None or local.date() == day else f"{local:%m-%d} {said}"


def spell(span: timedelta) -> str:
    """Write a length of time in words; below a minute in seconds, for a second late is late."""
    seconds = int(span.total_seconds())
    return spell_duration(span) if seconds >= MINUTE else gettext("{n} 秒").format(n=seconds)


def finding(desk: Desk, one: Finding, post: str = "") -> dict[str, Any]:
    """Return a finding in words."""
    return {
        "kind": desk.words(KINDS[one.kind]),
        "tone": TONES[one.kind],
        "by": spell(one.by),
        "since": clock(desk, one.missed.since),
        "until": "" if one.ongoing else clock(desk, one.missed.until),
        "ongoing": one.ongoing,
        "clause": desk.clause(one.clause, post),
    }


def closed(desk: Desk, said: Attendance | None, lines: Iterable[str]) -> list[str]:
    """Return what somebody saw to when they left as the last one; the book keeps its Chinese title."""
    known = said.last_out.lines if said and said.last_out else ()
    called = {one.title.zh: desk.words(one.title) for one in known}
    return [called.get(one, one) for one in lines]


def stay(desk: Desk, one: PostPresence, said: Attendance | None, day: date | None = None) -> dict[str, Any]:
    """Return a stay in words: from when to when, how that is known, what was put right."""
    longest = said.longest if said else None
    return {
        "key": one.key,
        "name": desk.name(one.person),
        "post": desk.post_names.get(one.post, one.post),
        "came_at": clock(desk, one.came_at, day),
        "left_at": clock(desk, one.left_at, day) if one.left_at else "",
        "basis": desk.words(BASES[one.basis]) if one.basis != "HAND" else "",
        "left_basis": desk.words(BASES[one.left_basis]) if one.left_basis not in (None, "HAND", one.basis) else "",
        "notes": [note for note in (one.note, one.left_note) if note],
        "closed": closed(desk, said, one.closed),
        "struck": not one.counts,
        "forgotten": longest is not None and one.forgotten(desk.now, longest),
        "counts_for": longest,
        "corrections": [
            {
                "by": desk.name(each.by),
                "at": each.at,
                "reason": each.reason,
                "struck": each.struck,
                "was": clock(desk, each.came_at, day)
                + " – "
                + (clock(desk, each.left_at, day) if each.left_at else gettext("未签退")),
            }
            for each in one.corrections
        ],
    }


def standing(desk: Desk, one: Attended) -> tuple[str, str]:
    """Return how somebody due stands now, as a tone and a word."""
    if one.here:
        return "clear", pgettext("attendance", "在岗")
    if not one.hours:
        return "outline", gettext("不用到岗")
    if desk.now < one.hours[0].since:
        return "outline", gettext("未到时间")
    if desk.now >= one.hours[-1].until:
        return ("outline", gettext("已下班")) if one.stays else ("block", gettext("没有来"))
    if any(hour.since <= desk.now < hour.until for hour in one.hours):
        return ("advise", gettext("不在岗")) if one.stays else ("advise", gettext("还没有来"))
    return "outline", gettext("工间休息")


def hours(desk: Desk, one: Attended) -> str:
    """Return the hours expected, such as 09:00–12:00、13:00–17:30."""
    parts = (f"{clock(desk, hour.since)}–{clock(desk, hour.until)}" for hour in one.hours)
    return desk.tongue.all_of(parts)
