"""The running record: every parameter beside every hour of the shift that has come."""

import pytest

from tests.pure.handover.desk import LEAD, OUT, Desk


@pytest.fixture
def desk() -> Desk:
    """A night without any figure, with one parameter and an open handover, at 07:30."""
    desk = Desk().at("00:00")
    desk.ok("plant.register_parameter", LEAD, parameter="up", name="上游水位", unit="m", group="reservoir")
    return desk.at("07:30").open()


def hours(desk: Desk, field: str) -> list[str]:
    """The clock times of the hours at which a field holds."""
    return [str(row["title"]).rpartition(" ")[2] for row in desk.assess().rows("hourly") if row[field]]


def read(desk: Desk, clock: str, recorded: str) -> None:
    when = desk.at(clock).now
    desk.at(recorded).ok("plant.read", OUT, readings=[{"parameter": "up", "value": "371"}], at=when)
    desk.at("07:30")


def test_every_hour_that_has_come_and_none_after(desk: Desk) -> None:
    assert len(desk.assess().rows("hourly")) == 8
    assert len(desk.at("06:59:59").assess().rows("hourly")) == 7
    assert len(desk.at("07:00").assess().rows("hourly")) == 8


def test_the_hour_of_the_handover_is_the_next_shift_s(desk: Desk) -> None:
    assert len(desk.at("09:30").assess().rows("hourly")) == 8


def test_put_off_the_handover_takes_the_hours_with_it(desk: Desk) -> None:
    moved = desk.at("08:30").now
    desk.at("07:45").ok("handover.postpone", OUT, to=moved, reason="等试验")
    assert len(desk.at("08:00").assess().rows("hourly")) == 9


def test_a_figure_belongs_to_the_hour_in_which_it_was_read(desk: Desk) -> None:
    read(desk, "03:00", "03:00")
    read(desk, "04:59:59", "04:59:59")
    assert hours(desk, "read") == ["03:00", "04:00"]
    assert hours(desk, "late") == []


def test_what_was_entered_after_its_hour_is_late(desk: Desk) -> None:
    read(desk, "03:00", "03:59:59")
    read(desk, "04:00", "05:00")
    assert hours(desk, "late") == ["04:00"]


def test_a_post_without_parameters_has_no_running_record() -> None:
    assert Desk().open().assess().rows("hourly") == ()
