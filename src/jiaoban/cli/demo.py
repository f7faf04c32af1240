"""`jiaoban demo load|people|clock|play`."""

import argparse
from datetime import datetime
from typing import TYPE_CHECKING

from jiaoban.cli import playing
from jiaoban.cli.frame import GOOD, Failure, answer, command, django_ready, group

if TYPE_CHECKING:
    from jiaoban.cli.frame import Subparsers

CODES = ("yunfeng", "binjiang", "dongtai", "cuihu", "mingde")
"""The demo sites, as `demo/description.py` has them: named here so that the command line need not read them."""


def add(subparsers: "Subparsers") -> None:
    """Add the commands."""
    inner = group(subparsers, "demo", "the demo sites and their invented people")
    parser = command(inner, "load", load, "build the demo sites, unless they are there already")
    parser.add_argument("--site", action="append", choices=CODES, default=[], help="only this one; can be repeated")
    parser.add_argument("--brief", action="store_true", help="without the months that some of them have lived through")
    command(inner, "people", people, "list the invented people with their passwords")
    parser = command(inner, "clock", clock, "tell a demo site's time, or move its clock forward")
    parser.add_argument("--site", choices=CODES, default=CODES[0], help=f"which site ({CODES[0]})")
    parser.add_argument("to", nargs="?", type=_moment, help="a time of day there (08:10), or 2026-11-23T08:10+08:00")
    playing.add(inner)


def _moment(text: str) -> datetime | str:
    try:
        return datetime.strptime(text, "%H:%M").strftime("%H:%M")  # noqa: DTZ007 - a time of day, no moment
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text!r} is neither a time of day (08:10) nor a moment with its zone")
    return moment


def load(arguments: argparse.Namespace) -> int:
    """Build the demo sites."""
    django_ready()
    from jiaoban.demo import load as demo

    made = demo.load(*arguments.site, brief=arguments.brief)
    text = f"Built: {', '.join(made)}. 已装入。" if made else "Everything was there already. 已存在。"
    answer(arguments, {"loaded": bool(made), "sites": list(made)}, text)
    return GOOD


def people(arguments: argparse.Namespace) -> int:
    """List the invented people."""
    django_ready()
    from jiaoban.demo import load as demo

    rows = demo.people()
    answer(arguments, [row._asdict() for row in rows], "\n".join(demo.listing()) or "No demo site. 没有演示站。")
    return GOOD


def clock(arguments: argparse.Namespace) -> int:
    """Tell or move a demo site's clock."""
    django_ready()
    from jiaoban.demo import load as demo
    from jiaoban.kernel.refusal import NotFound

    try:
        site = arguments.site
        to = demo.next_time(arguments.to, site) if isinstance(arguments.to, str) else arguments.to
        now = demo.clock(to, site)
    except NotFound as error:
        raise Failure(
            f"There is no demo site {arguments.site}; build it: jiaoban demo load. 没有这个演示站。"
        ) from error
    except ValueError as error:
        raise Failure(str(error)) from error
    answer(arguments, {"now": now.isoformat(timespec="seconds")}, now.strftime("%Y-%m-%d %H:%M:%S"))
    return GOOD
