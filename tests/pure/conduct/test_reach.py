"""How far back what the book shows can still become a case: as far as a breach may be recorded, and no further."""

from datetime import UTC, datetime

import pytest

from jiaoban.conduct import queries
from jiaoban.conduct import usecases as _conduct  # noqa: F401 - declares the verbs
from jiaoban.conduct.proposing import proposals
from jiaoban.conduct.tables import CASES
from jiaoban.kernel.refusal import NotFound
from tests.pure.report.desk import Desk, desk

THURSDAY = "2026-03-12"


@pytest.fixture
def late() -> Desk:
    """The weekly plan of 12 March 2026 did not come."""
    return desk().at("21:00:01", 12)


def name_of(late: Desk) -> str:
    found = queries.offered(late.book, late.place, late.packs, late.now)
    return next(
        one.name
        for one in found
        if one.occasion.facts.get("report") == "weekly-plan" and one.occasion.people == (late.world.keys["李娜"],)
    )


@pytest.mark.parametrize(
    ("now", "there"),
    [
        (datetime(2026, 5, 12, 4, tzinfo=UTC), True),
        (datetime(2026, 5, 13, 4, tzinfo=UTC), False),
        (datetime(2027, 3, 12, 4, tzinfo=UTC), False),
    ],
)
def test_what_is_listed_first_is_of_the_last_62_days(late: Desk, now: datetime, there: bool) -> None:
    name = name_of(late)
    late.now = now
    found = [one.name for one in queries.offered(late.book, late.place, late.packs, now)]
    assert (name in found) is there
    day = datetime.fromisoformat(THURSDAY).date()
    assert name in [one.name for one in queries.offered(late.book, late.place, late.packs, now, until=day)]


def test_it_is_taken_up_and_set_aside_after_a_year_and_not_after_that(late: Desk) -> None:
    name = name_of(late)
    late.now = datetime(2027, 3, 12, 4, tzinfo=UTC)
    assert late.do("conduct.take_up", "张主管", occasion=name).refusal is None
    (case,) = late.book.find(CASES)
    assert (case.ladder_id, case.occasion) == ("plan-late", name.partition(":")[2])


def test_what_lies_more_than_a_year_back_is_not_found(late: Desk) -> None:
    name = name_of(late)
    late.now = datetime(2027, 3, 14, 4, tzinfo=UTC)
    with pytest.raises(NotFound):
        late.do("conduct.set_aside", "张主管", occasion=name, reason="很久以前")
    day = datetime.fromisoformat(THURSDAY).date()
    assert queries.offered(late.book, late.place, late.packs, late.now, until=day) == []


def test_the_step_counts_what_stands_in_the_list_before(late: Desk) -> None:
    late.at("21:00:01", 19)
    found = queries.offered(late.book, late.place, late.packs, late.now)
    told = {
        one.occasion.happened_at.day: seen.because.zh
        for one, seen in proposals(late.book, found, late.packs, "Asia/Shanghai", late.now)
        if one.occasion.facts["report"] == "weekly-plan" and seen.case.person == late.world.keys["李娜"]
    }
    assert told[12].startswith("本人第 1 次，按第 1 级：200 元")
    assert told[19].startswith("本人第 2 次（此前：2026-03-12 21:00:01），按第 1 级：200 元")
