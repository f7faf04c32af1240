"""A signed handover in the database: the same as in memory, the same after a rebuild, and verified to the last row."""

from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection

from jiaoban.handover.models import TenureRow
from jiaoban.handover.tables import FINDINGS, HANDOVERS, STAYS, TENURES
from jiaoban.kernel.book import Table
from jiaoban.kernel.memory import MemoryBook
from jiaoban.ledger import files, store
from jiaoban.ledger.models import LedgerCheckpoint
from jiaoban.ledger.rebuild import differences
from jiaoban.ledger.store import DbBook
from jiaoban.ledger.verify import verify
from jiaoban.org import packs
from tests import cast
from tests.pure.handover.desk import IN, OUT, Desk, pack

pytestmark = pytest.mark.django_db


def signed() -> Desk:
    packs.store(pack())
    desk = Desk(store.found(cast.SITE)).signed()
    desk.ok("handover.find", IN, kind="uncleanliness", text="机坑有油污")
    return desk


def test_the_database_holds_what_memory_holds(data: Path) -> None:
    there = signed().book
    here = MemoryBook(cast.SITE)
    for act in there.acts():
        here.fold(act)
    ours: list[Table[Any]] = [HANDOVERS, TENURES, STAYS, FINDINGS]
    for table in ours:
        assert there.find(table) == here.find(table)


def test_a_rebuild_changes_no_row(data: Path) -> None:
    signed()
    _, differing = differences(cast.SITE)
    assert differing == ()


def test_a_whole_book_verifies(data: Path) -> None:
    signed()
    assert verify(cast.SITE).findings == ()


def test_a_signed_handover_leaves_a_checkpoint_over_its_end(data: Path) -> None:
    desk = signed()
    sizes = LedgerCheckpoint.objects.filter(site=cast.SITE).values_list("size", flat=True)
    assert any(size > desk.handover.events[-1].seq for size in sizes)


def test_editing_who_holds_the_post_is_named(data: Path) -> None:
    signed()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE handover_tenure SET state = replace(state, %s, %s)", [IN.key, OUT.key])
    findings = verify(cast.SITE).findings
    assert any("tenure" in f"{one}" for one in findings)


def test_a_regime_that_was_changed_in_the_store_is_named(data: Path) -> None:
    signed()
    path = files.path_of(pack().digest)
    path.write_bytes(path.read_bytes().replace("交".encode(), "接".encode(), 1))
    assert [finding.code for finding in verify(cast.SITE).findings] == ["file"]


def test_two_running_holdings_of_a_post_are_refused_by_the_database(data: Path) -> None:
    signed()
    running = DbBook(cast.SITE).find(TENURES, until=None)
    assert [one.people for one in running] == [(IN.key,)]
    row = TenureRow.objects.get(site=cast.SITE, until=None)
    with pytest.raises(IntegrityError):
        TenureRow.objects.create(
            site=cast.SITE,
            key="other",
            seq=row.seq,
            state=row.state,
            post=row.post,
            since=row.since,
            until=None,
            begun_seq=0,
        )
