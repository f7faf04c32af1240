"""`jiaoban regime`: check, explain and publish the language of regime packs. Needs no database."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiaoban.cli import beginning, comparing, packing, replaying, scenarios, watching
from jiaoban.cli.comparing import after
from jiaoban.cli.frame import BAD, GOOD, Failure, Misuse, answer, command, group, told
from jiaoban.cli.scenarios import pack_in
from jiaoban.regime.explain import explain, scenarios_citing
from jiaoban.regime.load import Report, examine
from jiaoban.regime.pack import FILES, Pack
from jiaoban.regime.schema import schema_text
from jiaoban.scenario.read import read

if TYPE_CHECKING:
    from jiaoban.cli.frame import Subparsers


def add(subparsers: "Subparsers") -> None:
    """Add the commands."""
    inside = group(subparsers, "regime", "begin, check, explain, test, compare and replay regime packs")
    beginning.add(inside)
    parser = command(inside, "check", run_check, "say everything that is wrong with a pack")
    parser.add_argument("folder", metavar="DIR", type=Path, help="the pack's folder")
    parser.add_argument("--after", metavar="OLD", type=Path, help="the version that it is to follow: do the dates fit?")
    parser = command(inside, "explain", run_explain, "say what follows from a clause, or how a scenario came out")
    parser.add_argument("folder", metavar="DIR", type=Path, help="the pack's folder")
    parser.add_argument(
        "about",
        metavar="CLAUSE|SCENARIO",
        help="the id of the clause, with or without the pack's own name; or a part of the scenario's name",
    )
    parser = command(inside, "schema", run_schema, "print the JSON Schema of packs, for editors", answers=False)
    parser.add_argument("file", metavar="FILE", nargs="?", default="", choices=["", *FILES], help="of this file alone")
    scenarios.add(inside)
    watching.add(inside)
    comparing.add(inside)
    replaying.add(inside)
    packing.add(inside)


def run_check(arguments: argparse.Namespace) -> int:
    """Check a pack; exit 0 when it can be used (warnings or not), 1 when not."""
    report = _examine(arguments.folder)
    if arguments.after is not None:
        report = after(report, arguments.folder, pack_in(arguments.after))
    if report.pack is not None:
        report = _with_scenarios(report, report.pack, arguments.folder)
    plain = {
        "good": report.pack is not None,
        "pack": _head(report.pack),
        "problems": [told(one) for one in report.problems],
        "warnings": [told(one) for one in report.warnings],
    }
    answer(arguments, plain, _text(report))
    return GOOD if report.pack is not None else BAD


def _with_scenarios(report: Report, pack: Pack, folder: Path) -> Report:
    """Return the report with what is wrong or doubtful in the scenario files beside the pack."""
    reading = read(folder, pack)
    return replace(
        report,
        pack=None if reading.problems else pack,
        problems=(*report.problems, *reading.problems),
        warnings=(*report.warnings, *reading.warnings),
    )


def run_explain(arguments: argparse.Namespace) -> int:
    """Explain a clause; exit 1 when the pack or the clause is not good."""
    report = _examine(arguments.folder)
    if report.pack is None:
        answer(arguments, {"problems": [told(one) for one in report.problems]}, _text(report))
        return BAD
    pack = report.pack
    clause = arguments.about if "/" in arguments.about else f"{pack.head.id}/{arguments.about}"
    if clause not in pack.by_clause:
        return _explain_scenario(arguments, pack)
    found = explain(pack, clause, scenarios_citing(arguments.folder, clause))
    answer(arguments, found.plain(), found.text())
    return GOOD


def _explain_scenario(arguments: argparse.Namespace, pack: Pack) -> int:
    """Tell the course of the scenarios whose name has what was asked for."""
    reading = read(arguments.folder, pack)
    cases = [one for one in reading.cases if arguments.about in one.scenario.name]
    if not cases:
        what = arguments.about
        raise Failure(
            f"没有条款或场景「{what}」。There is no clause and no scenario {what}; clauses: {', '.join(pack.by_clause)}"
        )
    return scenarios.tell(arguments, pack, cases)


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
