"""Standing orders in the database: the same rows and answers as in memory, in a handful of queries."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiaoban.kernel.book import Book
from jiaoban.ledger import store
from jiaoban.ledger.rebuild import differences
from jiaoban.order import queries
from jiaoban.order.tables import ORDERS, READINGS
from tests import cast
from tests.pure.handover.desk import EIGHT, IN, LEAD, OUT, Desk

pytestmark = pytest.mark.django_db
ZONE = "Asia/Shanghai"


def keep_orders(desk: Desk) -> Desk:
    """Two orders read by some, a new version to come, one withdrawn."""
    told = {"title": "防汛要求", "text": "每小时抄水位。", "posts": [cast.PATROL]}
    first = desk.ok("order.issue", LEAD, command="first", **told).acts[0].command
    desk.ok("order.acknowledge", IN, order=first)
    desk.ok("order.issue", LEAD, command="second", **{**told, "replaces": first, "valid_from": EIGHT})
    desk.ok("order.issue", LEAD, command="third", title="通知", text="开会", crews=["A"], valid_to=EIGHT)
    gone = desk.ok("order.issue", LEAD, command="fourth", title="错发", text="x", people=[OUT.key]).acts[0].command
    desk.ok("order.withdraw", LEAD, order=gone, reason="错发")
    return desk


@pytest.fixture
def kept(data: Path) -> Desk:
    return keep_orders(Desk(store.found(cast.SITE)))


ASKED: dict[str, Callable[[Book], Any]] = {
    "orders": lambda book: sorted(one.key for one in book.find(ORDERS)),
    "readings": lambda book: [(one.order_key, one.person) for one in book.find(READINGS)],
    "in force": lambda book: [one.key for one in queries.in_force(book, EIGHT - timedelta(minutes=1))],
    "living": lambda book: [one.key for one in queries.living(book, EIGHT - timedelta(minutes=1))],
    "ended": lambda book: [one.key for one in queries.ended(book, EIGHT + timedelta(minutes=1))],
    "versions": lambda book: [(one.key, one.version) for one in queries.versions(book, "first")],
    "unread": lambda book: [one.key for one, _ in queries.unread(book, IN.key, EIGHT, ZONE)],
    "readers": lambda book: {
        key: [(one.person.key, one.stands) for one in readers]
        for key, readers in queries.readers(book, queries.living(book, EIGHT), EIGHT, ZONE).items()
    },
}


@pytest.mark.parametrize("question", ASKED)
def test_both_books_answer_alike(kept: Desk, question: str) -> None:
    answer = ASKED[question](keep_orders(Desk()).book)
    assert answer
    assert ASKED[question](kept.book) == answer


def test_a_rebuild_would_change_nothing(kept: Desk) -> None:
    assert differences(cast.SITE)[1] == ()


def test_what_somebody_has_to_read_costs_the_same_however_much_there_is(kept: Desk) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            queries.unread(kept.book, IN.key, EIGHT, ZONE)
            queries.readers(kept.book, queries.living(kept.book, EIGHT), EIGHT, ZONE)
        return len(seen)

    few = cost()
    for number in range(10):
        kept.ok("order.issue", LEAD, title=f"通知 {number}", text="x", people=[IN.key])
    assert cost() == few


def test_the_migration_is_whole() -> None:
    call_command("makemigrations", "order", check=True, dry_run=True, verbosity=0)
