"""`jiaoban regime test` and `coverage`."""

import json
from pathlib import Path

import pytest

from jiaoban.cli.main import main
from jiaoban.scenario.coverage import PAGES

ROOT = Path(__file__).resolve().parents[3]
HYDRO = str(ROOT / "regimes" / "hydro")


def test_the_last_line_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regime", "test", HYDRO, "-k", "四清"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "3 passed, 0 failed"


def test_json_names_every_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regime", "test", HYDRO, "-k", "hydro/1.1b", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["passed"], told["failed"]) == (3, 0)
    assert told["scenarios"][0]["shows"] == ["hydro/1.1b"]


@pytest.mark.parametrize("arguments", [["no-such-folder"], [HYDRO, "-k", "no scenario is called so"]])
def test_wrong_use_ends_with_two(arguments: list[str]) -> None:
    assert main(["regime", "test", *arguments]) == 2


def test_a_failing_scenario_ends_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for file in Path(HYDRO).glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "scenarios").mkdir()
    for file in (Path(HYDRO) / "scenarios").glob("*.yaml"):
        text = file.read_text(encoding="utf-8").replace("then: {stage: CLOSED}", "then: {stage: DRAFT}")
        (tmp_path / "scenarios" / file.name).write_text(text, encoding="utf-8")
    assert main(["regime", "test", str(tmp_path), "-k", "hydro/1.1b"]) == 1
    assert "实为: CLOSED" in capsys.readouterr().out


def test_pages_of_the_table_exist() -> None:
    from django.urls import resolve

    for page in PAGES.values():
        resolve(page.replace("<site>", "site").replace("<post>", "post").replace("<key>", "key"))
