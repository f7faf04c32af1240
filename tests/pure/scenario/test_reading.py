"""Slips of the pen in scenario files are found when they are read, each at its place."""

from pathlib import Path

import pytest

from jiaoban.regime.load import load
from jiaoban.scenario.read import read
from jiaoban.scenario.run import Result, Runner
from tests.pure.scenario.conftest import PACKS

PACK = load(PACKS[0])
WORLD = """\
worlds:
  hut:
    day: 2026-03-10
    at: "07:00"
    posts:
      hut: {name: 小屋, shifts: {day: {name: 白班, begins: "08:00", ends: "20:00"}}}
    people:
      甲: {posts: [hut]}
      王: {role: SUPERVISOR}
procedures:
  begin:
    - {who: 王, does: handover.take_first, with: {people: [甲]}}
"""
HEAD = "scenarios:\n  - name: 一件事\n    shows: [hydro/1.2]\n    given: {like: hut}\n"


def problems(folder: Path, text: str) -> list[str]:
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "a.yaml").write_text(WORLD + text, encoding="utf-8")
    return [str(one) for one in read(folder, PACK).problems]


def ran(folder: Path, text: str) -> Result:
    assert problems(folder, text) == []
    return Runner(PACK).one(read(folder, PACK).cases[0])


@pytest.mark.parametrize(
    ("text", "place", "right"),
    [
        (HEAD.replace("name:", "nam:"), "a.yaml:14:5", "name"),
        (HEAD.replace("hydro/1.2", "hydro/1.22"), "a.yaml:15:13", "hydro/1.2"),
        (HEAD.replace("hut}", "hat}"), "a.yaml:16:19", "hut"),
        (HEAD + "    when: [{who: 甲, does: handover.opne}]\n", "a.yaml:17:27", "handover.open"),
        (HEAD + "    when: [{whom: 甲, does: handover.open}]\n", "a.yaml:17:13", "who"),
        (HEAD + "    when: [{who: 乙, does: handover.open}]\n", "a.yaml:17:18", "甲"),
        (HEAD + "    when: [{use: beginn}]\n", "a.yaml:17:18", "begin"),
        (HEAD + "    when: [{use: begin, without: [last]}]\n", "a.yaml:17:35", ""),
        (HEAD + "    when: [{who: 甲, does: handover.open, with: {leave: 甲}}]\n", "a.yaml:17:49", "leaving"),
        (HEAD + "    when: [{at: 7点, who: 甲, does: handover.open}]\n", "a.yaml:17:17", "07:50"),
        (HEAD + "    then: {blocked: [no-acident]}\n", "a.yaml:17:22", "no-accident"),
        (HEAD + "    then: {refused: {gate: fitt}}\n", "a.yaml:17:28", "fit"),
        (HEAD + "    then: {step: asks}\n", "a.yaml:17:18", "ask"),
        (HEAD + "    then: {lines: {section: defect}}\n", "a.yaml:17:29", "defects"),
    ],
)
def test_a_slip_is_named_with_its_place_and_what_is_right(tmp_path: Path, text: str, place: str, right: str) -> None:
    found = problems(tmp_path, text)
    assert found
    assert place in found[0]
    assert right in found[0]


@pytest.mark.parametrize(
    ("more", "place", "says"),
    [
        ("  one:\n    - {use: two}\n  two:\n    - {use: one}\n", "a.yaml:13:3", "leads back to itself"),
        ("  one:\n    - {use: one}\n", "a.yaml:13:3", "leads back to itself"),
        ("  one:\n    - {use: begn}\n", "a.yaml:14:13", 'Did you mean "begin"'),
        ("worlds:\n  a: {like: b}\n  b: {like: a}\n", "b.yaml:2:3", "leads back to itself"),
        ("worlds:\n  a: {like: hat}\n", "b.yaml:2:13", 'Did you mean "hut"'),
    ],
)
def test_what_leads_nowhere_or_back_to_itself_is_named(tmp_path: Path, more: str, place: str, says: str) -> None:
    if more.startswith("worlds"):
        (tmp_path / "scenarios").mkdir()
        (tmp_path / "scenarios" / "b.yaml").write_text(more, encoding="utf-8")
        (tmp_path / "scenarios" / "a.yaml").write_text(WORLD + HEAD, encoding="utf-8")
        told = [str(one) for one in read(tmp_path, PACK).problems]
    else:
        told = problems(tmp_path, more + HEAD)
    assert any(f"scenarios/{place}" in one and says in one for one in told), told


def test_a_step_says_either_what_is_done_or_what_is_used(tmp_path: Path) -> None:
    assert "does" in problems(tmp_path, HEAD + "    when: [{who: 甲}]\n")[0]


def test_a_failing_scenario_says_expected_came_and_why(tmp_path: Path) -> None:
    text = (
        HEAD
        + "    when:\n      - {use: begin}\n      - {who: 甲, does: handover.open}\n    then: {clear: [prepared]}\n"
    )
    told = "\n".join(one.text() for one in ran(tmp_path, text).failing)
    assert "clear prepared" in told
    assert "BLOCKED" in told
    assert "no sections where" in told
    assert "a.yaml:20" in told


def test_an_unexpected_refusal_is_told_with_its_reason(tmp_path: Path) -> None:
    found = ran(tmp_path, HEAD + "    when: [{who: 甲, does: handover.open}]\n").failing
    assert "post-not-held" in found[0].came


def test_an_expected_refusal_that_does_not_come_fails(tmp_path: Path) -> None:
    text = HEAD + "    when: [{who: 王, does: handover.take_first, with: {people: [甲]}, expect: refused}]\n"
    assert ran(tmp_path, text).failing[0].came == "accepted"


def test_input_without_sense_and_missing_rights_can_be_expected(tmp_path: Path) -> None:
    text = HEAD + "    when:\n      - {who: 甲, does: handover.take_first, with: {people: [甲]}, expect: not-allowed}\n"
    text += "      - {who: 王, does: handover.take_first, with: {people: []}, expect: {raised: {kind: input}}}\n"
    assert ran(tmp_path, text).passed


def test_time_does_not_run_back(tmp_path: Path) -> None:
    text = HEAD + '    when: [{use: begin}, {at: "06:59", who: 甲, does: handover.open}]\n'
    assert "06:59" in ran(tmp_path, text).failing[0].came


def test_an_unknown_label_fails_with_those_that_are_known(tmp_path: Path) -> None:
    text = HEAD + "    when: [{use: begin}, {who: 甲, does: handover.open, as: now}, "
    text += "{who: 甲, does: handover.settle, with: {question: {ref: then}}}]\n"
    assert "now" in ran(tmp_path, text).failing[0].came


def test_what_scenarios_share_is_not_shared_after_it(tmp_path: Path) -> None:
    twice = HEAD + "    when: [{use: begin}, {who: 甲, does: handover.open}]\n" + HEAD.replace("scenarios:\n", "")
    twice += "    when: [{use: begin}]\n    then: {lines: {count: 1}}\n"
    assert problems(tmp_path, twice) == []
    first, second = Runner(PACK).run(read(tmp_path, PACK).cases)
    assert first.passed
    assert "No handover" in second.failing[0].came
