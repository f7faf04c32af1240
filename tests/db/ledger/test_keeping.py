"""Keys, files, receipts and exports: what lies outside the database or leaves the house."""

import subprocess
import sys
from pathlib import Path

import pytest

from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.ledger import durable, export, files, keys, rotation, store
from jiaoban.ledger.receipts import receipt
from jiaoban.ledger.store import DbBook
from jiaoban.tlog.receipt import Receipt
from tests.db.ledger.sample import NOON, Noted, minutes, note, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(data: Path) -> DbBook:
    made = store.found("s1")
    say(made, *[Noted(key=str(n), text="一号机组") for n in range(7)])
    return made


def offline(*arguments: str | Path) -> int:
    """Run the separate verifier as a stranger would."""
    done = subprocess.run(
        [sys.executable, "-m", "jiaoban_verify", *map(str, arguments)], check=False, capture_output=True
    )
    return done.returncode


def test_the_key_is_its_owners_alone(book: DbBook, data: Path) -> None:
    path = data / "keys" / "s1.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    path.chmod(0o644)
    with pytest.raises(PermissionError, match="chmod 600"):
        keys.signing_key("s1")


def test_no_key_no_signature(book: DbBook, data: Path) -> None:
    (data / "keys" / "s1.key").unlink()
    with pytest.raises(keys.NoKey), book.transaction():
        book.checkpoint(NOON)


def test_every_receipt_verifies(book: DbBook) -> None:
    for seq in range(7):
        read = Receipt.parse(receipt("s1", seq, NOON))
        assert read.index == seq
        assert read.verify(keys.signing_key("s1").verifier) == dict(book.bodies())[seq]


def test_an_old_act_gets_a_receipt_under_the_newest_checkpoint(book: DbBook) -> None:
    receipt("s1", 6, NOON)
    note(book, "x")
    assert Receipt.parse(receipt("s1", 2, NOON)).checkpoint.checkpoint.size == 7
    assert Receipt.parse(receipt("s1", 7, NOON)).checkpoint.checkpoint.size == 8


@pytest.mark.parametrize("seq", [-1, 7, 10**12])
def test_no_receipt_for_no_act(book: DbBook, seq: int) -> None:
    with pytest.raises(NotFound):
        receipt("s1", seq, NOON)


def test_the_separate_verifier_takes_receipt_and_export(book: DbBook, data: Path) -> None:
    given, written = data / "r.tlog-proof", data / "book.jsonl"
    given.write_text(receipt("s1", 3, NOON), encoding="utf-8")
    rotation.rotate("s1", NOON + minutes(1))
    note(book, "after")
    written.write_text("".join(export.lines("s1")), encoding="utf-8")
    trusted = data / "keys" / "s1.vkeys"
    assert offline("receipt", given, "--key", trusted) == 0
    assert offline("export", written, "--key", trusted) == 0
    lines = written.read_text(encoding="utf-8").splitlines(keepends=True)
    written.write_text("".join([lines[0], *lines[2:]]), encoding="utf-8")
    assert offline("export", written, "--key", trusted) == 1


def test_a_rotation_is_an_act_between_two_checkpoints(book: DbBook) -> None:
    act = rotation.rotate("s1", NOON)
    held = [str(key) for key in keys.verifier_keys("s1")]
    assert act.payload.model_dump() == {"old": held[0], "new": held[1]}
    assert str(keys.signing_key("s1").verifier) == held[1]


def test_a_file_is_kept_under_its_hash(data: Path) -> None:
    name = files.put(b"photo")
    assert files.put(b"photo") == name
    assert files.get(name) == b"photo"
    assert [path.name for path in (data / "files").rglob("*") if path.is_file()] == [name[2:]]


def test_a_file_that_is_there_already_is_synced_with_its_folders_all_the_same(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever put it there may have been killed between the renaming and the sync."""
    name = files.put(b"photo")
    synced: list[Path] = []
    monkeypatch.setattr(durable, "sync_folder", synced.append)
    monkeypatch.setattr(durable, "_KNOWN", set())
    files.put(b"photo")
    assert {data, data / "files", data / "files" / name[:2]} <= set(synced)
    synced.clear()
    files.put(b"photo")
    assert synced == [data / "files" / name[:2]]


def test_a_file_that_was_changed_is_not_given_out(data: Path) -> None:
    name = files.put(b"photo")
    files.path_of(name).write_bytes(b"other")
    assert not files.sound(name)
    with pytest.raises(files.FileLost, match="changed"):
        files.get(name)
    files.put(b"photo")
    assert files.get(name) == b"photo"


def test_a_file_that_is_not_there(data: Path) -> None:
    with pytest.raises(files.FileLost, match="not in the store"):
        files.get("0" * 64)


@pytest.mark.parametrize("content", [b"", b"12345"])
def test_a_file_empty_or_too_large(data: Path, content: bytes) -> None:
    with pytest.raises(BadInput):
        files.put(content, limit=4)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_a_name_that_is_none(data: Path, name: str) -> None:
    with pytest.raises(ValueError, match="names no file"):
        files.path_of(name)
