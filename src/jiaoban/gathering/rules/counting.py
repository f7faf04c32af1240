"""When the count is called, who is to report, and who missed it: derived from the calls, the roster and now. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from jiaoban.gathering.tables import CountCall, CountDay
from jiaoban.gathering.terms import Stand
from jiaoban.kernel.refusal import Declined, Reason
from jiaoban.kernel.shifts import local
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.regime.gathering import HourlyCount


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour at which the count is called: from `at` up to and without `until`, from when on it was forgotten.
    `people` are on a shift at that moment."""

    code: str
    at: datetime
    until: datetime
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Miss:
    """A call that its host forgot, or that somebody did not report to in time. `excused`: why it does not count."""

    day: date
    hour: str
    person: str
    by_host: bool
    at: datetime
    excused: str = ""


def hours(rule: HourlyCount, day: date, zone: str) -> list[Hour]:
    """Return the calls that are due on a local day, by their moments."""
    found: list[Hour] = []
    clock = datetime.combine(day, rule.begins)
    while clock.date() == day and clock.time() <= rule.ends:
        at = local(day, clock.time(), zone)
        pause = any(one.begins <= clock.time() < one.ends for one in rule.breaks)
        if not pause and (not found or at > found[-1].at):  # an hour that the spring change skips is called once
            found.append(Hour(_code(clock.time()), at, at + rule.every))
        clock += rule.every
    return found


def _code(at: time) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def stand(rule: HourlyCount, call: CountCall, person: str, now: datetime) -> Stand:
    """Say how somebody stands to a call: in time up to and with the last instant of the time for it."""
    answered = call.answers.get(person)
    last = call.at + rule.within
    if answered is not None:
        return "IN_TIME" if answered <= last else "LATE"
    return "WAITING" if now <= last else "MISSED"


def misses(
    rule: HourlyCount, day: date, wanted: Iterable[Hour], counted: CountDay | None, host: str, now: datetime
) -> list[Miss]:
    """Return who has missed a call of a day by now, in the order in which it came to be so.

    The host has forgotten an hour that nobody called before it was over, and one that somebody else had to call.
    """
    found = []
    for hour in wanted:
        call = counted.calls.get(hour.code) if counted else None
        if host in hour.people and len(hour.people) > 1:
            if call is None and now >= hour.until:
                found.append(_miss(day, hour, host, hour.until, counted, by_host=True))
            elif call is not None and call.by != host:
                found.append(_miss(day, hour, host, call.at, counted, by_host=True))
        for person in hour.people if call else ():
            assert call is not None
            if person not in (call.by, host) and stand(rule, call, person, now) in ("LATE", "MISSED"):
                found.append(_miss(day, hour, person, call.at + rule.within, counted, by_host=False))
    return sorted(found, key=lambda one: one.at)


def _miss(day: date, hour: Hour, person: str, at: datetime, counted: CountDay | None, *, by_host: bool) -> Miss:
    excused = counted.waived_for(hour.code, person) if counted else ""
    return Miss(day, hour.code, person, by_host, at, excused)


def need_hour(rule: HourlyCount, today: Iterable[Hour], now: datetime) -> Hour:
    """Return the hour that is to be called now; decline where none is."""
    listed = list(today)
    for hour in listed:
        if hour.at <= now < hour.until:
            return hour
    coming = next((one.code for one in listed if one.at > now), "")
    raise Declined(
        Reason(
            code="no-call-due",
            clause=rule.clause,
            why=Words(zh="现在不是报数的时间。", en="No count is to be called now."),
            lifts=Words(
                zh=f"下一次 {coming}。" if coming else "今天的报数已经结束。",
                en=f"The next one is at {coming}." if coming else "There is none any more today.",
            ),
        )
    )


def need_uncalled(hour: Hour, counted: CountDay | None) -> None:
    """Decline a second call of an hour."""
    if counted is not None and hour.code in counted.calls:
        raise Declined(
            plain(
                "called-already",
                f"{hour.code} 的报数已经组织过。",
                f"The count of {hour.code} was called already.",
                "请等下一次。",
                "Wait for the next one.",
            ),
            conflict=True,
        )


def need_call(hour: str, counted: CountDay | None) -> tuple[str, CountCall]:
    """Return the call meant ('' is the newest of the day); decline where it was not called."""
    calls: Mapping[str, CountCall] = counted.calls if counted else {}
    code = hour or max(calls, key=lambda one: calls[one].at, default="")
    if code not in calls:
        raise Declined(
            plain(
                "not-called",
                "主持人还没有组织这一次报数。",
                "The host has not called this count.",
                "请等主持人组织报数。",
                "Wait for the call.",
            )
        )
    return code, calls[code]


def need_unanswered(person: str, call: CountCall) -> None:
    """Decline a second report to a call, and one of whoever called it."""
    if person in call.answers or person == call.by:
        raise Declined(
            plain(
                "reported-already",
                "您已经报过数。" if person in call.answers else "报数由您组织，您不必再报。",
                "You have reported." if person in call.answers else "You called the count and need not report.",
                "不必再报。",
                "Nothing more is wanted.",
            ),
            conflict=True,
        )


def need_miss(found: Iterable[Miss], hour: str, person: str) -> None:
    """Decline to excuse what nobody missed, or what is excused."""
    if not any((one.hour, one.person) == (hour, person) and not one.excused for one in found):
        raise Declined(
            plain(
                "nothing-missed",
                "这一次没有漏报，或已经免记。",
                "Nothing was missed, or it is excused already.",
                "请核对时间和人员。",
                "Check hour and person.",
            )
        )


def span_of(day: date, zone: str) -> tuple[datetime, datetime]:
    """Return the moments between which a local day lies; the end is exclusive."""
    return local(day, time(0), zone), local(day + timedelta(days=1), time(0), zone)
