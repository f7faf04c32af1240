"""Bugs put in on purpose: a module here patches the program, then runs it as `jiaoban` would. Only proofs use them."""

import sys
from collections.abc import Callable

from prove.frame import changed


def run_with(plant: Callable[[], None]) -> None:
    """Run the command line, and put the bug in as soon as Django is set up."""
    from jiaoban.cli.main import main
    from jiaoban.config import serve, start

    def built() -> None:
        start.bring_up_to_date()
        plant()

    with changed(serve, "bring_up_to_date", built):
        sys.exit(main())
