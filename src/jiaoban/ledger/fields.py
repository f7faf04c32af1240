"""Text columns that sort and compare by code point in both databases, as Python does."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    _Text = models.CharField[str, str]
else:
    _Text = models.CharField


class CodeField(_Text):
    """A short text whose order is that of its code points: keys, codes, kinds.

    SQLite orders text so by itself; on PostgreSQL the column gets the collation "C", whatever the database's own is.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        """Add the collation where the database needs one."""
        parameters: dict[str, Any] = dict(super().db_parameters(connection))
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
