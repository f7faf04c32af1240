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
FILES = ("scenarios/collisions.yaml", "scenarios/owners.yaml", "scenarios/customers.yaml")
FLIPS: dict[str, tuple[str, Any, set[str]]] = {
    "three-days": (
        "ownership.counted",
        "days",
        {
            "三天零一秒以后再联系，不是撞单",
            "三天零一秒到店，资源共享",
            "约在三天以外的，一开始就是共享",
            "约好以后三天内先算约的人的，三天没有到店就共享",
        },
    ),
    "exactly-three-days": (
        "ownership.inclusive",
        False,
        {
            "正好三天再联系，是撞单",
            "正好三天到店，属于第一个约定时间地点的人",
            "约好以后三天内先算约的人的，三天没有到店就共享",
        },
    ),
    "appointment-changed": ("ownership.change", "begins", {"邀约改时间，三天不重新算"}),
    "appointment-ran-out": ("ownership.earlier", "stays", {"前一个邀约过了三天，后约的人三天内约到店，属于后约的人"}),
    "what-collides": (
        "collisions.opens_on",
        ["appointment"],
        {"正好三天再联系，是撞单", "第二个人没有沟通就联系同一位客户，自己就立出撞单"},
    ),
    "half-and-half": ("collisions.agreement.split", "whole", {"不是一半的分法可以商定"}),
    "agreed-when-told": (
        "collisions.agreement.by_report",
        False,
        {"商定了还没有报告，不算数", "商定并报告主管以后才算数", "第三个人也来联系，加进同一个撞单"},
    ),
    "how-long-to-agree": (
        "collisions.agree_within",
        "P2D",
        {"一天没有商定就上报，再过一天没有裁定，此单作废，谁也不算", "作废以后主管补裁定的，从裁定起算"},
    ),
    "how-long-to-rule": (
        "collisions.rule_within",
        "P2D",
        {"一天没有商定就上报，再过一天没有裁定，此单作废，谁也不算", "作废以后主管补裁定的，从裁定起算"},
    ),
    "unsettled": (
        "collisions.unsettled",
        "ruling",
        {"一天没有商定就上报，再过一天没有裁定，此单作废，谁也不算", "作废以后主管补裁定的，从裁定起算"},
    ),
    "repeated-stopped": ("collisions.repeated.refused", False, {"同事约好的客户，没有沟通不能再约；沟通以后可以"}),
    "without-result": (
        "following.leader.result",
        ["sale"],
        {"一周内交了定金，有结果，不换", "交了定金算有结果", "换过人的客户，换走的人也算没有结果"},
    ),
    "a-week": (
        "following.leader.counted",
        "days",
        {"一周没有结果，自己换另一方主负责", "一周过了才成交，业绩给接手的另一方", "不得跟进的人，一周到了也换不到他"},
    ),
    "exactly-a-week": (
        "following.leader.inclusive",
        False,
        {"一周内成交，业绩给主负责人，不论谁成交", "一周没有结果，自己换另一方主负责"},
    ),
    "passes-once": ("following.leader.back", True, {"换过一次就不再换"}),
    "main-owner": ("following.limit.leaders", "last", {"换过人的客户，换走的人也算没有结果"}),
    "customers-of-a-month": (
        "following.limit.customers",
        "led",
        {"上个月接手、这个月还在跟的客户不再算这个月的", "月底商定、下个月才换人的，换到的人算在下个月"},
    ),
    "exactly-forty": (
        "following.limit.percent",
        41,
        {"不得跟进的人，一周到了也换不到他", "五位客户两位没有结果，正好40%，下个月不得主负责"},
    ),
    "month-two": (
        "following.closed.later_by",
        "calendar",
        {"成交客户第二个月起，没有提前对接不得跟进", "那个月过完没有登记结果，也提出来"},
    ),
}


def flipped(pack: Pack, path: str, value: Any) -> Pack:
    """Return a pack in which a setting of `leads.yaml` is another one."""
    assert pack.leads is not None
    plain = pack.leads.model_dump(mode="json", by_alias=True)
    *up, last = path.split(".")
    part = plain
    for name in up:
        part = part[name]
    assert part[last] != value
    part[last] = value
    return pack.model_copy(update={"leads": type(pack.leads).model_validate(plain)})


@cache
def cases() -> tuple[Any, ...]:
    return tuple(case for case in read(KEFU, load(KEFU)).cases if case.file in FILES)


def failing(pack: Pack) -> set[str]:
    """Return the names of the scenarios that do not pass."""
    return {one.case.scenario.name for one in Runner(pack).run(cases()) if not one.passed}


def test_as_it_is_they_all_pass() -> None:
    assert failing(load(KEFU)) == set()


@pytest.mark.parametrize("name", FLIPS)
def test_flipping_a_reading(name: str) -> None:
    path, value, changed = FLIPS[name]
    assert failing(flipped(load(KEFU), path, value)) == changed


def test_every_reading_of_a_setting_is_flipped() -> None:
    parts = tuple(f"leads.yaml, {part}" for part in ("ownership", "collisions", "following"))
    settings = {one.id for one in load(KEFU).ambiguities if one.where.startswith(parts)}
    assert settings <= set(FLIPS)
