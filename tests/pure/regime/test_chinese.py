"""Conditions in Chinese: everything that a condition can name has a name there, and reads as one would say it."""

import re
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from jiaoban.kernel.words import Words
from jiaoban.logbook.terms import CATEGORIES
from jiaoban.plant.lives import LIVES
from jiaoban.plant.terms import CUSTODY_KINDS, EQUIPMENT_STATES, POSITIONS, SEVERITIES
from jiaoban.regime.chinese import in_chinese, titled, value
from jiaoban.regime.chinese_names import COLLECTIONS, FIELDS, OF_A_COLLECTION, OF_A_FIELD, OPERATORS, SINGLE, VALUES
from jiaoban.regime.conditions import Compare, Condition
from jiaoban.regime.evaluate import evaluate
from jiaoban.regime.explain import explain
from jiaoban.regime.facts import FINDING, ROWS, Facts, Row
from jiaoban.regime.facts import SINGLE as SINGLE_FACTS
from jiaoban.regime.findings import walk
from jiaoban.regime.load import load
from jiaoban.regime.spoken import CONDITIONS, rows_of
from tests.conftest import ROOT

REGIMES = Path(__file__).resolve().parents[3] / "regimes"
CONDITION: TypeAdapter[Any] = TypeAdapter(Condition)
LISTS: tuple[Mapping[Any, Words], ...] = (SEVERITIES, CUSTODY_KINDS, EQUIPMENT_STATES, CATEGORIES)
INCOMING = {"field": "side", "is": "incoming"}
OFFERED = {"fact": "offered", "is": True}
LATIN = re.compile("[a-z]{2,}")


def said(written: dict[str, Any], of: str = "") -> str:
    return in_chinese(CONDITION.validate_python(written), of)


def test_every_fact_every_field_and_every_value_has_a_chinese_name() -> None:
    assert set(SINGLE) == {*SINGLE_FACTS, *FINDING}
    assert set(COLLECTIONS) - {"hand"} == set(ROWS)
    fields = {name for rows in ROWS.values() for name in rows.fields}
    assert set(FIELDS) == fields | {"id", "title"}
    assert all(name in ROWS[of].fields for of, name in OF_A_COLLECTION)
    every = chain(SINGLE_FACTS.values(), FINDING.values(), *(rows.fields.values() for rows in ROWS.values()))
    values = {choice for one in every for choice in one.choices if choice}
    assert values - set(VALUES) - set(COLLECTIONS) == set()
    assert set(OPERATORS) >= {"is", "in", "between", "contains"}
    assert all("{}" in words for words in OPERATORS.values())


def test_what_has_a_name_on_the_pages_has_the_same_in_conditions() -> None:
    known: dict[str, str] = {str(code): words.zh for listed in LISTS for code, words in listed.items() if code}
    known |= {kind: life.name.zh for kind, life in LIVES.items()}
    assert {code: VALUES[code] for code in known} == known
    assert OF_A_FIELD["position", "OUT"] == POSITIONS["OUT"].zh


@pytest.mark.parametrize(
    ("written", "of", "words"),
    [
        ({"fact": "offered", "is": True}, "", "「已交班」为是"),
        ({"fact": "incoming_count", "at_least": 2}, "", "接班人数不少于 2"),
        ({"fact": "now", "before": {"fact": "shift_ends_at", "minus": "PT10M"}}, "", "现在早于交班时刻之前 10 分钟"),
        (
            {"fact": "until_shift_end", "between": [{"span": "-PT60M"}, {"span": "PT90M"}]},
            "",
            "距交班时刻的时间在 负 1 小时 和 1 小时 30 分钟 之间",
        ),
        ({"field": "severity", "in": ["MAJOR", "CRITICAL"]}, "lines", "等级为其中之一：重大、紧急"),
        ({"field": "equipment", "is_not": ""}, "lines", "设备不为空"),
        ({"field": "section", "is": "open-work"}, "lines", "栏目为「open-work」"),
        ({"field": "source", "is": "custody"}, "lines", "来源为工器具与钥匙"),
        ({"field": "position", "is": "OUT"}, "links", "位置为退出"),
        ({"field": "over", "more_than": 0}, "custody", "多出数大于 0"),
        (
            {"none": {"of": "people", "where": {"all": [INCOMING, {"field": "left", "is": True}]}}},
            "",
            "没有「人员」（哪一方为接班方，且「提前离岗」为是）",
        ),
        (
            {"all": [OFFERED, {"any": [{"fact": "stage", "is": "DRAFT"}, {"exists": {"of": "loans"}}]}]},
            "",
            "「已交班」为是，且（交接阶段为准备交班，或有「借出的物品」）",
        ),
        ({"not": {"fact": "taken_up", "is": True}}, "", "并非（「恢复值守」为是）"),
        ({"count": {"of": "people", "at_least": 2}}, "", "「人员」的数目不少于 2"),
        ({"distinct": {"of": "custody", "by": "kind", "at_most": 3}}, "", "「工器具与钥匙」中不同的种类的数目不多于 3"),
        (
            {"every": {"of": "lines", "have": {"field": "acknowledged", "is": True}}},
            "",
            "每个「记录条目」都满足：「已确认」为是",
        ),
    ],
)  # fmt: skip
def test_a_condition_reads_as_one_would_say_it(written: dict[str, Any], of: str, words: str) -> None:
    assert said(written, of) == words


@pytest.mark.parametrize("folder", ["hydro", "kf015", "process", "seven", "examples/water"])
def test_no_condition_of_a_pack_shows_a_name_of_the_files(folder: str) -> None:
    pack = load(REGIMES / folder)
    holders: dict[Any, object] = {}
    told = []
    for path, part in walk(pack.handover):
        holders[path] = part
        if isinstance(part, CONDITIONS):
            told.append(in_chinese(part, rows_of(holders.get(path[:-1]))))
    assert len(told) > 20
    assert [one for one in told if LATIN.search(re.sub("「[^」]*」", "", one))] == []


def test_a_verdict_is_told_in_the_readers_language() -> None:
    written = {"none": {"of": "custody", "where": {"field": "short", "more_than": 0}}}
    rows: dict[str, tuple[Row, ...]] = {"custody": ({"id": "k", "title": "钥匙", "short": 1},)}
    trace = evaluate(CONDITION.validate_python(written), Facts(single={}, rows=rows, acts={}))
    assert trace.lines(language="zh-hans") == ["✗ 没有「工器具与钥匙」（短缺数大于 0） — 工器具与钥匙 钥匙"]
    assert trace.lines() == ["✗ no custody where short more than 0 — custody 钥匙"]


def test_a_compared_value_is_told_as_it_was_met() -> None:
    trace = evaluate(Compare(fact="stage", is_="OFFERED"), Facts(single={"stage": "DRAFT"}, rows={}, acts={}))
    assert trace.words.zh == "交接阶段为已交班（现为 准备交班）"
    assert value(None) == "空"


def test_what_a_pack_names_itself_is_called_by_its_title() -> None:
    pack = load(ROOT / "regimes" / "examples" / "water")
    told = [
        words.zh for clause in pack.clauses for rule in explain(pack, clause.id).rules for _, words in rule.conditions
    ]
    title = pack.titles["dosing-seen"]
    assert any(f"确认点为「{title}」" in one for one in told)
    assert not any("「dosing-seen」" in one for one in told)
    assert titled("「dosing-seen」和「乙」", {}) == "「dosing-seen」和「乙」"
