"""A pack's own scenarios can tell of standing orders, permits, steps, read-backs and loans: the boundary on both
sides."""

import shutil
from pathlib import Path

import pytest

from jiaoban.cli.main import main
from tests.pure.handover.test_work_facts import strict_text
from tests.pure.regime.small import FILES

CASES = Path(__file__).with_name("works")


def test_a_pack_tells_of_works_and_orders_in_its_scenarios(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in {**FILES, "handover.yaml": strict_text(), "CHANGELOG.md": "# 1.0\n"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    shutil.copytree(CASES, tmp_path / "scenarios")
    status = main(["regime", "test", str(tmp_path)])
    told = capsys.readouterr()
    assert told.out.splitlines()[-1] == "5 passed, 0 failed", told.out + told.err
    assert status == 0
