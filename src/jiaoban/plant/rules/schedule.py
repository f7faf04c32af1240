"""When parameters are to be read (整点抄表): a list of hours or an RFC 5545 rule, and which readings keep it. Pure.

Rules that count hours or minutes begin anew at each midnight of the site; so after a change of the clocks every second
hour is counted from midnight, and a day of 25 hours has 25 hourly readings. Rules by days, weeks and months, and all
that name hours (BYHOUR), are read on the site's clock.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from dateutil.rrule import rrule, rrulestr

from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.shifts import local
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import MOST_BACK, all_at, clock_of, moved_between, moves

MOST = 96
"""Readings of one parameter in a day: every quarter of an hour."""
GRACE = 15
"""Minutes around the moment at which a reading still is the one of that moment, where the parameter says nothing."""
MOST_GRACE = 240
_CLOCK = re.compile(r"(\d{1,2})(?:[:时点](\d{1,2})?)?分?", re.ASCII)
_EVERY = re.compile(
    r"(?:每|every)\s*(\d{1,2})?\s*(?:个|h)?\s*(小时|时|整点|hours?|h|分钟|分|minutes?|min)?", re.IGNORECASE
)
_PARTS = {
    "FREQ": re.compile("|".join(("HOURLY", "MINUTELY", "DAILY", "WEEKLY", "MONTHLY"))),
    "INTERVAL": re.compile(r"[1-9]\d{0,2}", re.ASCII),
    "BYHOUR": re.compile(r"(?:[01]?\d|2[0-3])(?:,(?:[01]?\d|2[0-3]))*", re.ASCII),
    "BYMINUTE": re.compile(r"[0-5]?\d(?:,[0-5]?\d)*", re.ASCII),
    "BYDAY": re.compile(r"(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*"),
    "BYMONTHDAY": re.compile(r"-?(?:[1-9]|[12]\d|3[01])(?:,-?(?:[1-9]|[12]\d|3[01]))*", re.ASCII),
}
"""What a rule may be made of: nothing that could match no day for centuries."""
_NONE = re.compile(r"(?!)")
_EPOCH = datetime(2001, 1, 1)  # noqa: DTZ001 - a Monday by the site's own clock
_BY_THE_DAY = ("HOURLY", "MINUTELY")
_DAYS = ("BYDAY=", "BYMONTHDAY=")
_FREQUENCIES = (*_BY_THE_DAY, "DAILY", "WEEKLY", "MONTHLY")
State = Literal["COMING", "DUE", "READ", "LATE", "MISSING"]
"""Where a scheduled reading stands; LATE: it was read in time and told only after the grace."""


def need_schedule(text: str, where: str = "schedule") -> str:
    """Return a schedule in its one form, '' for none: `08:00,20:00` or a rule without its name.

    `每小时`, `every 2 h`, `8、20`, `RRULE:FREQ=DAILY;BYHOUR=8,20` are read. Raises `BadInput` for what is no schedule,
    what ends some day, and what comes more often than every quarter of an hour.
    """
    said = unicodedata.normalize("NFKC", text).strip()
    if not said:
        return ""
    rule = _rule(said, where) if "=" in said else _every(said, where) or _clocks(said, where)
    if len(_moments(rule, date(2001, 1, 1), "UTC")) > MOST:
        raise _bad(where, text, "每天最多抄 96 次（每 15 分钟一次）。", "At most 96 a day, one every 15 minutes.")
    return rule


def moments(schedule: str, begins: datetime, ends: datetime, zone: str) -> list[datetime]:
    """Return the moments of a schedule with `begins <= moment < ends`, in UTC and in order."""
    if not schedule or begins >= ends:
        return []
    there = clock_of(zone)
    day, last = begins.astimezone(there).date(), ends.astimezone(there).date()
    if moves(zone):  # a clock that went back over midnight shows the day before once more
        day, last = day - timedelta(days=1), last + timedelta(days=1)
    found: list[datetime] = []
    while day <= last:
        found += [one for one in _moments(schedule, day, zone) if begins <= one < ends]
        day += timedelta(days=1)
    return sorted(dict.fromkeys(found))


class Slot(NamedTuple):
    """A scheduled reading: the moment, where it stands, and when it was read and recorded, if it was.

    A tuple, for a large plant has some ten thousand of them in a shift.
    """

    at: datetime
    state: State
    read_at: datetime | None = None
    recorded_at: datetime | None = None


def slots(
    wanted: Sequence[datetime],
    reads: Iterable[tuple[datetime, datetime]],
    grace: int,
    now: datetime,
    unread: Sequence[Slot] | None = None,
) -> Sequence[Slot]:
    """Return where each scheduled moment stands. `reads`: when a parameter was read, and when that was recorded.

    A reading belongs to the moment that is nearest to it, the earlier one of two, when it is no more than `grace`
    minutes away. Of several the nearest counts. `unread` is what `unread_slots` gives for these moments, where that is
    known: parameters of one schedule share it.
    """
    span = timedelta(minutes=grace)
    kept: dict[datetime, tuple[datetime, datetime]] = {}
    exact = frozenset(wanted)
    for at, recorded_at in reads:
        if at in exact:
            kept[at] = at, recorded_at
            continue
        moment = nearest(wanted, at)
        if moment is None or abs(at - moment) > span:
            continue
        if moment not in kept or abs(at - moment) < abs(kept[moment][0] - moment):
            kept[moment] = at, recorded_at
    if unread is None:
        unread = unread_slots(wanted, grace, now)
    if not kept:
        return unread
    return [
        slot if (read := kept.get(slot.at)) is None else _read_slot(slot.at, read[0], read[1], span) for slot in unread
    ]


def unread_slots(wanted: Sequence[datetime], grace: int, now: datetime) -> Sequence[Slot]:
    """Return where scheduled moments stand for which nothing was read."""
    span = timedelta(minutes=grace)
    return tuple(Slot(one, "COMING" if now < one else "DUE" if now <= one + span else "MISSING") for one in wanted)


def nearest(wanted: Sequence[datetime], at: datetime) -> datetime | None:
    """Return the moment nearest to `at` of moments in order, the earlier of two; None of none."""
    place = bisect_left(wanted, at)
    around = wanted[max(0, place - 1) : place + 1]
    return min(around, key=lambda one: abs(at - one), default=None)


def _read_slot(moment: datetime, read_at: datetime, recorded_at: datetime, span: timedelta) -> Slot:
    return Slot(moment, "LATE" if recorded_at > moment + span else "READ", read_at, recorded_at)


def missing(found: Mapping[str, Sequence[Slot]]) -> int:
    """Return how many scheduled readings are missing, over all parameters."""
    return sum(slot.state == "MISSING" for slots_of in found.values() for slot in slots_of)


def spelled(schedule: str) -> Words:
    """Return a schedule in words; a rule that has no short words stands for itself."""
    parts = dict(part.split("=", 1) for part in schedule.split(";")) if "=" in schedule else {}
    every = parts.get("INTERVAL", "1")
    if not schedule:
        return Words(zh="不定时", en="whenever")
    if parts and set(parts) <= {"FREQ", "INTERVAL"} and parts["FREQ"] in _BY_THE_DAY:
        zh, en = ("小时", "h") if parts["FREQ"] == "HOURLY" else ("分钟", "min")
        return Words(zh=f"每{'' if every == '1' else f' {every} '}{zh}", en=f"every {every} {en}")
    return Words(zh=schedule.replace(",", "、"), en=schedule.replace(",", ", ")) if not parts else Words(zh=schedule)


@lru_cache(maxsize=4096)
def _moments(schedule: str, day: date, zone: str) -> tuple[datetime, ...]:
    """Return the moments of one day of the site."""
    if "=" not in schedule:
        return tuple(dict.fromkeys(local(day, time.fromisoformat(one), zone) for one in schedule.split(",")))
    midnight = datetime.combine(day, time())
    rule = _parsed(schedule, _begin(schedule, midnight))
    found = [one for one in rule.between(midnight, midnight + timedelta(days=1), inc=True) if one.date() == day]
    if not _counts(schedule) or "BYHOUR=" in schedule:
        return tuple(dict.fromkeys(local(day, one.time(), zone) for one in found))
    begins, ends = local(day, time(), zone), local(day + timedelta(days=1), time(), zone)
    if moved_between(zone, begins, ends + MOST_BACK):
        return tuple(at for one in found for at in all_at(one, zone))
    if found:  # the day is one of the rule's: all of it, however long it is
        whole = _parsed(";".join(one for one in schedule.split(";") if not one.startswith(_DAYS)), midnight)
        found = whole.between(midnight, midnight + (ends - begins), inc=True)
    return tuple(begins + (one - midnight) for one in found if begins + (one - midnight) < ends)


def _counts(schedule: str) -> bool:
    """Say whether a rule counts hours or minutes."""
    return schedule.startswith(tuple(f"FREQ={one}" for one in _BY_THE_DAY))


def _begin(schedule: str, midnight: datetime) -> datetime:
    """Return where a rule is counted from: rules of hours from midnight, the others from one Monday for ever, moved up
    as far as that changes nothing."""
    if _counts(schedule):
        return midnight
    step = int((re.search(r"INTERVAL=(\d+)", schedule) or ["", "1"])[1])
    days = {"DAILY": step, "WEEKLY": 7 * step}.get(schedule.split(";")[0].partition("=")[2])
    if days is None:
        return _EPOCH
    return _EPOCH + timedelta(days=(midnight - _EPOCH).days // days * days)


def _parsed(schedule: str, begin: datetime) -> rrule:
    found = rrulestr(schedule, dtstart=begin)
    assert isinstance(found, rrule)
    return found


def _rule(said: str, where: str) -> str:
    rule = said.upper().removeprefix("RRULE:").replace(" ", "").strip(";")
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    if parts.get("FREQ") not in _FREQUENCIES:
        raise _bad(where, said, "频率应为 HOURLY、DAILY、WEEKLY 等，如 FREQ=HOURLY;INTERVAL=2。", "Its FREQ is none.")
    strange = next((name for name, value in parts.items() if not _PARTS.get(name, _NONE).fullmatch(value)), None)
    if strange is not None:  # among them COUNT and UNTIL, after which nobody would be asked any more
        raise _bad(where, said, f"{strange} 在这里不能用。", f"{strange} cannot be used here.")
    rule = ";".join([f"FREQ={parts.pop('FREQ')}", *(f"{name}={value}" for name, value in parts.items())])
    try:
        _moments(rule, date(2001, 1, 1), "UTC")
    except (ValueError, TypeError, KeyError, OverflowError, AssertionError) as error:
        raise _bad(where, said, "写法见 RFC 5545，如 FREQ=DAILY;BYHOUR=8,20。", "See RFC 5545.") from error
    return rule


def _every(said: str, where: str) -> str:
    if said.casefold() in ("整点", "每小时", "hourly"):
        return "FREQ=HOURLY"
    found = _EVERY.fullmatch(said)
    if found is None or not (found[1] or found[2]):
        return ""
    step, unit = int(found[1] or 1), (found[2] or "小时").casefold()
    minutes = unit.startswith(("分", "min"))
    if not 1 <= step <= (720 if minutes else 24):
        raise _bad(where, said, "间隔应为 1 到 24 小时。", "Every 1 to 24 hours.")
    rule = "FREQ=MINUTELY" if minutes else "FREQ=HOURLY"
    return rule if step == 1 else f"{rule};INTERVAL={step}"


def _clocks(said: str, where: str) -> str:
    found = []
    for part in re.split(r"[,、;\s]+", said):
        clock = _CLOCK.fullmatch(part)
        hour, minute = (int(clock[1]), int(clock[2] or 0)) if clock else (99, 0)
        if hour > 24 or minute > 59 or (hour == 24 and minute):
            raise _bad(where, said, "请写如 08:00,20:00，或每小时，或 FREQ=HOURLY;INTERVAL=2。", "Like 08:00,20:00.")
        found.append(f"{hour % 24:02}:{minute:02}")
    return ",".join(sorted(dict.fromkeys(found)))


def _bad(where: str, said: str, zh: str, en: str) -> BadInput:
    return BadInput(
        where, Words(zh=f"「{said[:60]}」不是抄表时间。", en=f"'{said[:60]}' is no schedule."), Words(zh=zh, en=en)
    )
