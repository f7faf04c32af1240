"""`jiaoban serve`."""

import argparse
import os
from typing import TYPE_CHECKING

from jiaoban.cli.frame import GOOD, Failure, command

if TYPE_CHECKING:
    from jiaoban.cli.frame import Subparsers


def add(subparsers: "Subparsers") -> None:
    """Add the command."""
    parser = command(subparsers, "serve", run, "make the data folder if needed, and serve the site", answers=False)
    parser.add_argument("--host", default="127.0.0.1", metavar="H", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=port, default=8000, metavar="N", help="port to listen on (8000; 0: a free one)")
    parser.add_argument("--data", metavar="DIR", help="data folder (JIAOBAN_DATA, else data/)")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes; more than one needs PostgreSQL")
    parser.add_argument(
        "--demo",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="load the demo sites into an empty book (JIAOBAN_DEMO, else yes)",
    )


def port(text: str) -> int:
    """Read a port number."""
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; it must be a number from 0 to 65535")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM."""
    from jiaoban.config.database import Misconfigured
    from jiaoban.config.serve import Options, serve

    if arguments.data:
        os.environ["JIAOBAN_DATA"] = arguments.data
    demo = arguments.demo if arguments.demo is not None else os.environ.get("JIAOBAN_DEMO", "1") not in {"", "0"}
    try:
        serve(Options(arguments.host, arguments.port, max(1, arguments.workers), demo))
    except Misconfigured as error:
        raise Failure(str(error)) from error
    return GOOD
