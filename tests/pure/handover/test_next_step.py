"""What the next step says when a handover is stopped, and what is left to whom."""

from pathlib import Path

import pytest

from jiaoban.duty import usecases as _duty  # noqa: F401 - declares the verbs
from jiaoban.followup import usecases as _followup  # noqa: F401
from jiaoban.handover.assess import judges_of, wants_cause
from jiaoban.handover.next_step import next_step
from jiaoban.handover.seat import NextStep, Seat
from jiaoban.regime.load import load
from tests.cast import Member
from tests.pure.handover.desk import IN, LEAD, OUT, Desk


def step(desk: Desk, who: Member) -> NextStep:
    seat = Seat(who.key, supervises=who is LEAD, due_next=False)
    return next_step(seat, None, desk.assess(), desk.pack, desk.now)


def test_after_the_accident_whoever_may_resumes() -> None:
    desk = Desk().reported().read()
    key = desk.ok("plant.open_matter", OUT, kind="ACCIDENT", title="水淹厂房").acts[0].command
    assert step(desk, OUT).title.zh == "交接已中止"
    desk.ok("plant.advance", OUT, matter=key, state="HANDLING")
    assert step(desk, OUT).title.zh == "交接已中止"
    desk.ok("plant.advance", OUT, matter=key, state="ENDED")
    assert (step(desk, OUT).code, step(desk, OUT).title.zh) == ("RESUME", "事故已处理完毕，可以恢复交接")


def test_who_has_declared_their_fitness_has_nothing_left_to_do_about_it() -> None:
    desk = Desk().offered()
    desk.at("07:48").ok("handover.report_in", IN)

    def left(who: Member, *parties: str) -> bool:
        gate = desk.assess().gate("fitness-known")
        assert gate is not None
        return gate.left_to(who.key, parties, judges=judges_of(desk.pack), overdue=False)

    assert (left(IN, "incoming"), left(LEAD, "supervisor")) == (True, True)
    desk.ok("handover.declare_fitness", IN, fitness="FIT")
    assert (left(IN, "incoming"), left(LEAD, "supervisor")) == (False, True)


@pytest.mark.parametrize(
    ("regime", "wanted"),
    [
        ("hydro", {"short", "damaged"}),
        ("seven", {"damaged"}),
        ("process", {"short", "over", "damaged"}),
        ("kf015", {"short", "damaged"}),
    ],
)
def test_a_cause_is_asked_for_where_recording_it_lifts_something(regime: str, wanted: set[str]) -> None:
    assert wants_cause(load(Path(__file__).parents[3] / "regimes" / regime)) == wanted
