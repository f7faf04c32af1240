"""What a regime says about everyday work, in words, for the page of the regime."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext

from jiaoban.followup.terms import CHIEFS
from jiaoban.kernel.tongue import Tongue
from jiaoban.regime.everyday import Checklist, Duties, Items
from jiaoban.regime.named import named
from jiaoban.web.desk import Desk
from jiaoban.web.templatetags.jiaoban import spell_duration, weekday

Said = tuple[str, dict[str, Any]]
MONDAY = date(2001, 1, 1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def recurrence(rule: str, tongue: Tongue) -> str:
    """Return a recurrence in words: every day, on some days of the week; any other one as the file has it."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    if parts == {"FREQ": "DAILY"}:
        return gettext("每天")
    days = parts.get("BYDAY", "").split(",")
    if parts.keys() == {"FREQ", "BYDAY"} and parts["FREQ"] == "WEEKLY" and set(days) <= set(WEEKDAYS):
        names = [weekday(MONDAY + timedelta(days=WEEKDAYS.index(day))) for day in days]
        return gettext("每{days}").format(days=tongue.all_of(names))
    return rule


def everyday_rules(desk: Desk, said: Duties) -> Iterable[Said]:
    """Return (clause id, rule in words) of every rule about everyday work, in the order of the file."""
    if said.reading is not None:
        title = gettext("每人每版读一次制度，{within}内确认").format(within=spell_duration(said.reading.within))
        yield _rule(desk, said.reading.clause, "reading", title)
    for rule in said.conduct:
        yield _rule(desk, rule.clause, "conduct", desk.words(rule.title))
    for one in said.checklists:
        yield _rule(desk, one.clause, "checklists", desk.words(one.title), _lines(desk, one))
    if said.items is not None:
        title = gettext("每件事有人跟进、有时限")
        yield _rule(desk, said.items.clause, "items", title, _items(desk, said.items))
    if said.faults is not None:
        title = gettext("谁都能报故障，{within}内处理").format(within=spell_duration(said.faults.within))
        yield _rule(desk, said.faults.clause, "faults", title)
    if said.suggestions is not None:
        yield _rule(desk, said.suggestions.clause, "suggestions", gettext("谁都能提建议；采纳与否都有答复"))


def _rule(desk: Desk, clause: str, part: str, title: str, details: Iterable[str] = ()) -> Said:
    return clause, {"part": desk.words(named(part)), "title": title, "details": list(details)}


def _lines(desk: Desk, one: Checklist) -> Iterable[str]:
    if one.rrule:
        yield recurrence(one.rrule, desk.tongue)
    yield desk.tongue.all_of(desk.words(line.title) for line in one.lines)
    yield gettext("发现的问题 {within}内处理").format(within=spell_duration(one.within))


def _items(desk: Desk, said: Items) -> Iterable[str]:
    for step in said.escalates:
        who = desk.words(CHIEFS[step.to])
        if step.after:
            yield gettext("逾期 {span}报{who}").format(span=spell_duration(step.after), who=who)
        else:
            yield gettext("一过时限报{who}").format(who=who)
    if said.departments:
        names = desk.tongue.all_of(desk.words(one.title) for one in said.departments)
        yield gettext("自己解决不了，转给：{names}").format(names=names)
