"""Accounts, keys and sites from the command line."""

import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User

from jiaoban.cli.main import main
from jiaoban.config import start
from jiaoban.kernel.access import Right
from jiaoban.ledger.store import sites as founded
from jiaoban.org import door, tokens
from jiaoban.org.models import ApiToken
from tests.conftest import ROOT
from tests.db.org.conftest import NOW

GOOD_PASSWORD = "correct horse battery"


class Shell:
    """Runs commands with a text as their standard input."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._patch, self._capsys = monkeypatch, capsys

    def run(self, *words: str, typed: str = "") -> tuple[int, str]:
        self._patch.setattr("sys.stdin", io.StringIO(typed))
        code = main(words)
        said = self._capsys.readouterr()
        return code, said.out + said.err

    def json(self, *words: str, typed: str = "") -> Any:
        code, text = self.run(*words, "--json", typed=typed)
        assert code == 0, text
        return json.loads(text)


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], db: None, data: Path) -> Shell:
    monkeypatch.setattr(start, "prepare", lambda: None)
    return Shell(monkeypatch, capsys)


def test_an_account_is_made_and_can_log_in(shell: Shell) -> None:
    code, text = shell.run("user", "add", "chen", "--name", "陈志强", typed=f"{GOOD_PASSWORD}\n")
    assert (code, GOOD_PASSWORD in text) == (0, False)
    assert authenticate(username="chen", password=GOOD_PASSWORD)
    assert User.objects.get(username="chen").first_name == "陈志强"


def test_a_made_password_is_printed_once(shell: Shell) -> None:
    password = shell.json("user", "add", "chen", "--generate")["password"]
    assert authenticate(username="chen", password=password)
    again = shell.json("user", "password", "chen", "--generate")["password"]
    assert not authenticate(username="chen", password=password)
    assert authenticate(username="chen", password=again)


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (("user", "add", "chen"), "short\n"),
        (("user", "add", "chen"), "1234567890123\n"),
        (("user", "add", "a b"), f"{GOOD_PASSWORD}\n"),
        (("user", "password", "nobody"), f"{GOOD_PASSWORD}\n"),
        (("token", "add", "nobody", "x"), ""),
        (("token", "revoke", "1"), ""),
        (("site", "add", "plant", "厂站", "--administrator", "nobody"), ""),
        (("site", "adopt", "plant", str(ROOT / "regimes" / "hydro")), ""),
    ],
)
def test_what_cannot_be_done_is_said(shell: Shell, words: tuple[str, ...], typed: str) -> None:
    code, text = shell.run(*words, typed=typed)
    assert code == 1
    assert text.strip()
    assert (User.objects.count(), ApiToken.objects.count(), founded()) == (0, 0, [])


def test_a_name_is_taken_once(shell: Shell) -> None:
    shell.run("user", "add", "chen", typed=f"{GOOD_PASSWORD}\n")
    for name in ("chen", "Chen"):
        assert shell.run("user", "add", name, typed=f"{GOOD_PASSWORD}\n")[0] == 1


def test_a_key_from_its_making_to_its_end(shell: Shell) -> None:
    shell.run("user", "add", "chen", typed=f"{GOOD_PASSWORD}\n")
    made = shell.json("token", "add", "chen", "抄表")
    assert tokens.user_of(made["key"], NOW) == User.objects.get(username="chen")
    (listed,) = shell.json("token", "list", "chen")
    assert (listed["name"], "key" in listed) == ("抄表", False)
    assert shell.json("token", "revoke", str(made["id"]))["revoked_at"]
    assert tokens.user_of(made["key"], NOW) is None


def test_a_site_is_founded_and_given_a_regime(shell: Shell) -> None:
    shell.run("user", "add", "chen", "--name", "陈志强", typed=f"{GOOD_PASSWORD}\n")
    shell.json("site", "add", "plant", "某电站", "--administrator", "chen")
    visit = door.enter(User.objects.get(username="chen"), "plant")
    assert (visit.actor.name, visit.may(Right.ADMINISTER), visit.site.demo) == ("陈志强", True, False)
    assert shell.json("site", "list") == [{"code": "plant", "name": "某电站"}]
    adopted = shell.json("site", "adopt", "plant", str(ROOT / "regimes" / "hydro"), "--from", "2026-01-01")
    assert (adopted["regime"], adopted["effective_from"]) == ("hydro", "2026-01-01")


@pytest.mark.parametrize("day", ["0001-01-01", "1969-12-31T23:59", "2200-01-01"])
def test_a_regime_from_a_day_out_of_the_calendar_is_refused_in_a_sentence(
    shell: Shell, day: str, tmp_path: Path
) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(ROOT / "regimes" / "hydro", folder)
    head = folder / "pack.yaml"
    head.write_text(re.sub(r"(?m)^effective_from: *\S+", f"effective_from: {day}", head.read_text()))
    shell.run("user", "add", "chen", typed=f"{GOOD_PASSWORD}\n")
    shell.json("site", "add", "plant", "某电站", "--administrator", "chen")
    code, text = shell.run("site", "adopt", "plant", str(folder))
    assert (code, "1970-01-01" in text) == (1, True)
    with pytest.raises(SystemExit, match="2"):
        shell.run("site", "adopt", "plant", str(ROOT / "regimes" / "hydro"), "--from", day)


@pytest.mark.parametrize("words", [("Plant", "站"), ("plant", "站", "--zone", "Asia/Peking")])
def test_a_senseless_site_is_not_founded(shell: Shell, words: tuple[str, ...]) -> None:
    shell.run("user", "add", "chen", typed=f"{GOOD_PASSWORD}\n")
    code, text = shell.run("site", "add", *words, "--administrator", "chen")
    assert (code, bool(text.strip()), founded()) == (1, True, [])


def test_a_site_is_founded_once(shell: Shell) -> None:
    shell.run("user", "add", "chen", typed=f"{GOOD_PASSWORD}\n")
    words = ("site", "add", "plant", "某电站", "--administrator", "chen")
    assert shell.run(*words)[0] == 0
    size = door.as_system("plant").book.size
    assert shell.run(*words)[0] == 1
    assert door.as_system("plant").book.size == size
