"""What is said to be impossible is impossible, whatever the facts; and contradictions that people write are found."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoban.regime.evaluate import evaluate
from jiaoban.regime.facts import Facts
from jiaoban.regime.reach import contradiction, decided, demands
from tests.pure.regime.small import changed
from tests.pure.regime.test_conditions_property import CONDITIONS, READ, facts

NARROW = st.sampled_from(["is", "is_not"]).flatmap(
    lambda operator: st.fixed_dictionaries({"fact": st.just("stage"), operator: st.sampled_from(["DRAFT", "OFFERED"])})
) | st.sampled_from(["at_least", "at_most", "more_than", "less_than"]).flatmap(
    lambda operator: st.fixed_dictionaries({"fact": st.just("incoming_count"), operator: st.integers(0, 3)})
)
ROWS = st.sampled_from(
    [
        {"exists": {"of": "lines"}},
        {"none": {"of": "lines"}},
        {"none": {"of": "lines", "where": {"field": "critical", "is": True}}},
        {"exists": {"of": "lines", "where": {"field": "critical", "is": True}}},
        {"count": {"of": "lines", "at_least": 2}},
        {"count": {"of": "lines", "at_most": 1}},
        {"distinct": {"of": "lines", "by": "kind", "at_least": 2}},
        {"distinct": {"of": "lines", "by": "kind", "equals": 1}},
        {"fact": "now", "before": {"fact": "shift_ends_at"}},
        {"fact": "now", "not_before": {"fact": "shift_ends_at"}},
    ]
)
PART = NARROW | ROWS
TOGETHER = st.lists(PART | PART.map(lambda one: {"not": one}), min_size=2, max_size=4).map(lambda parts: {"all": parts})


@settings(max_examples=400, deadline=None)
@given(TOGETHER | CONDITIONS, facts())
def test_what_contradicts_itself_never_holds(written: dict[str, Any], known: Facts) -> None:
    condition = READ.validate_python(written)
    if contradiction(demands(condition)):
        assert not evaluate(condition, known).holds


@settings(max_examples=400, deadline=None)
@given(TOGETHER | CONDITIONS, facts(), st.sets(st.sampled_from(["stage", "offered", "incoming_count"])))
def test_what_is_decided_beforehand_comes_out_like_that(written: dict[str, Any], known: Facts, names: set[str]) -> None:
    condition = READ.validate_python(written)
    verdict = decided(condition, {name: frozenset([known.single[name]]) for name in names})
    assert verdict is None or verdict == evaluate(condition, known).holds


STAGE, LINES = {"fact": "stage", "is": "DRAFT"}, {"of": "lines", "where": {"field": "critical", "is": True}}
CONTRADICTORY = {
    "two values": [STAGE, {"fact": "stage", "is": "OFFERED"}],
    "a value that is left out": [STAGE, {"fact": "stage", "not_in": ["DRAFT", "CLOSED"]}],
    "a value and its denial": [STAGE, {"not": STAGE}],
    "bounds that leave nothing": [
        {"fact": "incoming_count", "at_least": 2},
        {"fact": "incoming_count", "less_than": 2},
    ],
    "a value outside of bounds": [{"fact": "incoming_count", "is": 1}, {"fact": "incoming_count", "at_least": 2}],
    "durations": [
        {"fact": "until_shift_end", "at_least": {"span": "PT2H"}},
        {"fact": "until_shift_end", "at_most": {"span": "PT1H"}},
    ],
    "some and none": [{"exists": LINES}, {"none": LINES}],
    "some of a sort and none at all": [{"exists": LINES}, {"none": {"of": "lines"}}],
    "none at all and some of a sort": [{"none": {"of": "lines"}}, {"exists": LINES}],
    "two counts": [{"count": {**LINES, "at_least": 2}}, {"count": {**LINES, "at_most": 1}}],
    "before and after": [
        {"fact": "now", "before": {"fact": "shift_ends_at", "minus": "PT10M"}},
        {"fact": "now", "not_before": {"fact": "shift_ends_at", "minus": "PT10M"}},
    ],
    "deep inside": [{"all": [{"any": [STAGE]}]}, {"not": {"any": [STAGE, {"fact": "offered", "is": True}]}}],
}
POSSIBLE = {
    "the same twice": [STAGE, STAGE],
    "one of two": [{"any": [STAGE, {"fact": "stage", "is": "OFFERED"}]}, {"fact": "stage", "is": "CLOSED"}],
    "bounds that touch": [{"fact": "incoming_count", "at_least": 2}, {"fact": "incoming_count", "at_most": 2}],
    "rows of two sorts": [{"exists": LINES}, {"none": {"of": "lines", "where": {"field": "critical", "is": False}}}],
    "moments at other times": [
        {"fact": "now", "before": {"fact": "shift_ends_at", "minus": "PT10M"}},
        {"fact": "now", "not_before": {"fact": "shift_ends_at", "minus": "PT20M"}},
    ],
}


@pytest.mark.parametrize("parts", CONTRADICTORY.values(), ids=CONTRADICTORY)
def test_a_contradiction_is_found(parts: list[dict[str, Any]]) -> None:
    assert contradiction(demands(READ.validate_python({"all": parts})))


@pytest.mark.parametrize("parts", POSSIBLE.values(), ids=POSSIBLE)
def test_what_can_be_is_no_contradiction(parts: list[dict[str, Any]]) -> None:
    assert not contradiction(demands(READ.validate_python({"all": parts})))


GATE = "none: {of: sections, where: {field: complete, is: false}}"


@pytest.mark.parametrize(
    "condition",
    [
        "{fact: offered, is: true}",
        "{fact: stage, is: OFFERED}",
        "{all: [{fact: signed_by_incoming, is: true}, {fact: offered, is: false}]}",
        "{not: {fact: offered, is: false}}",
    ],
)
def test_a_gate_that_waits_for_what_it_stops_is_found(condition: str) -> None:
    report, line = changed("handover.yaml", GATE, condition)
    told = [one.line for one in report.problems if "no record can ever be offered" in one.wrong.en]
    assert told == [line]


def test_a_gate_that_can_be_lifted_may_wait() -> None:
    report, _ = changed(
        "handover.yaml",
        "none: {of: confirmations, where: {all: [{field: point, is: briefing}, {field: done, is: false}]}}",
        "{fact: signed_by_outgoing, is: true}",
    )
    assert not any("nobody can ever sign" in one.wrong.en for one in report.problems)


@pytest.mark.parametrize(
    ("yields", "found"),
    [
        ("", True),
        ("\n    yields: {when: {fact: relief_late, is: true}, clause: small/2, because: {zh: 先, en: B}}", False),
    ],
)
def test_two_gates_in_conflict_are_found_unless_it_is_written_which_precedes(yields: str, found: bool) -> None:
    late = "{fact: until_shift_end, less_than: {span: PT0S}}"
    early = "{fact: until_shift_end, at_least: {span: PT0S}}"
    gate = f"""\
gates:
  - id: after-the-hour
    clause: small/1
    title: {{zh: 整点以后, en: After the hour}}
    side: outgoing
    clear_when: {late}
    why: {{zh: 还没到点。, en: Too early.}}
    lifts: {{zh: 等。, en: Wait.}}
    who: [outgoing]
  - id: before-the-hour
    clause: small/1
    title: {{zh: 整点以前, en: Before the hour}}
    side: outgoing
    clear_when: {early}{yields}
    why: {{zh: 过点了。, en: Too late.}}
    lifts: {{zh: 换。, en: Change.}}
    who: [outgoing]
"""
    report, _ = changed("handover.yaml", "gates:\n", gate)
    assert any("contradict each other" in one.wrong.en for one in report.problems) == found
