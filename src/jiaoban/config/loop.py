"""The background loop: runs every registered tick once a second, in one thread, and never dies of one of them."""

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from jiaoban.kernel.clock import Clock, SystemClock
from jiaoban.ledger import trouble

log = logging.getLogger(__name__)
Tick = Callable[[datetime], None]
SECONDS = 1.0


class Loop:
    """A thread that calls ticks with the present moment. A tick that raises is logged and called again next time."""

    def __init__(self, ticks: Sequence[Tick], clock: Clock | None = None, seconds: float = SECONDS) -> None:
        self._ticks = tuple(ticks)
        self._clock = clock or SystemClock()
        self._seconds = seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="jiaoban-loop", daemon=True)

    def start(self) -> None:
        """Begin; the first round comes at once."""
        self._thread.start()

    def stop(self, timeout: float = 2.0) -> None:
        """End after the tick that is running, or leave it behind after `timeout` seconds."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def round(self) -> None:
        """Call every tick once."""
        for tick in self._ticks:
            if self._ended.is_set():
                return
            try:  # one bad tick must not stop the others
                tick(self._clock.now())
            except Exception as error:
                log.exception("The background tick %s failed.", getattr(tick, "__qualname__", tick))
                trouble.met(error)

    def _run(self) -> None:
        from django.db import close_old_connections

        while not self._ended.is_set():
            close_old_connections()
            self.round()
            self._ended.wait(self._seconds)
        close_old_connections()


def from_settings() -> Loop:
    """Make the loop of the ticks that the settings name. Django must be set up."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    return Loop([import_string(name) for name in settings.TICKS])
