"""Which step a case stands on: counting, periods, points, months, settings; and who sees what."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from jiaoban.conduct import queries
from jiaoban.conduct.rules.measures import measures_of, named, plain
from jiaoban.conduct.rules.standing import period_of
from jiaoban.kernel.effects import effects
from jiaoban.kernel.refusal import BadInput, NotAllowed, NotFound
from jiaoban.org import queries as org
from jiaoban.regime.ladders import Ladders
from jiaoban.regime.load import examine_bytes, load
from jiaoban.scenario.read import read
from jiaoban.scenario.run import Runner
from tests.pure.conduct.conftest import KEFU, NOON, Office, office

SHANGHAI = "Asia/Shanghai"


def test_the_sentence_says_which_time_it_is_and_which_cases_count(desk: Office) -> None:
    desk.decided("private-calls", "李娜", facts={"minutes": "7"})
    second = desk.later(hours=1).record("private-calls", "李娜", facts={"public-area": "true"})
    said = desk.seen(second).because
    assert said.zh == "本人第 2 次（此前：2026-03-10 11:59），按第 2 级：50 元。"
    assert said.en == "Time 2 (before: 2026-03-10 11:59); step 2: 50 yuan."


@pytest.mark.parametrize(
    ("period", "low", "high", "same"),
    [
        ("ever", "2024-01-01T00:00", "2026-03-10T00:00", True),
        ("year", "2025-12-31T23:59", "2026-01-01T00:00", False),
        ("year", "2026-01-01T00:00", "2026-12-31T23:59", True),
        ("quarter", "2026-03-31T23:59", "2026-04-01T00:00", False),
        ("quarter", "2026-04-01T00:00", "2026-06-30T23:59", True),
        ("month", "2026-02-28T23:59", "2026-03-01T00:00", False),
    ],
)
def test_a_period_ends_by_the_calendar_of_the_place(period: Any, low: str, high: str, *, same: bool) -> None:
    one, other = (datetime.fromisoformat(f"{each}+08:00").astimezone(UTC) for each in (low, high))
    assert (period_of(period, one, SHANGHAI) == period_of(period, other, SHANGHAI)) is same


def test_times_are_counted_anew_in_a_new_period(desk: Office) -> None:
    ladders = desk.pack.ladders
    assert ladders is not None
    monthly = [one.model_copy(update={"period": "month"}).model_dump(by_alias=True) for one in ladders.ladders]
    here = office(ladders=monthly)
    here.decided("private-calls", "李娜", facts={"minutes": "7"})
    second = here.later(days=22).record("private-calls", "李娜", facts={"minutes": "7"})  # 1 April
    third = here.later(hours=1).record("private-calls", "李娜", facts={"minutes": "7"})
    assert [here.seen(each).stands.nth for each in (second, third)] == [1, 2]  # type: ignore[union-attr]
    assert "本人本月第 2 次" in here.seen(third).because.zh


def test_what_a_step_names_is_said_without_a_calendar(desk: Office) -> None:
    said = desk.pack.ladders
    assert said is not None
    errors, plans = (said.ladder(one) for one in ("fund-error", "plan-late"))
    assert errors is not None
    assert plans is not None
    day = date(2026, 3, 10)
    assert named(errors.steps[0], 1, said, day).zh == "补足差额"
    assert named(errors.steps[1], 2, said, day).zh == "公司不投入资金（下个月起 n-1 个月）"
    words = named(plans.steps[0], 1, said, day)
    assert words.zh == "200 元、统计所有人的数据（下个月起 1 个月）"
    assert words.en == "200 yuan, Compiles everybody's figures (from the next month, 1 month)"


def test_points_stand_for_money_where_the_pack_says_so() -> None:
    here = office(figures="points", per_point="100")
    here.decided("working-time", "李娜")
    matter = here.decided("private-calls", "李娜", facts={"minutes": "7"})
    assert here.seen(matter).decided_words.zh == "部门通告批评"
    second = here.later(hours=1).record("private-calls", "李娜", facts={"minutes": "7"})
    assert here.seen(second).proposed_words.zh == "1 分"  # 50 yuan, rounded up
    assert here.seen(second).proposed_words.en == "1 point"
    here.ok("conduct.decline_to_answer", "李娜", case=second)
    with pytest.raises(BadInput, match="整分"):
        here.do("conduct.decide", "张主管", case=second, figure="0.5", reason="轻")
    here.ok("conduct.decide", "张主管", case=second, figure="0", reason="轻")
    one = here.seen(second)
    assert (one.decided_words.zh, one.figure) == ("0 分", Decimal(0))
    assert one.case.decision is not None
    assert all(each.amount is None for each in one.case.decision.measures)


def test_a_figure_can_have_points_of_its_own() -> None:
    said = Ladders.model_validate(
        {
            "figures": "points",
            "ladders": [
                {
                    "id": "one",
                    "clause": "kefu/6",
                    "title": {"zh": "一"},
                    "steps": [{"measures": [{"kind": "figure", "amount": 100, "points": 3}]}],
                }
            ],
        }
    )
    taken = measures_of(said.ladders[0].steps[0], 1, 5, said, None, date(2026, 3, 10))
    assert (taken[0].points, taken[0].amount) == (3, None)


@pytest.mark.parametrize(("amount", "said"), [("100", "100"), ("99.50", "99.5"), ("0.05", "0.05"), ("1000", "1000")])
def test_sums_are_written_without_needless_zeros(amount: str, said: str) -> None:
    assert plain(Decimal(amount)) == said


@pytest.mark.parametrize(
    ("decided_on", "first", "last", "after"),
    [
        (datetime(2026, 1, 31, 4, tzinfo=UTC), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1)),
        (datetime(2026, 12, 31, 4, tzinfo=UTC), date(2027, 1, 1), date(2027, 1, 31), date(2027, 2, 1)),
        (datetime(2026, 12, 31, 16, tzinfo=UTC), date(2027, 2, 1), date(2027, 2, 28), date(2027, 3, 1)),
    ],
)
def test_months_are_those_of_the_calendar_after_the_decision(
    desk: Office, decided_on: datetime, first: date, last: date, after: date
) -> None:
    desk.now = decided_on
    desk.decided("plan-late", "李娜", facts={"report": "weekly-plan"})

    def on(day: date) -> int:
        return len(effects(desk.book, "desk", "duty", day))

    before = date.fromordinal(first.toordinal() - 1)
    assert [on(before), on(first), on(last), on(after)] == [0, 1, 1, 0]
    [effect] = effects(desk.book, "desk", "duty", first)
    assert (effect.what, effect.person, effect.clause) == ("compile", desk.key("李娜"), "kefu/25a")


def test_a_withdrawn_case_brings_nothing(desk: Office) -> None:
    matter = desk.decided("plan-late", "李娜", facts={"report": "weekly-plan"})
    assert effects(desk.book, "desk", "duty", date(2026, 4, 1))
    desk.ok("conduct.withdraw", "张主管", case=matter, reason="交过")
    assert not effects(desk.book, "desk", "duty", date(2026, 4, 1))


def test_five_or_ten_minutes_is_a_setting_and_changes_those_scenarios_alone() -> None:
    files = {path.relative_to(KEFU).as_posix(): path.read_bytes() for path in KEFU.rglob("*.yaml")}
    flipped = {**files, "ladders.yaml": files["ladders.yaml"].replace(b"more_than: 5", b"more_than: 10")}
    assert flipped["ladders.yaml"] != files["ladders.yaml"]
    pack = examine_bytes({name: said for name, said in flipped.items() if "/" not in name}).pack
    assert pack is not None
    results = Runner(pack).run(read(KEFU, pack).cases)
    assert [one.case.scenario.name for one in results if not one.passed] == ["在休息区打了 6 分钟要计"]
    assert len(results) > 100


def test_colleagues_see_nothing_and_the_heads_all(desk: Office) -> None:
    matter = desk.record("gathering-to-chat", "李娜", "王蕾")
    cases = queries.of_matter(desk.book, matter)

    def sees(who: str) -> int:
        actor = org.actor(desk.book, desk.key(who))
        return sum(queries.sees(actor, one) for one in cases)

    assert [sees(who) for who in ("李娜", "王蕾", "钱", "张主管", "郑经理", "集团")] == [1, 1, 0, 2, 2, 2]
    with pytest.raises(NotFound):
        desk.do("conduct.answer", "李娜", case=matter, person=desk.key("王蕾"), text="替她说")
    with pytest.raises(NotAllowed):
        desk.do("conduct.find", "李娜", case=matter, fact="intent", value="true", reason="x")


def test_somebody_of_another_post_is_not_recorded_here(desk: Office) -> None:
    with pytest.raises(BadInput, match="不在本岗位"):
        desk.record("working-time", "钱")


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"ladder": "unheard-of"}, "ladder"),
        ({"people": ["p01", "p01"]}, "people"),
        ({"accomplices": ["p02"]}, "accomplices"),
        ({"happened_at": "2026-03-10T04:00:01Z"}, "happened_at"),
        ({"happened_at": "2025-03-09T03:59:59Z"}, "happened_at"),
        ({"facts": [{"fact": "minutes", "value": "7"}]}, "facts.0.fact"),
    ],
)
def test_a_record_without_sense_names_its_field(desk: Office, changes: dict[str, Any], where: str) -> None:
    said = {"ladder": "working-time", "people": ["p01"], "happened_at": NOON, "text": "看见的", **changes}
    with pytest.raises(BadInput) as raised:
        desk.do("conduct.record", "张主管", **said)
    assert raised.value.where == where


@pytest.mark.parametrize(("value", "good"), [("0", True), ("5", True), ("-1", False), ("5.5", False), ("五", False)])
def test_minutes_are_whole_numbers(desk: Office, value: str, *, good: bool) -> None:
    if good:
        desk.record("private-calls", "李娜", facts={"minutes": value})
        return
    with pytest.raises(BadInput):
        desk.record("private-calls", "李娜", facts={"minutes": value})


def test_the_rule_is_the_one_in_force_when_it_happened(desk: Office) -> None:
    matter = desk.record("working-time", "李娜")
    assert desk.seen(matter).case.regime == desk.pack.digest


def test_the_same_pack_without_ladders_keeps_its_digest() -> None:
    hydro = load(KEFU.parent / "hydro")
    assert b"ladders" not in hydro.canonical()
    assert Path(KEFU / "ladders.yaml").exists()
    assert yaml.safe_load((KEFU / "ladders.yaml").read_text(encoding="utf-8"))["figures"] == "money"
