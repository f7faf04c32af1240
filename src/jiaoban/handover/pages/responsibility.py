"""Who was responsible at a moment, in one sentence with the clause and the acts that prove it; the day as a band."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext

from jiaoban.handover import queries
from jiaoban.handover import responsibility as rules
from jiaoban.handover.pages.file import finding
from jiaoban.handover.pages.scene import Scene
from jiaoban.handover.responsibility import Span
from jiaoban.kernel.shifts import local
from jiaoban.kernel.zones import clock_of, meant
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

TONES = 4


@page()
def responsibility(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Answer 'who was responsible at this post at this moment' and draw the day."""
    asked, wrong = _moment(request, desk)
    at = asked or desk.now
    span = rules.responsible(desk.book, desk.post, at)
    day = at.astimezone(clock_of(desk.zone)).date()
    context = {
        "at": at,
        "typed": at.astimezone(clock_of(desk.zone)).strftime("%Y-%m-%dT%H:%M:%S"),
        "wrong": wrong,
        "future": at > desk.now,
        "span": span,
        "people": desk.all_names(span.people),
        "says": desk.words(span.says),
        "clause": desk.clause(span.clause),
        **_own_hours(desk, span),
        "proof": _proof(desk, span),
        "timeline": timeline(desk, day),
        "findings": _findings(desk, day),
        "day": day,
        "earlier": f"?at={(day - timedelta(days=1)).isoformat()}T12:00:00",
        "later": f"?at={(day + timedelta(days=1)).isoformat()}T12:00:00",
    }
    return draw(request, desk, "handover/responsibility.html", context)


def _own_hours(desk: Desk, span: Span) -> dict[str, Any]:
    """Return until when each of several people was to stand the post, and whose hour had come without relief."""
    hours = [{"name": desk.name(one), "at": at, "late": one in span.late} for one, at in span.hours.items()]
    some = span.late and not span.waiting
    return {
        "hours": hours if len(set(span.hours.values())) > 1 else [],
        "late": desk.all_names(span.late) if some else "",
        "late_says": desk.words(span.late_says),
        "late_clause": desk.clause(span.late_clause),
    }


def _findings(desk: Desk, day: date) -> list[dict[str, Any]]:
    """Return what turned out at the post on a day, who answers for it and what follows, with the way to the record."""
    begins, ends = local(day, time(0), desk.zone), local(day + timedelta(days=1), time(0), desk.zone)
    shown = []
    for one in queries.findings_between(desk.book, desk.post, begins, ends):
        scene = Scene.of(desk, one.handover)
        told = {**finding(scene, one), "url": f"{desk.url('record', key=one.handover)}#findings"}
        if told["sanction"]:
            told["sanction"]["form"] = None  # it is decided beside the record
        shown.append(told)
    return shown


def _moment(request: HttpRequest, desk: Desk) -> tuple[datetime | None, str]:
    """Return the moment that was asked for, in the site's local time, or what is wrong with it."""
    typed = request.GET.get("at", "").strip().replace(" ", "T", 1)
    if not typed:
        return None, ""
    try:
        read = datetime.fromisoformat(typed)
    except ValueError:
        return None, gettext("看不懂这个时间，请按 2026-11-23 07:58:30 的样子填写。")
    if read.tzinfo is not None:
        return read, ""
    moment = meant(read, desk.zone, desk.now)
    return moment, ""


def _proof(desk: Desk, span: Span) -> list[dict[str, Any]]:
    proof = []
    for seq in span.acts:
        act = desk.book.act(seq)
        if act is not None:
            proof.append({"seq": seq, "kind": act.kind, "by": desk.name(act.actor), "at": act.recorded_at})
    if span.handover:
        proof.append({"url": desk.url("record", key=span.handover), "name": gettext("交接班记录")})
    return proof


def timeline(desk: Desk, day: date) -> dict[str, Any]:
    """Return the local day of a post as parts/timeline.html draws it, up to now."""
    begins, ends = local(day, time(0), desk.zone), local(day + timedelta(days=1), time(0), desk.zone)
    found = [
        one for one in rules.timeline(desk.book, desk.post, begins, ends) if one.since is None or one.since <= desk.now
    ]
    tones = {people: number % TONES for number, people in enumerate(dict.fromkeys(one.people for one in found))}
    length = (ends - begins).total_seconds()

    def x(moment: datetime) -> float:
        return round(min(max((moment - begins).total_seconds() / length, 0), 1) * 100, 3)

    segments = [_segment(desk, one, tones[one.people], x, begins, min(ends, desk.now)) for one in found]
    now = desk.now
    hours = range(0, 24, 4)
    return {
        "label": gettext("{day} {post} 的责任").format(day=day.isoformat(), post=desk.post_name),
        "segments": segments,
        "transfers": [
            {"x": x(one.since)}
            for before, one in pairwise(found)
            if one.since is not None and one.since > begins and one.acts[:1] != before.acts[:1]
        ],
        "hours": [{"x": x(local(day, time(hour), desk.zone)), "label": f"{hour:02d}"} for hour in hours]
        + [{"x": 100.0, "label": "24"}],
        "now_x": x(now) if begins <= now < ends else None,
        "now": now,
    }


def _segment(desk: Desk, one: Span, tone: int, x: Any, begins: datetime, ends: datetime) -> dict[str, Any]:
    left = x(max(one.since or begins, begins))
    right = x(min(one.until or ends, ends))
    name = desk.all_names(one.people) or gettext("未启用")
    waiting = gettext("（等待接班）") if one.waiting else gettext("（{names} 等待接班）")
    waiting = waiting.format(names=desk.all_names(one.late))
    return {
        "x": left,
        "width": max(round(right - left, 3), 0),
        "name": f"{name} {waiting}" if one.late else name,
        "clause": desk.clause(one.clause),
        "from_at": one.since or begins,
        "until_at": one.until if one.until is not None and one.until <= desk.now else None,
        "tone": tone,
        "url": desk.url("record", key=one.handover) if one.handover else "",
    }
