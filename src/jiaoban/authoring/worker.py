"""`python -m jiaoban.authoring.worker KEY WORKER`: carries out one replay, in a process of its own."""

import sys

import django

from jiaoban.ledger.apart import step_back


def main(key: str, worker: str) -> None:
    """Carry out the replay that was claimed for this worker."""
    step_back()
    django.setup()
    from jiaoban.authoring import replays

    replays.run(key, worker)


if __name__ == "__main__":
    main(*sys.argv[1:3])
