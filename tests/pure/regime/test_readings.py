"""Each reading of the pack that is a setting: flipping it changes the scenarios that it should, and no others."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from jiaoban.regime.load import load
from jiaoban.regime.pack import Pack
from jiaoban.scenario.read import read
from jiaoban.scenario.run import Runner

KEFU = Path(__file__).parents[3] / "regimes" / "kefu"
NEAR: dict[str, tuple[str, ...]] = {
    "leads": ("collisions", "owners", "customers"),
    "gatherings": ("daily-and-announced", "leave"),
    "attendance": ("being-there", "leave"),
    "roster": ("rest-and-swaps",),
    "ladders": ("breaches", "breaches-found", "breaches-of-funds-and-plans", "found-and-followed", "after-the-sale"),
    "reports": ("reports-and-plans", "breaches-of-funds-and-plans", "breaches-found"),
    "duties": ("everyday", "found-and-followed"),
    "aftersales": ("after-the-sale", "found-and-followed"),
    "absence": ("leave", "rest-and-swaps", "handing-over", "reports-and-plans"),
    "funds": ("company-funds", "funds-and-sales"),
}
"""The files of scenarios in which a part of the pack speaks; those of `WHOLE` are tried on every scenario there is."""
WHOLE = {
    "half-and-half",
    "five-or-ten-minutes",
    "which-nine-o-clock",
    "three-days",
    "exactly-three-days",
    "without-result",
    "main-owner",
}
FLIPS: dict[str, tuple[str, Any, set[str]]] = {
    "three-days": (
        "leads.ownership.counted",
        "days",
        {
            "三天零一秒以后再联系，不是撞单",
            "三天零一秒到店，资源共享",
            "约在三天以外的，一开始就是共享",
            "约好以后三天内先算约的人的，三天没有到店就共享",
        },
    ),
    "exactly-three-days": (
        "leads.ownership.inclusive",
        False,
        {
            "正好三天再联系，是撞单",
            "正好三天到店，属于第一个约定时间地点的人",
            "约好以后三天内先算约的人的，三天没有到店就共享",
        },
    ),
    "appointment-changed": ("leads.ownership.change", "begins", {"邀约改时间，三天不重新算"}),
    "appointment-ran-out": (
        "leads.ownership.earlier",
        "stays",
        {"前一个邀约过了三天，后约的人三天内约到店，属于后约的人"},
    ),
    "what-collides": (
        "leads.collisions.opens_on",
        ["appointment"],
        {"正好三天再联系，是撞单", "第二个人没有沟通就联系同一位客户，自己就立出撞单"},
    ),
    "half-and-half": (
        "leads.collisions.agreement.split",
        "whole",
        {
            "不是一半的分法可以商定",
            "商定归一个人的，业绩全归他；商定分的，按商定的份额算业绩，到分",
            "三个人撞单商定分的，余下的由另外两人平分",
            "撞单分得的业绩也算：六成正好六万，转正的业绩够了",
            "撞单分得的业绩差一分，还不够",
            "分业绩的客户，第二个月跟进成功的业绩算成交人员，不再分",
        },
    ),
    "agreed-when-told": (
        "leads.collisions.agreement.by_report",
        False,
        {
            "商定了还没有报告，不算数",
            "商定并报告主管以后才算数",
            "第三个人也来联系，加进同一个撞单",
            "商定归一个人的，业绩全归他；商定分的，按商定的份额算业绩，到分",
            "三个人撞单商定分的，余下的由另外两人平分",
        },
    ),
    "how-long-to-agree": (
        "leads.collisions.agree_within",
        "P2D",
        {"一天没有商定就上报，再过一天没有裁定，此单作废，谁也不算", "作废以后主管补裁定的，从裁定起算"},
    ),
    "how-long-to-rule": (
        "leads.collisions.rule_within",
        "P2D",
        {"一天没有商定就上报，再过一天没有裁定，此单作废，谁也不算", "作废以后主管补裁定的，从裁定起算"},
    ),
    "unsettled": (
        "leads.collisions.unsettled",
        "ruling",
        {"一天没有商定就上报，再过一天没有裁定，此单作废，谁也不算", "作废以后主管补裁定的，从裁定起算"},
    ),
    "repeated-stopped": (
        "leads.collisions.repeated.refused",
        False,
        {"同事约好的客户，没有沟通不能再约；沟通以后可以"},
    ),
    "without-result": (
        "leads.following.leader.result",
        ["sale"],
        {"一周内交了定金，有结果，不换", "交了定金算有结果", "换过人的客户，换走的人也算没有结果"},
    ),
    "a-week": (
        "leads.following.leader.counted",
        "days",
        {"一周没有结果，自己换另一方主负责", "一周过了才成交，业绩给接手的另一方", "不得跟进的人，一周到了也换不到他"},
    ),
    "exactly-a-week": (
        "leads.following.leader.inclusive",
        False,
        {"一周内成交，业绩给主负责人，不论谁成交", "一周没有结果，自己换另一方主负责"},
    ),
    "passes-once": ("leads.following.leader.back", True, {"换过一次就不再换"}),
    "main-owner": ("leads.following.limit.leaders", "last", {"换过人的客户，换走的人也算没有结果"}),
    "customers-of-a-month": (
        "leads.following.limit.customers",
        "led",
        {"上个月接手、这个月还在跟的客户不再算这个月的", "月底商定、下个月才换人的，换到的人算在下个月"},
    ),
    "exactly-forty": (
        "leads.following.limit.percent",
        41,
        {"不得跟进的人，一周到了也换不到他", "五位客户两位没有结果，正好40%，下个月不得主负责"},
    ),
    "month-two": (
        "leads.following.closed.later_by",
        "calendar",
        {"成交客户第二个月起，没有提前对接不得跟进", "那个月过完没有登记结果，也提出来"},
    ),
    "over-run-of-the-evening-meeting": (
        "gatherings.daily.evening.over_reason",
        False,
        {"夕会过了三十分钟，要写超时的原因才能散"},
    ),
    "when-a-call-is-forgotten": (
        "gatherings.counts.every",
        "PT30M",
        {
            "主管替主持人叫了，仍算主持人忘了",
            "主持人按顺序轮，自己会变",
            "过了十分钟才报，第一次警告，第二天主持",
            "上午请了假的人，早会不等他，上午报数不算漏；下午回来照常",
            "忘了叫报数，差一秒还来得及，过了一小时第二天继续主持，忘几次加几天",
        },
    ),
    "which-hours-are-called": (
        "gatherings.counts.breaks",
        [],
        {
            "午休不报数，不到时间也不报",
            "主持人按顺序轮，自己会变",
            "上午请了假的人，早会不等他，上午报数不算漏；下午回来照常",
            "忘了叫报数，差一秒还来得及，过了一小时第二天继续主持，忘几次加几天",
        },
    ),
    "lunch-off-the-desk": (
        "attendance.working_hours",
        [{"begins": "09:00", "ends": "17:30"}],
        {
            "午休时走开又回来，不算离岗",
            "12:00:00 出去、13:00:00 回来，正好是午休",
            "11:59:59 出去、13:00:01 回来，早退一秒、迟到一秒",
            "一天没有来，也没有批准的请假或调休，是旷工",
            "上午没有来，到 12:00 才是旷工；下午来了，下午不算",
        },
    ),
    "whose-rest-day": (
        "roster.rules.weekly-rest.hard",
        True,
        {
            "方案让人一周没有休息，不写明原因就不采用；还剩一天休息的可以",
            "没有休的休息日，月底前七天起提醒，月底后列出",
            "一周七天都有班，要写明原因；六天不用",
            "月内补休完了，就没有剩下的",
        },
    ),
    "who-sets-it": (
        "roster.changed_by",
        ["head", "supervisor"],
        {"部门负责人一次排好几天，意愿照顾到了；员工和主管不能这样排", "员工和主管都不能改排班，部门负责人能改"},
    ),
    "five-or-ten-minutes": ("ladders.ladders.private-calls.when.any.0.more_than", 10, {"在休息区打了 6 分钟要计"}),
    "which-circular": (
        "ladders.ladders.private-calls.steps.0.measures.0.scope",
        "company",
        {
            "在休息区打了 6 分钟要计",
            "申诉改轻只能往轻改",
            "特殊情况上报过的不计，也不算一次",
            "私人电话第一次通告批评，第二次 50，第三次 100",
            "次数一直累计，下一年的也接着算",
            "后来才知道的更早的事，让决定过的那一件变成第二次，只提示，由人更改",
        },
    ),
    "over-which-time": ("ladders.ladders.private-calls.period", "year", {"次数一直累计，下一年的也接着算"}),
    "who-decides": (
        "ladders.ladders.false-accounts.branches.self-reported.steps.1.by",
        "supervisor",
        {"做假账自己承认的，第一次 3000，第二次开除，由负责人决定"},
    ),
    "how-long-to-answer": ("ladders.answer_within", "P1D", {"三天内没有说明的，过了第三天这一刻才能决定"}),
    "neither-told-nor-known": (
        "ladders.ladders.false-accounts.branches.unknowing.steps",
        [{"measures": [{"kind": "figure", "amount": 3000}]}],
        {"自己并不知道的，制度没有写，不处理要写原因"},
    ),
    "second-error-made-good": (
        "ladders.ladders.fund-error.steps.1.measures",
        [{"kind": "make-good"}, {"kind": "effect", "effect": "funds-blocked", "months": "n-1"}],
        {"第三次两个月，第四次三个月，以此积累", "第二次下一个整月不投，第三次两个月"},
    ),
    "nth-missing-contact": (
        "ladders.ladders.aftersales-missed.steps.0.measures.0.adds",
        None,
        {
            "漏做的售后到满一周才提出，一次一件；登记以后按阶梯",
            "没有做售后，第一次 100，第二次 200，第三次 300，以此叠加",
        },
    ),
    "which-nine-o-clock": (
        "reports.forms.weekly-plan.at",
        "09:00",
        {
            "周四 21:00:00 交周计划是按时",
            "周四 21:00:01 没有周计划就是未交，当天休息的也一样",
            "周四上午九点零一秒，周计划还没有过期",
        },
    ),
    "up-to-the-second": (
        "reports.forms.daily-report.at",
        "20:59:59",
        {"21:00:00 交日报是按时", "到点没交，系统还没有记，也已经看得出"},
    ),
    "plan-on-a-rest-day": (
        "reports.forms.weekly-plan.exempt",
        ["rest", "absence", "unrostered"],
        {"周四 21:00:01 没有周计划就是未交，当天休息的也一样", "能在岗位上办事、这两周都不在班表上的人不用交周计划"},
    ),
    "plans-of-those-off-the-roster": (
        "reports.forms.weekly-plan.exempt",
        ["absence"],
        {"月中来的人，来以前的计划不用交，来以后的要交", "能在岗位上办事、这两周都不在班表上的人不用交周计划"},
    ),
    "which-period-a-plan-is-about": (
        "reports.forms.weekly-plan.about",
        "this",
        {"上一期到期以后就可以交下一期的周计划"},
    ),
    "who-compiles": (
        "reports.compiles",
        None,
        {"统计一个月的人，那个月替所有人填日报，没交由其负责；过了这个月各填各的"},
    ),
    "how-often-desk-hygiene": (
        "duties.checklists.desk.rrule",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        {"周五当班的每个人都有一张卫生检查表，不当班的没有"},
    ),
    "which-time-limit": (
        "duties.items.escalates",
        [{"to": "supervisor"}, {"to": "head"}],
        {
            "新时限又过了，重新逐级上报",
            "逾期超过一天报部门负责人",
            "一过时限报主管，只记一次；再过一天整还不到部门负责人",
        },
    ),
    "first-week-after-the-sale": (
        "aftersales.first_within",
        "P8D",
        {
            "第八天就晚了：第一周漏做一次，当月的次数照算",
            "漏做的售后到满一周才提出，一次一件；登记以后按阶梯",
            "成交的日期更正了，日历跟着变；成交划除了，就没有售后",
        },
    ),
    "one-day-ahead": (
        "absence.kinds.leave.by_day",
        False,
        {
            "请假的人手上的工作要对接好才能提交",
            "没有批准的请假不影响排班",
            "批准请假一天的人不用交；请半天的照交",
            "前一天最后一秒申请，算提前一天",
        },
    ),
    "months-of-after-sales": (
        "aftersales.months_from",
        "calendar",
        {
            "第八天就晚了：第一周漏做一次，当月的次数照算",
            "漏做的售后到满一周才提出，一次一件；登记以后按阶梯",
            "闰年一月三十日成交，第一个月到二月二十八日，第二个月从二十九日起",
            "一个月两次才够；只做一次，满月那天起漏一次",
            "成交就有售后日历：第一周一次，每个月两次，三个月",
            "一次都没有做，第一周一次、第一个月两次，漏三次",
            "第二次在满月前一天做，够了；在满月那天做，算下个月的",
            "一月三十一日成交，第一个月到二月底",
        },
    ),
    "how-long-after-sales-last": (
        "aftersales.for_months",
        1,
        {
            "第八天就晚了：第一周漏做一次，当月的次数照算",
            "闰年一月三十日成交，第一个月到二月二十八日，第二个月从二十九日起",
            "一个月两次才够；只做一次，满月那天起漏一次",
            "成交就有售后日历：第一周一次，每个月两次，三个月",
            "一次都没有做，第一周一次、第一个月两次，漏三次",
            "第二次在满月前一天做，够了；在满月那天做，算下个月的",
            "一月三十一日成交，第一个月到二月底",
        },
    ),
    "company-funds-of-what": (
        "funds.ratio.at_most",
        4,
        {"业绩少一分，就超出 3%，晋升有提示", "退回公司的钱不算公司投入"},
    ),
}

OF_ANOTHER_SHAPE = {
    "what-is-handed-over": "several gates and the signatures",
    "answers-while-waiting": "the whole way of asking for a handover",
    "several-who-host-tomorrow": "the order of the rotation, in the program",
    "late-or-absent": "another kind of absence, which the language does not have",
    "who-is-last": "in the program",
    "which-month": "in the program",
    "when-a-swap-holds": "an approval, which a swap does not have",
    "when-months-begin": "in the program",
    "report-and-sheet": "a second form",
    "half-a-day-of-leave": "in the program",
    "check-not-filled-in": "a ladder more",
    "where-one-looks": "what people do beside the program",
    "who-is-the-same-customer": "in the program",
    "no-outcome": "in the program",
    "rest-of-the-split": "in the program",
    "whose-revenue": "in the program",
    "sales-of-a-probationer": "a time limit, which the language does not have",
}
"""Readings that are no single setting, and why."""


def flipped(pack: Pack, path: str, value: Any) -> Pack:
    """Return a pack in which one setting is another one: `<part>.<key or id or index>. ... .<key>`."""
    name, *up = path.split(".")
    last = up.pop() if up else ""
    part = getattr(pack, name)
    plain = part.model_dump(mode="json", by_alias=True, exclude_unset=True)
    at = plain
    for key in up:
        at = at[key] if isinstance(at, dict) else at[int(key)] if key.isdigit() else _named(at, key)
    assert at.get(last) != value
    at[last] = value
    return pack.model_copy(update={name: type(part).model_validate(plain)})


def _named(listed: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(one for one in listed if one["id"] == name)


@cache
def cases() -> tuple[Any, ...]:
    return tuple(read(KEFU, load(KEFU)).cases)


def failing(pack: Pack, *files: str) -> set[str]:
    """Return the names of the scenarios that do not pass, of these files or of the whole pack."""
    near = [case for case in cases() if not files or Path(case.file).stem in files]
    return {one.case.scenario.name for one in Runner(pack).run(near) if not one.passed}


@pytest.mark.parametrize("name", FLIPS)
def test_flipping_a_reading(name: str) -> None:
    path, value, changed = FLIPS[name]
    near = () if name in WHOLE else NEAR[path.partition(".")[0]]
    assert failing(flipped(load(KEFU), path, value), *near) == changed


def test_every_reading_is_flipped_or_is_said_to_be_no_setting() -> None:
    stated = {one.id for one in load(KEFU).ambiguities}
    assert stated <= set(FLIPS) | set(OF_ANOTHER_SHAPE)
    assert set(OF_ANOTHER_SHAPE) <= stated
    assert not set(FLIPS) & set(OF_ANOTHER_SHAPE)
