"""The second wall: the database itself refuses to change, delete, replace or skip what the ledger holds (trust rule 8).

SQLite's INSERT OR REPLACE deletes a row without firing a delete trigger, so every insert that would meet an existing
row - by
key, by command or by rowid - is refused before it can. PostgreSQL has TRUNCATE, which fires no row trigger.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

PROTECTED = ("ledger_act", "ledger_node", "ledger_checkpoint")
"""The tables whose rows are never changed. `ledger_head` only may grow."""

_KEYS = {
    "ledger_act": ("site", "seq"),
    "ledger_node": ("site", "level", "index"),
    "ledger_checkpoint": ("site", "size"),
}


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger: its name, its table, and the statement that makes it."""

    name: str
    table: str
    create: str


def triggers_for(vendor: str) -> list[Trigger]:
    """Return every trigger that the ledger needs on this database ("sqlite" or "postgresql")."""
    if vendor == "sqlite":
        return [*_sqlite_refusals(), *_sqlite_inserts(), *_sqlite_head()]
    if vendor == "postgresql":
        return _postgresql()
    raise NotImplementedError(f"the ledger runs on SQLite and PostgreSQL, not on {vendor}")


def install(connection: BaseDatabaseWrapper) -> None:
    """Make every trigger anew on this connection's database."""
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTIONS)
        for trigger in triggers_for(connection.vendor):
            cursor.execute(trigger.create)
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {trigger.table} ENABLE ALWAYS TRIGGER {trigger.name}")


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the ledger's triggers: for migrations, for tests that must flush, and for tests that play the insider."""
    with connection.cursor() as cursor:
        for trigger in triggers_for(connection.vendor):
            where = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{where}")


@contextmanager
def removed(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Run a block of a test without the triggers, then put them back. No other code may use this."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of the triggers that are absent, disabled or not as this program makes them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            found = dict(cursor.fetchall())
            return [one.name for one in triggers_for("sqlite") if found.get(one.name) != one.create]
        cursor.execute(
            "SELECT t.tgname, t.tgenabled, p.proname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE NOT t.tgisinternal AND n.nspname = ANY (current_schemas(false)) AND c.relname LIKE 'ledger\\_%'"
        )
        good = {
            name
            for name, enabled, function, source in cursor.fetchall()
            if enabled == "A" and source.strip() == _SOURCES.get(function, "").strip()
        }
        return [one.name for one in triggers_for("postgresql") if one.name not in good]


def after_migrate(sender: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """Put the triggers back after migrations: on SQLite, altering a table makes it anew and loses them."""
    connection = connections[using]
    if sender.label != "ledger" or "ledger_checkpoint" not in connection.introspection.table_names():
        return
    if missing(connection):
        install(connection)


def _sqlite_refusals() -> Iterator[Trigger]:
    for table in PROTECTED:
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_no_{verb.lower()}"
            yield Trigger(
                name,
                table,
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: {verb} is refused'); END",
            )


def _sqlite_inserts() -> Iterator[Trigger]:
    for table in PROTECTED:
        name = f"{table}_no_replace"
        same = " AND ".join(f'"{column}" = NEW."{column}"' for column in _KEYS[table])
        clashes = [
            f"EXISTS (SELECT 1 FROM {table} WHERE {same})",  # noqa: S608
            f"EXISTS (SELECT 1 FROM {table} WHERE rowid = NEW.rowid)",  # noqa: S608
        ]
        if table == "ledger_act":
            clashes[0] = (
                "NEW.seq IS NOT (SELECT COALESCE(MAX(seq), -1) + 1 FROM ledger_act WHERE site = NEW.site)"
                " OR EXISTS (SELECT 1 FROM ledger_act"
                " WHERE site = NEW.site AND command = NEW.command AND part = NEW.part)"
            )
        yield Trigger(
            name,
            table,
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {' OR '.join(clashes)} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: not the next row'); END",
        )


def _sqlite_head() -> Iterator[Trigger]:
    yield Trigger(
        "ledger_head_no_delete",
        "ledger_head",
        "CREATE TRIGGER ledger_head_no_delete BEFORE DELETE ON ledger_head "
        "BEGIN SELECT RAISE(ABORT, 'ledger_head is never deleted'); END",
    )
    yield Trigger(
        "ledger_head_no_shrink",
        "ledger_head",
        "CREATE TRIGGER ledger_head_no_shrink BEFORE UPDATE ON ledger_head "
        "WHEN NEW.size < OLD.size OR NEW.site IS NOT OLD.site "
        "BEGIN SELECT RAISE(ABORT, 'ledger_head only grows'); END",
    )


_SOURCES = {
    "jiaoban_refuse": """
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE =
    'integrity_constraint_violation';
END
""",
    "jiaoban_next_act": """
BEGIN
    IF NEW.seq <> (SELECT COALESCE(MAX(seq), -1) + 1 FROM ledger_act WHERE site = NEW.site) THEN
        RAISE EXCEPTION 'ledger_act is append-only: % is not the next number of %', NEW.seq, NEW.site
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
""",
    "jiaoban_head_grows": """
BEGIN
    IF NEW.size < OLD.size OR NEW.site <> OLD.site THEN
        RAISE EXCEPTION 'ledger_head only grows' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
""",
}
_FUNCTIONS = "\n".join(
    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${source}$$;"
    for name, source in _SOURCES.items()
)


def _postgresql() -> list[Trigger]:
    wanted = []
    for table in (*PROTECTED, "ledger_head"):
        verbs = ("DELETE",) if table == "ledger_head" else ("UPDATE", "DELETE")
        wanted += [(table, f"{table}_no_{verb.lower()}", f"BEFORE {verb}", "ROW", "jiaoban_refuse") for verb in verbs]
        wanted.append((table, f"{table}_no_truncate", "BEFORE TRUNCATE", "STATEMENT", "jiaoban_refuse"))
    wanted.append(("ledger_act", "ledger_act_next", "BEFORE INSERT", "ROW", "jiaoban_next_act"))
    wanted.append(("ledger_head", "ledger_head_no_shrink", "BEFORE UPDATE", "ROW", "jiaoban_head_grows"))
    return [
        Trigger(name, table, f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()")
        for table, name, when, each, function in wanted
    ]
