"""What is asked of customers is found by an index: no question walks over all customers of a site, or all events."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiaoban.kernel.book import Between, OneOf
from jiaoban.lead import evidence, owned, queries
from jiaoban.lead.figures import month_of
from jiaoban.lead.tables import EVENTS, LEADS
from jiaoban.ledger import store
from jiaoban.ledger.store import DbBook
from jiaoban.regime.load import load
from tests.pure.lead.test_months import NOW, PLACE, by_chance, ruled

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
KEYS = ("l0", "l1", "l2")
Question = Callable[[DbBook], object]
PACK = load(Path(__file__).parents[3] / "regimes" / "kefu")
QUESTIONS: dict[str, Question] = {
    "customers of a stage": lambda book: book.find(LEADS, post="desk", stand="MERGED"),
    "the newest": lambda book: book.find(LEADS, post="desk", order=("-touched_at",), limit=51),
    "what happened with some": lambda book: book.find(EVENTS, lead=OneOf(KEYS), standing=False),
    "whose they are": lambda book: [evidence.gathered(book, one) for one in book.many(LEADS, KEYS).values()],
    "later follow-ups": lambda book: owned.later_of(book, book.many(LEADS, KEYS)[KEYS[0]]),
    "collisions": lambda book: owned.collisions(book, "desk"),
    "who may follow": lambda book: owned.Following(book, PLACE, ruled(), NOW).barred("li", JUNE),
    "who led whom": lambda book: owned.Following(book, PLACE, ruled(), NOW).shares(MAY),
    "all who are led": lambda book: owned.Following(book, PLACE, ruled(limit={"customers": "led"}), NOW).shares(MAY),
    "figures of a month": lambda book: month_of(book, PLACE, lambda _: PACK, MAY, NOW),
    "appointments": lambda book: queries.coming(book, "desk", NOW, NOW),
    "sales": lambda book: book.find(EVENTS, post="desk", kind="SALE", at=Between(NOW), standing=True, order=("at",)),
}


def test_the_customers_of_a_person_in_a_stage_have_an_index_of_their_own() -> None:
    """With an index of the person alone, all whom they ever dealt with were gone through for a stage in which none
    is."""
    book = store.found("s")
    by_chance(3, book)
    with CaptureQueriesContext(connection) as asked:
        book.find(LEADS, post="desk", stand="DEPOSIT", last_by="li", source="x", order=("-touched_at",), limit=51)
        sql = asked.captured_queries[0]["sql"]
    if connection.vendor != "sqlite":
        return  # with so few rows PostgreSQL rightly walks over them
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        plan = "; ".join(str(row[3]) for row in cursor.fetchall())
    assert "USING INDEX lead_by_stand_person (site=? AND post=? AND stand=? AND last_by=?)" in plan, plan


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_answered_by_an_index(name: str) -> None:
    book = store.found("s")
    by_chance(3, book)
    with CaptureQueriesContext(connection) as asked:
        QUESTIONS[name](book)
        captured = [one["sql"] for one in asked.captured_queries]
    assert captured
    if connection.vendor != "sqlite":
        return  # with so few rows PostgreSQL rightly walks over them
    for sql in captured:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            steps = [str(row[3]) for row in cursor.fetchall()]
        walks = [step for step in steps if step.startswith("SCAN") or step.endswith(" (site=?)")]
        assert not walks, (sql, walks)
