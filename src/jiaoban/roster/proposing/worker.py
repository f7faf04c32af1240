"""`python -m jiaoban.roster.proposing.worker KEY WORKER`: searches for one proposal, in a process of its own."""

import sys

import django

from jiaoban.ledger.apart import step_back


def main(key: str, worker: str) -> None:
    """Search for the proposal that was claimed for this worker."""
    step_back()
    django.setup()
    from jiaoban.roster.proposing import proposals

    proposals.run(key, worker)


if __name__ == "__main__":
    main(*sys.argv[1:3])
