"""Pages ask the database a bounded number of questions, however much is in the book."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.web.conftest import CCR, HERE, Browser, Station

MOST = 45
"""Questions to the database for a page without a running handover; a running one adds what its gates look at."""
RUNNING = 30
PAGES = [
    f"{CCR}/", f"{CCR}/log", f"{CCR}/followups", f"{CCR}/plant", f"{CCR}/plant/equipment", f"{CCR}/readings",
    f"{CCR}/plant/equipment/G1", f"{CCR}/plant/isolation", f"{CCR}/tables",
    f"{CCR}/custody", f"{CCR}/duties", f"{CCR}/meetings", f"{CCR}/roster", f"{HERE}/board", f"{HERE}/people",
    f"{HERE}/regimes/hydro", f"{HERE}/oversight",
]  # fmt: skip


def _asked(as_person: Browser, address: str) -> int:
    client = as_person(cast.HEAD)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.fixture
def busy(station: Station, night: cast.Member, lead: cast.Member) -> None:
    """Twenty more of everything."""
    for number in range(20):
        station.do(night, "logbook.write", category="ROUND", text=f"巡视 {number}", equipment="G1")
        told: dict[str, Any] = {
            "where": "1号机",
            "state_so_far": "—",
            "next_step": "看",
            "due_at": station.clock.moment + timedelta(hours=9),
        }
        station.do(night, "followup.open", what=f"跟进 {number}", owner=lead.key, **told)
        station.do(night, "plant.open_matter", kind="DEFECT", title=f"缺陷 {number}", equipment="G1")
        unit = f"U{number}"
        station.do(lead, "plant.register_equipment", equipment=unit, code=unit, name=f"设备 {number}")
        station.do(lead, "plant.register_parameter", parameter=f"p{number}", name=f"参数 {number}", group="机组")
        station.do(lead, "plant.register_custody", custody_item=f"k{number}", name="钥匙", kind="KEY", expected=1)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_no_more_when_there_is_more(
    as_person: Browser, request: pytest.FixtureRequest, address: str
) -> None:
    before = _asked(as_person, address)
    request.getfixturevalue("busy")
    assert _asked(as_person, address) <= before
    assert before <= MOST


@pytest.mark.parametrize("address", [f"{CCR}/", f"{HERE}/board"])
def test_a_running_handover_adds_a_bounded_number(
    as_person: Browser, station: Station, night: cast.Member, address: str
) -> None:
    before = _asked(as_person, address)
    station.do(night, "handover.open")
    assert _asked(as_person, address) <= before + RUNNING
