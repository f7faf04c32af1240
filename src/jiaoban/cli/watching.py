"""`jiaoban regime watch`: checks and tests a pack again whenever one of its files is saved."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from jiaoban.cli.frame import GOOD, Misuse, command
from jiaoban.regime.load import MAX_FILES, SCENARIOS, examine
from jiaoban.scenario.read import read
from jiaoban.scenario.run import Runner

if TYPE_CHECKING:
    from jiaoban.cli.frame import Subparsers

MOST_SHOWN = 10
MOST_FILES = 500
CLEAR = "\x1b[2J\x1b[H"
State = tuple[tuple[str, int, int], ...]


def add(inside: "Subparsers") -> None:
    """Add the command to `jiaoban regime`."""
    parser = command(inside, "watch", run, "check and test a pack whenever it is saved, until Ctrl-C", answers=False)
    parser.add_argument("folder", metavar="DIR", type=Path, help="the pack's folder")
    parser.add_argument(
        "--every", metavar="SECONDS", type=_seconds, default=0.5, help="how often to look (%(default)s)"
    )
    parser.add_argument("--no-test", action="store_true", help="check only, run no scenarios")


def run(arguments: argparse.Namespace) -> int:
    """Watch until Ctrl-C, which is how it ends well."""
    if not arguments.folder.is_dir():
        raise Misuse(f"没有这个文件夹。There is no such folder: {arguments.folder}")
    clear = CLEAR if sys.stdout.isatty() else ""
    try:
        for text in watch(arguments.folder, lambda: time.sleep(arguments.every), tests=not arguments.no_test):
            print(f"{clear}{text}", flush=True)
    except KeyboardInterrupt:
        print()
    return GOOD


def watch(folder: Path, wait: Callable[[], object], *, tests: bool = True) -> Iterator[str]:
    """Yield what is to be said of a pack: at first, and after each change once the files stand still; only news.

    `wait` is called between two looks; it ends the watching by raising.
    """
    told, judged_at, before = "", None, _state(folder)
    while True:
        now = _state(folder)
        if now == before != judged_at:  # it has stood still since the last look: nobody is in the midst of saving
            text, judged_at = judged(folder, tests=tests), now
            if text != told:
                told = text
                yield text
        before = now
        wait()


def judged(folder: Path, *, tests: bool = True) -> str:
    """Return what is wrong with a pack, each with place, reason and remedy; or what is good about it."""
    if not folder.is_dir():
        return f"没有这个文件夹了。The folder is gone: {folder}"
    report = examine(folder)
    lines = [str(one) for one in report.problems[:MOST_SHOWN]]
    lines += _more(len(report.problems))
    if report.pack is None:
        return "\n".join([*lines, f"✗ {len(report.problems)} 处错误 problems"])
    lines += [f"提醒 warning: {one}" for one in report.warnings[:MOST_SHOWN]]
    lines += _more(len(report.warnings))
    head = f"{report.pack.head.id} {report.pack.head.version} 可用 is good"
    if not tests or not (folder / SCENARIOS).is_dir():
        return "\n".join([*lines, f"✓ {head}"])
    reading = read(folder, report.pack)
    if reading.problems:
        lines += [str(one) for one in reading.problems[:MOST_SHOWN]] + _more(len(reading.problems))
        return "\n".join([*lines, f"✗ 场景有 {len(reading.problems)} 处错误 problems in the scenarios"])
    lines += [f"提醒 warning: {one}" for one in reading.warnings[:MOST_SHOWN]] + _more(len(reading.warnings))
    results = Runner(report.pack).run(reading.cases)
    failed = [one for one in results if not one.passed]
    for one in failed[:MOST_SHOWN]:
        lines += [f"✗ {one.case.scenario.name}", *(failing.text() for failing in one.failing)]
    lines += _more(len(failed))
    mark = "✗" if failed else "✓"
    return "\n".join([*lines, f"{mark} {head}; {len(results) - len(failed)} passed, {len(failed)} failed"])


def _more(number: int) -> list[str]:
    return [f"… 还有 {number - MOST_SHOWN} 处 more"] if number > MOST_SHOWN else []


def _state(folder: Path) -> State:
    """Return which files there are, how long, and when each was saved last."""
    found = []
    for place in (folder, folder / SCENARIOS):
        try:
            entries = sorted(place.iterdir())[: MOST_FILES + MAX_FILES]
        except OSError:
            continue
        for entry in entries:
            try:
                told = entry.stat()
            except OSError:
                continue
            found.append((str(entry), told.st_mtime_ns, told.st_size))
    return tuple(found)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.1 <= value <= 60:
        raise argparse.ArgumentTypeError(f"{text!r} is not between 0.1 and 60 seconds")
    return value
