"""`jiaoban migrate`."""

import argparse
from typing import TYPE_CHECKING

from jiaoban.cli.frame import GOOD, Failure, answer, command, django_ready

if TYPE_CHECKING:
    from jiaoban.cli.frame import Subparsers


def add(subparsers: "Subparsers") -> None:
    """Add the command."""
    command(subparsers, "migrate", run, "bring the database and the static files up to date")


def run(arguments: argparse.Namespace) -> int:
    """Bring everything up to date that a new version may have changed."""
    django_ready(up_to_date=False)
    from jiaoban.config.database import Misconfigured
    from jiaoban.config.start import bring_up_to_date

    try:
        bring_up_to_date(guarded=False)
    except Misconfigured as error:
        raise Failure(str(error)) from error
    answer(arguments, {"up_to_date": True}, "The database is up to date. 数据库已是最新。")
    return GOOD
