"""会议日历: today's meetings of the regime, what is announced, who hosts, and when meetings lie well."""

from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.gathering import queries
from jiaoban.gathering.pages.rows import chairs, period, row, ruled
from jiaoban.gathering.rules.counting import span_of
from jiaoban.gathering.tables import Gathering
from jiaoban.kernel.access import Right
from jiaoban.regime.gathering import Daily, Gatherings
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

DAY = timedelta(days=1)
BACK = timedelta(days=30)
MOST_PAST = 30


@page()
def gatherings(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show today's meetings, two weeks ahead with proposed times and hosts, and what was held in the last month."""
    said, today = ruled(desk), queries.today(desk.here, desk.now)
    last = today + (queries.AHEAD - 1) * DAY
    begin, _ = span_of(today, desk.zone)
    _, end = span_of(last, desk.zone)
    hosts = queries.hosted(desk.book, desk.here, desk.packs, desk.now, last) if said and said.host else None
    ahead = queries.of_post(desk.book, desk.post, begin, end)
    past = queries.of_post(desk.book, desk.post, begin - BACK, begin)
    sittings = queries.sittings(desk.book, desk.here, said, desk.now)
    context = {
        "daily": [_daily(desk, one, today, hosts.on(one.day).host if hosts else "") for one in sittings],
        "hosted": hosts is not None,
        "counts_url": desk.url("counts") if queries.counted_at(said, desk.post) or hosts else "",
        "days": _days(desk, said, today, ahead, hosts),
        "past": [row(desk, one) for one in reversed(past[-MOST_PAST:])],
        "new_url": desk.url("gathering_new") if desk.can(Right.SUPERVISE) else "",
        "proposed": said is not None and said.periods is not None,
    }
    return draw(request, desk, "gathering/gatherings.html", context)


def _daily(desk: Desk, one: queries.Sitting, today: date, host: str) -> dict[str, Any]:
    rule, held = one.rule, one.held
    expected = queries.expected(desk.book, desk.here, rule, one.day) if held is None else held.expected
    can = bool(expected) and one.opens(desk.now) and chairs(desk, host)
    late = one.day < today
    return {
        "title": desk.words(rule.title),
        "clause": desk.clause(rule.clause),
        "at": one.begins_at,
        "yesterday": late,
        "until": one.until if late and held is None else None,
        "coming": held is None and desk.now < one.begins_at,
        "row": row(desk, held) if held else None,
        "lasts": _lasts(rule),
        "expected": desk.all_names(expected),
        "host": desk.name(host) if host else "",
        "hold": desk.form(
            "gathering.hold",
            label=(gettext("补开昨天的{title}") if late else gettext("召开{title}")).format(
                title=desk.words(rule.title)
            ),
            fixed={"meeting": rule.id},
            form_id=f"hold-{rule.id}{'-late' if late else ''}",
            next_url=desk.url("gathering", key="{key}"),
            draft=False,
        )
        if can
        else None,
    }


def _lasts(rule: Daily) -> str:
    least, most = _minutes(rule.least), _minutes(rule.most) if rule.most else ""
    if most and least != "0":
        return gettext("{least}–{most} 分钟").format(least=least, most=most)
    return gettext("{most} 分钟").format(most=most) if most else ""


def _minutes(span: timedelta) -> str:
    return f"{span / timedelta(minutes=1):g}"


def _days(
    desk: Desk, said: Gatherings | None, today: date, ahead: list[Gathering], hosts: queries.Hosted | None
) -> list[dict[str, Any]]:
    """Return the days ahead on which there is something: meetings, a host, or a time that is proposed."""
    after, able = today + queries.AHEAD * DAY, desk.can(Right.SUPERVISE)
    chips: list[tuple[datetime, dict[str, Any]]] = []
    if said and said.periods:
        for training in (False, True) if said.periods.training else (False,):
            found = queries.periods(desk.book, desk.here, said.periods, today, after, training=training)
            sort = "TRAINING" if training else "MEETING"
            chips += [(one.begins_at, period(desk, one, url=able, sort=sort)) for one in found]
    made = []
    for day in (today + step * DAY for step in range(queries.AHEAD)):
        begin, end = span_of(day, desk.zone)
        host = hosts.on(day) if hosts else None
        rows = [row(desk, one) for one in ahead if begin <= one.begins_at < end and not (one.rule and day == today)]
        there = [chip for at, chip in sorted(chips, key=lambda one: one[0]) if begin <= at < end]
        if rows or there or (host and host.host):
            made.append(
                {
                    "day": day,
                    "today": day == today,
                    "host": desk.name(host.host) if host and host.host else "",
                    "extra": bool(host and host.extra),
                    "rows": rows,
                    "periods": there,
                }
            )
    return made
