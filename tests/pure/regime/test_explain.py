"""Explaining a clause."""

from pathlib import Path

import pytest

from jiaoban.kernel.words import Words
from jiaoban.regime.explain import explain, scenarios_citing
from jiaoban.regime.load import load_bytes
from tests.pure.regime.small import FILES

PACK = load_bytes({name: text.encode() for name, text in FILES.items()})


def test_every_rule_of_a_clause_is_told_with_its_conditions() -> None:
    found = explain(PACK, "small/1")
    told = {rule.id: dict(rule.conditions) for rule in found.rules}
    assert told["complete"] == {
        "clear_when": Words(zh="没有「栏目」（「已填完整」为否）", en="none sections where complete is False")
    }
    assert told["defects"] == {"draws[0].where": Words(zh="种类为缺陷", en="kind is DEFECT")}
    assert told["read"] == {"when": Words(zh="「已交班」为是", en="offered is True")}


def test_a_gate_is_told_with_who_lifts_it() -> None:
    rule = next(rule for rule in explain(PACK, "small/1").rules if rule.id == "briefed")
    assert dict(rule.traits)["ways"] == "explanation (outgoing) + consent (incoming)"
    assert rule.path == "handover.gates[1]"


def test_an_ambiguity_is_told_with_the_reading_that_is_built() -> None:
    text = explain(PACK, "small/2").text()
    assert "迟到能接班吗？" in text
    assert "采用 Chosen: 能。 They may." in text


def test_a_clause_without_a_rule_says_why() -> None:
    found = explain(PACK, "small/3")
    assert found.rules == ()
    assert "没有规则 No rule: It is read from the reports." in found.text()


def test_the_plain_form_is_json() -> None:
    plain = explain(PACK, "small/1", ["a case"]).plain()
    assert plain["clause"]["id"] == "small/1"
    assert plain["scenarios"] == ["a case"]
    assert {rule["sort"] for rule in plain["rules"]} >= {"gate", "section", "holding", "case", "signature"}


def test_an_unknown_clause_raises() -> None:
    with pytest.raises(KeyError):
        explain(PACK, "small/9")


def test_scenarios_are_found_by_the_clause_that_they_show(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "a.yaml").write_text(
        "scenarios:\n"
        "  - {name: 一, shows: [small/1]}\n"
        "  - {name: 二, when: [{expect: {refused: small/1}}]}\n"
        "  - {name: 三, shows: [small/11]}\n",
        encoding="utf-8",
    )
    assert scenarios_citing(tmp_path, "small/1") == ("一", "二")
    assert scenarios_citing(tmp_path / "nowhere", "small/1") == ()


def test_where_to_change_a_reading_is_told_in_both_languages() -> None:
    one = PACK.ambiguities[0]
    assert one.place.zh == one.where, "a file and its settings need no translation"
    words = Words(zh="由程序定", en="the program")
    changed = PACK.model_copy(update={"ambiguities": (one.model_copy(update={"where": words}),)})
    assert "在哪里改 Where: 由程序定 the program" in explain(changed, one.clause).text()
