"""`jiaoban check`."""

import argparse
from typing import TYPE_CHECKING

from jiaoban.cli.frame import BAD, GOOD, answer, command, django_ready

if TYPE_CHECKING:
    from jiaoban.cli.frame import Subparsers


def add(subparsers: "Subparsers") -> None:
    """Add the command."""
    command(subparsers, "check", run, "check the installation: settings, database, durability, tables")


def run(arguments: argparse.Namespace) -> int:
    """Run every check and name what is wrong."""
    django_ready()
    from django.core.checks import run_checks

    found = [message for message in run_checks(databases=["default"]) if not message.is_silenced()]
    lines = [f"{message.id}: {message.msg}" + (f" {message.hint}" if message.hint else "") for message in found]
    answer(arguments, {"found": lines}, "\n".join(lines) or "Everything is in order. 一切正常。")
    return BAD if any(message.is_serious() for message in found) else GOOD
