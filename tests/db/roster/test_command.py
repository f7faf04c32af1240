"""`jiaoban roster`: a month proposed, a published problem solved, and every wrong word answered in a sentence."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from jiaoban.cli import frame
from jiaoban.cli.main import main
from jiaoban.demo.accounts import make_accounts
from jiaoban.kernel.clock import VirtualClock
from jiaoban.ledger import store
from jiaoban.org import door, packs
from jiaoban.roster.proposing import highs
from tests import cast
from tests.pure.handover.desk import EIGHT, Desk, pack

PAIR = Path(__file__).parents[2] / "pure" / "roster" / "proposing" / "instances" / "pair.txt"


@pytest.fixture
def desk(db: None, data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr("jiaoban.cli.roster.django_ready", lambda: None)
    kept, door.clock = door.clock, VirtualClock(EIGHT + timedelta(hours=1))
    packs.store(pack())
    yield Desk(store.found(cast.SITE))
    door.clock = kept


def test_a_month_is_proposed_and_nothing_changes(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    size = desk.book.size
    assert main(["roster", "propose", cast.CCR, "2026-12", "--json"]) == frame.GOOD
    told = json.loads(capsys.readouterr().out)
    assert told["state"] == "FOUND"
    assert told["asked"]["month"] == "2026-12"
    assert told["cells"]
    assert main(["roster", "propose", cast.CCR, "2026-12", "--few-changes", "--uneven", "--hard-only"]) == frame.GOOD
    assert "gap 差距" in capsys.readouterr().out
    assert desk.book.size == size


def test_what_cannot_be_ends_with_one_and_says_why(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["roster", "propose", cast.CCR, "2026-12", "--people", cast.A_CCR.key]
    assert main(words) == frame.BAD
    said = capsys.readouterr().out
    assert "不能同时满足" in said
    assert "一人一天只上一个班" in said


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["nowhere", "2026-12"], frame.MISUSED, "nowhere"),
        ([cast.CCR, "2026-12", "--each", "night=many"], frame.MISUSED, "night=2"),
        ([cast.CCR, "2026-12", "--each", "noon=1"], frame.MISUSED, "noon"),
        ([cast.CCR, "2026-12", "--people", "nobody"], frame.MISUSED, "nobody"),
        ([cast.CCR, "2026-12", "--seconds", "0"], frame.MISUSED, "seconds"),
        ([cast.CCR, "2026-10"], frame.BAD, "has passed"),
    ],
)
def test_wrong_words_are_answered_in_a_sentence(
    desk: Desk, capsys: pytest.CaptureFixture[str], words: list[str], code: int, says: str
) -> None:
    assert main(["roster", "propose", *words]) == code
    assert says in capsys.readouterr().err


def test_a_month_that_is_none_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["roster", "propose", cast.CCR, "December"])
    assert "no month, such as 2026-12" in capsys.readouterr().err


def test_a_published_problem_is_solved_and_counted(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["roster", "solve", str(PAIR), "--json"]) == frame.GOOD
    told = json.loads(capsys.readouterr().out)
    assert (told["state"], told["cost"], told["gap"]) == ("FOUND", 2, 0)
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("SECTION_HORIZON\nseven\n", encoding="utf-8")
    assert main(["roster", "solve", str(wrong)]) == frame.MISUSED
    assert "SECTION_SHIFTS" in capsys.readouterr().err
    assert main(["roster", "solve", str(tmp_path / "none.txt")]) == frame.MISUSED


def test_without_the_solver_the_command_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(highs, "find_spec", lambda _name: None)
    assert main(["roster", "solve", str(PAIR)]) == frame.BAD
    assert "bin/setup --with proposing" in capsys.readouterr().err


def test_what_was_proposed_is_taken_once_in_somebodys_name(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["roster", "propose", cast.CCR, "2026-12", "--json"]) == frame.GOOD
    file = tmp_path / "december.json"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    shifts = len(json.loads(file.read_text(encoding="utf-8"))["cells"])
    make_accounts()
    words = ["roster", "take", cast.CCR, str(file), "--as", cast.A_LEAD.username, "--reason", "十二月排班", "--json"]
    assert main(words) == frame.GOOD
    assert json.loads(capsys.readouterr().out) == {"taken": True, "shifts": shifts, "repeated": False, "reasons": []}
    size = desk.book.size
    assert main(words) == frame.GOOD
    assert json.loads(capsys.readouterr().out)["repeated"]
    assert main([*words[:-2], "另一个原因"]) == frame.BAD
    assert "was taken already" in capsys.readouterr().err
    file.write_text(file.read_text(encoding="utf-8") + " ", encoding="utf-8")  # the same shifts, as another file
    assert main(words) == frame.BAD
    assert [one["code"] for one in json.loads(capsys.readouterr().out)["reasons"]] == ["nothing-changes"]
    assert desk.book.size == size + 1
    operator = ["roster", "take", cast.CCR, str(file), "--as", cast.A_CCR.username, "--reason", "—"]
    assert main(operator) == frame.BAD
    assert "SUPERVISE" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "no JSON"),
        ("[]", "no shifts"),
        ('{"cells": []}', "no shifts"),
        ('{"cells": [{"day": "x"}]}', "cells.0.day"),
    ],
)
def test_what_is_no_proposal_is_not_taken(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, says: str
) -> None:
    make_accounts()
    file = tmp_path / "wrong.json"
    file.write_text(content, encoding="utf-8")
    words = ["roster", "take", cast.CCR, str(file), "--as", cast.A_LEAD.username, "--reason", "—"]
    assert main(words) == frame.MISUSED
    assert says in capsys.readouterr().err
    assert main([*words[:3], str(tmp_path / "none.json"), *words[4:]]) == frame.MISUSED
