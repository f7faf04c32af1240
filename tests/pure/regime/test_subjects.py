"""What a regime speaks of, and what it calls people."""

from pathlib import Path

import pytest

from jiaoban.kernel.words import Words
from jiaoban.regime.head import Calls
from jiaoban.regime.load import load
from jiaoban.regime.pack import Pack
from jiaoban.regime.subjects import subjects

REGIMES = Path(__file__).parents[3] / "regimes"


@pytest.mark.parametrize(
    ("regime", "spoken_of", "supervisor"),
    [
        ("hydro", {"plant", "readings", "custody", "meetings", "gatherings", "absences"}, None),
        ("kf015", set(), "当班主管"),
        ("seven", {"plant", "readings", "custody"}, "领导"),
        ("process", {"plant", "readings", "custody", "meetings"}, "班长"),
    ],
)
def test_each_regime_speaks_of_its_own(regime: str, spoken_of: set[str], supervisor: str | None) -> None:
    pack = load(REGIMES / regime)
    assert subjects(pack) == spoken_of
    called = pack.head.calls.supervisor
    assert (called.zh if called else None) == supervisor


def test_a_pack_that_calls_nobody_otherwise_keeps_its_bytes() -> None:
    pack = load(REGIMES / "hydro")
    assert b'"calls"' not in pack.canonical()
    named = pack.head.model_copy(update={"calls": Calls(supervisor=Words(zh="班长"))})
    changed = Pack(head=named, clauses=pack.clauses, handover=pack.handover)
    assert Pack.read(changed.canonical()).head.calls.supervisor == Words(zh="班长")
