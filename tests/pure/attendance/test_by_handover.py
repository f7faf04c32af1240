"""Reporting in for a handover checks in, where the regime says so: what follows in the same transaction."""

from jiaoban.attendance import queries
from jiaoban.attendance.tables import PRESENCES
from jiaoban.regime.attending import Attendance
from jiaoban.regime.pack import Pack
from tests.pure.handover.desk import IN, POST, Desk, pack


def ruled(*, by_handover: bool) -> Pack:
    said = Attendance(clause="hydro/1.1a", by_handover=by_handover)
    return pack().model_copy(update={"attendance": said})


def reported(desk: Desk) -> list[str]:
    desk.open()
    return [act.kind for act in desk.ok("handover.report_in", IN).acts]


def test_reporting_in_checks_in() -> None:
    desk = Desk(regime=ruled(by_handover=True))
    assert reported(desk) == ["handover.reported_in", "attendance.checked_in"]
    (one,) = queries.there(desk.book, POST, desk.now, Attendance(clause="hydro/1.1a").longest)
    assert (one.person, one.basis, one.came_at) == (IN.key, "HANDOVER", desk.now)


def test_who_had_checked_in_before_is_not_checked_in_twice() -> None:
    desk = Desk(regime=ruled(by_handover=True))
    desk.ok("attendance.check_in", IN)
    assert reported(desk) == ["handover.reported_in"]
    assert desk.book.count(PRESENCES) == 1


def test_without_a_word_in_the_regime_it_does_not() -> None:
    assert reported(Desk(regime=ruled(by_handover=False))) == ["handover.reported_in"]
    assert reported(Desk()) == ["handover.reported_in"]
