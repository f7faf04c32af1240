"""How long ahead a plant-wide meeting is entered, and in which periods meetings and training lie. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from jiaoban.kernel.refusal import BadInput, Reason
from jiaoban.kernel.shifts import Shift
from jiaoban.kernel.tongue import CHINESE, ENGLISH
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.regime.gathering import Periods, PlantWide
from jiaoban.roster.rules import Turn

LONGEST = timedelta(days=31)
"""So long an announced gathering lasts at most."""
FARTHEST = timedelta(days=731)
"""So far ahead one is announced at most."""


@dataclass(frozen=True, slots=True)
class Period:
    """When a gathering lies well: around the change of shifts, or while two groups are there at once. `ends_at` is
    exclusive."""

    sort: Literal["HANDOVER", "OVERLAP"]
    begins_at: datetime
    ends_at: datetime

    def holds(self, begins_at: datetime, ends_at: datetime) -> bool:
        """Say whether a gathering lies wholly in it."""
        return self.begins_at <= begins_at and ends_at <= self.ends_at


def need_sense(begins_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Raise `BadInput` for a gathering that ends before it begins, lasts too long, or does not lie ahead."""
    if not now <= begins_at <= now + FARTHEST:
        raise BadInput(
            "begins_at",
            Words(zh="开始时间已过，或在两年以后。", en="It begins in the past, or more than two years ahead."),
            Words(zh="请填写今后两年内的时间。", en="Give a time in the next two years."),
        )
    if not begins_at < ends_at <= begins_at + LONGEST:
        raise BadInput(
            "ends_at",
            Words(zh="结束时间不在开始之后的31天内。", en="It does not end within 31 days after it begins."),
            Words(zh="请填写晚于开始的时间。", en="Give a time after the begin."),
        )


def too_short(rule: PlantWide, begins_at: datetime, now: datetime) -> bool:
    """Say whether less than the notice lies between now and the begin; exactly the notice is enough."""
    return begins_at - now < rule.notice


def short_notice(rule: PlantWide, now: datetime, zone: str, *, asked: bool) -> Reason:
    """Return the reason not to announce a plant-wide meeting so soon. `asked`: an exception was asked for, by somebody
    who cannot make it."""
    earliest, clock = now + rule.notice, clock_of(zone)
    able = bool(rule.exception_by)
    if asked:
        return Reason(
            code="exception-by-others",
            clause=rule.clause,
            why=Words(zh="您不能批准例外。", en="You cannot make an exception."),
            lifts=Words(zh="请由有权批准的人申报，或改期。", en="Have it entered by who can, or choose a later time."),
            who=rule.exception_by,
        )
    exception_zh = "；确需提前的，由有权的人写明原因" if able else ""
    exception_en = ", or have who may make an exception give the reason" if able else ""
    return Reason(
        code="short-notice",
        clause=rule.clause,
        why=Words(zh="离开会时间不足提前申报的期限。", en="It is entered with less notice than the regime wants."),
        lifts=Words(
            zh=f"最早可定在 {CHINESE.day(earliest, clock)}{exception_zh}。",
            en=f"Let it begin on {ENGLISH.day(earliest, clock)} at the earliest{exception_en}.",
        ),
        who=rule.exception_by,
        names=(CHINESE.day(earliest, clock),),
    )


def outside_periods(rule: Periods, periods: Sequence[Period], zone: str, *, training: bool) -> Reason:
    """Return the reason why a gathering that lies in no period wants a reason; it names the next ones."""
    clock = clock_of(zone)
    spans = [(CHINESE.day(one.begins_at, clock), f"{one.ends_at.astimezone(clock):%H:%M}") for one in periods[:3]]
    listed = "、".join(f"{begin}—{end}" for begin, end in spans)
    what_zh, what_en = ("两组重叠期间", "while two groups are there") if training and rule.training else _AROUND
    nothing = Words(zh="近期排班中没有这样的时段", en="the roster has no such time soon")
    return Reason(
        code="outside-periods",
        clause=rule.clause,
        why=Words(zh=f"不在{what_zh}。", en=f"It does not lie {what_en}."),
        lifts=Words(
            zh=f"请改到：{listed or nothing.zh}；或写明为什么放在别的时间。",
            en=f"Choose one of: {listed or nothing.en}; or say why it lies at another time.",
        ),
        names=tuple(f"{begin}—{end}" for begin, end in spans),
    )


_AROUND = ("交接班期间", "around a handover")


def handover_periods(shifts: Iterable[Shift], rule: Periods) -> list[Period]:
    """Return the times around each begin of a shift that relieves another one of the same post."""
    listed = list(shifts)
    spans = [
        (one.begins_at - rule.before, one.begins_at + rule.after)
        for one in listed
        if any(other.begins_at < one.begins_at <= other.ends_at for other in listed)
    ]
    return [Period("HANDOVER", *span) for span in _merged(spans)]


def overlaps(turns: Iterable[Turn]) -> list[Period]:
    """Return the times at which people of two groups stand shifts of a post at once."""
    manned = [one for one in turns if one.people]
    spans = [
        (max(one.shift.begins_at, other.shift.begins_at), min(one.shift.ends_at, other.shift.ends_at))
        for place, one in enumerate(manned)
        for other in manned[:place]
        if (one.post, one.shift.key) != (other.post, other.shift.key) and _two_groups(one, other)
    ]
    return [Period("OVERLAP", *span) for span in _merged(span for span in spans if span[0] < span[1])]


def _two_groups(one: Turn, other: Turn) -> bool:
    if one.crew and other.crew and not (one.exception or other.exception):
        return one.crew != other.crew
    return not set(one.people) & set(other.people)


def _merged(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    made: list[tuple[datetime, datetime]] = []
    for begin, end in sorted(spans):
        if made and begin <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((begin, end))
    return made
