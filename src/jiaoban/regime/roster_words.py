"""What a rule about rosters asks for, as one sentence in both languages."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

from jiaoban.kernel.words import Words
from jiaoban.regime.rostering import RosterRule
from jiaoban.regime.spoken import plain

_PERIODS = {"week": Words(zh="每周", en="every week"), "month": Words(zh="每月", en="every month")}


def in_words(rule: RosterRule) -> Words:
    """Return what a rule asks for, with its figures; what it is narrowed to is said after it."""
    said = _KINDS[rule.kind](rule)
    narrowed = [
        Words(zh=f"{zh}{_list(values).zh}", en=f"{en} {_list(values).en}")
        for zh, en, values in (("只看岗位", "at", rule.posts), ("只看班次", "in", rule.shifts))
        if values
    ]
    return Words(
        zh="；".join((said.zh, *(one.zh for one in narrowed))) + "。",
        en="; only ".join((said.en, ", ".join(one.en for one in narrowed))) + "." if narrowed else f"{said.en}.",
    )


def hours(value: object) -> Words:
    """Return a length of time in words, in hours rather than days: 44小时."""
    if not isinstance(value, timedelta):
        return plain(value)
    whole, rest = divmod(value, timedelta(hours=1))
    parts = [Words(zh=f"{whole}小时", en=f"{whole} h")] if whole else []
    if rest or not whole:
        parts.append(plain(rest))
    return Words(zh="".join(one.zh for one in parts), en=" ".join(one.in_("en") for one in parts))


def _list(values: Iterable[str]) -> Words:
    return plain(tuple(values))


def _rest_between(rule: RosterRule) -> Words:
    least = hours(rule.at_least)
    return Words(zh=f"两个班之间至少休息{least.zh}", en=f"At least {least.en} of rest between two shifts")


def _hours_in_row(rule: RosterRule) -> Words:
    most = hours(rule.at_most)
    return Words(zh=f"连续在岗不超过{most.zh}", en=f"At most {most.en} on duty without a break")


def _hours_in_week(rule: RosterRule) -> Words:
    most = hours(rule.at_most)
    return Words(zh=f"一周（周一到周日）不超过{most.zh}", en=f"At most {most.en} in a week, Monday to Sunday")


def _days_in_row(rule: RosterRule) -> Words:
    return Words(zh=f"连续有班不超过{rule.at_most}天", en=f"Shifts on at most {rule.at_most} days in a row")


def _rest_days(rule: RosterRule) -> Words:
    period = _PERIODS[rule.period or "week"]
    return Words(zh=f"{period.zh}至少休息{rule.at_least}天", en=f"At least {rule.at_least} rest days {period.en}")


def _use_up(rule: RosterRule) -> Words:
    remind = plain(rule.remind)
    return Words(
        zh=f"每周{rule.at_least}天的休息日当月用完，月底前{remind.zh}起提醒",
        en=f"Rest days ({rule.at_least} a week) are used up within the month, reminded {remind.in_('en')} before",
    )


def _one_shift_a_day(_rule: RosterRule) -> Words:
    return Words(zh="一天只上一个班", en="One shift a day")


def _no_follow(rule: RosterRule) -> Words:
    after = _list(rule.after) if rule.after else Words(zh="任何班", en="any shift")
    then = _list(rule.not_) if rule.not_ else Words(zh="另一个班", en="another one")
    return Words(
        zh=f"{after.zh}之后当天和第二天不接{then.zh}", en=f"After {after.en} no {then.en} on the same or the next day"
    )


def _one_place(rule: RosterRule) -> Words:
    groups = [" + ".join(one) for one in rule.allow]
    zh = f"；可以兼顾：{'、'.join(groups)}" if groups else ""
    en = f"; together allowed: {', '.join(groups)}" if groups else ""
    return Words(zh=f"一个人同一时间只在一个岗位{zh}", en=f"One person at one post at a time{en}")


def _complement(_rule: RosterRule) -> Words:
    return Words(zh="每个班的人数和资格够交接定员", en="Every shift has the people and qualifications that it needs")


_KINDS: Mapping[str, Callable[[RosterRule], Words]] = {
    "rest-between": _rest_between,
    "hours-in-row": _hours_in_row,
    "hours-in-week": _hours_in_week,
    "days-in-row": _days_in_row,
    "rest-days": _rest_days,
    "use-up": _use_up,
    "one-shift-a-day": _one_shift_a_day,
    "no-follow": _no_follow,
    "one-place": _one_place,
    "complement": _complement,
}
