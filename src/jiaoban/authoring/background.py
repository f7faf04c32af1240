"""What the background loop does for authors: it starts the replays that were asked for, one at a time."""

import os
import subprocess
import sys
from datetime import datetime

from django.conf import settings

from jiaoban.authoring import replays
from jiaoban.authoring.models import Replay

_running: list[tuple[subprocess.Popen[bytes], str]] = []
"""The processes that this one has started, with the names of the workers."""


def tick(now: datetime) -> None:
    """Start the next replay that waits, unless one of this process still runs."""
    for process, worker in tuple(_running):
        if process.poll() is not None:
            _running.remove((process, worker))
            replays.gone(worker, now)
    if not _running and (taken := replays.claim(now)) is not None:
        _running.append((_start(taken), taken.worker))


def _start(taken: Replay) -> subprocess.Popen[bytes]:
    """Start a process for a replay. It ends by itself: when it is done, is stopped, or its parent is gone."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "jiaoban.config.settings"),
        "JIAOBAN_DATA": str(settings.DATA),
    }
    words = [sys.executable, "-m", "jiaoban.authoring.worker", taken.key, taken.worker]
    return subprocess.Popen(words, env=environment, stdin=subprocess.DEVNULL)  # noqa: S603 - our own
