"""What all commands share: how they end, how they answer, how they set Django up.

A command module has `add(subparsers)`: it makes its parser and sets `run`, a function (Namespace) -> int.
Exit codes: 0 good; 1 the thing asked about is not good, or it could not be done (raise Failure); 2 wrong use.
"""

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jiaoban.kernel.starts import Start
    from jiaoban.regime.positions import Problem

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse has no public name

GOOD, BAD, MISUSED = 0, 1, 2
Run = Callable[[argparse.Namespace], int]


class Failure(Exception):
    """The command could not do what it was asked; the message is one sentence for a person. Exit code 1."""


class Misuse(Exception):
    """The command was used wrongly in a way that argparse cannot see. Exit code 2."""


def command(
    subparsers: "Subparsers", name: str, run: Run, sentence: str, *, answers: bool = True
) -> argparse.ArgumentParser:
    """Add one command. `answers` gives it --json, for `answer` to heed."""
    parser = subparsers.add_parser(name, help=sentence, description=sentence)
    parser.set_defaults(run=run, json=False)
    if answers:
        parser.add_argument("--json", action="store_true", help="answer in JSON, for machines")
    return parser


def group(subparsers: "Subparsers", name: str, sentence: str) -> "Subparsers":
    """Add a command that only has commands of its own, such as `jiaoban regime check`."""
    parser = subparsers.add_parser(name, help=sentence, description=sentence)
    return parser.add_subparsers(metavar="COMMAND", required=True)


def answer(arguments: argparse.Namespace, value: Any, text: str) -> None:
    """Print `value` as JSON when --json was given, else `text`."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str) if arguments.json else text, flush=True)


def day(text: str) -> date:
    """Read a day, as an argument's type."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day, such as 2026-11-01") from None


def start(text: str) -> "Start":
    """Read a day or an hour of one, as an argument's type."""
    from jiaoban.kernel.starts import EARLIEST, LATEST, Start

    try:
        found = Start.read(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is {error}") from None
    if not found.in_calendar:
        raise argparse.ArgumentTypeError(f"{text!r} is not between {EARLIEST} and {LATEST}")
    return found


def told(problem: "Problem") -> dict[str, Any]:
    """Return a problem of a pack as JSON values."""
    return {**asdict(problem), "wrong": problem.wrong.model_dump(), "right": problem.right.model_dump()}


def django_ready(*, up_to_date: bool = True) -> None:
    """Set Django up for a command that needs the database.

    With `up_to_date`, refuse tables of another version and a book without its triggers.
    """
    from jiaoban.config.database import Misconfigured
    from jiaoban.config.start import check_database, prepare

    try:
        prepare()
        check_database(guarded=up_to_date)
    except Misconfigured as error:
        raise Failure(str(error)) from error
    if up_to_date and _behind():
        raise Failure("The database has not been brought up to date; run: jiaoban migrate")


def _behind() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from jiaoban.ledger import shapes

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes())) or shapes.behind()
