"""Two packs rule alike, whatever number, day and approver they name."""

from datetime import date
from typing import Any

import pytest

from jiaoban.authoring.rules import no_scenarios, same_rules
from jiaoban.regime.load import load
from tests.conftest import ROOT

HYDRO = load(ROOT / "regimes" / "hydro")


@pytest.mark.parametrize(
    ("head", "alike"),
    [
        ({"version": "9.9"}, True),
        ({"effective_from": date(2030, 1, 1), "effective_to": date(2031, 1, 1), "approver": "某人"}, True),
        ({"id": "other"}, False),
    ],
)
def test_the_head_counts_but_for_what_a_proposal_changes(head: dict[str, Any], alike: bool) -> None:
    other = HYDRO.model_copy(update={"head": HYDRO.head.model_copy(update=head)})
    assert same_rules(HYDRO, other) is alike


def test_a_rule_counts() -> None:
    handover = HYDRO.handover.model_copy(update={"gates": HYDRO.handover.gates[1:]})
    assert not same_rules(HYDRO, HYDRO.model_copy(update={"handover": handover}))


@pytest.mark.parametrize(
    ("cases", "note", "good"), [(1, "", True), (0, "场景在总厂", True), (0, " \n", False), (0, "", False)]
)
def test_without_scenarios_a_note_says_why(cases: int, note: str, good: bool) -> None:
    assert (no_scenarios(cases, note) is None) is good
