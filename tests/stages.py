"""What bin/test runs: the stages in their order, one summary, one closing line of counts.

A stage that fails, that cannot be run, or that runs no test although it should, makes the whole run fail.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from tests.postgres import NoPostgres, cluster

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "build" / "test"
COUNTS = re.compile(r"^(\d+) passed, (\d+) failed$", re.MULTILINE)
BIN = Path(sys.executable).parent
POSTGRES = "db-postgres"
"""The one stage for which a PostgreSQL cluster is started."""


@dataclass(frozen=True)
class Stage:
    """One command of the run. `counts` says where its number of tests stands: nowhere, in JUnit XML, in a line."""

    name: str
    command: tuple[str, ...]
    counts: str = "none"
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What came of a stage."""

    name: str
    passed: int
    failed: int
    seconds: float
    remark: str = ""


def pytest_stage(
    name: str, *paths: str, workers: int = 2, dist: str = "loadfile", environment: dict[str, str] | None = None
) -> Stage:
    """Make a stage of pytest over some folders; `dist` says how xdist spreads the tests over the workers."""
    report = REPORTS / f"{name}.xml"
    spread = ("-n", str(workers), "--dist", dist) if workers > 1 else ()
    without = () if name == "browser" else ("-p", "no:playwright")  # which takes long to import
    command = (sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *without, *spread, *paths)
    return Stage(name, command, "junit", environment or {})


def stages(postgres: str) -> list[Stage]:
    """All stages, quick ones first."""
    packs = sorted(path.parent.relative_to(ROOT / "regimes") for path in (ROOT / "regimes").rglob("pack.yaml"))
    beside = ("tests/postgresql",) if (ROOT / "tests" / "postgresql").is_dir() else ()
    return [
        Stage("format", (str(BIN / "ruff"), "format", "--check", ".")),
        Stage("lint", (str(BIN / "ruff"), "check", ".")),
        Stage("types", (str(BIN / "mypy"),)),
        Stage("floors", (str(BIN / "lint-imports"),)),
        pytest_stage("tree", "tests/test_tree.py", "tests/test_docs.py", "tests/test_messages.py", workers=1),
        *[
            Stage(f"regime-{pack.name}", (sys.executable, "-m", "jiaoban", "regime", "test", f"regimes/{pack}"), "line")
            for pack in packs
        ],
        pytest_stage("pure", "tests/pure", dist="worksteal"),
        pytest_stage("db-sqlite", "tests/db", environment={"DATABASE_URL": ""}),
        pytest_stage(POSTGRES, "tests/db", *beside, environment={"DATABASE_URL": postgres}),
        pytest_stage("web", "tests/web"),
        pytest_stage("api", "tests/api"),
        pytest_stage("browser", "tests/browser"),
        Stage("prove", (sys.executable, "-m", "prove"), "line"),
    ]


def run(stage: Stage) -> Outcome:
    """Run one stage, its output going straight to the terminal unless it has to be counted."""
    print(
        f"\n=== {stage.name}: {' '.join(Path(word).name if i == 0 else word for i, word in enumerate(stage.command))}"
    )
    sys.stdout.flush()
    began = time.monotonic()
    report = REPORTS / f"{stage.name}.xml"
    report.unlink(missing_ok=True)
    environment = {**os.environ, "PYTHONHASHSEED": "0", **stage.environment}
    done = subprocess.run(
        stage.command,
        cwd=ROOT,
        env=environment,
        check=False,
        text=True,
        stdout=subprocess.PIPE if stage.counts == "line" else None,
    )
    if done.stdout:
        print(done.stdout, end="", flush=True)
    passed, failed, remark = _count(stage, report, done.stdout or "")
    if stage.counts != "none" and passed + failed == 0:
        failed, remark = 1, "ran no test"
    elif done.returncode and not failed:
        failed, remark = 1, f"ended with exit code {done.returncode}"
    return Outcome(stage.name, passed, failed, time.monotonic() - began, remark)


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
    return summary([run(stage) for stage in chosen if not names or stage.name in names])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
