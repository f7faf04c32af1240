"""The ward shows what no shipped pack does of the language: lines that depend on what was filled in, wards that are
merged and split, roles within one post, rules that reach over the end of a shift."""

from pathlib import Path

from jiaoban.regime.load import load
from jiaoban.scenario.read import read
from jiaoban.scenario.run import Runner

FOLDER = Path(__file__).with_name("ward")
PACK = load(FOLDER)
CASES = read(FOLDER, PACK)


def test_every_scenario_passes() -> None:
    assert not CASES.problems
    failing = [one for one in Runner(PACK).run(CASES.cases) if not one.passed]
    assert not failing, "\n".join(text.text() for one in failing for text in one.failing)


def test_every_clause_and_every_gate_is_shown() -> None:
    shown = {clause for case in CASES.cases for clause in case.scenario.shows}
    assert shown == {clause.id for clause in PACK.clauses}
    steps = [placed.step.expect for case in CASES.cases for placed in case.steps if placed.step.expect is not None]
    checks = [*steps, *(one for case in CASES.cases for one, _ in case.then)]
    stood = {gate for one in checks for gate in (*one.blocked, *one.warned, *(one.in_the_way or ()))}
    stood |= {one.refused.gate for one in checks if one.refused is not None and one.refused.gate is not None}
    passed = {gate for one in checks for gate in (*one.clear, *one.lifted)}
    gates = {gate.id for gate in PACK.handover.gates}
    assert (stood, passed) == (gates, gates)
