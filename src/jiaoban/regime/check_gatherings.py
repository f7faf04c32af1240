"""Static checks of meetings beyond the handover: can each be held, closed and announced as it is written?"""

from collections.abc import Iterator
from datetime import timedelta

from jiaoban.kernel.words import Words
from jiaoban.regime.check_conditions import LONGEST
from jiaoban.regime.complaints import nearest
from jiaoban.regime.findings import Check, Finding
from jiaoban.regime.findings import error as _error
from jiaoban.regime.gathering import Daily, Gatherings, HourlyCount
from jiaoban.regime.pack import Pack
from jiaoban.regime.positions import Path

DAY = timedelta(days=1)
BRIEFEST = timedelta(minutes=1)
"""Between two calls of the count: a host who calls more often does nothing else."""


def _gatherings(pack: Pack) -> Iterator[Finding]:
    said = pack.gatherings
    if said is None:
        return
    yield from _unique([one.id for one in said.daily], ("gatherings", "daily"))
    for place, one in enumerate(said.daily):
        yield from _daily(one, ("gatherings", "daily", place))
    yield from _announced(pack, said)
    if said.counts is not None:
        yield from _counts(said, said.counts, ("gatherings", "counts"))


def _unique(names: list[str], path: Path) -> Iterator[Finding]:
    for place, name in enumerate(names):
        if name in names[:place]:
            right = Words(zh="改一个名字，或删去重复的。", en="Rename one, or remove the repetition.")
            yield _error((*path, place, "id"), f"「{name}」重复了。", f'"{name}" is there twice.', right)


def _daily(one: Daily, path: Path) -> Iterator[Finding]:
    yield from _unique([topic.id for topic in one.reports], (*path, "reports"))
    yield from _by_the_clock(one, ("at",), path)
    for name in ("least", "most"):
        span = getattr(one, name)
        if span is not None and not timedelta(0) <= span < DAY:
            yield _no_length((*path, name), Words(zh="0 到 24 小时之间。", en="From 0 to 24 hours."))
    if one.most is not None and one.most < one.least:
        right = Words(zh="most 不小于 least。", en="Make most at least least.")
        yield _error(
            (*path, "most"),
            "会议还不能散会就已经超时。",
            "The meeting would be over-run before it may be closed.",
            right,
        )
    if one.over_reason and one.most is None:
        right = Words(zh="写明 most，或删去 over_reason。", en="Give most, or remove over_reason.")
        yield _error((*path, "over_reason"), "没有最长时间，谈不上超时。", "Without most nothing is over-run.", right)


def _announced(pack: Pack, said: Gatherings) -> Iterator[Finding]:
    if said.plant_wide is not None:
        path: Path = ("gatherings", "plant_wide")
        if not timedelta(0) < said.plant_wide.notice <= LONGEST:
            yield _no_length((*path, "notice"), Words(zh="1 秒到 366 天之间。", en="From a second to 366 days."))
        known = {"supervisor": None, **{one.id: one for one in pack.handover.authorities}}
        for place, name in enumerate(said.plant_wide.exception_by):
            found = known.get(name)
            if name not in known:
                wrong = (f"没有「{name}」这一方。", f'There is no party "{name}".')
                yield _error((*path, "exception_by", place), *wrong, nearest(name, known))
            elif found is not None and found.side is not None:
                right = Words(
                    zh="写 supervisor，或一个不限交班方、接班方的人。",
                    en="Name supervisor, or an authority without a side.",
                )
                wrong = ("全厂性会议没有交班方和接班方。", "A meeting of the whole site has no sides.")
                yield _error((*path, "exception_by", place), *wrong, right)
    if said.periods is not None:
        for name in ("before", "after"):
            if not timedelta(0) <= getattr(said.periods, name) < DAY:
                right = Words(zh="0 到 24 小时之间。", en="From 0 to 24 hours.")
                yield _no_length(("gatherings", "periods", name), right)
        if not said.periods.before + said.periods.after:
            right = Words(zh="before 或 after 大于 0。", en="Make before or after more than 0.")
            yield _error(("gatherings", "periods", "after"), "这样没有会议时段。", "So there is no period.", right)


def _counts(said: Gatherings, counts: HourlyCount, path: Path) -> Iterator[Finding]:
    if said.host is None:
        right = Words(zh="补上 host:。", en="Add host:.")
        yield _error((*path, "clause"), "没有主持人，没有人组织报数。", "Without a host nobody calls the count.", right)
    yield from _by_the_clock(counts, ("begins", "ends"), path)
    if counts.ends < counts.begins:
        right = Words(zh="ends 不早于 begins。", en="Make ends at least begins.")
        yield _error((*path, "ends"), "结束早于开始。", "It ends before it begins.", right)
    if not BRIEFEST <= counts.every < DAY:
        yield _no_length((*path, "every"), Words(zh="1 分钟到 24 小时之间。", en="From a minute to 24 hours."))
    if not timedelta(0) < counts.within <= counts.every:
        right = Words(zh="大于 0，不超过 every。", en="More than 0, and every at most.")
        yield _error(
            (*path, "within"),
            "报数的时限与间隔不符。",
            "The time to report does not fit between two calls.",
            right,
        )
    for place, one in enumerate(counts.breaks):
        if one.ends <= one.begins:
            right = Words(zh="ends 晚于 begins。", en="Make ends later than begins.")
            yield _error((*path, "breaks", place, "ends"), "休息没有时间。", "The break has no length.", right)
    if not counts.missed:
        right = Words(zh="写明第一次漏报的后果。", en="Say what follows from the first miss.")
        yield _error((*path, "missed"), "没有写漏报的后果。", "It says nothing of a missed count.", right)


def _by_the_clock(part: Daily | HourlyCount, names: tuple[str, ...], path: Path) -> Iterator[Finding]:
    for name in names:
        at = getattr(part, name)
        if at.tzinfo is not None or at.microsecond:
            right = Words(zh='写当地时间，如 "09:05"。', en='Write the time of the place, like "09:05".')
            yield _error((*path, name), "这里写当地的钟点。", "A time of day by the clock of the place.", right)


def _no_length(path: Path, right: Words) -> Finding:
    return _error(path, "时长不合理。", "This duration makes no sense.", right)


GATHERING_CHECKS: tuple[Check, ...] = (_gatherings,)
