"""`jiaoban openapi`: the document of the HTTP API, as /api/v1/openapi.json serves it. Needs no database."""

import argparse
from typing import TYPE_CHECKING

from jiaoban.cli.frame import GOOD, command

if TYPE_CHECKING:
    from jiaoban.cli.frame import Subparsers


def add(subparsers: "Subparsers") -> None:
    """Add the command."""
    command(subparsers, "openapi", run, "print the OpenAPI document of the HTTP API", answers=False)


def run(_arguments: argparse.Namespace) -> int:
    """Print it."""
    from jiaoban.config.start import prepare

    prepare()
    from jiaoban.api.document import document
    from jiaoban.api.frame import api

    print(document(api), end="")
    return GOOD
