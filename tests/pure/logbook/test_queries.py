from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.logbook import queries
from tests.pure.workplace import NOON, ROOM, ZHAO, Workplace, minutes


@pytest.fixture
def log(work: Workplace) -> Workplace:
    for ago, category, text in [(50, "ROUND", "油位正常"), (20, "ANOMALY", "导轴承温度高"), (5, "ROUND", "温度回落")]:
        work.done("logbook.write", category=category, text=text, occurred_at=NOON - minutes(ago))
    work.done("logbook.write", place=ROOM, category="ROUND", text="温度")
    return work


def test_newest_first_and_only_of_the_post(log: Workplace) -> None:
    assert [one.text for one in queries.entries(log.book, "hall")] == ["温度回落", "导轴承温度高", "油位正常"]


@pytest.mark.parametrize(
    ("wanted", "texts"),
    [
        ({"search": "温度"}, ["温度回落", "导轴承温度高"]),
        ({"categories": ["ANOMALY", "DEFECT"]}, ["导轴承温度高"]),
        ({"since": NOON - minutes(20)}, ["温度回落", "导轴承温度高"]),
        ({"until": NOON - minutes(20)}, ["油位正常"]),
        ({"author": "liu"}, []),
        ({"limit": 1}, ["温度回落"]),
    ],
)
def test_filters(log: Workplace, wanted: dict[str, object], texts: list[str]) -> None:
    found = queries.entries(log.book, "hall", **wanted)  # type: ignore[arg-type]
    assert [one.text for one in found] == texts


def test_a_search_finds_the_amended_wording_and_the_original(log: Workplace) -> None:
    key = queries.entries(log.book, "hall", search="油位")[0].key
    log.done("logbook.amend", ZHAO, entry=key, text="油压正常", reason="笔误")
    assert [queries.entries(log.book, "hall", search=word)[0].key for word in ("油位", "油压")] == [key, key]


def test_changed_since_names_late_and_amended_entries(log: Workplace) -> None:
    log.later(10)
    key = log.done("logbook.write", category="ROUND", text="补录", occurred_at=NOON - timedelta(hours=3))
    assert [one.key for one in queries.changed_since(log.book, "hall", NOON + minutes(1))] == [key]


@given(ages=st.lists(st.integers(0, 4), max_size=9), size=st.integers(1, 4))
def test_pages_together_are_the_whole_log_without_gap_or_repetition(ages: list[int], size: int) -> None:
    work = Workplace()
    for age in ages:
        work.done("logbook.write", category="ROUND", text="x", occurred_at=NOON - minutes(age))
    paged: list[str] = []
    while page := queries.entries(work.book, "hall", limit=size, before=paged[-1] if paged else ""):
        paged += [one.key for one in page]
    assert paged == [one.key for one in queries.entries(work.book, "hall", limit=99)]
    assert len(paged) == len(ages)
