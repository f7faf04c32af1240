"""`jiaoban regime test` and `jiaoban regime coverage`. Need no database."""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiaoban.cli.frame import BAD, GOOD, Failure, Misuse, answer, command
from jiaoban.kernel.refusal import Declined
from jiaoban.regime.load import load
from jiaoban.regime.positions import PackError
from jiaoban.scenario.coverage import covered, table
from jiaoban.scenario.read import FOLDER, Case, Reading, read
from jiaoban.scenario.run import Result, Runner
from jiaoban.scenario.tracing import trace

if TYPE_CHECKING:
    from jiaoban.cli.frame import Subparsers
    from jiaoban.regime.pack import Pack


def add(inside: "Subparsers") -> None:
    """Add the commands to `jiaoban regime`."""
    parser = command(inside, "test", run_test, "run the scenarios of a pack")
    parser.add_argument("folder", metavar="DIR", type=Path, help="the pack's folder")
    parser.add_argument("-k", dest="text", default="", metavar="TEXT", help="only those whose name or clauses have it")
    parser.add_argument("--trace", action="store_true", help="tell the course of each: every verdict, from which acts")
    parser = command(inside, "coverage", run_coverage, "a row per clause: its rules, its scenarios, where it acts")
    parser.add_argument("folders", metavar="DIR", type=Path, nargs="+", help="the packs' folders")


def run_test(arguments: argparse.Namespace) -> int:
    """Run scenarios; exit 0 when all pass, 1 when one fails or cannot be read."""
    began = time.perf_counter()
    pack, reading = read_pack(arguments.folder)
    if reading.problems:
        raise Failure("\n".join(str(one) for one in reading.problems) + f"\n0 passed, {len(reading.problems)} failed")
    cases = [case for case in reading.cases if _chosen(case.scenario.name, case.scenario.shows, arguments.text)]
    if not cases:
        raise Misuse(f"没有这样的场景。No scenario of {arguments.folder} is like that.")
    if arguments.trace:
        return tell(arguments, pack, cases)
    results = Runner(pack).run(cases)
    passed = sum(one.passed for one in results)
    seconds = time.perf_counter() - began
    answer(arguments, _plain(results, seconds), _text(results, passed, seconds))
    return GOOD if passed == len(results) else BAD


def tell(arguments: argparse.Namespace, pack: "Pack", cases: list[Case]) -> int:
    """Print the course of scenarios; exit 0 when all pass, 1 when one fails."""
    courses = [trace(pack, case) for case in cases]
    passed = sum(one.result.passed for one in courses)
    last = f"{passed} passed, {len(courses) - passed} failed"
    answer(arguments, [one.plain() for one in courses], "\n\n".join([*(one.text() for one in courses), last]))
    return GOOD if passed == len(courses) else BAD


def run_coverage(arguments: argparse.Namespace) -> int:
    """Print the table; exit 1 when a pack or its scenarios cannot be read."""
    rows = []
    for folder in arguments.folders:
        pack, reading = read_pack(folder)
        if reading.problems:
            raise Failure("\n".join(str(one) for one in reading.problems))
        rows += covered(pack, reading.cases)
    answer(arguments, [row.plain() for row in rows], table(rows))
    return GOOD


def pack_in(folder: Path) -> "Pack":
    """Load the pack of a folder; raises `Misuse` where there is no folder, `Failure` with all that is wrong."""
    if not folder.is_dir():
        raise Misuse(f"没有这个文件夹。There is no such folder: {folder}")
    try:
        return load(folder)
    except PackError as error:
        raise Failure(str(error)) from error


def read_pack(folder: Path) -> "tuple[Pack, Reading]":
    """Load the pack of a folder and read its scenarios; raises as `pack_in`, and `Misuse` where there are none."""
    pack = pack_in(folder)
    if not (folder / FOLDER).is_dir():
        raise Misuse(f"没有场景。There is no folder {folder / FOLDER}.")
    return pack, read(folder, pack)


def how_many(passed: int) -> str:
    """Say how many scenarios pass, or that there are none: nothing then shows that the rules do what they should."""
    return f"{passed} 个场景通过 scenarios pass" if passed else "没有场景 there are no scenarios"


def said(error: PackError | Declined) -> Failure:
    """Return what is wrong with a pack, or why its scenarios stand against it, with the places of those that fail."""
    if isinstance(error, PackError):
        return Failure(str(error))
    lines = [
        line
        for one in error.reasons
        for line in (
            f"{one.why.zh}{one.lifts.zh}",
            f"{one.why.in_('en')} {one.lifts.in_('en')}",
            *(f"✗ {name}" for name in one.names),
        )
    ]
    return Failure("\n".join(lines))


def _chosen(name: str, shows: tuple[str, ...], text: str) -> bool:
    return text in name or any(text in clause for clause in shows)


def _plain(results: list[Result], seconds: float) -> dict[str, Any]:
    failed = [one for one in results if not one.passed]
    return {
        "passed": len(results) - len(failed),
        "failed": len(failed),
        "seconds": round(seconds, 3),
        "scenarios": [
            {
                "name": one.case.scenario.name,
                "shows": list(one.case.scenario.shows),
                "file": one.case.file,
                "line": one.case.line,
                "passed": one.passed,
                "failing": [
                    {
                        "file": f.file,
                        "line": f.line,
                        "what": f.what,
                        "expected": f.expected,
                        "came": f.came,
                        "why": f.why,
                    }
                    for f in one.failing
                ],
            }
            for one in results
        ],
    }


def _text(results: list[Result], passed: int, seconds: float) -> str:
    lines = []
    for one in results:
        if not one.passed:
            lines.append(f"✗ {one.case.scenario.name} ({', '.join(one.case.scenario.shows)})")
            lines += [failing.text() for failing in one.failing]
    return "\n".join([*lines, f"{seconds:.1f} s", f"{passed} passed, {len(results) - passed} failed"])
