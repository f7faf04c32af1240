"""Every operator, what decides it, and whom its trace names."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from jiaoban.regime.conditions import Condition
from jiaoban.regime.evaluate import describe, evaluate, evaluate_row, evaluate_single
from jiaoban.regime.facts import Facts, Row

READ: TypeAdapter[Any] = TypeAdapter(Condition)
EIGHT = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


def row(key: str, **fields: Any) -> Row:
    return {"id": key, "title": key.upper(), **fields}


FACTS = Facts(
    single={"now": EIGHT, "shift_ends_at": EIGHT + timedelta(minutes=5), "stage": "OFFERED", "offered": True,
            "until_shift_end": timedelta(minutes=5), "incoming_count": 2, "shift": None},
    rows={
        "matters": (
            row("m1", kind="ACCIDENT", open=True, equipment="u1"),
            row("m2", kind="DEFECT", open=False, equipment="u2"),
        ),
        "lines": (row("l1", equipment="u1", acknowledged=True), row("l2", equipment="u2", acknowledged=False)),
        "custody": (row("t1", kind="TOOL", short=0), row("t2", kind="TOOL", short=2), row("k1", kind="KEY", short=0)),
    },
    acts={},
)  # fmt: skip


def holds(condition: dict[str, Any]) -> bool:
    return evaluate(READ.validate_python(condition), FACTS).holds


def culprits(condition: dict[str, Any]) -> list[str]:
    return [str(one["id"]) for _, one in evaluate(READ.validate_python(condition), FACTS).culprits()]


@pytest.mark.parametrize(
    "condition",
    [
        {"fact": "stage", "is": "OFFERED"},
        {"fact": "stage", "is_not": "DRAFT"},
        {"fact": "stage", "in": ["DRAFT", "OFFERED"]},
        {"fact": "stage", "not_in": ["CLOSED"]},
        {"fact": "stage", "contains": "OFF"},
        {"fact": "incoming_count", "at_least": 2},
        {"fact": "incoming_count", "at_most": 2},
        {"fact": "incoming_count", "more_than": 1},
        {"fact": "incoming_count", "less_than": 2.5},
        {"fact": "incoming_count", "between": [1, 2]},
        {"fact": "now", "before": {"fact": "shift_ends_at"}},
        {"fact": "now", "not_before": {"fact": "shift_ends_at", "minus": "PT5M"}},
        {"fact": "now", "plus": "PT5M", "is": {"fact": "shift_ends_at"}},
        {"fact": "until_shift_end", "at_most": {"span": "PT5M"}},
        {"all": [{"fact": "offered", "is": True}, {"fact": "stage", "is": "OFFERED"}]},
        {"any": [{"fact": "offered", "is": False}, {"fact": "stage", "is": "OFFERED"}]},
        {"not": {"fact": "offered", "is": False}},
        {"exists": {"of": "matters", "where": {"field": "open", "is": True}}},
        {"none": {"of": "matters", "where": {"field": "kind", "is": "CHANGE"}}},
        {"none": {"of": "meetings"}},
        {"every": {"of": "custody", "where": {"field": "kind", "is": "KEY"}, "have": {"field": "short", "is": 0}}},
        {"every": {"of": "meetings", "have": {"field": "held", "is": True}}},
        {"count": {"of": "custody", "equals": 3}},
        {"count": {"of": "custody", "where": {"field": "kind", "is": "TOOL"}, "at_least": 2, "at_most": 2}},
        {"distinct": {"of": "custody", "by": "kind", "equals": 2}},
        {"all": []},
    ],
    ids=str,
)
def test_it_holds_and_its_contrary_does_not(condition: dict[str, Any]) -> None:
    assert holds(condition)
    assert not holds({"not": condition})


@pytest.mark.parametrize("operator", ["at_least", "at_most", "more_than", "less_than"])
def test_an_unknown_value_is_neither_more_nor_less(operator: str) -> None:
    assert not holds({"fact": "shift", operator: 0})


def test_an_unknown_value_stays_unknown_when_moved() -> None:
    assert not holds({"fact": "shift", "plus": "PT1M", "before": {"fact": "now"}})


def test_a_row_may_speak_of_the_row_around_it() -> None:
    same = {"field": "equipment", "is": {"outer": "equipment"}}
    inner = {"exists": {"of": "lines", "where": {"all": [same, {"field": "acknowledged", "is": True}]}}}
    assert culprits({"every": {"of": "matters", "have": inner}}) == ["m2"]


def test_none_names_the_rows_in_the_way() -> None:
    assert culprits({"none": {"of": "custody", "where": {"field": "short", "more_than": 0}}}) == ["t2"]


def test_all_names_the_rows_of_every_part_that_fails_once() -> None:
    short = {"none": {"of": "custody", "where": {"field": "short", "more_than": 0}}}
    unread = {"none": {"of": "lines", "where": {"field": "acknowledged", "is": False}}}
    fine = {"none": {"of": "meetings"}}
    assert culprits({"all": [short, unread, short, fine]}) == ["t2", "l2"]


def test_not_names_the_rows_that_were_found() -> None:
    assert culprits({"not": {"exists": {"of": "matters", "where": {"field": "open", "is": True}}}}) == ["m1"]


def test_what_holds_names_nobody() -> None:
    assert culprits({"none": {"of": "meetings"}}) == []


def test_a_trace_reads_from_the_verdict_to_the_rows() -> None:
    accident = {"none": {"of": "matters", "where": {"field": "open", "is": True}}}
    lines = evaluate(READ.validate_python({"all": [{"fact": "offered", "is": True}, accident]}), FACTS).lines()
    assert lines == ["✗ all of", "  ✗ no matters where open is True — matters M1"]


def test_a_condition_of_one_row_and_of_single_values() -> None:
    line = READ.validate_python({"field": "kind", "is": "ACCIDENT"})
    single = READ.validate_python({"all": [{"fact": "signed", "is": True}, {"fact": "recorded", "is": False}]})
    assert evaluate_row(line, FACTS.rows["matters"][0], FACTS).holds
    assert not evaluate_row(line, FACTS.rows["matters"][1], FACTS).holds
    assert evaluate_single(single, {"signed": True, "recorded": False}).holds


def test_a_figure_is_the_decimal_that_was_written() -> None:
    tenth = READ.validate_python({"fact": "incoming_count", "at_least": 0.1})
    assert str(tenth.right.number) == "0.1"


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"fact": "now", "plus": "PT10M", "before": {"fact": "shift_ends_at"}}, "now plus 10 min before shift_ends_at"),
        ({"not": {"fact": "offered", "is": True}}, "not (offered is True)"),
        ({"any": [{"fact": "offered", "is": True}, {"none": {"of": "lines"}}]}, "(offered is True or none lines)"),
        ({"count": {"of": "people", "at_least": 2}}, "count people (at_least 2)"),
        ({"every": {"of": "lines", "have": {"field": "kind", "in": ["A", "B"]}}}, "every lines have kind in [A, B]"),
    ],
)  # fmt: skip
def test_a_condition_in_words(condition: dict[str, Any], words: str) -> None:
    assert describe(READ.validate_python(condition)) == words


@pytest.mark.parametrize(
    "condition",
    [{}, [], "now", 7, None, {"fact": "now"}, {"fact": "a", "field": "b", "is": 1}, {"fact": "a", "is": 1, "in": [1]},
     {"count": {"of": "lines"}}, {"fact": "a", "at_least": {"number": "1E+99999999"}}, {"all": {}}, {"nand": []}],
    ids=str,
)  # fmt: skip
def test_what_is_no_condition_is_refused(condition: Any) -> None:
    with pytest.raises(ValidationError):
        READ.validate_python(condition)
