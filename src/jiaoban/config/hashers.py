"""Django's own way of keeping passwords, that proves one quickly whose proof was right a short while ago.

A signature wants the signer's own password, and a proof of it is made slow on purpose: 0.4 s of a processor. When all
posts of a station change shifts at the same hour, that would be minutes. So each process remembers, in memory alone,
a keyed digest of what was right; a wrong password is as slow as ever, and so is the first right one.
"""

import time
from collections import OrderedDict
from hashlib import blake2b
from secrets import token_bytes
from threading import Lock

from django.contrib.auth.hashers import PBKDF2PasswordHasher

SECONDS = 14 * 60 * 60
"""One long shift with its overlap: as long as a session."""
MOST = 10_000


class Remembered:
    """Digests of what was right, under a key that never leaves the process: the newest `most`, for `seconds`."""

    def __init__(self, seconds: float = SECONDS, most: int = MOST) -> None:
        self._seconds, self._most = seconds, most
        self._key = token_bytes(32)
        self._until: OrderedDict[bytes, float] = OrderedDict()
        self._lock = Lock()

    def knows(self, password: str, encoded: str) -> bool:
        """Say whether this password was right for what is kept of it, not too long ago."""
        until = self._until.get(self._digest(password, encoded))
        return until is not None and time.monotonic() < until

    def add(self, password: str, encoded: str) -> None:
        """Remember that it was right."""
        digest = self._digest(password, encoded)
        with self._lock:
            self._until[digest] = time.monotonic() + self._seconds
            self._until.move_to_end(digest)
            while len(self._until) > self._most:
                self._until.popitem(last=False)

    def _digest(self, password: str, encoded: str) -> bytes:
        text = f"{len(encoded)}:{encoded}{password}"
        return blake2b(text.encode("utf-8", "surrogatepass"), key=self._key, digest_size=32).digest()


_REMEMBERED = Remembered()


class Remembering(PBKDF2PasswordHasher):
    """PBKDF2 as Django has it. A changed password is kept under another salt, so nothing of the old one stands."""

    def verify(self, password: str, encoded: str) -> bool:
        """Say whether the password is the one that is kept as `encoded`."""
        if _REMEMBERED.knows(password, encoded):
            return True
        right = super().verify(password, encoded)
        if right:
            _REMEMBERED.add(password, encoded)
        return right
