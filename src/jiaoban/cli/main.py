"""`jiaoban`: the tree of commands."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from jiaoban import __version__
from jiaoban.cli.frame import BAD, MISUSED, Failure, Misuse

# One command a line, in the order of the help; each is a module of this package.
COMMANDS = (
    "serve",
    "migrate",
    "check",
    "regime",
    "openapi",
    "ledger",
    "site",
    "user",
    "token",
    "demo",
    "import",
    "samples",
    "roster",
    "backup",
    "restore",
)
OTHER_MODULES = {"import": "importing"}  # Python keeps that word for itself


def build(only: str | None = None) -> argparse.ArgumentParser:
    """Make the parser with every command, or, quicker, with the one that is asked for."""
    parser = argparse.ArgumentParser(prog="jiaoban", description="交班 Shift handover by a workplace's own regime.")
    parser.add_argument("--version", action="version", version=f"jiaoban {__version__}")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in [only] if only in COMMANDS else COMMANDS:
        module = f"jiaoban.cli.{OTHER_MODULES.get(name, name)}"
        if find_spec(module) is not None:
            import_module(module).add(subparsers)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    parsed = build(words[0] if words else None).parse_args(words)
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
    except BrokenPipeError:  # whoever read it has seen enough, as `head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nor may the last flush complain
        return 141
    return code


def entry() -> None:
    """Run as a program."""
    sys.exit(main())
