"""`jiaoban ledger ...`: what it prints and how it ends."""

import json
from pathlib import Path

import pytest

from jiaoban.cli import frame, main
from jiaoban.ledger import keys, store
from jiaoban.ledger.store import DbBook
from tests.db.ledger.insider import run
from tests.db.ledger.sample import note

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(data: Path, monkeypatch: pytest.MonkeyPatch) -> DbBook:
    monkeypatch.setattr(frame, "django_ready", lambda **_: None)
    monkeypatch.setattr("jiaoban.cli.ledger.django_ready", lambda **_: None)
    made = store.found("s1")
    for key in "abc":
        note(made, key, "一")
    return made


def ledger(*words: str | Path) -> int:
    return main.main(["ledger", *map(str, words)])


def test_verify_a_clean_book(book: DbBook, capsys: pytest.CaptureFixture[str]) -> None:
    assert ledger("verify") == 0
    assert capsys.readouterr().out == "s1: 3 acts, everything fits. 共 3 条，全部相符。\n"


def test_verify_a_changed_book(book: DbBook, capsys: pytest.CaptureFixture[str]) -> None:
    run("UPDATE ledger_act SET actor = 'liu' WHERE seq = 1")
    assert ledger("verify") == 1
    assert "[column] ledger_act #1: 列 actor 为 'liu'，内容所载为 'chen'。" in capsys.readouterr().out


def test_verify_for_machines(book: DbBook, capsys: pytest.CaptureFixture[str]) -> None:
    run("DELETE FROM sample_note WHERE key = 'a'")
    assert ledger("verify", "--site", "s1", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["good"], told["sites"][0]["findings"][0]["code"]) == (False, "row-missing")


def test_verify_against_a_checkpoint(book: DbBook, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ledger("checkpoint") == 0
    kept = tmp_path / "kept.txt"
    kept.write_text(capsys.readouterr().out, encoding="utf-8")
    vkeys = tmp_path / "trusted"
    vkeys.write_text("\n".join(map(str, keys.verifier_keys("s1"))), encoding="utf-8")
    note(book, "d")
    assert ledger("verify", "--checkpoint", kept, "--key", vkeys) == 0
    kept.write_text(kept.read_text(encoding="utf-8").replace("\n3\n", "\n9\n"), encoding="utf-8")
    assert ledger("verify", "--checkpoint", kept) == 1


def test_verify_against_a_receipt(book: DbBook, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ledger("receipt", "s1", "0") == 0
    kept = tmp_path / "kept.tlog-proof"
    kept.write_text(capsys.readouterr().out, encoding="utf-8")
    note(book, "d")
    assert ledger("verify", "--checkpoint", kept) == 0
    kept.write_text(kept.read_text(encoding="utf-8").replace("index ", "place "), encoding="utf-8")
    assert ledger("verify", "--checkpoint", kept) == 1


@pytest.mark.parametrize(
    "words", [["verify", "--site", "s9"], ["verify", "--checkpoint", "/nowhere"], ["grants", "a b"]]
)
def test_wrong_use(book: DbBook, words: list[str]) -> None:
    assert ledger(*words) == 2


def test_rebuild_and_check(book: DbBook, capsys: pytest.CaptureFixture[str]) -> None:
    run("UPDATE sample_note SET text = '无' WHERE key = 'a'")
    assert ledger("rebuild", "--check") == 1
    assert ledger("rebuild") == 0
    assert "s1: sample_notes: 3" in capsys.readouterr().out
    assert ledger("rebuild", "--check") == 0


def test_export(book: DbBook, tmp_path: Path) -> None:
    assert ledger("export", tmp_path / "book.jsonl") == 0
    assert len((tmp_path / "book.jsonl").read_text(encoding="utf-8").splitlines()) == 4
    assert ledger("export", tmp_path / "no" / "book.jsonl") == 1


def test_key_and_rotation(book: DbBook, capsys: pytest.CaptureFixture[str]) -> None:
    assert ledger("key", "s1") == 0
    assert capsys.readouterr().out.splitlines() == [str(keys.signing_key("s1").verifier)]
    assert ledger("key", "s1", "--rotate") == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert DbBook("s1").size == 4


def test_receipt(book: DbBook, capsys: pytest.CaptureFixture[str]) -> None:
    assert ledger("receipt", "s1", "2") == 0
    assert capsys.readouterr().out.startswith("c2sp.org/tlog-proof@v1\n")
    assert ledger("receipt", "s1", "3") == 1


def test_several_sites_must_be_named(book: DbBook) -> None:
    store.found("s2")
    assert ledger("checkpoint") == 2
    assert ledger("checkpoint", "--site", "s2") == 0
    assert ledger("verify") == 0


def test_grants(book: DbBook, capsys: pytest.CaptureFixture[str]) -> None:
    assert ledger("grants", "clerk") == 0
    assert "GRANT SELECT, INSERT ON ledger_act, ledger_node, ledger_checkpoint TO clerk;" in capsys.readouterr().out
