"""The readings of the pack about after-sales that are settings: another one changes these scenarios and no others."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from jiaoban.regime.load import load
from jiaoban.scenario.read import read
from jiaoban.scenario.run import Runner

FOLDER = Path(__file__).parents[3] / "regimes" / "kefu"
OF_MONTHS = {
    "成交就有售后日历：第一周一次，每个月两次，三个月",
    "第八天就晚了：第一周漏做一次，当月的次数照算",
    "一个月两次才够；只做一次，满月那天起漏一次",
    "第二次在满月前一天做，够了；在满月那天做，算下个月的",
    "一次都没有做，第一周一次、第一个月两次，漏三次",
    "一月三十一日成交，第一个月到二月底",
    "闰年一月三十日成交，第一个月到二月二十八日，第二个月从二十九日起",
}
"""Every scenario in which months of after-sales are looked at."""
STEP = "漏做的售后到满一周才提出，一次一件；登记以后按阶梯"


def changed(**more: Any) -> set[str]:
    """Return the scenarios that no longer pass when the after-sales of the pack are changed so."""
    pack = load(FOLDER)
    assert pack.aftersales
    other = pack.model_copy(update={"aftersales": pack.aftersales.model_copy(update=more)})
    return {one.case.scenario.name for one in Runner(other).run(read(FOLDER, other).cases) if not one.passed}


@pytest.mark.parametrize(
    ("more", "names"),
    [
        ({}, set()),
        (
            {"first_within": timedelta(days=8)},
            {
                "第八天就晚了：第一周漏做一次，当月的次数照算",
                "成交的日期更正了，日历跟着变；成交划除了，就没有售后",
                STEP,
            },
        ),
        ({"months_from": "calendar"}, {*OF_MONTHS, STEP}),
        ({"for_months": 1}, OF_MONTHS),
    ],
)
def test_another_reading_changes_these_scenarios_and_no_others(more: dict[str, Any], names: set[str]) -> None:
    assert changed(**more) == names
