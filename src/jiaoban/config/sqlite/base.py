"""Django's SQLite, with less Python around each statement: a request asks some twenty, mostly the same few.

The marks of a statement are turned from Django's into SQLite's once for each wording, and what no statement of ours
needs (a search for wrappers, a context for each error that does not come) is left out. Whatever is special - a wrapper,
parameters by name, a program that still starts - goes Django's own way.
"""

from datetime import UTC, datetime
from functools import lru_cache
from sqlite3 import Cursor as Driver
from sqlite3 import Error
from typing import Any

from django.apps import apps
from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.operations import DatabaseOperations
from django.db.backends.utils import CursorWrapper

SHORT = 8_000
"""Characters of a statement that is remembered; a longer one, of many rows at once, is seldom the same again."""


class Statements(base.SQLiteCursorWrapper):
    """A cursor that knows the statements of before."""

    def execute(self, query: str, params: Any = None) -> Any:
        """Run one statement with Django's marks."""
        if type(params) in (list, tuple) and len(query) <= SHORT:
            return Driver.execute(self, marked(query), params)
        return super().execute(query, params)


@lru_cache(1024)
def marked(query: str) -> str:
    """Return a statement with SQLite's marks for Django's."""
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class Cursor(CursorWrapper):
    """Django's cursor; an error of the driver becomes Django's where there is one."""

    def execute(self, sql: Any, params: Any = None) -> Any:
        """Run one statement."""
        if params is None or self.db.execute_wrappers or not apps.ready:
            return super().execute(sql, params)
        self.db.validate_no_broken_transaction()
        try:
            return self.cursor.execute(sql, params)
        except Error:
            with self.db.wrap_database_errors:
                raise

    def fetchone(self) -> Any:
        """Return the next row, or None."""
        try:
            return self.cursor.fetchone()
        except Error:
            with self.db.wrap_database_errors:
                raise

    def fetchall(self) -> Any:
        """Return the rows that are left."""
        try:
            return self.cursor.fetchall()
        except Error:
            with self.db.wrap_database_errors:
                raise


class Operations(DatabaseOperations):
    """Values as SQLite is to be given them."""

    def adapt_datetimefield_value(self, value: Any) -> str | None:
        """Return a moment as the text that stands in a column: in UTC, without a zone."""
        if type(value) is datetime and value.tzinfo is UTC and self.connection.timezone is UTC:
            return str(value.replace(tzinfo=None))
        adapted: str | None = super().adapt_datetimefield_value(value)
        return adapted


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection with such cursors."""

    ops_class = Operations

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor of the driver."""
        return self.connection.cursor(factory=Statements)

    def make_cursor(self, cursor: Any) -> CursorWrapper:
        """Return a cursor as Django hands it out."""
        return Cursor(cursor, self)

    def _cursor(self, name: str | None = None) -> CursorWrapper:
        """Return a cursor; on a connection that stands nothing need be prepared."""
        if self.connection is None or self.queries_logged:
            prepared: CursorWrapper = super()._cursor(name)  # type: ignore[misc]
            return prepared
        self.validate_thread_sharing()
        try:
            return Cursor(self.connection.cursor(factory=Statements), self)
        except Error:
            with self.wrap_database_errors:
                raise
