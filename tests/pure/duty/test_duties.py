from datetime import timedelta
from typing import Any

import pytest

from jiaoban.duty import queries
from jiaoban.duty.tables import Done
from jiaoban.kernel.refusal import BadInput
from tests.pure.workplace import HALL, LIU, RULED, Workplace


def of_shift(work: Workplace, shift: str = "2026-11-23.D") -> list[Done]:
    return queries.done(work.book, "hall", shift)


def test_a_duty_is_done_in_the_running_shift(work: Workplace) -> None:
    work.done("duty.do", place=RULED, duty="report", note="日报已报", photos=["0" * 64])
    (one,) = of_shift(work)
    assert (one.duty, one.done_at, one.done_by, one.note) == ("report", work.now, "chen", "日报已报")


def test_the_act_cites_the_clause_of_the_duty(work: Workplace) -> None:
    assert work.do("duty.do", place=RULED, duty="report").acts[0].clauses == ("demo/4.4",)


def test_an_earlier_shift_can_be_named(work: Workplace) -> None:
    work.done("duty.excuse", place=RULED, duty="ledgers", shift="2026-11-22.E", reason="停电")
    assert [one.reason for one in of_shift(work, "2026-11-22.E")] == ["停电"]
    assert of_shift(work) == []


def test_what_was_excused_can_still_be_done_but_what_is_done_is_done(work: Workplace) -> None:
    work.done("duty.excuse", place=RULED, duty="report", reason="系统故障")
    work.done("duty.do", LIU, RULED, duty="report")
    (one,) = of_shift(work)
    assert (one.reason, one.done_by) == ("系统故障", "liu")
    assert work.refused("duty.do", place=RULED, duty="report") == ["duty-done"]
    assert work.refused("duty.excuse", place=RULED, duty="report", reason="x") == ["duty-done"]


@pytest.mark.parametrize(
    "args", [{"shift": shift} for shift in ("x", "2026-11-23.X", "2026-11-23.E", "2026-10-01.D", "D")] + [{"duty": "x"}]
)
def test_unknown_duties_and_shifts_do_not_come_in(work: Workplace, args: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        work.do("duty.do", place=RULED, **{"duty": "report", **args})


def test_a_photo_is_named_by_its_hash(work: Workplace) -> None:
    with pytest.raises(ValueError, match="photos"):
        work.do("duty.do", place=RULED, duty="report", photos=["../etc"])


def test_without_a_regime_there_are_no_duties(work: Workplace) -> None:
    with pytest.raises(BadInput):
        work.do("duty.do", place=HALL, duty="report")


def test_a_duty_is_due_anew_in_the_next_shift(work: Workplace) -> None:
    work.done("duty.do", place=RULED, duty="report")
    work.now += timedelta(hours=8)
    work.done("duty.do", place=RULED, duty="report")
    assert [len(of_shift(work, f"2026-11-23.{code}")) for code in "DE"] == [1, 1]
