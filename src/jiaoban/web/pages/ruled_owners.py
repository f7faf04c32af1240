"""What a regime says about whose a customer is, in words, for the page of the regime."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from jiaoban.lead.rules.saying import span
from jiaoban.regime.leads import Leads
from jiaoban.regime.owning import Collisions, Following, Ownership, Reach
from jiaoban.web.desk import Desk
from jiaoban.web.templatetags.jiaoban import spell_duration

Ruled = tuple[str, dict[str, Any]]


def owner_rules(desk: Desk, said: Leads) -> Iterable[Ruled]:
    """Return (clause id, rule in words) of every rule about whose a customer is, in the order of the file."""
    if said.ownership is not None:
        yield _ownership(desk, said.ownership)
    if said.collisions is not None:
        yield from _collisions(said.collisions)
    if said.following is not None:
        yield from _following(desk, said.following)


def _ruled(clause: str, title: str, *details: str) -> Ruled:
    return clause, {"part": gettext("归谁"), "title": title, "details": [one for one in details if one]}


def _reach(desk: Desk, rule: Reach) -> str:
    return span(rule, 0 if desk.language.startswith("zh") else 1)


def _last(rule: Reach) -> str:
    return gettext("正好到时间，算在内") if rule.inclusive else gettext("正好到时间，不算在内")


def _ownership(desk: Desk, rule: Ownership) -> Ruled:
    title = gettext("约好以后 {span} 内到店，归第一个约定时间和地点的人；超出的共享").format(span=_reach(desk, rule))
    kept = gettext("改约不重新算时间") if rule.change == "keeps" else gettext("改约重新算时间")
    lapsed = (
        gettext("前一个邀约过期，后约的人算第一个") if rule.earlier == "lapses" else gettext("前一个邀约过期，一直共享")
    )
    return _ruled(rule.clause, title, _last(rule), kept, lapsed)


def _collisions(rule: Collisions) -> Iterable[Ruled]:
    both = "contact" in rule.opens_on
    opens = gettext("没有沟通，第二个人联系或邀约，自动列为撞单") if both else gettext("第二个人邀约，自动列为撞单")
    agree = gettext("{span} 内没有商定，上报主管").format(span=spell_duration(rule.agree_within))
    void = gettext("再过 {span} 没有裁定，此单作废").format(span=spell_duration(rule.rule_within))
    yield _ruled(rule.clause, opens, agree, void if rule.unsettled == "void" else gettext("等主管裁定"))
    split = {
        "whole": gettext("业绩归一个人，不能分"),
        "not-half": gettext("不允许一人一半营业额"),
        "free": gettext("业绩怎样分由双方商定"),
    }
    told = gettext("报告主管后才算数") if rule.agreement.by_report else gettext("双方同意就算数")
    yield _ruled(rule.agreement.clause, split[rule.agreement.split], told)
    if rule.quarrel is not None:
        yield _ruled(rule.quarrel.clause, gettext("因撞单吵架，由主管记下"))
    if rule.repeated is not None:
        stopped = gettext("先拦下；写明原因才能继续") if rule.repeated.refused else gettext("不拦，只记下来")
        title = gettext("没有沟通，不得在同事约好的客户上再邀约")
        yield _ruled(rule.repeated.clause, title, stopped, gettext("是否有意由主管认定"))


def _following(desk: Desk, said: Following) -> Iterable[Ruled]:
    rule = said.leader
    deposit = "deposit" in rule.result
    yield _ruled(
        rule.clause,
        gettext("到店未成交，双方当日商定谁主负责；{span} 没有结果换另一方").format(span=_reach(desk, rule)),
        _last(rule),
        gettext("交定金或成交算有结果") if deposit else gettext("成交才算有结果"),
        gettext("每次没有结果都换") if rule.back else gettext("只换一次"),
        gettext("双方都要的，以交定金给谁为主；特殊情况主管另定"),
    )
    if said.limit is not None:
        led = said.limit.customers == "led"
        every = said.limit.leaders == "every"
        yield _ruled(
            said.limit.clause,
            gettext("一个月主负责的客户 {n}% 没有结果，下个月不得跟进").format(n=said.limit.percent),
            gettext("当月主负责过的都算") if led else gettext("当月接手的才算"),
            gettext("每个主负责过的人都算") if every else gettext("只算最后主负责的人"),
        )
    if said.closed is not None:
        months = desk.tongue.all_of(str(month) for month in said.closed.later)
        by_sale = said.closed.later_by == "sale"
        yield _ruled(
            said.closed.clause,
            gettext("成交第 {months} 个月的跟进，先跟销售部和班主任对接").format(months=months),
            gettext("满一个月那天起是第二个月") if by_sale else gettext("下个月一号起是第二个月"),
        )
