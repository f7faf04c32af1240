"""`jiaoban regime check`, `explain` and `schema`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from jiaoban.cli.main import main
from jiaoban.regime.schema import schema_text
from tests.pure.regime.small import FILES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def broken(folder: Path) -> Path:
    (folder / "handover.yaml").write_text(FILES["handover.yaml"].replace("side:", "sied:", 1), encoding="utf-8")
    return folder


def test_a_good_pack_ends_with_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regime", "check", str(folder)]) == 0
    assert "small 1.0 可用" in capsys.readouterr().out


def test_a_bad_pack_ends_with_1_and_says_where(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regime", "check", str(broken(folder))]) == 1
    assert "是不是「side」？" in capsys.readouterr().out


def test_a_machine_reads_the_places(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["regime", "check", "--json", str(broken(folder))])
    plain = json.loads(capsys.readouterr().out)
    assert plain["good"] is False
    assert {one["file"] for one in plain["problems"]} == {"handover.yaml"}
    assert all(one["line"] for one in plain["problems"])


def test_no_folder_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regime", "check", str(tmp_path / "nowhere")]) == 2
    assert "没有这个文件夹" in capsys.readouterr().err


@pytest.mark.parametrize("clause", ["small/1", "1"])
def test_a_clause_is_explained(folder: Path, clause: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regime", "explain", str(folder), clause]) == 0
    assert "clear_when" in capsys.readouterr().out


def test_an_unknown_clause_ends_with_1(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regime", "explain", str(folder), "9"]) == 1
    assert "small/3" in capsys.readouterr().err


def test_a_bad_pack_is_not_explained(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regime", "explain", "--json", str(broken(folder)), "1"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"]


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regime", "schema"]) == 0
    assert capsys.readouterr().out == schema_text()


def test_checking_a_pack_needs_no_django() -> None:
    code = (
        "import sys; import jiaoban.cli.regime; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
