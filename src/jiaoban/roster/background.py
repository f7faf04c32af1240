"""What the background loop does for rosters: it starts the search for proposals that were asked for, one at a time."""

import os
import subprocess
import sys
from datetime import datetime

from django.conf import settings

from jiaoban.roster.models import Proposal
from jiaoban.roster.proposing import proposals

_running: list[tuple[subprocess.Popen[bytes], str]] = []
"""The processes that this one has started, with the names of the workers."""


def tick(now: datetime) -> None:
    """Start the search for the next proposal that waits, unless one of this process still runs."""
    for process, worker in tuple(_running):
        if process.poll() is not None:
            _running.remove((process, worker))
            proposals.gone(worker, now)
    if not _running and (taken := proposals.claim(now)) is not None:
        _running.append((_start(taken), taken.worker))


def _start(taken: Proposal) -> subprocess.Popen[bytes]:
    """Start a process for a proposal. It ends by itself: when it is done, is stopped, or its parent is gone."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "jiaoban.config.settings"),
        "JIAOBAN_DATA": str(settings.DATA),
    }
    words = [sys.executable, "-m", "jiaoban.roster.proposing.worker", taken.key, taken.worker]
    return subprocess.Popen(words, env=environment, stdin=subprocess.DEVNULL)  # noqa: S603 - our own
