"""`jiaoban regime`: check, explain and publish the language of regime packs. Needs no database."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiaoban.cli import replaying, scenarios
from jiaoban.cli.frame import BAD, GOOD, Failure, Misuse, answer, command, group
from jiaoban.regime.explain import explain, scenarios_citing
from jiaoban.regime.load import Report, examine
from jiaoban.regime.pack import FILES, Pack
from jiaoban.regime.positions import Problem
from jiaoban.regime.schema import schema_text

if TYPE_CHECKING:
    from jiaoban.cli.frame import Subparsers


def add(subparsers: "Subparsers") -> None:
    """Add the commands."""
    inside = group(subparsers, "regime", "check, explain, test and replay regime packs")
    parser = command(inside, "check", run_check, "say everything that is wrong with a pack")
    parser.add_argument("folder", metavar="DIR", type=Path, help="the pack's folder")
    parser = command(inside, "explain", run_explain, "say what follows from a clause of a pack")
    parser.add_argument("folder", metavar="DIR", type=Path, help="the pack's folder")
    parser.add_argument("clause", metavar="CLAUSE", help="the id of the clause, with or without the pack's own name")
    parser = command(inside, "schema", run_schema, "print the JSON Schema of packs, for editors", answers=False)
    parser.add_argument("file", metavar="FILE", nargs="?", default="", choices=["", *FILES], help="of this file alone")
    scenarios.add(inside)
    replaying.add(inside)


def run_check(arguments: argparse.Namespace) -> int:
    """Check a pack; exit 0 when it can be used (warnings or not), 1 when not."""
    report = _examine(arguments.folder)
    plain = {
        "good": report.pack is not None,
        "pack": _head(report.pack),
        "problems": [_plain(one) for one in report.problems],
        "warnings": [_plain(one) for one in report.warnings],
    }
    answer(arguments, plain, _text(report))
    return GOOD if report.pack is not None else BAD


def run_explain(arguments: argparse.Namespace) -> int:
    """Explain a clause; exit 1 when the pack or the clause is not good."""
    report = _examine(arguments.folder)
    if report.pack is None:
        answer(arguments, {"problems": [_plain(one) for one in report.problems]}, _text(report))
        return BAD
    pack = report.pack
    clause = arguments.clause if "/" in arguments.clause else f"{pack.head.id}/{arguments.clause}"
    if clause not in pack.by_clause:
        raise Failure(f"没有条款「{clause}」。There is no clause {clause}; there are: {', '.join(pack.by_clause)}")
    found = explain(pack, clause, scenarios_citing(arguments.folder, clause))
    answer(arguments, found.plain(), found.text())
    return GOOD


def run_schema(arguments: argparse.Namespace) -> int:
    """Print the schema."""
    print(schema_text(arguments.file), end="")
    return GOOD


def _examine(folder: Path) -> Report:
    if not folder.is_dir():
        raise Misuse(f"没有这个文件夹。There is no such folder: {folder}")
    return examine(folder)


def _head(pack: Pack | None) -> dict[str, Any] | None:
    if pack is None:
        return None
    return {"id": pack.head.id, "version": pack.head.version, "digest": pack.digest}


def _plain(problem: Problem) -> dict[str, Any]:
    return {**asdict(problem), "wrong": problem.wrong.model_dump(), "right": problem.right.model_dump()}


def _text(report: Report) -> str:
    lines = [str(one) for one in report.problems]
    lines += [f"提醒 warning: {one}" for one in report.warnings]
    if report.pack is not None:
        head, handover = report.pack.head, report.pack.handover
        lines.append(
            f"{head.id} {head.version} 可用 is good: {len(report.pack.clauses)} clauses, {len(handover.gates)} gates, "
            f"{len(handover.sections)} sections; digest {report.pack.digest[:16]}"
        )
    else:
        lines.append(f"{len(report.problems)} 处错误 problems")
    return "\n".join(lines)
