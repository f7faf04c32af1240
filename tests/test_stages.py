"""bin/test itself: what runs beside what, and that nothing goes by unnoticed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import stages
from tests.stages import CORES, Outcome, Run, Stage, summary

LONG = 60
"""Seconds: longer than any of these tests should take."""


def python(name: str, code: str, counts: str = "none", cores: int = 1) -> Stage:
    return Stage(name, (sys.executable, "-c", code), counts, cores=cores)


def meets(own: Path, other: Path) -> str:
    """Code that says that it is there and ends well once the other is there too."""
    return f"""
import pathlib, time
pathlib.Path({str(own)!r}).touch()
end = time.monotonic() + {LONG}
while not pathlib.Path({str(other)!r}).exists():
    assert time.monotonic() < end, "the other never came"
    time.sleep(0.01)
"""


@pytest.fixture(autouse=True)
def _own_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "REPORTS", tmp_path)


def told(*chosen: Stage) -> list[tuple[str, int, int, str]]:
    return [(one.name, one.passed, one.failed, one.remark) for one in Run().all(chosen)]


def test_two_stages_of_one_core_run_beside_one_another(tmp_path: Path) -> None:
    left, right = tmp_path / "left", tmp_path / "right"
    assert told(python("left", meets(left, right)), python("right", meets(right, left))) == [
        ("left", 0, 0, ""),
        ("right", 0, 0, ""),
    ]


def test_a_stage_that_spreads_over_all_cores_runs_alone(tmp_path: Path) -> None:
    """Whoever finds another's file there fails."""
    busy = tmp_path / "busy"
    code = f"""
import pathlib, time
busy = pathlib.Path({str(busy)!r})
busy.touch(exist_ok=False)
time.sleep(0.2)
busy.unlink()
"""
    chosen = [python(name, code, cores=CORES) for name in ("one", "two")]
    assert told(*chosen) == [("one", 0, 0, ""), ("two", 0, 0, "")]


def test_the_outcomes_come_in_the_order_of_the_stages() -> None:
    names = ["a", "b", "c", "d"]
    cores = [1, CORES, 1, 1]
    assert [one[0] for one in told(*(python(n, "", cores=c) for n, c in zip(names, cores, strict=True)))] == names


@pytest.mark.parametrize(
    ("code", "counts", "wanted"),
    [
        ("raise SystemExit(3)", "none", (0, 1, "ended with exit code 3")),
        ("print('7 passed, 0 failed')", "line", (7, 0, "")),
        ("print('7 passed, 2 failed'); raise SystemExit(1)", "line", (7, 2, "")),
        ("print('7 passed, 0 failed'); raise SystemExit(1)", "line", (7, 1, "ended with exit code 1")),
        ("print('0 passed, 0 failed')", "line", (0, 1, "ran no test")),
        ("print('all is well')", "line", (0, 1, "ran no test")),
        ("print('all is well')", "junit", (0, 1, "ran no test")),
    ],
)
def test_a_stage_that_fails_or_runs_nothing_is_told(code: str, counts: str, wanted: tuple[int, int, str]) -> None:
    assert told(python("only", code, counts)) == [("only", *wanted)]
    assert told(python("only", code, counts), python("beside", ""))[0] == ("only", *wanted)


def test_a_test_left_out_counts_as_failed(tmp_path: Path) -> None:
    test = tmp_path / "test_left_out.py"
    word = "skip"  # not in one word with the mark: no test of this tree may be left out
    test.write_text(
        f"import pytest\n\ndef test_is(): pass\n\n@pytest.mark.{word}\ndef test_left_out(): pass\n", "utf-8"
    )
    report = f"--junitxml={tmp_path / 'some.xml'}"
    command = (sys.executable, "-m", "pytest", "-q", "-p", "no:django", f"--rootdir={tmp_path}", report, str(test))
    assert told(Stage("some", command, "junit")) == [("some", 1, 1, "1 skipped")]


def test_what_stages_print_beside_one_another_is_not_mixed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    left, right = tmp_path / "left", tmp_path / "right"
    code = "\nprint('{0} one', flush=True)\n{1}\nprint('{0} two')"
    told(
        python("left", code.format("left", meets(left, right))),
        python("right", code.format("right", meets(right, left))),
    )
    lines = capfd.readouterr().out.splitlines()
    for name in ("left", "right"):
        assert lines[lines.index(f"{name} one") + 1] == f"{name} two"


def test_the_closing_line_adds_up_and_tells_the_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert summary([Outcome("a", 3, 0, 1.0), Outcome("b", 0, 0, 1.0)]) == 0
    assert capsys.readouterr().out.endswith("\n3 passed, 0 failed\n")
    assert summary([Outcome("a", 3, 0, 1.0), Outcome("b", 0, 1, 1.0, "ran no test")]) == 1
    assert capsys.readouterr().out.endswith("\n3 passed, 1 failed\n")
    assert summary([]) == 1


def test_a_run_that_is_called_off_ends_what_it_has_started(tmp_path: Path) -> None:
    """As by SIGTERM: the stages are gone, and what comes after them is not begun."""
    code = f"""
import signal, sys
from pathlib import Path
from tests.stages import Run, Stage
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
def stage(name):
    code = f"import os, pathlib, time; pathlib.Path('{{name}}').write_text(str(os.getpid())); time.sleep({LONG})"
    return Stage(name, (sys.executable, "-c", f"import os; os.chdir({str(tmp_path)!r}); " + code))
Run().all([stage(name) for name in ("one", "two", "three")])
"""
    running = subprocess.Popen([sys.executable, "-c", code], cwd=stages.ROOT, stderr=subprocess.PIPE, text=True)
    pids = [_pid(tmp_path / name) for name in ("one", "two")]
    running.terminate()
    assert running.communicate(timeout=LONG)[1] == ""
    assert running.returncode == 143
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)
    assert not (tmp_path / "three").exists()


def _pid(file: Path) -> int:
    """The process that has written its number there; waits for it."""
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        if file.exists() and (said := file.read_text("utf-8")):
            return int(said)
        time.sleep(0.01)
    raise AssertionError(f"{file.name} was not begun")
