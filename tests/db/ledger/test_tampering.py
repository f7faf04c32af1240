"""Whatever an insider does to the database or the folder, `verify` names the first place that does not fit."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connection

from jiaoban.ledger import files, keys, store, triggers
from jiaoban.ledger.store import DbBook
from jiaoban.ledger.verify import verify, verify_all
from jiaoban.tlog.checkpoint import Checkpoint
from jiaoban.tlog.keys import SigningKey
from tests.db.ledger.insider import EXTRA_ROW, bodies, changed, exchange, rewrite, run, set_body
from tests.db.ledger.reports import first, named
from tests.db.ledger.sample import PHOTO, Noted, say

pytestmark = pytest.mark.django_db
NAME = sha256(PHOTO).hexdigest()


def sql(*statements: str) -> Callable[[], None]:
    return lambda: run(*statements)


def act(seq: int, change: str) -> Callable[[], None]:
    return sql(f"UPDATE ledger_act SET {change} WHERE site = 's1' AND seq = {seq}")


def swap(*columns: str) -> Callable[[], None]:
    """Exchange columns of acts 7 and 8."""
    return lambda: exchange(7, 8, columns)


def copy_act(seq: int, of: int, command: str) -> Callable[[], None]:
    rest = "part, request, kind, version, actor, post, occurred_at, recorded_at, device_at, regime, clauses, body, leaf"
    return sql(
        f"INSERT INTO ledger_act (site, seq, command, {rest})"
        f" SELECT site, {seq}, '{command}', {rest} FROM ledger_act WHERE seq = {of}"
    )


def another_photo() -> None:
    photo().write_bytes(b"another")


def replace_key() -> None:
    keys.replace("s1")


def backdate(body: bytes) -> bytes:
    return changed(body, recorded_at="2026-11-23T03:00:00.000000Z")


LATER = "2026-11-24 00:00:00"

# What is done -> the first finding's code and place.
TAMPERINGS: dict[str, tuple[Callable[[], None], str, str]] = {
    "site of an act": (act(3, "site = 's2'"), "gap", "ledger_act #3"),
    "number of an act": (act(3, "seq = 50"), "gap", "ledger_act #3"),
    "command": (act(3, "command = 'other'"), "column", "ledger_act #3"),
    "part": (act(3, "part = 9"), "column", "ledger_act #3"),
    "request": (act(3, "request = 'q'"), "column", "ledger_act #3"),
    "kind": (act(3, "kind = 'sample.noted'"), "column", "ledger_act #3"),
    "version": (act(3, "version = 2"), "column", "ledger_act #3"),
    "actor": (act(3, "actor = 'liu'"), "column", "ledger_act #3"),
    "post": (act(3, "post = 'room'"), "column", "ledger_act #3"),
    "occurred_at": (act(3, f"occurred_at = '{LATER}'"), "column", "ledger_act #3"),
    "recorded_at": (act(3, f"recorded_at = '{LATER}'"), "column", "ledger_act #3"),
    "device_at": (act(3, f"device_at = '{LATER}'"), "column", "ledger_act #3"),
    "regime": (act(3, "regime = 'other'"), "column", "ledger_act #3"),
    "clauses": (act(3, "clauses = '[\"1.1\"]'"), "column", "ledger_act #3"),
    "body": (lambda: set_body(1, changed(bodies()[1], actor="liu")), "leaf", "ledger_act #1"),
    "body of white space": (lambda: set_body(2, bodies()[2] + b" "), "leaf", "ledger_act #2"),
    "body that is no act": (lambda: set_body(2, b"{}"), "leaf", "ledger_act #2"),
    "leaf": (act(3, "leaf = body"), "leaf", "ledger_act #3"),
    "body and leaf": (
        lambda: set_body(4, changed(bodies()[4], actor="liu"), leaf=True),
        "rewritten",
        "checkpoints/s1/6.txt",
    ),
    "kind that nobody knows": (
        lambda: set_body(4, changed(bodies()[4], kind="sample.unheard"), leaf=True),
        "kind",
        "ledger_act #4",
    ),
    "delete the first act": (sql("DELETE FROM ledger_act WHERE seq = 0"), "gap", "ledger_act #0"),
    "delete an act in the middle": (sql("DELETE FROM ledger_act WHERE seq = 5"), "gap", "ledger_act #5"),
    "delete several acts": (sql("DELETE FROM ledger_act WHERE seq IN (4, 5, 6)"), "gap", "ledger_act #4"),
    "delete the last act": (sql("DELETE FROM ledger_act WHERE seq = 11"), "node", "ledger_node (1, 5)"),
    "delete every act": (sql("DELETE FROM ledger_act"), "node", "ledger_node (1, 0)"),
    "cut the tail and hide it": (
        lambda: rewrite(lambda old: old[:-1], keep_checkpoints=False),
        "behind",
        "checkpoints/s1/12.txt",
    ),
    "insert an act at the end": (copy_act(12, 3, "new"), "column", "ledger_act #12"),
    "insert an act far off": (copy_act(40, 3, "new"), "gap", "ledger_act #12"),
    "insert an act and renumber": (
        lambda: rewrite(lambda old: [*old[:2], changed(old[2], command="new"), *old[2:]]),
        "rewritten",
        "checkpoints/s1/6.txt",
    ),
    "swap two bodies": (swap("body"), "leaf", "ledger_act #7"),
    "swap two bodies and leaves": (
        swap("body", "leaf"),
        "column",
        "ledger_act #7",
    ),
    "reorder and recompute": (
        lambda: rewrite(lambda old: [*old[:7], old[8], old[7], *old[9:]]),
        "rewritten",
        "checkpoints/s1/12.txt",
    ),
    "backdate and recompute": (
        lambda: rewrite(lambda old: [*old[:9], backdate(old[9]), *old[10:]]),
        "rewritten",
        "checkpoints/s1/12.txt",
    ),
    "state of a row": (
        sql("UPDATE sample_note SET state = REPLACE(state, '第5次', '无')"),
        "row-changed",
        "sample_note a",
    ),
    "column of a row": (sql("UPDATE sample_note SET text = '无' WHERE key = 'b'"), "row-changed", "sample_note b"),
    "flag of a row": (
        sql("UPDATE sample_note SET urgent = NOT urgent WHERE key = 'd'"),
        "row-changed",
        "sample_note d",
    ),
    "moment of a row": (sql(f"UPDATE sample_note SET at = '{LATER}' WHERE key = 'e'"), "row-changed", "sample_note e"),
    "number of a row": (sql("UPDATE sample_note SET seq = 0 WHERE key = 'a'"), "row-changed", "sample_note a"),
    "key of a row": (sql("UPDATE sample_note SET key = 'aa' WHERE key = 'a'"), "row-extra", "sample_note aa"),
    "site of a row": (sql("UPDATE sample_note SET site = 's2' WHERE key = 'b'"), "row-missing", "sample_note b"),
    "insert a row": (sql(EXTRA_ROW), "row-extra", "sample_note zz"),
    "delete a row": (sql("DELETE FROM sample_note WHERE key = 'd'"), "row-missing", "sample_note d"),
    "delete every row": (sql("DELETE FROM sample_note"), "row-missing", "sample_note a"),
    "bring a struck row back": (
        sql(EXTRA_ROW.replace("'zz'", "'c'")),
        "row-extra",
        "sample_note c",
    ),
    "hash of a node": (
        sql('UPDATE ledger_node SET hash = site WHERE level = 2 AND "index" = 1')
        if connection.vendor == "sqlite"
        else sql('UPDATE ledger_node SET hash = site::bytea WHERE level = 2 AND "index" = 1'),
        "node",
        "ledger_node (2, 1)",
    ),
    "delete a node": (sql("DELETE FROM ledger_node WHERE level = 3"), "node", "ledger_node (3, 0)"),
    "place of a node": (
        sql('UPDATE ledger_node SET "index" = 77 WHERE level = 1 AND "index" = 2'),
        "node",
        "ledger_node (1, 2)",
    ),
    "insert a node": (
        sql("INSERT INTO ledger_node SELECT site, 4, 0, hash FROM ledger_node WHERE level = 3"),
        "node",
        "ledger_node (4, 0)",
    ),
    "insert a node of an absurd level": (
        sql("INSERT INTO ledger_node SELECT site, 60, 0, hash FROM ledger_node WHERE level = 3"),
        "node",
        "ledger_node (60, 0)",
    ),
    "size in the head": (sql("UPDATE ledger_head SET size = 13"), "head", "ledger_head size"),
    "frontier in the head": (sql("UPDATE ledger_head SET frontier = root"), "head", "ledger_head frontier"),
    "root in the head": (sql("UPDATE ledger_head SET root = frontier"), "head", "ledger_head root"),
    "time in the head": (
        sql(f"UPDATE ledger_head SET last_recorded_at = '{LATER}'"),
        "head",
        "ledger_head last_recorded_at",
    ),
    "checkpoint in the head": (
        sql("UPDATE ledger_head SET checkpoint_size = 6"),
        "head",
        "ledger_head checkpoint_size",
    ),
    "delete the head": (sql("DELETE FROM ledger_head"), "head", "ledger_head, sample_note"),
    "text of a checkpoint": (
        sql("UPDATE ledger_checkpoint SET note = REPLACE(note, '/s1', '/s2') WHERE size = 6"),
        "checkpoint",
        "ledger_checkpoint 6",
    ),
    "size of a checkpoint": (
        sql("UPDATE ledger_checkpoint SET size = 7 WHERE size = 6"),
        "checkpoint",
        "ledger_checkpoint 7",
    ),
    "time of a checkpoint": (
        sql(f"UPDATE ledger_checkpoint SET made_at = '{LATER}' WHERE size = 12"),
        "checkpoint",
        "ledger_checkpoint 12",
    ),
    "delete a checkpoint": (sql("DELETE FROM ledger_checkpoint WHERE size = 6"), "checkpoint", "checkpoints/s1/6.txt"),
    "content of a photograph": (another_photo, "file", f"files/{NAME[:2]}/{NAME[2:]}"),
    "delete a photograph": (lambda: photo().unlink(), "file", f"files/{NAME[:2]}/{NAME[2:]}"),
    "drop a trigger": (lambda: triggers.remove(connection), "trigger", "ledger_act_no_update"),
    "another key in the folder": (replace_key, "keys", "keys/s1.vkeys"),
}


def photo() -> Path:
    return files.path_of(NAME)


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_tampering_is_named(book: DbBook, tampering: str) -> None:
    do, code, place = TAMPERINGS[tampering]
    do()
    assert first(verify("s1")) == (code, place)


def test_rows_moved_to_a_site_without_a_book(book: DbBook) -> None:
    run("UPDATE sample_note SET site = 's2' WHERE key = 'b'")
    assert [(report.site, report.good) for report in verify_all()] == [("s1", False), ("s2", False)]


@pytest.mark.parametrize("site", ["s\u0131", "", "s1\u200b"])
def test_rows_of_what_can_be_no_site(book: DbBook, site: str) -> None:
    """A letter that only looks like one of the site's: the rows are gone from the site, and they are told."""
    run("UPDATE sample_note SET site = %s WHERE key = 'b'", values=[site])
    run("UPDATE ledger_node SET site = %s WHERE level = 3", values=[site])
    reports = {report.site: first(report) for report in verify_all()}
    assert reports[site] == ("site", "ledger_node, sample_note")
    assert reports["s1"][0] == "node"


@pytest.mark.parametrize("content", [b"another", b"\xff"])
def test_a_file_of_public_keys_that_holds_none(book: DbBook, data: Path, content: bytes) -> None:
    (data / "keys" / "s1.vkeys").write_bytes(content)
    assert first(verify("s1")) == ("keys", "keys/s1.vkeys")


def test_rewriting_is_narrowed_to_what_the_good_checkpoints_leave(book: DbBook) -> None:
    rewrite(lambda old: [*old[:9], changed(old[9], actor="liu"), *old[10:]])
    found = next(one for one in verify("s1").findings if one.code == "rewritten")
    assert (found.seq, "6-11" in found.says.en) == (6, True)


def test_a_changed_act_and_leaf_are_narrowed_to_a_pair(book: DbBook) -> None:
    set_body(4, changed(bodies()[4], actor="liu"), leaf=True)
    assert ("node", "ledger_node (1, 2)") in named(verify("s1"))


def test_a_forged_checkpoint(book: DbBook) -> None:
    thief = SigningKey.generate(keys.origin("s1"))
    note_text = str(Checkpoint(thief.name, 6, b"\x07" * 32).signed_by(thief))
    run("UPDATE ledger_checkpoint SET note = %s WHERE size = 6", values=[note_text])
    assert first(verify("s1")) == ("checkpoint", "ledger_checkpoint 6")


def test_many_misfits_are_counted_not_listed(data: Path) -> None:
    made = store.found("s1")
    say(made, *[Noted(key=str(n)) for n in range(60)])
    run("UPDATE ledger_act SET actor = 'liu'")
    found = verify("s1").findings
    assert len(found) == 21
    assert "40 more" in found[-1].says.en
