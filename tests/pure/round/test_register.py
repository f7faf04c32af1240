"""Routes and their codes: what is refused, where, and what a code is worth."""

from typing import Any

import pytest

from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.round import queries
from tests.pure.round.conftest import POINTS, Patrol
from tests.pure.workplace import ZHAO


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"points": [POINTS[1], POINTS[1]]}, "points.1.code"),
        ({"points": [{"code": "A", "name": "甲", "subject": "x"}]}, "points.0.subject"),
        ({"points": [{"code": "A", "name": "甲", "least_s": 60, "longest_s": 30}]}, "points.0.longest_s"),
        ({"timetables": [{"timetable": "t", "rule": "FREQ=SECONDLY"}]}, "timetables.0.rule"),
        ({"timetables": [{"timetable": "t", "when": "HANDOVER", "rule": "FREQ=DAILY"}]}, "timetables.0.rule"),
        (
            {"timetables": [{"timetable": "t", "rule": "FREQ=DAILY"}, {"timetable": "t", "rule": "FREQ=DAILY"}]},
            "timetables.1.timetable",
        ),
    ],
)
def test_a_senseless_route_is_refused_with_its_place(patrol: Patrol, said: dict[str, Any], where: str) -> None:
    with pytest.raises(BadInput) as error:
        patrol.register(**said)
    assert error.value.where == where


@pytest.mark.parametrize(
    ("point", "where"),
    [({"equipment": "nothing"}, "points.0.equipment"), ({"parameters": ["temp", "no"]}, "points.0.parameters.1")],
)
def test_a_point_names_only_what_is_in_the_registers(patrol: Patrol, point: dict[str, Any], where: str) -> None:
    with pytest.raises(NotFound) as error:
        patrol.register(points=[{"code": "A", "name": "甲", **point}])
    assert error.value.where == where


def test_a_route_counts_its_versions_and_keeps_its_first_day(patrol: Patrol) -> None:
    first = patrol.route
    patrol.work.later(60 * 24)
    patrol.register(name="厂房（新）", in_use=False)
    assert (patrol.route.version, patrol.route.from_day) == (2, first.from_day)
    assert patrol.work.refused("round.start", route="hall") == ["route-retired"]
    assert queries.routes(patrol.work.book, "hall") == []
    assert [one.version for one in queries.routes(patrol.work.book, "hall", retired=True)] == [2]


def _issue(patrol: Patrol, **secrets: str) -> None:
    codes = [{"point": point, "digest": queries.digest(secret)} for point, secret in secrets.items()]
    patrol.work.done("round.issue_codes", ZHAO, route="hall", codes=codes)


def test_a_scanned_code_vouches_for_the_visit_and_a_new_one_voids_it(patrol: Patrol) -> None:
    _issue(patrol, P1="old-secret", P2="other-secret")
    patrol.start()
    patrol.went("P1", code="old-secret")
    assert patrol.one.first["P1"].basis == "SCANNED"
    _issue(patrol, P2="new-secret")
    with pytest.raises(BadInput) as error:
        patrol.visit("P2", code="other-secret")
    assert error.value.where == "code"
    patrol.went("P2", code="new-secret")
    patrol.went("P3")
    assert [visit.basis for visit in patrol.one.visits] == ["SCANNED", "SCANNED", "TYPED"]
    found = queries.code(patrol.work.book, "new-secret")
    assert found is not None
    assert (found.point, found.issue) == ("P2", 2)
    assert queries.code(patrol.work.book, "other-secret") is None


def test_the_code_of_another_point_is_not_taken(patrol: Patrol) -> None:
    _issue(patrol, P1="one-secret", P2="other-secret")
    patrol.start()
    with pytest.raises(BadInput):
        patrol.visit("P1", code="other-secret")


def test_the_book_does_not_hold_the_secret(patrol: Patrol) -> None:
    _issue(patrol, P1="one-secret")
    patrol.start().went("P1", code="one-secret")
    assert all("one-secret" not in str(act.envelope()) for act in patrol.work.book.acts())


@pytest.mark.parametrize("codes", [[("P9", "a")], [("P1", "a"), ("P1", "b")], [("P1", "a"), ("P2", "a")]])
def test_codes_are_for_points_of_the_route_one_each(patrol: Patrol, codes: list[tuple[str, str]]) -> None:
    said = [{"point": point, "digest": queries.digest(secret)} for point, secret in codes]
    with pytest.raises(BadInput):
        patrol.work.do("round.issue_codes", ZHAO, route="hall", codes=said)
