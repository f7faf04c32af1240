"""When a route is due: recurrences on the site's wall clock (RFC 5545), and the round before every handover. Pure.

A recurrence names clock times, not distances: `FREQ=HOURLY;INTERVAL=2` is 00:00, 02:00, 04:00 ... on the wall, also on
the days on which the clocks change. A time that the spring change skips is the moment of the change; one that comes
twice in autumn is the first (kernel/shifts.py `local`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from dateutil.rrule import DAILY, HOURLY, MONTHLY, WEEKLY, rrule, rrulestr

from jiaoban.kernel.act import stamp
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.shifts import local
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.regime.pack import Pack
from jiaoban.round.acts import Timetable
from jiaoban.round.tables import Round, Route
from jiaoban.round.terms import DueState

DAY = timedelta(days=1)
USUAL_OPENING = timedelta(minutes=25)
"""So long before the handover its round opens where neither the route nor the regime says otherwise."""
MOST_A_DAY = 96
_PLAIN = re.compile(r"[A-Z0-9=;,+\-]{6,200}")
_FREQUENCIES = {"HOURLY": HOURLY, "DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY}


@dataclass(frozen=True, slots=True)
class Due:
    """A moment for which a route is due. It can be started from `opens_at` on, and is overdue after `closes_at`."""

    key: str
    timetable: Timetable
    at: datetime
    opens_at: datetime
    closes_at: datetime

    def is_open(self, moment: datetime) -> bool:
        """Say whether a round for it can begin at a moment; both ends belong to it."""
        return self.opens_at <= moment <= self.closes_at

    def state(self, gone: Round | None, now: datetime) -> DueState:
        """Return how it stands, `gone` being the round that was gone for it."""
        if gone is not None:
            return "GOING" if gone.open else "DONE"
        if now > self.closes_at:
            return "MISSED"
        return "OVERDUE" if now > self.at else "OPEN"


def check_rule(rule: str, where: str) -> None:
    """Raise `BadInput` for what is no recurrence that a round can follow.

    Allowed: HOURLY with an interval that divides 24, DAILY, WEEKLY, MONTHLY; no COUNT or UNTIL (a new version of the
    route ends it), at most 96 times a day.
    """
    right = Words(
        zh="请按 RFC 5545 书写，例如 FREQ=DAILY;BYHOUR=9,13;BYMINUTE=0 或 FREQ=HOURLY;INTERVAL=2。",
        en="Write it by RFC 5545, such as FREQ=DAILY;BYHOUR=9,13;BYMINUTE=0 or FREQ=HOURLY;INTERVAL=2.",
    )

    def bad(zh: str, en: str) -> BadInput:
        return BadInput(where, Words(zh=zh, en=en), right)

    if not _PLAIN.fullmatch(rule):
        raise bad("这不是重复规则。", "This is no recurrence rule.")
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    if parts.get("FREQ") not in _FREQUENCIES:
        raise bad("只支持每小时、每天、每周、每月。", "Only hourly, daily, weekly and monthly.")
    if {"COUNT", "UNTIL", "DTSTART", "BYSECOND"} & set(parts):
        raise bad("不能写 COUNT、UNTIL、DTSTART、BYSECOND。", "COUNT, UNTIL, DTSTART and BYSECOND have no place here.")
    step = parts.get("INTERVAL", "1")
    if parts["FREQ"] == "HOURLY" and not (step.isdecimal() and int(step) and 24 % int(step) == 0):
        raise bad("每几小时一次，应能整除 24。", "An interval of hours has to divide 24.")
    try:
        times = list(_made(rule, date(2026, 1, 5)).xafter(datetime(2026, 1, 5), count=MOST_A_DAY + 1, inc=True))  # noqa: DTZ001 - a wall clock
    except (ValueError, TypeError, OverflowError, AttributeError, KeyError):
        raise bad("这条重复规则读不懂。", "This recurrence rule cannot be read.") from None
    if not times:
        raise bad("按这条规则永远不会到时间。", "By this rule it is never due.")
    if len(times) > MOST_A_DAY and times[-1] - times[0] < DAY:
        raise bad("一天超过 96 次。", "More than 96 times a day.")


def opening(timetable: Timetable, pack: Pack | None) -> timedelta:
    """Return how long before its moment a round may begin. Before a handover: as the regime's own round says, else as
    the route says, else 25 minutes."""
    own = timedelta(seconds=timetable.opens_s)
    if timetable.when == "RULE":
        return own
    points = pack.handover.confirmations if pack else ()
    said = next((one.opens for one in points if one.route and one.opens is not None), None)
    return said or own or USUAL_OPENING


def dues(route: Route, place: Place, pack: Pack | None, since: datetime, until: datetime) -> list[Due]:
    """Return the moments for which a route is due and whose time, from opening to closing, touches `since` to `until`,
    the first at the front."""
    found = [
        due
        for timetable in route.timetables
        for due in _of(timetable, route, place, pack, since, until)
        if due.closes_at >= since and due.opens_at <= until
    ]
    return sorted(found, key=lambda due: (due.at, due.key))


def _of(
    timetable: Timetable, route: Route, place: Place, pack: Pack | None, since: datetime, until: datetime
) -> Iterator[Due]:
    opens, closes = opening(timetable, pack), timedelta(seconds=timetable.closes_s)
    days = _days(since - closes - DAY, until + opens + DAY, place.zone)
    moments = (
        _ends(days, place)
        if timetable.when == "HANDOVER"
        else (at for day in days for at in _occurrences(timetable.rule, route.from_day, day, place.zone))
    )
    for at in dict.fromkeys(moments):
        yield Due(f"{timetable.timetable}@{stamp(at)}", timetable, at, at - opens, at + closes)


def _days(low: datetime, high: datetime, zone: str) -> list[date]:
    there = clock_of(zone)
    first, last = low.astimezone(there).date(), high.astimezone(there).date()
    return [first + step * DAY for step in range((last - first).days + 1)]


def _ends(days: Iterable[date], place: Place) -> Iterator[datetime]:
    """Yield the ends of the post's shifts: the hours at which it is handed over."""
    for day in days:
        for shift in place.pattern.on(day, place.zone) if place.pattern else ():
            yield shift.ends_at


@lru_cache(maxsize=2048)
def _occurrences(rule: str, from_day: str, day: date, zone: str) -> tuple[datetime, ...]:
    """Return the moments of one local day, in UTC."""
    first = date.fromisoformat(from_day) if from_day else day
    if day < first:
        return ()
    begin = datetime.combine(day, time.min)
    found = _made(rule, first, day).between(begin, begin + DAY, inc=True)
    return tuple(local(one.date(), one.time(), zone) for one in found if one.date() == day)


def _made(rule: str, first: date, day: date | None = None) -> rrule:
    """Return the recurrence, counted from the midnight that begins the first day. What comes round every day is counted
    from the day that is asked for, so that a route of ten years answers as fast as a new one."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    daily = parts["FREQ"] == "HOURLY" or (parts["FREQ"] == "DAILY" and parts.get("INTERVAL", "1") == "1")
    made = rrulestr(rule, dtstart=datetime.combine(day if day and daily else first, time.min))
    assert isinstance(made, rrule)  # without DTSTART and EXDATE it is no set
    return made


def due_for(found: Iterable[Due], taken: Iterable[str], moment: datetime) -> Due | None:
    """Return for which due moment a round that begins now is gone: of those that are open and that nobody went yet, the
    one that closes first; None for none."""
    gone = set(taken)
    free = [due for due in found if due.is_open(moment) and due.key not in gone]
    return min(free, key=lambda due: (due.closes_at, due.at, due.key), default=None)
