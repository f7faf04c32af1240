"""Sessions in the database, as Django keeps them, found by a question that is written out.

Every page begins by asking for its session and its user; to put both questions together through the ORM costs more than
the rest of a short answer.
"""

from functools import cache
from typing import Any, TypeVar

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connections, models, router

from jiaoban.kernel.clock import SystemClock
from jiaoban.ledger.search import utc

M = TypeVar("M", bound=models.Model)


def one(model: type[M], column: str, value: Any) -> M | None:
    """Return the row of a model with this value in a unique column, or None. One query, on the model's own database."""
    using = router.db_for_read(model)
    sql, names, moments = _question(model, column)
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [value])
        row = cursor.fetchone()
    if row is None:
        return None
    values = [utc(value) if moment and value else value for value, moment in zip(row, moments, strict=True)]
    return model.from_db(using, names, values)


@cache
def _question(model: type[models.Model], column: str) -> tuple[str, list[str], list[bool]]:
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    sql = f'SELECT {columns} FROM "{model._meta.db_table}" WHERE "{column}" = %s'  # noqa: S608 - names of our own
    return sql, [field.attname for field in fields], [isinstance(field, models.DateTimeField) for field in fields]


class SessionStore(db.SessionStore):
    """Django's own, but for the question."""

    def _get_session_from_db(self) -> Session | None:
        found = one(Session, "session_key", self.session_key)
        if found is not None and found.expire_date > SystemClock().now():
            return found
        self._session_key = None
        return None
