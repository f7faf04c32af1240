"""What is asked of readings is found by an index: a question never walks over the readings of a year."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiaoban.ledger import store
from jiaoban.ledger.store import DbBook
from jiaoban.plant import finding, measured, queries
from jiaoban.plant.tables import Parameter
from tests.pure.workplace import NOON, ZHAO, Workplace

pytestmark = pytest.mark.django_db
SINCE = NOON - timedelta(hours=8)
Question = Callable[[DbBook, list[Parameter]], object]
QUESTIONS: dict[str, tuple[Question, int]] = {
    "course": (lambda book, some: measured.course(book, "hall", SINCE, NOON, [one.key for one in some]), 1),
    "times": (lambda book, _: measured.times(book, "hall", SINCE, NOON), 1),
    "scheduled": (lambda book, some: measured.scheduled(book, some, SINCE, NOON, "Asia/Shanghai", NOON), 1),
    "excursions": (lambda book, some: measured.excursions_of(book, some, "hall", SINCE, NOON), 2),
    "totals": (lambda book, some: measured.totals_of(book, some, SINCE, NOON), 2),
    "latest": (lambda book, some: measured.latest_of(book, [one.key for one in some]), 1),
    "last read": (lambda book, _: measured.last_read(book, "hall"), 1),
    "newest": (lambda book, _: queries.readings(book, "p0", until=NOON, limit=1), 1),
    "equipment found": (lambda book, _: finding.equipment(book, "hall", "号机", 5), 3),
    "equipment by label": (lambda book, _: finding.the_equipment(book, "hall", "1f 1号机", "equipment"), 1),
    "equipment by name": (lambda book, _: finding.the_equipment(book, "hall", "1号机", "equipment"), 2),
    "parameter found": (lambda book, _: finding.parameters(book, "hall", "参数", 5), 3),
    "parameter by key": (lambda book, _: finding.the_parameter(book, "hall", "P1", "parameter"), 2),
    "modes": (lambda book, some: measured.modes_at(book, some, NOON), 1),
}


@pytest.fixture
def book(data: object) -> DbBook:
    made = store.found("s1")
    work = Workplace(made)
    work.done("plant.register_equipment", ZHAO, equipment="G1", code="1F", name="1号机")
    for number in range(3):
        work.done(
            "plant.register_parameter",
            ZHAO,
            parameter=f"p{number}",
            name="参数",
            group="g",
            high="5",
            equipment="G1",
            by_mode=[{"mode": "STANDBY", "high": "3"}],
            schedule="每小时",
            rolls_at="1000",
        )
    for hour in range(8):
        readings = [{"parameter": f"p{number}", "value": str(hour)} for number in range(3)]
        work.done("plant.read", readings=readings, at=SINCE + timedelta(hours=hour))
    return made


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_answered_by_an_index_of_its_own(book: DbBook, name: str) -> None:
    ask, most = QUESTIONS[name]
    parameters = queries.parameters(book, "hall")
    with CaptureQueriesContext(connection) as asked:
        assert ask(book, parameters)
        captured = [one["sql"] for one in asked.captured_queries]
    assert len(captured) <= most
    if connection.vendor != "sqlite":
        return  # with so few rows PostgreSQL rightly walks over them
    for sql in captured:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = "; ".join(str(row[3]) for row in cursor.fetchall())
        assert "USING INDEX plant_" in plan or "USING COVERING INDEX plant_" in plan, (sql, plan)
