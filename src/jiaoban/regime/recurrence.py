"""Work that comes again by a rule of RFC 5545: on which local days it falls, in which shift, and when it is due there.

A pack says the rule as the standard writes it (`FREQ=WEEKLY;BYDAY=TU`); what the days mean is dateutil's to know. A
rule has no end of its own: what a regime asks for ends with the version of the pack that asks.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol

from dateutil.rrule import rrule, rrulestr

from jiaoban.kernel.shifts import Shift, local
from jiaoban.kernel.words import Words
from jiaoban.regime.duties import Duty

ANCHOR = date(2001, 1, 1)
"""A Monday, and the first day of a month, a year and a century: what a rule leaves open is taken from it."""
HORIZON = timedelta(days=9 * 366)
"""A rule that names no day within so long names none."""
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
PARTS = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "BYYEARDAY", "BYWEEKNO", "WKST"})
INTERVAL = re.compile(r"INTERVAL=[1-9][0-9]{0,2}")
DAY = timedelta(days=1)


class Recurring(Protocol):
    """What comes again: by a rule, '' for every day, counted from a day."""

    @property
    def rrule(self) -> str:
        """The rule of RFC 5545, or ''."""
        ...

    @property
    def since(self) -> date | None:
        """The day from which it counts."""
        ...


def wrong(duty: Recurring) -> Words | None:
    """Return what is wrong with the rule of what comes again, or None."""
    parts = [part.partition("=")[0] for part in duty.rrule.split(";")]
    strange = [one for one in parts if one not in PARTS]
    if strange:
        return Words(zh=f"不认识「{strange[0]}」。", en=f"There is no {strange[0]!r} here.")
    if len(set(parts)) < len(parts):
        return Words(zh="有一项写了两次。", en="A part stands there twice.")
    if any(one.startswith("INTERVAL=") and not INTERVAL.fullmatch(one) for one in duty.rrule.split(";")):
        return Words(zh="INTERVAL 不是 1 到 999。", en="INTERVAL is not from 1 to 999.")
    if not any(f"FREQ={one}" in duty.rrule.split(";") for one in FREQUENCIES):
        return Words(zh="FREQ 不是 DAILY、WEEKLY、MONTHLY、YEARLY 之一。", en="FREQ is none that a duty can have.")
    try:
        made = _rule(duty.rrule, duty.since or ANCHOR, (duty.since or ANCHOR) + HORIZON)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        return Words(zh=f"读不懂这条规则：{error}。", en=f"This rule cannot be read: {error}.")
    if next(iter(made), None) is None:
        return Words(zh="这条规则没有一天符合。", en="No day meets this rule.")
    return None


def due(duty: Duty, shift: Shift, post: str, zone: str) -> datetime | None:
    """Return when a duty is due in a shift of a post, or None where it does not fall into it.

    A time of day that the spring change skips is the moment at which the clocks jump; of one that comes twice in
    autumn the first is taken.
    """
    if (duty.shifts and shift.code not in duty.shifts) or (duty.posts and post not in duty.posts):
        return None
    if duty.at is None:
        return shift.ends_at - duty.before_end if occurs(duty, shift.day) else None
    for day in (shift.day, shift.day + DAY):
        moment = local(day, duty.at, zone)
        if shift.begins_at <= moment < shift.ends_at and occurs(duty, day):
            return moment
    return None


def falling(duties: Iterable[Duty], shift: Shift, post: str, zone: str) -> list[tuple[Duty, datetime]]:
    """Return the duties that fall into a shift of a post, in the order of the pack, and when each is due."""
    return [(one, at) for one in duties if (at := due(one, shift, post, zone)) is not None]


def occurs(duty: Recurring, day: date) -> bool:
    """Say whether its rule names a local day; without a rule every day is one."""
    if not duty.rrule:
        return duty.since is None or day >= duty.since
    return day in _days(duty.rrule, duty.since or ANCHOR, day.year, day.month)


@lru_cache(maxsize=512)
def _days(rule: str, since: date, year: int, month: int) -> frozenset[date]:
    first = date(year, month, 1)
    last = date(year + month // 12, month % 12 + 1, 1) - DAY
    if last < since:
        return frozenset()
    found = _rule(*_nearer(rule, since, first), last).between(_midnight(first), _midnight(last), inc=True)
    return frozenset(one.date() for one in found)


def _nearer(rule: str, since: date, first: date) -> tuple[str, date]:
    """Return a rule and the day from which it counts, moved on by whole intervals to shortly before `first`.

    dateutil steps from that day on, through a quarter of a century for each new month. What a rule takes from its first
    day is written out, for the later day is another one of the month (RFC 5545, 3.3.10).
    """
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    frequency, every = parts["FREQ"], int(parts.get("INTERVAL", "1"))
    if frequency in ("DAILY", "WEEKLY"):
        length = every * (7 if frequency == "WEEKLY" else 1)
        skipped = (first - since).days // length - 1  # one less: the week in which counting begins may be cut
        return rule, since + timedelta(days=max(0, skipped) * length)
    if frequency == "YEARLY":
        begins = date(since.year + (first.year - since.year) // every * every, 1, 1)
    else:
        months = ((first.year - since.year) * 12 + first.month - since.month) // every * every + since.month - 1
        begins = date(since.year + months // 12, months % 12 + 1, 1)
    if begins <= since:
        return rule, since
    if parts.keys() & {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"}:
        return rule, begins
    month = f";BYMONTH={since.month}" if frequency == "YEARLY" and "BYMONTH" not in parts else ""
    return f"{rule}{month};BYMONTHDAY={since.day}", begins


def _rule(rule: str, since: date, until: date) -> rrule:
    made = rrulestr(f"{rule};UNTIL={until:%Y%m%d}", dtstart=_midnight(since))
    assert isinstance(made, rrule)
    return made


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
