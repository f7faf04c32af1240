"""What the application's own PostgreSQL role may do: add to the book and read it, nothing else (trust rule 8)."""

import re

from django.apps import apps
from django.db import models

from jiaoban.ledger.models import read_models
from jiaoban.ledger.triggers import PROTECTED

_ROLE = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def statements(role: str) -> list[str]:
    """Return the SQL, one statement each, that the owner of the database runs for this role after migrating.

    The role must not own the tables: an owner can drop triggers. Raises `ValueError` for a name that would need
    quoting.
    """
    if not _ROLE.fullmatch(role):
        raise ValueError(f"role {role!r}: lower-case letters, digits and underscores, beginning with a letter")
    book = ", ".join(PROTECTED)
    full = ", ".join(f'"{table}"' for table in _other_tables())
    return [
        f"GRANT USAGE ON SCHEMA public TO {role};",
        f"REVOKE ALL ON {book}, ledger_head, django_migrations FROM {role};",
        f"GRANT SELECT, INSERT ON {book} TO {role};",
        f"GRANT SELECT, INSERT, UPDATE ON ledger_head TO {role};",
        f"GRANT SELECT ON django_migrations TO {role};",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {full} TO {role};",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};",
    ]


def _other_tables() -> list[str]:
    ours = [model for models_of in read_models().values() for model in models_of]
    found = {_table(model) for model in [*apps.get_models(include_auto_created=True), *ours]}
    return sorted((found | {"jiaoban_cache", "ledger_line"}) - {*PROTECTED, "ledger_head"})


def _table(model: type[models.Model]) -> str:
    return model._meta.db_table
