"""Alarm lists into the log of a post: all or nothing, twice is once, and a longer list amends."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jiaoban.importing.alarms import carry
from jiaoban.kernel.clock import VirtualClock
from jiaoban.ledger import store
from jiaoban.ledger.verify import verify
from jiaoban.logbook import queries as logbook
from jiaoban.org import door, packs
from jiaoban.org.door import Visit
from jiaoban.plant.rules.texts import Unreadable
from jiaoban.regime.load import load
from tests import broken, cast, recorded
from tests.conftest import ROOT

pytestmark = pytest.mark.django_db
BEGINS = datetime(2026, 11, 22, 16, tzinfo=UTC)


@pytest.fixture
def visit(data: Path) -> Iterator[Visit]:
    before, door.clock = door.clock, VirtualClock(BEGINS + timedelta(hours=6))
    pack = load(ROOT / "regimes" / "hydro")
    packs.store(pack)
    cast.build(store.found(cast.SITE), pack)
    yield door.as_system(cast.SITE)
    door.clock = before


def log(visit: Visit) -> list[str]:
    return [one.reads for one in logbook.entries(visit.book, cast.CCR, limit=100)]


def test_a_chattering_tag_is_one_entry_of_its_shift(visit: Visit) -> None:
    found = carry(visit, cast.CCR, recorded.alarms(), starts_at=BEGINS)
    assert (found.messages, found.count("NEW"), found.kept) == (27, 3, True)
    assert sum("PIC7" in text for text in log(visit)) == 1
    assert any("共 12 次" in text for text in log(visit))


def test_the_same_list_twice_is_the_list_once(visit: Visit) -> None:
    carry(visit, cast.CCR, recorded.alarms(), starts_at=BEGINS)
    there, size = log(visit), visit.book.size
    again = carry(visit, cast.CCR, recorded.alarms(), starts_at=BEGINS)
    assert (again.count("SAME"), again.count("NEW"), again.kept) == (3, 0, True)
    assert (log(visit), visit.book.size) == (there, size)


def test_a_longer_list_amends_the_entries_that_it_changes(visit: Visit) -> None:
    whole = recorded.alarms().split(b"\n")
    carry(visit, cast.CCR, b"\n".join(whole[:9]), starts_at=BEGINS)
    longer = carry(visit, cast.CCR, b"\n".join(whole), starts_at=BEGINS)
    assert (longer.count("CHANGED"), longer.kept) == (1, True)
    assert sum("PIC7" in text for text in log(visit)) == 1
    assert verify(cast.SITE).findings == ()


def test_a_preview_writes_nothing(visit: Visit) -> None:
    found = carry(visit, cast.CCR, recorded.alarms(), starts_at=BEGINS, preview=True)
    assert (found.count("NEW"), found.kept, log(visit)) == (3, False, [])


def test_lines_that_cannot_be_read_stop_the_list_or_are_left_out(visit: Visit) -> None:
    content = recorded.alarms() + b"\n99,soon,T1,H,x"
    refused = carry(visit, cast.CCR, content, starts_at=BEGINS)
    assert (refused.kept, refused.faulty, log(visit)) == (False, 1, [])
    taken = carry(visit, cast.CCR, content, starts_at=BEGINS, leave_out=True)
    assert (taken.kept, taken.count("NEW")) == (True, 3)


def test_of_old_alarms_nothing_is_written(visit: Visit) -> None:
    found = carry(visit, cast.CCR, recorded.alarms())
    assert (found.kept, log(visit)) == (False, [])
    assert found.faults[0].line > 1


def test_by_the_hour_there_are_more_entries(visit: Visit) -> None:
    content = recorded.alarms()
    assert carry(visit, cast.CCR, content, starts_at=BEGINS, by="hour", preview=True).count("NEW") == 3
    later = content + b"\n50,2024-05-01 09:30:00,PIC7,H,x\n51,2024-05-01 09:31:00,PIC7,H NR,x"
    assert carry(visit, cast.CCR, later, starts_at=BEGINS, by="hour", preview=True).count("NEW") == 4
    assert carry(visit, cast.CCR, later, starts_at=BEGINS, preview=True).count("NEW") == 3


def test_of_broken_lists_nothing_is_half_written(visit: Visit) -> None:
    for number in range(40):
        before = log(visit)
        try:
            found = carry(visit, cast.CCR, broken.alarm_list(number), starts_at=BEGINS)
        except Unreadable:
            continue
        assert found.kept or log(visit) == before
        assert found.kept != bool(found.faults)
    assert verify(cast.SITE).findings == ()
