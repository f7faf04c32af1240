"""Everyday work in the database: the rows that memory has, and what the background loop records once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from jiaoban.followup import queries
from jiaoban.followup.background import EVERY, Watch
from jiaoban.followup.tables import FOLLOWUPS, SUGGESTIONS
from jiaoban.kernel.book import tables
from jiaoban.kernel.clock import VirtualClock
from jiaoban.ledger import store
from jiaoban.ledger.rebuild import differences
from jiaoban.org import door, packs
from tests.pure.duty.office import PACK, Office

pytestmark = pytest.mark.django_db
TEN = Office.moment("10:00")
OWN = [
    table
    for table in tables()
    if table.name in ("duty_checked", "duty_observation", "duty_reading", "followup", "followup_suggestion")
]


def work(office: Office) -> str:
    """Use every verb of everyday work once at least; return the key of the fault."""
    office.ok(TEN, "li", "duty.acknowledge_regime", version=PACK.head.version)
    seen = {"person": office.key("li"), "conduct": "speech"}
    office.ok(TEN, "boss", "duty.observe", good=True, text="耐心", **seen)
    wrong = office.ok(TEN, "boss", "duty.observe", good=False, text="大声", **seen)
    office.ok(TEN, "boss", "duty.withdraw_observation", observation=wrong, reason="认错人")
    office.ok(TEN, "li", "duty.fill_in", checklist="desk", fine=["tidy"], found={"dust": "屏幕后有灰"})
    better = [office.ok(TEN, "li", "followup.suggest", title=f"建议{n}") for n in range(3)]
    office.ok(TEN, "boss", "followup.take_up", suggestion=better[0], owner=office.key("wang"))
    office.ok(TEN, "wang", "followup.carry_out", suggestion=better[0], result="已改")
    office.ok(TEN, "boss", "followup.decline", suggestion=better[1], reason="没有预算")
    fault = office.ok(TEN, "li", "followup.report_fault", what="打印机卡纸", photos=["a" * 64])
    office.ok(TEN, "boss", "followup.transfer", followup=fault, to="sales", reason="要拆机")
    office.ok(TEN, "boss", "followup.give_back", followup=fault, reason="找行政部")
    office.ok(TEN, "boss", "followup.transfer", followup=fault, to="office", reason="要拆机")
    office.ok(TEN, "boss", "followup.accept", followup=fault, contact="老周")
    return fault


@pytest.fixture
def kept(data: Path) -> Office:
    packs.store(PACK)
    return Office(PACK, store.found("site"))


@pytest.fixture
def site_clock() -> Iterator[VirtualClock]:
    before, door.clock = door.clock, VirtualClock(TEN)
    yield door.clock
    door.clock = before


def test_the_database_keeps_the_rows_that_memory_has(kept: Office) -> None:
    memory = Office()
    for office in (memory, kept):
        office.ok(TEN + timedelta(days=1, seconds=1), "system", "followup.escalate", followup=work(office))
    assert len(OWN) == 5
    for table in OWN:
        there = memory.book.find(table)
        assert there, table.name
        found = kept.book.find(table)
        assert [one.model_dump(exclude={"seq"}) for one in found] == [
            one.model_dump(exclude={"seq"}) for one in there
        ], table.name
    assert [one.key for one in queries.suggestions(kept.book, "desk", ("NEW",))] == [
        one.key for one in queries.suggestions(memory.book, "desk", ("NEW",))
    ]
    assert differences("site")[1] == ()


def _round(watch: Watch, clock: VirtualClock, now: datetime) -> None:
    clock.moment = now
    watch.tick(now)


def test_the_loop_records_once_who_is_told(kept: Office, site_clock: VirtualClock) -> None:
    key = kept.ok(TEN, "li", "followup.report_fault", what="打印机卡纸")
    limit, watch = TEN + timedelta(days=1), Watch()
    seen: list[list[str]] = []
    for after in (0, 1, 10, 20, 86400, 86401, 86420):
        for _ in range(2):
            _round(Watch(), site_clock, limit + timedelta(seconds=after))
        one = queries.followup(kept.book, key)
        assert one is not None
        seen.append([told.to for told in one.told])
    assert seen == [[], *[["supervisor"]] * 4, *[["supervisor", "head"]] * 2]
    acts = [act for act in kept.book.acts() if act.kind == "followup.escalated"]
    assert [(act.actor, act.clauses) for act in acts] == [("system", ("kefu/21",))] * 2
    size = kept.book.size
    _round(watch, site_clock, limit + timedelta(days=9))
    assert kept.book.size == size, "nothing more is to be told"


def test_the_loop_looks_no_more_often_than_it_says(kept: Office, site_clock: VirtualClock) -> None:
    kept.ok(TEN, "li", "followup.report_fault", what="打印机卡纸")
    limit, watch = TEN + timedelta(days=1), Watch()
    _round(watch, site_clock, limit)
    _round(watch, site_clock, limit + EVERY - timedelta(seconds=1))
    assert kept.book.find(FOLLOWUPS)[0].told == ()
    _round(watch, site_clock, limit + EVERY)
    assert len(kept.book.find(FOLLOWUPS)[0].told) == 1


def test_what_is_not_late_costs_the_loop_one_query(
    kept: Office, site_clock: VirtualClock, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    assert kept.book.find(SUGGESTIONS) == []
    with django_assert_max_num_queries(1):  # type: ignore[operator]
        Watch().tick(TEN)
