"""The command line into a pipe that nobody reads any more."""

import subprocess
import sys

from tests.conftest import ROOT


def test_a_reader_who_has_gone_is_no_error() -> None:
    command = [sys.executable, "-m", "jiaoban", "regime", "explain", "regimes/hydro", "1.1c3"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == ""
        assert running.wait(120) == 141
