"""Two versions of a regime beside each other: what differs is found, in words, and nothing else."""

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from jiaoban.cli.main import main
from jiaoban.kernel.words import Words
from jiaoban.regime.contrast import Change, Contrast, contrast
from jiaoban.regime.following import follows
from jiaoban.regime.load import load
from jiaoban.regime.pack import Pack
from tests.pure.regime.small import FILES, changed, small

REGIMES = Path(__file__).resolve().parents[3] / "regimes"
PACKS = [load(path.parent) for path in sorted(REGIMES.glob("*/pack.yaml"))]
H, C, P = "handover.yaml", "clauses.yaml", "pack.yaml"


def good() -> Pack:
    pack = small().pack
    assert pack is not None
    return pack


def other(file: str, old: str, new: str) -> Pack:
    report, _ = changed(file, old, new)
    assert report.pack is not None, report.problems
    return report.pack


def rules(found: Contrast) -> dict[str, Change]:
    return {rule.path: rule for one in found.clauses for rule in one.rules} | {one.path: one for one in found.others}


def test_a_pack_does_not_differ_from_itself() -> None:
    assert not contrast(good(), good())
    assert "没有不同" in contrast(good(), good()).text()


def test_a_changed_duration_is_said_before_and_after_at_its_clause() -> None:
    found = contrast(good(), other(H, "lead: PT10M", "lead: PT1H30M"))
    assert [one.clause.id for one in found.clauses] == ["small/2"]
    (setting,) = found.clauses[0].rules[0].settings
    assert (setting.name, setting.before) == ("lead", Words(zh="10 分钟", en="10 min"))
    assert setting.after == Words(zh="1 小时 30 分钟", en="1 h 30 min")


def test_a_condition_is_said_in_words_not_as_it_is_written() -> None:
    found = contrast(good(), other(H, "where: {field: kind, is: DEFECT}", "where: {field: kind, is: ACCIDENT}"))
    (setting,) = rules(found)["sections.defects"].settings
    assert setting.after == Words(zh="种类为事故", en="kind is ACCIDENT")
    assert "后 after:  种类为事故 / kind is ACCIDENT" in found.text()
    assert "{" not in found.text()


def test_what_a_clause_says_is_compared() -> None:
    found = contrast(good(), other(C, "提前到岗。", "提前半小时到岗。"))
    assert found.clauses[0].itself is not None
    assert found.clauses[0].itself.settings[0].after.zh.startswith("提前半小时到岗。")


def test_a_rule_that_is_new_or_gone_is_told_whole() -> None:
    gate = FILES[H].index("  - id: briefed")
    after = FILES[H].index("  - id: ", gate + 1)
    without = FILES[H][:gate] + FILES[H][after:]
    gone, _ = changed(H, FILES[H], without)
    assert gone.pack is not None, gone.problems
    removed = rules(contrast(good(), gone.pack))["gates.briefed"]
    added = rules(contrast(gone.pack, good()))["gates.briefed"]
    assert (removed.sort, added.sort) == ("removed", "added")
    assert {one.name for one in added.settings} >= {"side", "clear_when", "why", "lifts"}


def test_the_order_of_steps_is_compared() -> None:
    hydro = next(one for one in PACKS if one.head.id == "hydro")
    gates = hydro.handover.gates
    turned = hydro.model_copy(update={"handover": hydro.handover.model_copy(update={"gates": gates[::-1]})})
    assert rules(contrast(hydro, turned))["gates"].settings[0].name == "先后 order"


def test_the_document_itself_is_compared() -> None:
    found = contrast(good(), other(P, "approver: 主任", "approver: 总工"))
    assert [(one.name, one.before.zh, one.after.zh) for one in found.document] == [("approver", "主任", "总工")]


@pytest.mark.parametrize("old", PACKS, ids=[one.head.id for one in PACKS])
@pytest.mark.parametrize("new", PACKS, ids=[one.head.id for one in PACKS])
def test_any_two_packs_can_be_compared(old: Pack, new: Pack) -> None:
    found = contrast(old, new)
    assert bool(found) == (old.digest != new.digest)
    assert json.dumps(found.plain())
    assert found.text()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_differs_is_found(data: st.DataObject) -> None:
    """Any value of a pack is changed; where the pack is another one, a difference is told."""
    pack = data.draw(st.sampled_from(PACKS))
    plain = json.loads(pack.canonical())
    here, path = plain, []
    while isinstance(here, dict | list) and here:
        keys = sorted(here) if isinstance(here, dict) else range(len(here))
        path.append(data.draw(st.sampled_from(list(keys))))
        here = here[path[-1]]
    parent = plain
    for key in path[:-1]:
        parent = parent[key]
    if data.draw(st.booleans()):
        del parent[path[-1]]
    else:
        parent[path[-1]] = data.draw(st.sampled_from(["别的", "other", 7, True, False, "PT7M", [], "outgoing"]))
    try:
        changed_pack = Pack.model_validate(plain)
        one, two = changed_pack.digest, pack.digest
    except (ValidationError, ValueError):
        return
    try:
        found = contrast(pack, changed_pack)
    except KeyError as error:  # pragma: no cover - told with the place
        raise AssertionError(f"{path}: {error}") from error
    assert bool(found) == (one != two), path


FOLLOWING = {
    "another regime": (P, "id: small", "id: other", "no version of"),
    "the same version number": (H, "lead: PT10M", "lead: PT11M", 'still "1.0"'),
    "the same day": (P, 'version: "1.0"', 'version: "1.1"', "overlap"),
}


def test_hours_of_two_versions_are_held_beside_each_other() -> None:
    old = other(P, "effective_from: 2026-01-01", "effective_from: 2026-01-01\neffective_to: 2026-06-01T06:00")
    said = {
        "2026-06-01": "the new one begins on 2026-06-01: they overlap",
        "2026-06-01T05:59": "begins on 2026-06-01 05:59: they overlap",
        "2026-06-01 06:01": "nothing holds in between",
        "2026-06-01T06:00": None,
    }
    for hour, sentence in said.items():
        new = other(P, 'version: "1.0"\neffective_from: 2026-01-01', f'version: "1.1"\neffective_from: {hour}')
        found = [one.wrong.en for one in follows(old, new)]
        assert len(found) == (sentence is not None)
        assert all(sentence in one for one in found if sentence)
    same_day = other(
        P, 'version: "1.0"\neffective_from: 2026-01-01', 'version: "1.1"\neffective_from: 2026-01-01T06:00'
    )
    assert not list(follows(good(), same_day)), "a later hour of the same day follows"


def test_dates_of_two_versions_are_held_beside_each_other() -> None:
    old = other(P, "effective_from: 2026-01-01", "effective_from: 2026-01-01\neffective_to: 2026-06-01")
    said = {
        "2026-05-01": "they overlap",
        "2026-07-01": "nothing holds in between",
        "2026-06-01": None,
    }
    for day, sentence in said.items():
        new = other(P, 'version: "1.0"\neffective_from: 2026-01-01', f'version: "1.1"\neffective_from: {day}')
        found = list(follows(old, new))
        assert [one.error for one in found] == ([] if sentence is None else [sentence == "they overlap"])
        assert all(sentence in one.wrong.en for one in found if sentence)


@pytest.mark.parametrize(("file", "before", "after", "sentence"), FOLLOWING.values(), ids=FOLLOWING)
def test_a_version_that_does_not_follow_is_said(file: str, before: str, after: str, sentence: str) -> None:
    report, _ = changed(file, before, after)
    pack = report.pack or Pack.model_validate(_other_id(good()))
    assert any(sentence in one.wrong.en for one in follows(good(), pack))


def _other_id(pack: Pack) -> dict[str, object]:
    plain = pack.model_dump(by_alias=True)
    plain["head"]["id"] = "other"
    return plain


def folder(tmp_path: Path, name: str, **texts: str) -> str:
    (tmp_path / name).mkdir()
    for file, text in {**FILES, **texts}.items():
        (tmp_path / name / file).write_text(text, encoding="utf-8")
    return str(tmp_path / name)


def test_the_commands_compare_and_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = folder(tmp_path, "old")
    new = folder(tmp_path, "new", **{H: FILES[H].replace("lead: PT10M", "lead: PT20M")})
    assert main(["regime", "diff", old, new]) == 0
    assert "20 分钟 / 20 min" in capsys.readouterr().out
    assert main(["regime", "diff", "--json", old, new]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["clauses"][0]["rules"][0]["settings"] == [
        {"name": "lead", "before": {"zh": "10 分钟", "en": "10 min"}, "after": {"zh": "20 分钟", "en": "20 min"}}
    ]
    assert main(["regime", "check", "--json", "--after", old, new]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [(one["file"], one["line"]) for one in problems] == [(P, 6), (P, 7)]
    assert yaml.safe_load(FILES[P])["version"] == "1.0"
