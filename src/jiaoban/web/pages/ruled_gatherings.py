"""What a regime says about meetings beyond the handover, in words, for the page of the regime."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from jiaoban.regime.gathering import Daily, Gatherings, HourlyCount
from jiaoban.web.desk import Desk
from jiaoban.web.templatetags.jiaoban import spell_duration


def gathering_rules(desk: Desk, said: Gatherings) -> Iterable[tuple[str, dict[str, Any]]]:
    """Return (clause id, rule in words) of every rule about gatherings, in the order of the file."""
    for daily in said.daily:
        title = gettext("{at} {title}").format(at=f"{daily.at:%H:%M}", title=desk.words(daily.title))
        yield daily.clause, {"part": gettext("例会"), "title": title, "details": list(_daily(desk, daily))}
    if said.plant_wide is not None:
        title = gettext("全员会议提前 {notice} 申报").format(notice=spell_duration(said.plant_wide.notice))
        yield said.plant_wide.clause, {"part": gettext("会议"), "title": title, "details": []}
    if said.periods is not None:
        title = gettext("会议和活动放在交接班期间")
        more = [gettext("培训放在两组重叠期间")] if said.periods.training else []
        yield said.periods.clause, {"part": gettext("会议"), "title": title, "details": more}
    if said.host is not None:
        title = gettext("主持人按顺序轮，加的天数先补")
        yield said.host.clause, {"part": gettext("主持"), "title": title, "details": []}
    if said.counts is not None:
        title = gettext("每 {every} 组织报数，{within} 内报到").format(
            every=spell_duration(said.counts.every), within=spell_duration(said.counts.within)
        )
        yield said.counts.clause, {"part": gettext("报数"), "title": title, "details": list(_missed(desk, said.counts))}


def _daily(desk: Desk, rule: Daily) -> Iterable[str]:
    if rule.least:
        yield gettext("不少于 {span}").format(span=spell_duration(rule.least))
    if rule.most is not None:
        yield gettext("不超过 {span}").format(span=spell_duration(rule.most))
    if rule.reports:
        yield gettext("每人汇报：{topics}").format(
            topics=desk.tongue.all_of(desk.words(one.title) for one in rule.reports)
        )
    if rule.waits:
        yield gettext("等齐才散会")
    if rule.proposal:
        yield gettext("提问题要带解决建议")


def _missed(desk: Desk, rule: HourlyCount) -> Iterable[str]:
    for number, one in enumerate(rule.missed, start=1):
        said = gettext("第 {n} 次漏报：{says}").format(n=number, says=desk.words(one.says))
        yield f"{said}{desk.tongue.bracket(desk.words(one.figure))}" if one.figure else said
