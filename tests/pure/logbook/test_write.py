from datetime import timedelta
from typing import Any

import pytest

from jiaoban.kernel.refusal import BadInput, NotAllowed, NotFound
from jiaoban.logbook import queries
from jiaoban.logbook.tables import ENTRIES
from jiaoban.logbook.terms import CATEGORIES
from tests.pure.workplace import CHEN, LIU, NOON, ROOM, ZHAO, Workplace, minutes


def test_an_entry_belongs_to_the_running_shift_and_its_author(work: Workplace) -> None:
    entry = work.row(ENTRIES, work.done("logbook.write", category="OPERATION", text="  开启1号机冷却水\r\n正常 "))
    assert (entry.text, entry.author, entry.shift) == ("开启1号机冷却水\n正常", "chen", "2026-11-23.D")
    assert (entry.late, entry.late_shift, entry.occurred_at, entry.recorded_at) == (False, False, NOON, NOON)


@pytest.mark.parametrize(
    ("ago", "late", "late_shift", "shift"),
    [
        (30, False, False, "2026-11-23.D"),
        (31, True, False, "2026-11-23.D"),
        (4 * 60, True, False, "2026-11-23.D"),
        (4 * 60 + 1, True, True, "2026-11-23.N"),
        (13 * 60, True, True, "2026-11-22.E"),
    ],
)
def test_a_late_entry_belongs_to_the_shift_in_which_it_happened(
    work: Workplace, ago: int, late: bool, late_shift: bool, shift: str
) -> None:
    key = work.done("logbook.write", category="ROUND", text="巡检", occurred_at=NOON - minutes(ago))
    entry = work.row(ENTRIES, key)
    assert (entry.late, entry.late_shift, entry.shift, entry.written_shift) == (late, late_shift, shift, "2026-11-23.D")


def test_minutes_after_the_change_of_shift_an_entry_of_the_old_shift_is_late(work: Workplace) -> None:
    work.now = NOON + timedelta(hours=4, minutes=1)
    key = work.done("logbook.write", category="ROUND", text="巡检", occurred_at=work.now - minutes(2))
    assert work.row(ENTRIES, key).late
    assert [one.key for one in queries.reaching(work.book, "hall", "2026-11-23.E")] == [key]
    assert [one.key for one in queries.of_shift(work.book, "hall", "2026-11-23.D")] == [key]


@pytest.mark.parametrize("ahead", [minutes(2.1), -timedelta(days=30, seconds=1)])
def test_nobody_writes_what_is_yet_to_come_or_long_ago(work: Workplace, ahead: timedelta) -> None:
    before = work.book.size
    with pytest.raises(BadInput) as caught:
        work.do("logbook.write", category="OTHER", text="…", occurred_at=NOON + ahead)
    assert caught.value.where == "occurred_at"
    assert work.book.size == before


@pytest.mark.parametrize("bad", [{"text": " \n "}, {"text": "a\x00b"}, {"text": "a\ud800"}, {"category": "GOSSIP"}])
def test_senseless_text_and_unknown_categories_do_not_come_in(work: Workplace, bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        work.do("logbook.write", **{"category": "OTHER", "text": "x", **bad})


@pytest.mark.parametrize("link", [{"equipment": "G9"}, {"matter": "m9"}])
def test_an_entry_is_linked_only_to_what_exists(work: Workplace, link: dict[str, Any]) -> None:
    with pytest.raises(NotFound):
        work.do("logbook.write", category="OTHER", text="x", **link)


def test_every_category_has_words() -> None:
    assert all(words.zh and words.en for words in CATEGORIES.values())


def test_the_author_amends_and_the_original_stays(work: Workplace) -> None:
    key = work.done("logbook.write", category="OPERATION", text="水位 372.1")
    work.later(10)
    work.done("logbook.amend", entry=key, text="水位 371.2", reason="看错")
    entry = work.row(ENTRIES, key)
    assert (entry.text, entry.reads, entry.amendments[0].by, entry.last_at) == (
        "水位 372.1",
        "水位 371.2",
        "chen",
        work.now,
    )


def test_a_colleague_may_not_amend_but_the_supervisor_may(work: Workplace) -> None:
    key = work.done("logbook.write", category="OPERATION", text="水位 372.1")
    assert work.refused("logbook.amend", LIU, entry=key, text="水位 371.2", reason="看错") == ["not-the-author"]
    work.done("logbook.amend", ZHAO, entry=key, text="水位 371.2", reason="看错")
    assert work.row(ENTRIES, key).reads == "水位 371.2"


def test_an_amendment_must_change_something(work: Workplace) -> None:
    key = work.done("logbook.write", category="OPERATION", text="水位 372.1")
    with pytest.raises(BadInput):
        work.do("logbook.amend", entry=key, text="水位 372.1", reason="…")


def test_a_struck_entry_stays_legible_and_is_struck_once(work: Workplace) -> None:
    key = work.done("logbook.write", category="OTHER", text="与工作无关")
    work.done("logbook.strike", ZHAO, entry=key, reason="与工作无关")
    assert work.row(ENTRIES, key).struck_out
    assert work.row(ENTRIES, key).text == "与工作无关"
    assert work.refused("logbook.strike", ZHAO, entry=key, reason="再划") == ["entry-struck"]
    assert work.refused("logbook.amend", entry=key, text="改", reason="…") == ["entry-struck"]


def test_an_operator_may_not_strike(work: Workplace) -> None:
    key = work.done("logbook.write", category="OTHER", text="x")
    with pytest.raises(NotAllowed):
        work.do("logbook.strike", CHEN, entry=key, reason="x")


def test_an_entry_of_another_post_does_not_exist_here(work: Workplace) -> None:
    key = work.done("logbook.write", place=ROOM, category="OTHER", text="x")
    with pytest.raises(NotFound):
        work.do("logbook.amend", entry=key, text="y", reason="x")
