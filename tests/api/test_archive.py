"""`jiaoban backup` and `jiaoban restore` as an administrator runs them: in processes of their own, on SQLite."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from jiaoban.tlog.keys import SigningKey
from tests.conftest import ROOT

PASSWORD = "correct horse battery\n"


class Shell:
    def __init__(self, data: Path) -> None:
        self.data = data
        dropped = {"DATABASE_URL", "DATABASE_URL_FILE", "JIAOBAN_SECRET_KEY", "JIAOBAN_SECRET_KEY_FILE"}
        self.environment = {name: value for name, value in os.environ.items() if name not in dropped}

    def run(self, *words: str | Path, data: Path | None = None, typed: str = "") -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "jiaoban", *map(str, words)],
            env={**self.environment, "JIAOBAN_DATA": str(data or self.data), "PYTHONPATH": str(ROOT / "src")},
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def json(self, *words: str | Path, data: Path | None = None) -> Any:
        code, text = self.run(*words, "--json", data=data)
        assert code == 0, text
        return json.loads(text)


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A founded site with an administrator and a regime."""
    made = Shell(tmp_path_factory.mktemp("site") / "data")
    assert made.run("migrate")[0] == 0
    assert made.run("user", "add", "lin", "--name", "林晓燕", typed=PASSWORD)[0] == 0
    assert made.run("site", "add", "yunfeng", "云峰水电站", "--administrator", "lin")[0] == 0
    assert made.run("site", "adopt", "yunfeng", ROOT / "regimes" / "hydro")[0] == 0
    return made


@pytest.fixture(scope="module")
def archive(shell: Shell) -> Path:
    told = shell.json("backup", shell.data.parent, "--with-keys")
    assert [(site["site"], site["acts"]) for site in told["sites"]] == [("yunfeng", 4)]
    assert told["sites"][0]["checkpoint"].startswith("jiaoban.local/yunfeng\n4\n")
    return Path(told["file"])


def test_a_backup_is_its_owners_alone_and_named_by_its_moment(archive: Path) -> None:
    assert archive.stat().st_mode & 0o777 == 0o600
    assert archive.name.startswith("jiaoban-")
    assert [path.name for path in archive.parent.iterdir() if path.name.startswith(".")] == []


def test_round_trip(shell: Shell, archive: Path, tmp_path: Path) -> None:
    there = tmp_path / "new"
    told = shell.json("restore", archive, "--data", there)
    assert (told["good"], told["sites"][0]["acts"], told["sites"][0]["lost"]) == (True, 4, 0)
    assert shell.json("ledger", "verify", data=there)["good"] is True
    kept, was = tmp_path / "kept.jsonl", tmp_path / "was.jsonl"
    shell.json("ledger", "export", kept, data=there)
    shell.json("ledger", "export", was)
    assert kept.read_text().splitlines()[1:5] == was.read_text().splitlines()[1:5]
    assert not list(there.glob(".*"))
    assert (there / "keys" / "yunfeng.key").stat().st_mode & 0o777 == 0o600
    code, text = shell.run("restore", archive, "--data", there)
    assert (code, "is not empty" in text) == (1, True)


def test_an_old_checkpoint_says_how_far_the_book_is_behind(shell: Shell, archive: Path, tmp_path: Path) -> None:
    there, kept = tmp_path / "new", tmp_path / "kept.txt"
    kept.write_text(shell.json("ledger", "checkpoint")["checkpoint"], encoding="utf-8")
    told = shell.json("restore", archive, "--data", there, "--to-seq", "yunfeng=0")
    assert (told["sites"][0]["acts"], told["sites"][0]["lost"]) == (1, 3)
    code, text = shell.run("ledger", "verify", "--checkpoint", kept, data=there)
    assert (code, "2 acts behind" in text) == (1, True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--to-seq", "yunfeng=9"], 2),
        (["--to-seq", "qingxi=0"], 2),
        (["--to-seq", "yunfeng"], 2),
        (["--to", "yesterday"], 2),
    ],
)
def test_wrong_use_leaves_nothing(shell: Shell, archive: Path, tmp_path: Path, words: list[str], code: int) -> None:
    there = tmp_path / "new"
    assert shell.run("restore", archive, "--data", there, *words)[0] == code
    assert not there.exists()


def test_what_is_no_archive_leaves_nothing(shell: Shell, archive: Path, tmp_path: Path) -> None:
    there, broken = tmp_path / "new", tmp_path / "broken.tar.gz"
    there.mkdir()
    broken.write_bytes(archive.read_bytes()[:-500])
    for wrong in (broken, ROOT / "README.md", tmp_path / "absent"):
        code, text = shell.run("restore", wrong, "--data", there)
        assert (code, "Traceback" in text, list(there.iterdir())) == (1, False, [])


def test_a_backup_needs_a_folder_and_a_data_folder(shell: Shell, tmp_path: Path) -> None:
    assert shell.run("backup", tmp_path / "no" / "copy.tar.gz")[0] == 2
    assert shell.run("backup", tmp_path, "--data", tmp_path / "no")[0] == 2


def test_a_backup_says_that_the_key_is_not_the_sites(shell: Shell, tmp_path: Path) -> None:
    key = shell.data / "keys" / "yunfeng.key"
    own = key.read_bytes()
    key.write_text(SigningKey.generate("jiaoban.local/yunfeng").to_text() + "\n", encoding="ascii")
    try:
        code, text = shell.run("backup", tmp_path)
    finally:
        key.write_bytes(own)
    assert (code, "Traceback" in text, list(tmp_path.iterdir())) == (1, False, [])
    assert "keys/yunfeng.key is not a key of yunfeng" in text
