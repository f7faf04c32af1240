"""What bin/test runs: the stages in their order, one summary, one closing line of counts.

A stage that fails, that cannot be run, or that runs no test although it should, makes the whole run fail. Stages that
keep one core busy run two at a time, each one's output kept apart; one that spreads over both runs alone.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from tests.postgres import NoPostgres, cluster

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
REPORTS = ROOT / "build" / "test"
COUNTS = re.compile(r"^(\d+) passed, (\d+) failed$", re.MULTILINE)
BIN = Path(sys.executable).parent
POSTGRES = "db-postgres"
"""The one stage for which a PostgreSQL cluster is started."""
CORES = 2
"""How many cores' worth of stages run at a time."""
ENDS_WITHIN = 10
"""Seconds that a stage has to end when the run is called off."""


@dataclass(frozen=True)
class Stage:
    """One command of the run. `counts` says where its number of tests stands: nowhere, in JUnit XML, in a line.

    `cores` is how many it keeps busy, at most CORES.
    """

    name: str
    command: tuple[str, ...]
    counts: str = "none"
    environment: dict[str, str] = field(default_factory=dict)
    cores: int = 1


@dataclass(frozen=True)
class Outcome:
    """What came of a stage."""

    name: str
    passed: int
    failed: int
    seconds: float
    remark: str = ""


def pytest_stage(
    name: str, *paths: str, workers: int = CORES, dist: str = "loadfile", environment: dict[str, str] | None = None
) -> Stage:
    """Make a stage of pytest over some folders; `dist` says how xdist spreads the tests over the workers."""
    report = REPORTS / f"{name}.xml"
    spread = ("-n", str(workers), "--dist", dist) if workers > 1 else ()
    without = () if name == "browser" else ("-p", "no:playwright")  # which takes long to import
    command = (sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *without, *spread, *paths)
    return Stage(name, command, "junit", environment or {}, workers)


def stages(postgres: str) -> list[Stage]:
    """All stages, quick ones first."""
    packs = sorted(path.parent.relative_to(ROOT / "regimes") for path in (ROOT / "regimes").rglob("pack.yaml"))
    beside = ("tests/postgresql",) if (ROOT / "tests" / "postgresql").is_dir() else ()
    return [
        Stage("types", (str(BIN / "mypy"),)),  # takes longest of those of one core, when nothing is kept of it
        Stage("format", (str(BIN / "ruff"), "format", "--check", ".")),
        Stage("lint", (str(BIN / "ruff"), "check", ".")),
        Stage("floors", (str(BIN / "lint-imports"),)),
        pytest_stage("tree", *sorted(f"tests/{path.name}" for path in HERE.glob("test_*.py")), workers=1),
        *[
            Stage(f"regime-{pack.name}", (sys.executable, "-m", "jiaoban", "regime", "test", f"regimes/{pack}"), "line")
            for pack in packs
        ],
        pytest_stage(
            "properties", "tests/pure", "-m", "hypothesis", workers=1
        ),  # those that Hypothesis has examples for
        pytest_stage("pure", "tests/pure", "-m", "not hypothesis", dist="worksteal"),
        pytest_stage("db-sqlite", "tests/db", environment={"DATABASE_URL": ""}),
        pytest_stage(POSTGRES, "tests/db", *beside, environment={"DATABASE_URL": postgres}),
        pytest_stage("web", "tests/web"),
        pytest_stage("api", "tests/api"),
        pytest_stage("browser", "tests/browser"),
        Stage("prove", (sys.executable, "-m", "prove"), "line", cores=CORES),
    ]


class Run:
    """One run of some stages: what they print, and the processes that have to be ended with it."""

    def __init__(self) -> None:
        self._processes: set[subprocess.Popen[str]] = set()
        self._lock = threading.Lock()
        self._off = False

    def all(self, chosen: Sequence[Stage]) -> list[Outcome]:
        """Run these stages, the first that finds room first; return what came of each, in their own order.

        Called off by an exception, such as that of a signal, it ends what still runs.
        """
        waiting, running, outcomes = list(chosen), dict[Future[Outcome], Stage](), dict[str, Outcome]()
        with ThreadPoolExecutor(CORES) as pool:
            try:
                while waiting or running:
                    free = CORES - sum(stage.cores for stage in running.values())
                    if stage := next((one for one in waiting if one.cores <= free), None):
                        waiting.remove(stage)
                        alone = stage.cores == CORES or len(chosen) == 1
                        running[pool.submit(self._one, stage, alone=alone)] = stage
                        continue
                    for done in wait(running, return_when=FIRST_COMPLETED).done:
                        outcomes[running.pop(done).name] = done.result()
            finally:
                self._end()
        return [outcomes[stage.name] for stage in chosen]

    def _one(self, stage: Stage, *, alone: bool) -> Outcome:
        """Run one stage; its output goes straight to the terminal where it is alone and need not be counted."""
        words = " ".join(Path(word).name if i == 0 else word for i, word in enumerate(stage.command))
        heading = f"\n=== {stage.name}: {words}"
        straight = alone and stage.counts != "line"
        if straight:
            print(heading, flush=True)
        began = time.monotonic()
        report = REPORTS / f"{stage.name}.xml"
        report.unlink(missing_ok=True)
        code, output = self._output(stage, straight=straight)
        if not straight:
            with self._lock:
                print(f"{heading}\n{output}", end="", flush=True)
        passed, failed, remark = _count(stage, report, output)
        if stage.counts != "none" and passed + failed == 0:
            failed, remark = 1, "ran no test"
        elif code and not failed:
            failed, remark = 1, f"ended with exit code {code}"
        return Outcome(stage.name, passed, failed, time.monotonic() - began, remark)

    def _output(self, stage: Stage, *, straight: bool) -> tuple[int, str]:
        with self._lock:
            if self._off:  # the run was called off before this one began
                return 1, ""
            process = subprocess.Popen(
                stage.command,
                cwd=ROOT,
                env={**os.environ, "PYTHONHASHSEED": "0", **stage.environment},
                text=True,
                stdout=None if straight else subprocess.PIPE,
                stderr=None if straight else subprocess.STDOUT,
            )
            self._processes.add(process)
        output = process.communicate()[0] or ""
        with self._lock:
            self._processes.discard(process)
        return process.returncode, output

    def _end(self) -> None:
        with self._lock:
            self._off = True
            left = list(self._processes)
        for process in left:
            process.send_signal(signal.SIGINT)  # at which pytest takes down what its tests have started
        for process in left:
            try:
                process.wait(ENDS_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()


def _count(stage: Stage, report: Path, output: str) -> tuple[int, int, str]:
    if stage.counts == "line":
        found = COUNTS.findall(output)
        return (int(found[-1][0]), int(found[-1][1]), "") if found else (0, 0, "")
    if stage.counts == "none" or not report.is_file():
        return 0, 0, ""
    suites = ET.parse(report).getroot().iter("testsuite")
    total = failed = skipped = 0
    for suite in suites:
        total += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    # A skipped test is one that should have run.
    return total - failed - skipped, failed + skipped, f"{skipped} skipped" if skipped else ""


def summary(outcomes: Sequence[Outcome]) -> int:
    """Print the table and the closing line; return the exit code."""
    print("\n=== summary")
    for outcome in outcomes:
        verdict = "FAILED" if outcome.failed else "ok"
        counts = f"{outcome.passed} passed, {outcome.failed} failed" if outcome.passed or outcome.failed else ""
        remark = f" ({outcome.remark})" if outcome.remark else ""
        print(f"{outcome.name:<14}{verdict:<8}{outcome.seconds:6.1f} s  {counts}{remark}")
    passed, failed = (sum(getattr(outcome, name) for outcome in outcomes) for name in ("passed", "failed"))
    print(f"\n{passed} passed, {failed} failed", flush=True)
    return 1 if failed or not passed else 0


def main(arguments: Sequence[str]) -> int:
    """Run all stages, the stages named, or pytest with the arguments given."""
    parser = argparse.ArgumentParser(prog="bin/test", description="Other arguments go to pytest as they are.")
    parser.add_argument("--stage", action="append", metavar="NAME", help="run only this stage")
    parser.add_argument("--list", action="store_true", help="list the stages")
    options, rest = parser.parse_known_args(arguments)
    if options.list:
        print("\n".join(stage.name for stage in stages("")))
        return 0
    REPORTS.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # else stages begun in the background could not be ended
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that PostgreSQL is taken down then too
    with tempfile.TemporaryDirectory(prefix="jiaoban-test-") as data:
        os.environ.update(JIAOBAN_DATA=data, JIAOBAN_DEMO="0", JIAOBAN_SECRET_KEY="only-for-tests-" + "0" * 40)
        for name in ("DATABASE_URL_FILE", "JIAOBAN_SECRET_KEY_FILE", "JIAOBAN_HTTPS", "JIAOBAN_DEBUG"):
            os.environ.pop(name, None)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # dozens of processes would each compile everything again
        try:
            with cluster() if rest or POSTGRES in (options.stage or [POSTGRES]) else nullcontext("") as postgres:
                os.environ["JIAOBAN_TEST_POSTGRES"] = postgres
                if rest:
                    return subprocess.run([sys.executable, "-m", "pytest", *rest], cwd=ROOT, check=False).returncode
                return _run_all(postgres, options.stage)
        except NoPostgres as error:
            print(f"{error}\n\n0 passed, 1 failed", flush=True)
            return 1


def _run_all(postgres: str, names: list[str] | None) -> int:
    chosen = stages(postgres)
    unknown = sorted(set(names or ()) - {stage.name for stage in chosen})
    if unknown:
        print(f"There is no stage {unknown[0]}; bin/test --list tells their names.\n\n0 passed, 1 failed")
        return 2
    return summary(Run().all([stage for stage in chosen if not names or stage.name in names]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
