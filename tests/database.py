"""What all tests with a database share: the book's triggers would refuse the emptying of tables between tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from jiaoban.ledger import triggers
from tests.db.ledger.sample import NoteRow


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Make the table of the read model that only tests have."""
    with django_db_blocker.unblock():
        if NoteRow._meta.db_table not in connection.introspection.table_names():
            with connection.schema_editor() as editor:
                editor.create_model(NoteRow)


@pytest.fixture(scope="session", autouse=True)
def _flush_without_triggers() -> Iterator[None]:
    """Take the triggers away while a test that committed is cleaned up after."""
    case: Any = TransactionTestCase  # the hook is Django's own and has no public name
    empty = case._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        with triggers.removed(connection):
            empty(self)
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {NoteRow._meta.db_table}")

    case._fixture_teardown = teardown
    yield
    case._fixture_teardown = empty
