"""Which nine o'clock the weekly plan is due by is a setting: flipped, it changes the scenarios that it should and no
others."""

from datetime import time
from pathlib import Path

from jiaoban.regime.load import load
from jiaoban.regime.pack import Pack
from jiaoban.scenario.read import read
from jiaoban.scenario.run import Runner

KEFU = Path(__file__).parents[3] / "regimes" / "kefu"
PACK = load(KEFU)
CHANGED = {
    "周四 21:00:00 交周计划是按时",
    "周四 21:00:01 没有周计划就是未交，当天休息的也一样",
    "周四上午九点零一秒，周计划还没有过期",
}


def with_plan_at(at: time) -> Pack:
    assert PACK.reports
    forms = tuple(one.model_copy(update={"at": at}) if one.id == "weekly-plan" else one for one in PACK.reports.forms)
    return PACK.model_copy(update={"reports": PACK.reports.model_copy(update={"forms": forms})})


def failing(pack: Pack) -> set[str]:
    return {one.case.scenario.name for one in Runner(pack).run(read(KEFU, pack).cases) if not one.passed}


def test_nine_in_the_morning_changes_the_scenarios_of_that_hour_and_no_others() -> None:
    assert failing(PACK) == set()
    assert failing(with_plan_at(time(9))) == CHANGED


def test_a_case_names_which_report_it_is_about_in_words() -> None:
    """The forms and the choices of the ladders' fact stand in two files of the pack."""
    pack = load(KEFU)
    assert pack.reports is not None
    assert pack.ladders is not None
    for name in ("report-late", "plan-late"):
        ladder = pack.ladders.ladder(name)
        assert ladder is not None
        (fact,) = [one for one in ladder.facts if one.id == "report"]
        said = {one.id: (one.title.zh, one.title.in_("en")) for one in fact.choices}
        assert {form.id: (form.title.zh, form.title.in_("en")) for form in pack.reports.forms}.items() <= said.items()
