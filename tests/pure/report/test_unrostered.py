"""A plan is not due from whoever works at the desk without being on its roster, as a class teacher does."""

from datetime import date
from typing import Any

import pytest

from jiaoban.regime.load import load
from jiaoban.regime.pack import Pack
from jiaoban.report.rules.due import around
from tests.pure.report.desk import GIVEN, KEFU, Desk, desk

PACK = load(KEFU)
THURSDAY, LAST = date(2026, 3, 12), date(2026, 3, 31)


def without(pack: Pack) -> Pack:
    """The pack in which plans are due from everybody who works at the desk."""
    assert pack.reports
    forms = tuple(one.model_copy(update={"exempt": ("absence",)}) for one in pack.reports.forms)
    return pack.model_copy(update={"reports": pack.reports.model_copy(update={"forms": forms})})


def at_desk(pack: Pack = PACK, **given: Any) -> Desk:
    return desk(pack, **given).at("21:00:01", 12)


def test_a_plan_is_due_from_whom_the_roster_has_in_this_period_or_the_next() -> None:
    one = at_desk()
    assert [one.stand(who, THURSDAY, "weekly-plan") for who in ("李娜", "赵敏")] == ["MISSING", "UNROSTERED"]
    assert {each.people for each in one.occasions() if each.facts["report"] == "weekly-plan"} == {
        (one.world.keys["李娜"],),
        (one.world.keys["王蕾"],),
    }


@pytest.mark.parametrize(
    ("day", "stand"), [(date(2026, 3, 9), "MISSING"), (date(2026, 3, 22), "MISSING"), (date(2026, 3, 23), "UNROSTERED")]
)
def test_a_single_shift_of_this_week_or_the_next_is_enough(day: date, stand: str) -> None:
    one = desk(PACK, people={**GIVEN["people"], "郑": {"role": "HEAD"}})
    one.at("08:00", 9)
    told = {"day": day, "shift": "day", "people": [one.world.keys["赵敏"]], "reason": "轮到"}
    assert one.do("roster.assign", "郑", **told).refusal is None
    assert one.at("21:00:01", 12).stand("赵敏", THURSDAY, "weekly-plan") == stand


def test_where_the_regime_does_not_say_so_everybody_owes_it() -> None:
    assert at_desk(without(PACK)).stand("赵敏", THURSDAY, "weekly-plan") == "MISSING"


def test_a_post_without_a_roster_exempts_nobody() -> None:
    assert at_desk(roster={}).stand("赵敏", THURSDAY, "weekly-plan") == "MISSING"


def test_the_days_around_run_from_the_period_it_is_due_in_to_the_one_it_is_about() -> None:
    assert PACK.reports
    forms = {one.id: one for one in PACK.reports.forms}
    assert around(forms["weekly-plan"], THURSDAY) == (date(2026, 3, 9), date(2026, 3, 23))
    assert around(forms["monthly-plan"], LAST) == (date(2026, 3, 1), date(2026, 5, 1))
    assert around(forms["daily-report"], LAST) == (LAST, date(2026, 4, 1))
