"""The frame of the command line."""

import subprocess
import sys

import pytest

from jiaoban.cli.main import build, main


def test_wrong_use_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--port", "harbour"])
    assert ended.value.code == 2
    assert "is no port" in capsys.readouterr().err


def test_building_the_tree_of_commands_does_not_import_django() -> None:
    code = "import sys, jiaoban.cli.main as m; m.build(); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_command_says_what_it_does() -> None:
    help_text = build().format_help()
    for command in ("serve", "migrate", "check"):
        assert f"\n    {command} " in help_text
