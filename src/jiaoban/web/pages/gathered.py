"""What of meetings, hosts and counts waits for a visitor now, for the home page of a post."""

from collections.abc import Iterable
from datetime import time, timedelta
from typing import Any

from django.utils.translation import gettext

from jiaoban.gathering import queries
from jiaoban.gathering.tables import Gathering
from jiaoban.kernel.access import Right
from jiaoban.kernel.shifts import local
from jiaoban.regime.gathering import Gatherings
from jiaoban.regime.pack import Pack
from jiaoban.web.desk import Desk

SOON = timedelta(minutes=15)
"""So long before its hour a daily meeting is told of."""
LONG_AFTER = timedelta(hours=2)
"""So long after its hour a daily meeting that nobody called is no longer told of to whoever was to attend: it does not
come any more. The page of the meetings goes on saying that it was not held."""
AHEAD, DAY = timedelta(days=60), timedelta(days=1)


def gatherings_due(desk: Desk, pack: Pack | None) -> Iterable[dict[str, Any]]:
    """Return what the visitor is to call, to report to, to attend or to answer, each with where it is done."""
    said = pack.gatherings if pack else None
    if said is None or not desk.can(Right.WORK):
        return
    yield from _count(desk, said)
    for one in queries.sittings(desk.book, desk.here, said, desk.now):
        told = one.begins_at - SOON <= desk.now < one.begins_at + LONG_AFTER
        if not told or one.held is not None:
            continue
        if desk.actor.person in queries.expected(desk.book, desk.here, one.rule, one.day):
            url, late = desk.url("gatherings"), desk.now >= one.begins_at + SOON
            title = desk.words(one.rule.title)
            yesterday = one.day < queries.today(desk.here, desk.now)
            text = gettext("昨天的{title}还没有召开").format(title=title) if yesterday else title
            yield {"icon": "meeting", "text": text, "url": url, "at": one.begins_at, "overdue": late}
    begin = local(queries.today(desk.here, desk.now) - DAY, time(0), desk.zone)
    there = queries.of_post(desk.book, desk.post, begin, desk.now + AHEAD)
    for gathering in there:
        yield from _waits(desk, gathering)


def _waits(desk: Desk, one: Gathering) -> Iterable[dict[str, Any]]:
    me, url, title = desk.actor.person, desk.url("gathering", key=one.key), desk.words(one.title)
    if one.going_on and me in one.missing:
        text = gettext("{title} 已开始，等您到会").format(title=title)
        yield {"icon": "meeting", "text": text, "url": url, "at": one.opened_at}
    elif one.coming and desk.now < one.begins_at and me not in one.replies and me in queries.invited(desk.book, one):
        text = gettext("请答复是否参加：{title}").format(title=title)
        yield {"icon": "meeting", "text": text, "url": url}


def _count(desk: Desk, said: Gatherings) -> Iterable[dict[str, Any]]:
    """The count of this hour: to be called by its host, or to be reported to."""
    rule = queries.counted_at(said, desk.post)
    if rule is None or not queries.call_runs(rule, desk.here, desk.now):
        return
    count = queries.hosted(desk.book, desk.here, desk.packs, desk.now).running()
    hour = next((one for one in count.hours if one.at <= desk.now < one.until), None) if count else None
    if count is None or hour is None:
        return
    call, me = count.counted.calls.get(hour.code) if count.counted else None, desk.actor.person
    if call is None and me == count.hosting.host:
        text = gettext("组织 {hour} 报数").format(hour=hour.code)
        yield {"icon": "people", "text": text, "url": desk.url("counts"), "at": hour.at}
    elif call is not None and me in hour.people and me != call.by and me not in call.answers:
        last = call.at + count.rule.within
        text = gettext("{hour} 报数，请报到").format(hour=hour.code)
        yield {"icon": "people", "text": text, "url": desk.url("counts"), "at": last, "overdue": desk.now > last}
