"""What the background loop does for channels: it makes messages of new acts, and has those that are due sent.

Each message is sent by a thread of its own, so a service that is slow or silent holds up neither the loop nor the other
channels. Without a channel nothing is asked of anybody.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from jiaoban.chat import addresses, outbox
from jiaoban.chat.outbox import Claim
from jiaoban.ledger import trouble
from jiaoban.org import door

log = logging.getLogger(__name__)
AT_ONCE = 4
"""Messages that one process sends at the same time."""
TIDIES_EVERY = timedelta(minutes=10)


class Sender:
    """Sends what is due; `now` tells the moment at which a try ends."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._running: list[threading.Thread] = []
        self._tidied: datetime | None = None

    def tick(self, now: datetime) -> None:
        """Make the messages of new acts, and begin to send those that are due, as many as fit."""
        behind = [outbox.gather(site, now) for site in outbox.sites()]
        if any(behind):
            return  # what is still to be read may say that a channel is not to send
        self._running = [one for one in self._running if one.is_alive()]
        while len(self._running) < AT_ONCE and (claimed := outbox.claim(now)) is not None:
            self._start(claimed)
        if self._tidied is None or now - self._tidied >= TIDIES_EVERY:
            addresses.tidy(now)
            self._tidied = now

    def wait(self, seconds: float) -> bool:
        """Wait until what was begun has ended, at most so long; say whether it has."""
        for one in self._running:
            one.join(seconds)
        return not any(one.is_alive() for one in self._running)

    def _start(self, claimed: Claim) -> None:
        one = threading.Thread(target=self._send, args=(claimed,), name="jiaoban-chat", daemon=True)
        one.start()
        self._running.append(one)

    def _send(self, claimed: Claim) -> None:
        """Send a message and write down what came of it. One that is lost here is sent again after a minute."""
        from django.db import connections

        try:
            answer = outbox.carry(claimed, self._now())
            outbox.settle(claimed, answer, self._now())
        except Exception as error:
            log.exception("Message %s could not be settled.", claimed.message.pk)
            trouble.met(error)
        finally:
            connections.close_all()


tick = Sender(lambda: door.clock.now()).tick
