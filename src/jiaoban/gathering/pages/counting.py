"""整点报数: the call of this hour and its ten minutes, who has reported, who hosts next and why."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.gathering import queries
from jiaoban.gathering.pages.rows import chairs, ruled
from jiaoban.gathering.rules.counting import Hour, stand
from jiaoban.gathering.rules.hosting import Consequence
from jiaoban.gathering.tables import CountCall
from jiaoban.gathering.terms import STANDS
from jiaoban.gathering.usecases.count import OLDEST
from jiaoban.kernel.access import Right
from jiaoban.kernel.starts import EARLIEST
from jiaoban.org import queries as org
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

DAY = timedelta(days=1)
AHEAD = 7
"""So many days ahead the page says who hosts."""


@page()
def counts(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the count of a day (default: today), the hosts of the next days, and who owes extra days why."""
    today = queries.today(desk.here, desk.now)
    day = _day(request, today)
    hosts = queries.hosted(desk.book, desk.here, desk.packs, desk.now, today + AHEAD * DAY)
    count = hosts.count(day)
    said = ruled(desk)
    host = hosts.on(day)
    now = _now(desk, running) if day == today and (running := hosts.running()) else None
    context = {
        "day": day,
        "today": day == today,
        "before": f"{desk.url('counts')}?day={day - DAY}",
        "after": f"{desk.url('counts')}?day={day + DAY}" if day < today else "",
        "host": desk.name(host.host) if host.host else "",
        "extra": host.extra,
        "mine": host.host == desk.actor.person,
        "ruled": count is not None or bool(said and said.host),
        "ordered": bool(hosts.hosts.orders),
        "clause": desk.clause(count.rule.clause) if count else None,
        "counted": count is not None,
        "now": now,
        "hours": [_hour(desk, count, hour) for hour in count.hours] if count else [],
        "missed": [_missed(desk, one) for one in host.missed],
        "owed": [{"name": desk.name(person), "days": days} for person, days in hosts.owed().items()],
        "turns": [_turn(desk, hosts, today + step * DAY) for step in range(AHEAD + 1)],
        "set_hosts": _set_hosts(desk, hosts, today) if said and said.host and desk.can(Right.SUPERVISE) else None,
        "excuse": _excuse(desk, day, host.missed) if desk.can(Right.SUPERVISE) and day >= today - OLDEST else None,
        "back_url": desk.url("gatherings"),
    }
    return draw(request, desk, "gathering/counts.html", context)


def _day(request: HttpRequest, today: date) -> date:
    """Return the day asked for; one that cannot be read, or lies ahead or too far back, is today."""
    try:
        asked = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today
    return asked if EARLIEST < asked <= today else today


def _now(desk: Desk, count: queries.CountOf) -> dict[str, Any] | None:
    """Return the hour that runs: the one button that the visitor has in it, and until when."""
    hour = next((one for one in count.hours if one.at <= desk.now < one.until), None)
    if hour is None:
        coming = next((one for one in count.hours if one.at > desk.now), None)
        return {"coming": coming} if coming else None
    call = count.counted.calls.get(hour.code) if count.counted else None
    me, last = desk.actor.person, call.at + count.rule.within if call else None
    wanted = call is not None and me in hour.people and me != call.by and me not in call.answers
    form = None
    if call is None and chairs(desk, count.hosting.host):
        form = _button(desk, "gathering.call_count", gettext("组织 {hour} 报数").format(hour=hour.code), {})
    elif wanted and desk.can(Right.WORK):
        form = _button(desk, "gathering.answer_count", gettext("报数"), {"hour": hour.code})
    return {
        "hour": hour.code,
        "called": call is not None,
        "by": desk.name(call.by) if call else "",
        "called_at": call.at if call else None,
        "due_at": (last if last and desk.now <= last else None) if call else hour.until,
        "due_label": gettext("报数截止") if call else gettext("最迟组织"),
        "wanted": wanted,
        "answered": call is not None and me in call.answers,
        "late": wanted and last is not None and desk.now > last,
        "form": form,
    }


def _button(desk: Desk, verb: str, label: str, fixed: dict[str, str]) -> Form:
    form = desk.form(verb, label=label, fixed=fixed, form_id=verb.rpartition(".")[2], draft=False)
    form.fields = []
    return form


def _hour(desk: Desk, count: queries.CountOf, hour: Hour) -> dict[str, Any]:
    call = count.counted.calls.get(hour.code) if count.counted else None
    forgotten = call is None and desk.now >= hour.until
    people = [_person(desk, count, call, one) for one in hour.people if call and one != call.by]
    return {
        "hour": hour.code,
        "call": call,
        "by": desk.name(call.by) if call else "",
        "instead": call is not None and bool(count.hosting.host) and call.by != count.hosting.host,
        "forgotten": forgotten,
        "coming": desk.now < hour.at,
        "open": [one for one in people if one["stand"] != "IN_TIME"],
        "in_time": [one for one in people if one["stand"] == "IN_TIME"],
    }


def _person(desk: Desk, count: queries.CountOf, call: CountCall, person: str) -> dict[str, Any]:
    how = stand(count.rule, call, person, desk.now)
    return {"name": desk.name(person), "stand": how, "words": desk.words(STANDS[how]), "at": call.answers.get(person)}


def _missed(desk: Desk, one: Consequence) -> dict[str, Any]:
    miss, says = one.miss, one.says
    return {
        "name": desk.name(miss.person),
        "hour": miss.hour,
        "by_host": miss.by_host,
        "excused": miss.excused,
        "nth": one.nth,
        "days": one.days,
        "says": desk.words(says.says) if says else "",
        "figure": desk.words(says.figure) if says and says.figure else "",
    }


def _turn(desk: Desk, hosts: queries.Hosted, day: date) -> dict[str, Any]:
    one = hosts.on(day)
    return {"day": day, "host": desk.name(one.host) if one.host else "", "extra": one.extra}


def _set_hosts(desk: Desk, hosts: queries.Hosted, today: date) -> Form:
    order = hosts.hosts.on(today)
    choices = desk.choose("person")
    if isinstance(choices, list):
        here = {one.key for one in org.holders_of(desk.book, Right.WORK, desk.post)}.union(order)
        listed = [one for one in choices if one[0] in here]
        choices = sorted(listed, key=lambda one: order.index(one[0]) if one[0] in order else len(order))
    return desk.form(
        "gathering.set_hosts",
        label=gettext("设定轮值"),
        form_id="set-hosts",
        options={"people": choices},
        given={"people": order},
        help={"from_day": gettext("不填为今天")},
    )


def _excuse(desk: Desk, day: date, missed: tuple[Consequence, ...]) -> Form | None:
    me = desk.actor.person
    open_ = [one.miss for one in missed if not one.miss.excused and one.miss.person != me]
    if not open_:
        return None
    return desk.form(
        "gathering.excuse_miss",
        label=gettext("免记"),
        form_id="excuse-miss",
        fixed={"day": day.isoformat()},
        tone="",
        options={
            "hour": [(code, code) for code in dict.fromkeys(one.hour for one in open_)],
            "person": [(one, desk.name(one)) for one in dict.fromkeys(each.person for each in open_)],
        },
    )
