"""See tests/database.py."""

from tests.database import _flush_without_triggers, django_db_setup

__all__ = ["_flush_without_triggers", "django_db_setup"]
