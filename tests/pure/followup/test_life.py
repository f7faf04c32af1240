from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.followup import queries
from jiaoban.followup.tables import FOLLOWUPS, Followup
from jiaoban.followup.terms import FIELDS, STATUSES
from jiaoban.kernel.refusal import BadInput, NotFound
from tests.pure.workplace import LIU, NOON, ROOM, ZHAO, Workplace, minutes

WHOLE: dict[str, Any] = {
    "what": "更换2号机滤网",
    "where": "2号机水车室",
    "next_step": "领备件",
    "due_at": NOON + timedelta(hours=20),
    "owner": "chen",
}


@pytest.fixture
def key(work: Workplace) -> str:
    return work.done("followup.open", **WHOLE)


def test_a_whole_followup_is_opened(work: Workplace, key: str) -> None:
    one = work.row(FOLLOWUPS, key)
    assert (one.open, one.owner, one.opened_by, one.opened_shift) == (True, "chen", "chen", "2026-11-23.D")
    assert queries.open_for(work.book, "hall") == [one]


def test_what_is_missing_is_named_field_by_field(work: Workplace) -> None:
    codes = work.refused("followup.open", what="更换滤网", where="  ", owner="chen")
    assert codes == ["missing:where", "missing:next_step", "missing:due_at"]


@pytest.mark.parametrize("field", ["what", "where", "next_step", "due_at", "owner"])
def test_every_required_field_is_missed(work: Workplace, field: str) -> None:
    assert work.refused("followup.open", **{k: v for k, v in WHOLE.items() if k != field}) == [f"missing:{field}"]


@pytest.mark.parametrize(("change", "error"), [({"due_at": NOON}, BadInput), ({"owner": "nobody"}, NotFound)])
def test_nobody_can_follow_it_in_the_past_or_without_being_here(
    work: Workplace, change: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        work.do("followup.open", **WHOLE | change)


def test_progress_and_reasons_are_kept_by_shift(work: Workplace, key: str) -> None:
    work.done("followup.progress", followup=key, text="备件已领")
    work.later(8 * 60)
    work.done("followup.excuse", LIU, followup=key, reason="无工作票")
    one = work.row(FOLLOWUPS, key)
    assert [queries.touched_in_shift(one, f"2026-11-23.{code}") for code in "DEN"] == [True, True, False]
    assert [queries.excused_in_shift(one, f"2026-11-23.{code}") for code in "DE"] == [False, True]
    assert queries.touched_since(one, NOON + minutes(1))


def test_the_owner_passes_it_on_and_who_followed_it_when_stays_known(work: Workplace, key: str) -> None:
    work.later(60)
    work.done("followup.pass_on", followup=key, to="liu", reason="倒班")
    one = work.row(FOLLOWUPS, key)
    assert [one.owner_at(NOON + minutes(n)) for n in (0, 59, 60, 99)] == ["chen", "chen", "liu", "liu"]


def test_only_the_owner_or_the_supervisor_passes_it_on(work: Workplace, key: str) -> None:
    assert work.refused("followup.pass_on", LIU, followup=key, to="liu") == ["not-the-owner"]
    work.done("followup.pass_on", ZHAO, followup=key, to="liu")
    with pytest.raises(BadInput):
        work.do("followup.pass_on", LIU, followup=key, to="liu")


def test_closing_needs_a_result_and_comes_once(work: Workplace, key: str) -> None:
    assert work.refused("followup.close", followup=key, result=" ") == ["missing:result"]
    work.done("followup.close", LIU, followup=key, result="已更换")
    assert work.refused("followup.close", followup=key, result="已更换") == ["followup-closed"]
    assert [one.key for one in queries.closed_in_shift(work.book, "hall", "2026-11-23.D")] == [key]
    assert queries.open_for(work.book, "hall") == []


def test_a_shift_tells_of_what_is_open_and_of_what_it_closed(work: Workplace, key: str) -> None:
    closed = work.done("followup.open", **WHOLE | {"due_at": NOON + minutes(5)})
    work.done("followup.close", followup=closed, result="已更换")
    assert [one.key for one in queries.living(work.book, "hall", NOON)] == [key, closed]
    assert [one.key for one in queries.living(work.book, "hall", NOON + minutes(1))] == [key]


def test_overdue_is_a_matter_of_the_moment(work: Workplace, key: str) -> None:
    due = WHOLE["due_at"]
    assert isinstance(due, type(NOON))
    assert [len(queries.overdue(work.book, "hall", due + minutes(n))) for n in (-1, 0, 1)] == [0, 0, 1]


def test_another_post_does_not_see_it(work: Workplace, key: str) -> None:
    with pytest.raises(NotFound):
        work.do("followup.progress", place=ROOM, followup=key, text="x")


def test_every_code_has_words() -> None:
    assert all(words.zh and words.en for words in (*STATUSES.values(), *FIELDS.values()))


STEP = st.sampled_from(
    [
        ("followup.progress", {"text": "x"}),
        ("followup.excuse", {"reason": "x"}),
        ("followup.pass_on", {"to": "liu"}),
        ("followup.pass_on", {"to": "chen"}),
        ("followup.close", {"result": "x"}),
        ("followup.close", {"result": ""}),
    ]
)


@given(st.lists(STEP, max_size=12))
def test_whatever_is_tried_a_closed_followup_never_changes(steps: list[tuple[str, dict[str, Any]]]) -> None:
    work = Workplace()
    key = work.done("followup.open", **WHOLE)
    last: Followup | None = None
    for name, args in steps:
        work.later(1)
        try:
            work.do(name, ZHAO, followup=key, **args)
        except BadInput:
            continue
        one = work.row(FOLLOWUPS, key)
        assert last is None or last.open or one == last
        assert one.open is (one.result == "")
        last = one
    assert work.rebuilt().get(FOLLOWUPS, key) == work.book.get(FOLLOWUPS, key)
