"""SQLite with less around each statement does what Django's own does."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.operations import DatabaseOperations
from django.db.utils import ConnectionHandler

from jiaoban.config.database import parse
from jiaoban.config.sqlite.base import SHORT, Cursor, DatabaseWrapper, marked

pytestmark = pytest.mark.django_db


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[BaseDatabaseWrapper]:
    """A file of its own, as an installation describes it; whatever the other tests run on."""
    made = ConnectionHandler({"default": parse(f"sqlite:///{tmp_path}/said.sqlite3").settings})["default"]
    yield made
    made.close()


@pytest.fixture
def cursor(connection: BaseDatabaseWrapper) -> Iterator[Any]:
    with connection.cursor() as made:
        made.execute("CREATE TABLE said (number integer PRIMARY KEY, text text)")
        yield made


def test_an_installation_runs_on_it(connection: BaseDatabaseWrapper) -> None:
    assert isinstance(connection, DatabaseWrapper)
    with connection.cursor() as made:
        assert type(made) is Cursor


@pytest.mark.parametrize("params", [["%s"], ("%s",)])
@pytest.mark.parametrize("padding", [0, SHORT])
def test_marks_are_turned_as_django_turns_them(cursor: Any, params: Any, padding: int) -> None:
    cursor.execute(f"SELECT %s, '100%%', '%%s'{' ' * padding}", params)
    assert cursor.fetchall() == [("%s", "100%", "%s")]


def test_parameters_by_name_and_none_go_djangos_way(cursor: Any) -> None:
    cursor.execute("SELECT %(one)s, %(two)s, %(one)s", {"one": 1, "two": 2})
    assert cursor.fetchone() == (1, 2, 1)
    cursor.execute("SELECT '100%', '%s'")
    assert cursor.fetchone() == ("100%", "%s")


def test_an_error_of_the_driver_is_djangos(cursor: Any) -> None:
    cursor.execute("INSERT INTO said VALUES (%s, %s)", [1, "甲"])
    with pytest.raises(IntegrityError) as caught:
        cursor.execute("INSERT INTO said VALUES (%s, %s)", [1, "乙"])
    assert type(caught.value.__cause__).__module__ == "sqlite3"
    with pytest.raises(OperationalError):
        cursor.execute("SELECT %s FROM nowhere", [1])


@pytest.mark.parametrize("fetch", ["fetchone", "fetchall"])
def test_an_error_while_rows_are_fetched_is_djangos(cursor: Any, fetch: str) -> None:
    def read() -> None:  # the second row overflows
        cursor.execute("SELECT abs(n) FROM (SELECT %s AS n UNION ALL SELECT -9223372036854775807 - 1)", [1])
        while getattr(cursor, fetch)():
            pass

    with pytest.raises(OperationalError, match="overflow"):
        read()


def test_a_wrapper_sees_the_statement(connection: BaseDatabaseWrapper, cursor: Any) -> None:
    seen: list[str] = []

    def watching(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watching):
        cursor.execute("SELECT %s", [1])
    assert seen == ["SELECT %s"]


NOON = datetime(2026, 11, 30, 12, 0, 0, 5, UTC)


@pytest.mark.parametrize(
    "moment",
    [
        NOON,
        NOON.replace(microsecond=0),
        NOON.astimezone(timezone(timedelta(hours=8))),
        datetime(2026, 11, 30, 12),
        None,
    ],
)
def test_a_moment_is_written_as_django_writes_it(connection: BaseDatabaseWrapper, moment: datetime | None) -> None:
    assert connection.ops.adapt_datetimefield_value(moment) == DatabaseOperations(connection).adapt_datetimefield_value(
        moment
    )


@pytest.mark.parametrize("query", ["SELECT %s", "SELECT %s, %s -- 5 %% of %%s", "SELECT %%%s", "SELECT '%'", ""])
def test_the_marks_are_those_that_django_makes(connection: BaseDatabaseWrapper, query: str) -> None:
    connection.ensure_connection()
    assert marked(query) == base.SQLiteCursorWrapper(connection.connection).convert_query(query)
