"""`jiaoban`: the tree of commands."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from jiaoban import __version__
from jiaoban.cli.frame import BAD, MISUSED, Failure, Misuse

# One module of this package a line, in the order of the help.
COMMANDS = (
    "serve",
    "migrate",
    "check",
    "regime",
    "ledger",
    "user",
    "token",
    "demo",
    "importing",
    "backup",
    "restore",
)


def build() -> argparse.ArgumentParser:
    """Make the parser with every command."""
    parser = argparse.ArgumentParser(prog="jiaoban", description="交班 Shift handover by a workplace's own regime.")
    parser.add_argument("--version", action="version", version=f"jiaoban {__version__}")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in COMMANDS:
        if find_spec(f"jiaoban.cli.{name}") is not None:
            import_module(f"jiaoban.cli.{name}").add(subparsers)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parsed = build().parse_args(arguments)
    try:
        code: int = parsed.run(parsed)
    except Failure as failure:
        print(failure, file=sys.stderr)
        return BAD
    except Misuse as misuse:
        print(misuse, file=sys.stderr)
        return MISUSED
    except KeyboardInterrupt:
        return 130
    return code


def entry() -> None:
    """Run as a program."""
    sys.exit(main())
