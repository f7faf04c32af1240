"""`jiaoban regime diff`: two versions of a regime beside each other, in words."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from jiaoban.cli.frame import GOOD, answer, command
from jiaoban.cli.scenarios import pack_in
from jiaoban.kernel.words import Words
from jiaoban.regime.contrast import contrast
from jiaoban.regime.following import follows
from jiaoban.regime.load import Report, placed

if TYPE_CHECKING:
    from jiaoban.cli.frame import Subparsers
    from jiaoban.regime.pack import Pack


def add(inside: "Subparsers") -> None:
    """Add the command to `jiaoban regime`."""
    parser = command(inside, "diff", run, "compare two versions of a regime, clause by clause and rule by rule")
    parser.add_argument("old", metavar="OLD", type=Path, help="the folder of the older version")
    parser.add_argument("new", metavar="NEW", type=Path, help="the folder of the newer version")


def run(arguments: argparse.Namespace) -> int:
    """Compare; 0 whether they differ or not, 1 when one of them cannot be used."""
    old, new = pack_in(arguments.old), pack_in(arguments.new)
    remarks = [
        Words(zh=one.wrong.zh + one.right.zh, en=f"{one.wrong.en} {one.right.en}".strip()) for one in follows(old, new)
    ]
    found = contrast(old, new, remarks)
    answer(arguments, found.plain(), found.text())
    return GOOD


def after(report: Report, folder: Path, old: "Pack") -> Report:
    """Return the report of a pack with what is wrong about it as the version that follows `old`."""
    if report.pack is None:
        return report
    found = [(one.error, placed(folder, one)) for one in follows(old, report.pack)]
    problems = tuple(problem for serious, problem in found if serious)
    warnings = tuple(problem for serious, problem in found if not serious)
    return replace(
        report,
        pack=None if problems else report.pack,
        problems=(*report.problems, *problems),
        warnings=(*report.warnings, *warnings),
    )
