"""Long work in a process of its own beside the server: one at a time, and never longer than the server lives."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

NICER = 5
"""By how much such a process steps back behind the server, for which people wait."""
LOOKS_EVERY = 1.0
"""Seconds between two looks at whether the server still lives."""


class Taken(Protocol):
    """A piece of work that was claimed: its key, and the fresh name of the worker that claimed it."""

    key: str
    worker: str


class Apart:
    """Starts the work of one kind. `module` is what the process runs, with key and worker as its arguments; `claim`
    takes the next piece that waits, if any; `gone` is told of a worker whose process has ended, however."""

    def __init__(
        self, module: str, claim: Callable[[datetime], Taken | None], gone: Callable[[str, datetime], object]
    ) -> None:
        self._module, self._claim, self._gone = module, claim, gone
        self._running: list[tuple[subprocess.Popen[bytes], str]] = []

    def tick(self, now: datetime) -> None:
        """Start the next piece that waits, unless one of this process still runs."""
        for process, worker in tuple(self._running):
            if process.poll() is not None:
                self._running.remove((process, worker))
                self._gone(worker, now)
        if not self._running and (taken := self._claim(now)) is not None:
            self._running.append((self._start(taken), taken.worker))

    def _start(self, taken: Taken) -> subprocess.Popen[bytes]:
        """Start a process. It ends by itself: when it is done, is stopped, or its parent is gone."""
        from django.conf import settings

        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "jiaoban.config.settings"),
            "JIAOBAN_DATA": str(settings.DATA),
        }
        words = [sys.executable, "-m", self._module, taken.key, taken.worker]
        return subprocess.Popen(words, env=environment, stdin=subprocess.DEVNULL)  # noqa: S603 - our own


def step_back() -> None:
    """Let the server go first from now on, and end with it: what is left is begun again at its next start."""
    os.nice(NICER)
    threading.Thread(target=_end_with, args=(os.getppid(),), name="orphan", daemon=True).start()


def _end_with(parent: int) -> None:
    waiting = threading.Event()
    while not waiting.wait(LOOKS_EVERY):
        if os.getppid() != parent:
            os._exit(1)
