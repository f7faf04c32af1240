"""The hydropower pack: whole, and what its conditions say over facts."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from jiaoban.logbook.terms import CATEGORIES as LOG_CATEGORIES
from jiaoban.plant.lives import LIVES
from jiaoban.plant.terms import CUSTODY_KINDS as KINDS
from jiaoban.plant.terms import EQUIPMENT_STATES as STATES
from jiaoban.plant.terms import SEVERITIES as GRADES
from jiaoban.regime import facts, happenings, kept
from jiaoban.regime.evaluate import evaluate, evaluate_row, evaluate_single
from jiaoban.regime.facts import FINDING, Facts, Row
from jiaoban.regime.load import examine, load
from jiaoban.regime.pack import Gate, Pack

FOLDER = Path(__file__).parents[3] / "regimes" / "hydro"
CLAUSES = (
    *("1.1a", "1.1b", "1.1c1", "1.1c2", "1.1c3", "1.1c4", "1.1c5", "1.2", "1.3", "1.4"),
    *("2.1", "2.2", "2.3", "3.1", "3.2", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6"),
)
ELSEWHERE: set[str] = set()


@cache
def pack() -> Pack:
    return load(FOLDER)


def gate(name: str) -> Gate:
    return next(one for one in pack().handover.gates if one.id == name)


def clear(name: str, single: dict[str, Any] | None = None, **rows: list[Row]) -> bool:
    known = Facts(single=single or {}, rows={key: tuple(some) for key, some in rows.items()}, acts={})
    return evaluate(gate(name).clear_when, known).holds


def marks(**line: str) -> set[str]:
    row = {"section": "", "source": "matters", "kind": "", "state": "", "severity": "", "subject": "", "equipment": ""}
    known = Facts(single={}, rows={}, acts={})
    return {one.mark for one in pack().handover.marks if evaluate_row(one.when, {**row, **line}, known).holds}


def answers(kind: str, **found: bool) -> str:
    attribution = next(one for one in pack().handover.attributions if one.kind == kind)
    known = {**dict.fromkeys(FINDING, False), "signed": True, "arose_before": True, **found}
    return next(one.to for one in attribution.cases if one.when is None or evaluate_single(one.when, known).holds)


def test_it_loads_without_a_warning() -> None:
    report = examine(FOLDER)
    assert [str(one) for one in (*report.problems, *report.warnings)] == []


def test_it_has_every_clause_of_the_document_in_its_order() -> None:
    assert [one.id for one in pack().clauses] == [f"hydro/{name}" for name in CLAUSES]


def test_only_what_concerns_no_handover_has_no_rule() -> None:
    assert {one.id.removeprefix("hydro/") for one in pack().clauses if one.no_rule} == ELSEWHERE


def test_it_survives_storing_and_its_digest_is_stable() -> None:
    again = Pack.read(pack().canonical())
    assert again == pack()
    assert again.digest == pack().digest == examine(FOLDER).pack.digest  # type: ignore[union-attr]


def test_the_twelve_contents_stand_in_the_order_of_the_document() -> None:
    asked = [one.id for one in pack().handover.sections if one.clause == "hydro/2.2"]
    assert asked == [
        "reservoir", "load", "system-equipment", "plant-modes", "safety-measures", "work-faces", "protection",
        "defects", "accidents", "permits", "orders", "work-done",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", happenings.MATTERS)
def test_every_kind_of_matter_belongs_into_exactly_one_section(kind: str) -> None:
    row = {"id": "m", "title": "m", "kind": kind}
    known = Facts(single={}, rows={}, acts={})
    into = [
        section.id
        for section in pack().handover.sections
        for draw in section.draws
        if draw.source == "matters" and draw.where is not None and evaluate_row(draw.where, row, known).holds
    ]
    assert len(into) == 1


def test_the_words_speak_as_people_there_do() -> None:
    chinese = "".join((FOLDER / name).read_text(encoding="utf-8") for name in ("handover.yaml", "clauses.yaml"))
    assert not re.search("[!！你]", chinese)
    assert not re.search("[\u4e00-\u9fff][,;:?](?! )", chinese)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ({"kind": "ANOMALY"}, {"on_site"}),
        ({"kind": "ANOMALY", "severity": "MAJOR"}, {"on_site", "critical"}),
        ({"kind": "CHANGE"}, {"on_site"}),
        ({"kind": "PROTECTION"}, {"on_site", "critical"}),
        ({"kind": "DEFECT", "severity": "MINOR"}, set()),
        ({"kind": "DEFECT", "severity": "CRITICAL"}, {"on_site", "critical"}),
        ({"kind": "TOOL", "source": "custody"}, {"on_site"}),
        ({"kind": "ACCIDENT"}, {"critical"}),
        ({"kind": "SWITCHING"}, {"critical"}),
        ({"kind": "DISPATCH"}, {"critical"}),
        ({"kind": "INSTRUCTION"}, set()),
        ({"kind": "ANOMALY", "source": "entries"}, set()),
    ],
    ids=lambda one: str(sorted(one.items()) if isinstance(one, dict) else sorted(one)),
)
def test_which_lines_want_a_visit_or_a_read_back(line: dict[str, str], expected: set[str]) -> None:
    assert marks(**line) == expected


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("no-accident", {"matters": [{"id": "a", "kind": "ACCIDENT", "open": True}]}),
        ("no-accident", {"matters": [{"id": "a", "kind": "DISTURBANCE", "open": True}]}),
        ("no-operation", {"matters": [{"id": "a", "kind": "SWITCHING", "state": "EXECUTING", "open": True}]}),
        ("custody-complete", {"custody": [{"id": "a", "short": 1, "damaged": False}]}),
        ("custody-complete", {"custody": [{"id": "a", "short": 0, "damaged": True}]}),
        ("custody-recorded", {"custody": [{"id": "a", "short": 1, "damaged": False, "recorded": False}]}),
        ("custody-counted", {"custody": [{"id": "a", "counted": False}]}),
        ("hygiene-settled", {"objections": [{"id": "a", "kind": "hygiene", "open": True}]}),
        ("hygiene-checked", {"objections": [{"id": "a", "kind": "hygiene", "open": True}]}),
        ("safe-to-take-over", {"objections": [{"id": "a", "kind": "safety", "open": True}]}),
        ("custody-undisputed", {"objections": [{"id": "a", "kind": "tools", "open": True}]}),
        ("orders-clear", {"matters": [{"id": "a", "kind": "DISPATCH", "open": True, "unclear": True}]}),
        ("orders-clear", {"lines": [{"id": "a", "section": "orders", "unclear": True}]}),
        ("questions-settled", {"lines": [{"id": "a", "section": "load", "unclear": True}]}),
        ("record-complete", {"missing_lines": [{"id": "a"}]}),
        ("record-complete", {"sections": [{"id": "load", "required": True, "complete": False}]}),
        ("prepared", {"sections": [{"id": "load", "required": True, "complete": False}]}),
        ("area-cleaned", {"confirmations": [{"id": "a", "point": "area-cleaned", "done": False}]}),
        ("on-time", {"people": [{"id": "a", "side": "incoming", "reported": True, "on_time": False}]}),
        ("fit", {"people": [{"id": "a", "side": "incoming", "declared": "FIT", "judged": "UNFIT"}]}),
        ("fitness-known", {"people": [{"id": "a", "side": "incoming", "declared": "FIT", "judged": ""}]}),
        ("qualified", {"people": [{"id": "a", "side": "incoming", "qualified": False}]}),
        ("qualified", {"complement": [{"id": "a", "short": 1}]}),
        ("roll-called", {"people": [{"id": "a", "side": "incoming", "present": False}]}),
        ("steps-done", {"steps": [{"id": "ask", "done": False}]}),
        ("duties-done", {"duties": [{"id": "shift-report", "done": False, "due": False}]}),
        ("meeting-held", {"meetings": [{"id": "a", "kind": "PRE", "held": True, "reports": 1, "summed_up": False}]}),
        ("incoming-present", {}),
    ],
)
def test_a_gate_is_blocked(name: str, rows: dict[str, Any]) -> None:
    assert not clear(name, {"incoming_count": 0}, **rows)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("no-accident", {"matters": [{"id": "a", "kind": "ACCIDENT", "open": False}]}),
        ("no-operation", {"matters": [{"id": "a", "kind": "SWITCHING", "state": "ISSUED", "open": True}]}),
        ("orders-clear", {"matters": [{"id": "a", "kind": "DISPATCH", "open": True, "unclear": False}]}),
        ("questions-settled", {"lines": [{"id": "a", "section": "orders", "unclear": True}]}),
        ("on-time", {"people": [{"id": "a", "side": "incoming", "reported": False, "on_time": False}]}),
        ("fit", {"people": [{"id": "a", "side": "outgoing", "declared": "UNFIT", "judged": ""}]}),
        ("meeting-held", {"meetings": [{"id": "a", "kind": "PRE", "held": True, "reports": 1, "summed_up": True}]}),
    ],
)
def test_a_gate_is_clear(name: str, rows: dict[str, Any]) -> None:
    assert clear(name, **rows)


def test_lateness_asks_for_a_reason_and_a_shortage_for_consent() -> None:
    assert gate("on-time").severity == "ADVISORY"
    said = {(one.kind, one.by) for way in gate("custody-complete").ways for one in way.statements}
    assert said == {("explanation", "outgoing"), ("consent", "incoming")}


@pytest.mark.parametrize(
    ("kind", "found", "side"),
    [
        ("custody-shortage", {}, "incoming"),
        ("custody-shortage", {"recorded": True}, "outgoing"),
        ("custody-shortage", {"recorded": True, "arose_before": False}, "incoming"),
        ("custody-shortage", {"signed": False}, "outgoing"),
        ("uncleanliness", {}, "incoming"),
        ("uncleanliness", {"signed": False}, "outgoing"),
        ("equipment-problem", {}, "outgoing"),
        ("equipment-problem", {"mentioned": True}, "incoming"),
        ("equipment-problem", {"logged": True}, "incoming"),
        ("equipment-problem", {"recorded": True}, "incoming"),
        ("equipment-problem", {"on_site": True}, "incoming"),
        ("equipment-problem", {"arose_before": False}, "incoming"),
        ("equipment-problem", {"signed": False, "on_site": True}, "outgoing"),
    ],
)
def test_who_answers_for_what_turned_out(kind: str, found: dict[str, bool], side: str) -> None:
    assert answers(kind, **found) == side


def test_the_vocabulary_of_conditions_is_that_of_the_rooms() -> None:
    assert set(happenings.MATTERS) == set(LIVES)
    assert set(happenings.MATTER_STATES) == {state for life in LIVES.values() for state in life.states}
    assert set(facts.CATEGORIES) == set(LOG_CATEGORIES)
    assert set(facts.EQUIPMENT_STATES) == set(STATES)
    assert set(kept.CUSTODY_KINDS) == set(KINDS)
    assert set(happenings.SEVERITIES) == set(GRADES)
