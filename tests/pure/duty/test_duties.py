from datetime import date, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from jiaoban.duty import queries
from jiaoban.duty.tables import Done
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words
from jiaoban.regime.duties import Duty
from tests.pure import workplace
from tests.pure.workplace import HALL, LIU, NOON, RULED, Workplace


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


@pytest.fixture
def weekly(work: Workplace, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """The hall under a regime with a duty every Tuesday at 10:00 and one at the end of every day shift."""
    ruled = Duty(id="test-run", clause="demo/4.4", title=Words(zh="试转"), rrule="FREQ=WEEKLY;BYDAY=TU", at=time(10))
    daily = Duty(id="report", clause="demo/4.4", title=Words(zh="日报"), shifts=("D",))
    monkeypatch.setattr(workplace, "PACK", SimpleNamespace(handover=SimpleNamespace(duties=[ruled, daily])))
    return work


def test_a_duty_by_a_rule_is_done_in_the_shift_into_which_it_falls(weekly: Workplace) -> None:
    assert weekly.refused("duty.do", place=RULED, duty="test-run") == ["not-in-this-shift"]
    weekly.later(24 * 60)
    weekly.done("duty.do", place=RULED, duty="test-run")
    assert [one.duty for one in of_shift(weekly, "2026-11-24.D")] == ["test-run"]


def test_a_shift_lists_what_falls_into_it_and_when(weekly: Workplace) -> None:
    duties = workplace.PACK.handover.duties
    tuesday = NOON + timedelta(days=1)
    weekly.now = tuesday
    shift = HALL.shift_at(tuesday)
    assert shift is not None
    test_run, report = queries.of_shift(weekly.book, RULED, duties, shift)
    assert (test_run.due_at, report.due_at) == (tuesday - timedelta(hours=2), shift.ends_at)
    assert (test_run.overdue(test_run.due_at), test_run.overdue(tuesday)) == (False, True)
    weekly.done("duty.excuse", place=RULED, duty="test-run", reason="停电")
    (test_run, _) = queries.of_shift(weekly.book, RULED, duties, shift)
    assert (test_run.excused, test_run.overdue(tuesday)) == (True, False)


@pytest.mark.parametrize(
    ("first", "days", "tuesdays"), [(date(2026, 11, 1), 30, 4), (date(2028, 2, 1), 29, 5), (date(2026, 12, 1), 31, 5)]
)
def test_a_month_lists_every_duty_of_every_shift(weekly: Workplace, first: date, days: int, tuesdays: int) -> None:
    found = queries.of_month(weekly.book, RULED, workplace.PACK.handover.duties, first)
    assert [sum(one.duty.id == name for one in found) for name in ("report", "test-run")] == [days, tuesdays]


def test_a_month_knows_what_was_done_in_it(weekly: Workplace) -> None:
    weekly.done("duty.do", place=RULED, duty="report", note="已报")
    weekly.done("duty.excuse", place=RULED, duty="report", shift="2026-11-22.D", reason="停电")
    found = queries.of_month(weekly.book, RULED, workplace.PACK.handover.duties, date(2026, 11, 1))
    assert [(one.shift.key, one.done, one.excused) for one in found if one.known] == [
        ("2026-11-22.D", False, True),
        ("2026-11-23.D", True, False),
    ]
