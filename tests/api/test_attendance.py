"""Attendance over the API: in and out, who is there, and what follows for whom."""

from collections.abc import Callable
from pathlib import Path

import pytest

from jiaoban.demo.accounts import make_accounts
from jiaoban.kernel.clock import VirtualClock
from jiaoban.ledger import store
from jiaoban.org import packs
from jiaoban.regime.attending import Attendance, Missed
from jiaoban.regime.load import load
from tests import cast
from tests.api.conftest import POST, Caller, told
from tests.conftest import ROOT

Callers = Callable[[cast.Member], Caller]
MONTH = "?month=2026-11"


@pytest.fixture
def sites(db: None, data: Path, clock: VirtualClock) -> None:
    """云峰 and 清溪 under their regime with attendance besides."""
    hydro = load(ROOT / "regimes" / "hydro")
    rules = Attendance(clause="hydro/1.1a", late=Missed(clause="hydro/1.1a"))
    pack = hydro.model_copy(update={"attendance": rules})
    packs.store(pack)
    cast.build(store.found(cast.SITE), pack)
    cast.build_neighbour(store.found(cast.NEIGHBOUR), pack)
    make_accounts()


def test_one_checks_in_and_reads_it(caller: Callers) -> None:
    member = caller(cast.A_CCR)
    acts = told(member.post(f"{POST}/attendance/check_in", {}))["acts"]
    assert acts[0]["kind"] == "attendance.checked_in"
    (one,) = told(member.get(f"{POST}/attendance/there"))
    assert (one["person"], one["basis"], one["left_at"]) == (cast.A_CCR.key, "HAND", None)
    mine = told(member.get(f"{POST}/attendance/mine{MONTH}"))
    assert any(stay["key"] == one["key"] for each in mine for stay in each["stays"])


def test_the_hours_of_others_are_the_supervisors(caller: Callers) -> None:
    for path in (f"month{MONTH}", f"people/{cast.A_CCR.key}{MONTH}"):
        assert caller(cast.A_CCR).get(f"{POST}/attendance/{path}").status_code == 403
        assert caller(cast.OUTSIDER).get(f"{POST}/attendance/{path}").status_code == 404
        found = told(caller(cast.A_LEAD).get(f"{POST}/attendance/{path}"))
        assert all({"hours", "missed", "forgotten"} <= set(one) for one in found)


def test_a_month_that_is_none_is_refused(caller: Callers) -> None:
    assert caller(cast.A_LEAD).get(f"{POST}/attendance/month?month=2026-13").status_code == 400
