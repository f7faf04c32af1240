"""The walls that only PostgreSQL has: functions behind triggers, and a role that owns nothing."""

import pytest
from django.db import Error, connection, transaction

from jiaoban.ledger import store, triggers
from jiaoban.ledger.grants import statements
from tests.db.ledger.sample import NOON, note

pytestmark = pytest.mark.django_db


def test_a_hollow_function_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION jiaoban_refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$"
        )
    assert "ledger_act_no_update" in triggers.missing(connection)


@pytest.fixture
def clerk() -> None:
    """Work on as the application's own role."""
    cache = "CREATE TABLE IF NOT EXISTS jiaoban_cache (cache_key text PRIMARY KEY, value text, expires timestamptz)"
    with connection.cursor() as cursor:
        for sql in ("CREATE ROLE clerk", cache, *statements("clerk")):
            cursor.execute(sql)
        cursor.execute("SET LOCAL ROLE clerk")


def test_the_application_role_appends(clerk: None) -> None:
    book = store.found("s1")
    note(book, "a")
    with book.transaction():
        book.checkpoint(NOON)
    note(book, "a")
    assert book.size == 2


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_act SET actor = 'liu'",
        "DELETE FROM ledger_checkpoint",
        "TRUNCATE ledger_node",
        "DELETE FROM ledger_head",
        "DROP TRIGGER ledger_act_no_update ON ledger_act",
        "ALTER TABLE ledger_act DISABLE TRIGGER ALL",
        "CREATE OR REPLACE FUNCTION jiaoban_refuse() RETURNS trigger LANGUAGE sql AS 'SELECT 1'",
        "SET session_replication_role = replica",
    ],
)
def test_the_application_role_does_no_more(clerk: None, sql: str) -> None:
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
