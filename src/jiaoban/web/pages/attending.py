"""What a regime says about being there, in words, for its page."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext

from jiaoban.regime.attending import Attendance, Missed
from jiaoban.web.desk import Desk
from jiaoban.web.templatetags.jiaoban import spell_duration


def rules(desk: Desk, said: Attendance) -> Iterable[tuple[str, dict[str, Any]]]:
    """Return (clause id, rule in words) of every rule, in the order of the file."""
    part = gettext("考勤")

    def one(clause: str, title: str, details: Iterable[str] = ()) -> tuple[str, dict[str, Any]]:
        return clause, {"part": part, "title": title, "details": list(details)}

    yield one(said.clause, _hours(desk, said), _ways(said))
    missed = (
        (gettext("迟到"), said.late),
        (gettext("早退"), said.early),
        (gettext("中途离岗"), said.out),
    )
    for name, rule in missed:
        if rule is not None:
            yield one(rule.clause, name, _grace(rule))
    if said.absent is not None:
        yield one(said.absent.clause, gettext("旷工：一段工作时间从头到尾没有来，又没有批准"))
    if said.last_out is not None:
        lines = [desk.words(line.title) for line in said.last_out.lines]
        yield one(said.last_out.clause, gettext("最后离开的人逐项确认后才能签退"), lines)


def _hours(desk: Desk, said: Attendance) -> str:
    if not said.working_hours:
        return gettext("整个班次都要在岗")
    spans = [f"{one.begins:%H:%M}–{one.ends:%H:%M}" for one in said.working_hours]
    return gettext("工作时间 {spans}").format(spans=desk.tongue.all_of(spans))


def _ways(said: Attendance) -> Iterable[str]:
    if said.at_tag:
        yield gettext("须扫岗位上的二维码")
    if said.by_handover:
        yield gettext("交接班报到即签到")
    if said.told_within is not None:
        yield gettext("{span}以内的可以自己补报").format(span=spell_duration(said.told_within))


def _grace(rule: Missed) -> Iterable[str]:
    if rule.grace > timedelta(0):
        yield gettext("{span}以内不算").format(span=spell_duration(rule.grace))
