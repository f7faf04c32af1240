"""The database refuses to change the book, whoever asks."""

import pytest
from django.core.checks import run_checks
from django.db import Error, connection, transaction

from jiaoban.ledger import checks, store, triggers
from jiaoban.ledger.grants import statements
from jiaoban.ledger.store import DbBook
from tests.db.ledger.sample import NOON, Noted, note, say

pytestmark = pytest.mark.django_db
SQLITE = connection.vendor == "sqlite"
COPY = (
    "site, {seq}, {command}, part, request, kind, version, actor, post, "
    "occurred_at, recorded_at, device_at, regime, clauses, body, leaf"
)
COLUMNS = COPY.format(seq="seq", command="command")


@pytest.fixture
def book() -> DbBook:
    """Three acts, two nodes, one checkpoint."""
    made = store.found("s1")
    for key in "abc":
        note(made, key, command=f"command-{key}")
    with made.transaction():
        made.checkpoint(NOON)
    return made


def refused(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except Error:
        return True
    return False


def copied(verb: str, seq: str, command: str = "'new'") -> str:
    """An insert of a copy of act 1 under another number and command."""
    copy = COPY.format(seq=seq, command=command)
    return f"{verb} INTO ledger_act ({COLUMNS}) SELECT {copy} FROM ledger_act WHERE seq = 1"


REFUSED = {
    "update an act": "UPDATE ledger_act SET actor = 'liu' WHERE seq = 1",
    "delete an act": "DELETE FROM ledger_act WHERE seq = 1",
    "delete the last act": "DELETE FROM ledger_act WHERE seq = 2",
    "leave a gap": copied("INSERT", "4"),
    "insert a number twice": copied("INSERT", "2"),
    "insert before the first": copied("INSERT", "-1"),
    "insert a command twice": copied("INSERT", "3", "command"),
    "update a node": "UPDATE ledger_node SET hash = leaf FROM ledger_act WHERE ledger_act.seq = 0",
    "delete a node": "DELETE FROM ledger_node",
    "update a checkpoint": "UPDATE ledger_checkpoint SET note = ''",
    "delete a checkpoint": "DELETE FROM ledger_checkpoint",
    "delete the head": "DELETE FROM ledger_head",
    "shrink the head": "UPDATE ledger_head SET size = size - 1",
    "upsert an act": copied("INSERT", "1") + " ON CONFLICT (site, seq) DO UPDATE SET actor = 'liu'",
}
ONLY_SQLITE = {
    "replace an act": copied("INSERT OR REPLACE", "1"),
    "replace by command": copied("INSERT OR REPLACE", "3", "command"),
    "replace by rowid": copied("INSERT OR REPLACE", "3")
    .replace("(site", "(rowid, site")
    .replace("SELECT site", "SELECT rowid, site"),
    "replace a node": "INSERT OR REPLACE INTO ledger_node SELECT * FROM ledger_node",
    "replace a node by rowid": (
        'INSERT OR REPLACE INTO ledger_node (rowid, site, level, "index", hash)'
        " SELECT rowid, site, 9, 9, hash FROM ledger_node"
    ),
    "replace a checkpoint": "REPLACE INTO ledger_checkpoint SELECT * FROM ledger_checkpoint",
    "update or replace": "UPDATE OR REPLACE ledger_act SET seq = 1 WHERE seq = 2",
}
ONLY_POSTGRES = {
    "truncate the acts": "TRUNCATE ledger_act",
    "truncate the nodes": "TRUNCATE ledger_node",
    "truncate the checkpoints": "TRUNCATE ledger_checkpoint",
    "truncate the head": "TRUNCATE ledger_head",
    "pretend to be a replica": "SET LOCAL session_replication_role = replica; DELETE FROM ledger_act",
}
ATTACKS = REFUSED | (ONLY_SQLITE if SQLITE else ONLY_POSTGRES)


@pytest.mark.parametrize("attack", ATTACKS)
def test_refused(book: DbBook, attack: str) -> None:
    assert refused(ATTACKS[attack])
    assert [act.command for act in book.acts()] == ["command-a", "command-b", "command-c"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_it_is_the_triggers_that_matter(book: DbBook, attack: str) -> None:
    """Without the triggers most of these would go through: the test above tests something."""
    constraints = {"insert a number twice", "insert a command twice", "insert before the first"}
    triggers.remove(connection)
    assert refused(ATTACKS[attack]) == (attack in constraints)


def test_the_next_act_is_taken(book: DbBook) -> None:
    assert not refused(copied("INSERT", "3"))


def test_several_acts_in_one_statement() -> None:
    book = store.found("s1")
    say(book, *[Noted(key=str(n)) for n in range(40)])
    assert book.size == 40


@pytest.mark.parametrize("trigger", triggers.triggers_for(connection.vendor), ids=lambda trigger: trigger.name)
def test_a_missing_trigger_is_named_and_put_back(trigger: triggers.Trigger) -> None:
    where = "" if SQLITE else f" ON {trigger.table}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger.name}{where}")
    assert triggers.missing(connection) == [trigger.name]
    assert [found.id for found in checks.triggers_stand(databases=["default"])] == ["ledger.E003"]
    triggers.install(connection)
    assert triggers.missing(connection) == []


def test_a_trigger_that_does_nothing_is_named() -> None:
    trigger = triggers.triggers_for(connection.vendor)[0]
    with connection.cursor() as cursor:
        if SQLITE:
            cursor.execute(f"DROP TRIGGER {trigger.name}")
            cursor.execute(f"CREATE TRIGGER {trigger.name} BEFORE UPDATE ON {trigger.table} BEGIN SELECT 1; END")
        else:
            cursor.execute(f"ALTER TABLE {trigger.table} DISABLE TRIGGER {trigger.name}")
    assert triggers.missing(connection) == [trigger.name]


def test_the_installation_passes_its_checks() -> None:
    assert [
        found
        for found in run_checks(tags=["models", "database"], databases=["default"])
        if found.id and found.id.startswith("ledger.")
    ] == []


@pytest.mark.parametrize("role", ["", "a b", 'x"; DROP TABLE ledger_act', "Ä"])
def test_a_role_that_is_no_plain_name(role: str) -> None:
    with pytest.raises(ValueError, match="role"):
        statements(role)
