"""`jiaoban regime replay` over a book in the database."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from jiaoban.cli.main import main
from jiaoban.config import start
from jiaoban.ledger import store
from jiaoban.org import packs
from tests import cast
from tests.conftest import ROOT
from tests.pure.handover.desk import Desk, pack

HYDRO = ROOT / "regimes" / "hydro"


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch, db: None, data: Path) -> Desk:
    monkeypatch.setattr(start, "prepare", lambda: None)
    packs.store(pack())
    return Desk(store.found(cast.SITE)).signed()


@pytest.fixture
def longer(tmp_path: Path) -> Path:
    """The hydropower pack, wanting everybody fifteen minutes early."""
    folder = shutil.copytree(HYDRO, tmp_path / "hydro")
    rules = (folder / "handover.yaml").read_text(encoding="utf-8")
    (folder / "handover.yaml").write_text(rules.replace("lead: PT10M", "lead: PT15M"), encoding="utf-8")
    return folder


def told(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main(["regime", "replay", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_it_counts_and_changes_nothing(book: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    size = book.book.size
    summary = told(capsys, str(HYDRO))["summary"]
    assert (summary["handovers"], summary["signatures"], summary["handovers_otherwise"]) == (1, 2, 0)
    assert book.book.size == size


def test_it_names_each_moment_that_would_have_gone_otherwise(
    book: Desk, longer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = told(capsys, str(longer))
    assert said["summary"]["would_have_blocked"] == {}
    assert said["summary"]["would_have_wanted_reason"] == {"on-time": 1}
    assert [one["moment"] for one in said["otherwise"]] == ["sign", "sign"]
    assert main(["regime", "replay", str(longer)]) == 0
    text = capsys.readouterr().out
    assert "! would have wanted a reason 须说明原因: on-time [hydro/2.2]" in text
    assert "会拦下" not in text
    assert text.splitlines()[-1] == (
        "1 of 1 handovers otherwise 次交接会有不同, 1 of them only for want of a reason 其中 1 次只须说明原因"
    )


def test_a_later_day_leaves_nothing_to_judge(book: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, str(HYDRO), "--since", "2026-11-24")["summary"]["handovers"] == 0


@pytest.mark.parametrize("words", [["no-such-folder"], [str(HYDRO), "--site", "nowhere"]])
def test_wrong_use_ends_with_2(book: Desk, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regime", "replay", *words]) == 2
    assert capsys.readouterr().err


def test_a_day_that_is_none_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["regime", "replay", str(HYDRO), "--since", "soon"])
    assert "2026-11-01" in capsys.readouterr().err
