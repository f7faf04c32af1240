"""`python -m jiaoban.roster.proposing.worker KEY WORKER`: searches for one proposal, in a process of its own."""

import os
import sys
import threading

import django

NICER = 5
"""By how much it steps back behind the server, for which people wait."""
LOOKS_EVERY = 1.0
"""Seconds between two looks at whether the server still lives."""


def main(key: str, worker: str) -> None:
    """Search for the proposal that was claimed for this worker."""
    os.nice(NICER)
    threading.Thread(target=_end_with, args=(os.getppid(),), name="orphan", daemon=True).start()
    django.setup()
    from jiaoban.roster.proposing import proposals

    proposals.run(key, worker)


def _end_with(parent: int) -> None:
    """End when the server ends: what is left is begun again at its next start."""
    waiting = threading.Event()
    while not waiting.wait(LOOKS_EVERY):
        if os.getppid() != parent:
            os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:3])
