"""The course of a scenario: every verdict with its condition, the facts it met and the step behind each."""

import itertools
import json
from pathlib import Path

import pytest

from jiaoban.cli.main import main
from jiaoban.regime.load import load
from jiaoban.scenario.read import Case, read
from jiaoban.scenario.tracing import DONE, Told, trace

HYDRO = Path(__file__).resolve().parents[3] / "regimes" / "hydro"
KF015 = HYDRO.parent / "kf015"
UNIFORM = "报到时没有换工服，不能签字"


def case(name: str) -> tuple[Told, Case]:
    pack = load(KF015)
    found = next(one for one in read(KF015, pack).cases if name in one.scenario.name)
    return trace(pack, found), found


def test_every_step_is_told_with_its_acts() -> None:
    told, found = case(UNIFORM)
    assert told.result.passed
    assert [one.does for one in told.steps] == [placed.step.does for placed in found.steps]
    done = [one for one in told.steps if one.came == DONE]
    assert all(one.acts for one in done)
    numbers = [seq for one in done for seq, _ in one.acts]
    assert numbers == sorted(set(numbers))


def test_a_verdict_names_the_condition_the_fact_and_the_step_behind_it() -> None:
    told, _ = case(UNIFORM)
    report_in = next(one for one in told.steps if one.does == "handover.report_in")
    verdict = next(one for one in report_in.verdicts if one.gate == "in-uniform")
    assert (verdict.status, verdict.clause) == ("BLOCKED", "kf015/4.1a")
    assert "confirmations" in verdict.reason.says.en
    ((what, source),) = verdict.reason.rows
    assert "已换好工服" in what.zh
    assert "已完成：否" in what.zh
    assert "done False" in what.en
    assert source.en.startswith(f"{report_in.number}. 14:48 刘洋 handover.report_in (#{report_in.acts[0][0]} ")


def test_a_fact_that_stays_as_it_was_keeps_the_step_that_made_it() -> None:
    told, _ = case("有一条没有看过，不能签字")
    opened = next(one for one in told.steps if one.does == "handover.open")
    last = next(one for one in told.end if one.gate == "everything-read")
    read_now = [one for one in told.steps for verdict in one.verdicts if verdict.gate == "everything-read"]
    assert last.status == "CLEAR"
    assert read_now[0].number == opened.number
    assert read_now[-1].does == "handover.acknowledge"


def test_a_refusal_and_a_refused_input_are_told() -> None:
    told, _ = case(UNIFORM)
    refused, *_ = [one.came for one in told.steps if one.came.zh.startswith("被拒：")]
    assert refused.zh.endswith("（kf015/4.1a in-uniform）")
    assert refused.en.startswith("refused: ")
    assert "被" not in refused.en
    told, _ = case("报到时已换好工服，不用再确认")
    assert any(one.came.zh.startswith("没有受理：") and one.came.en.startswith("not taken: ") for one in told.steps)


def test_only_what_changes_is_told_again() -> None:
    told, _ = case(UNIFORM)
    for gate in {verdict.gate for one in told.steps for verdict in one.verdicts}:
        status = [verdict.status for one in told.steps for verdict in one.verdicts if verdict.gate == gate]
        assert all(before != after for before, after in itertools.pairwise(status)), gate


def test_the_commands_tell_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regime", "test", str(KF015), "-k", UNIFORM, "--trace"]) == 0
    text = capsys.readouterr().out
    assert "✗ 拦下 blocked in-uniform" in text
    assert text.splitlines()[-1] == "1 passed, 0 failed"
    assert main(["regime", "explain", str(KF015), UNIFORM]) == 0
    assert capsys.readouterr().out == text
    assert main(["regime", "test", str(KF015), "-k", UNIFORM, "--trace", "--json"]) == 0
    (plain,) = json.loads(capsys.readouterr().out)
    assert plain["passed"]
    assert plain["steps"][0]["acts"]
    assert plain["end"]


def test_what_is_neither_clause_nor_scenario_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regime", "explain", str(HYDRO), "没有这样的"]) == 1
    assert "no clause and no scenario" in capsys.readouterr().err
