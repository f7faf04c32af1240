"""/healthz: can this server write?"""

import logging
import threading
import time
from uuid import uuid4

from django.core.cache import cache
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)
MEMORY_SECONDS = 1.0  # anyone may ask, so that asking often must not mean writing often


class Health:
    """Writes one row and reads it back, at most once a second."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked = float("-inf")
        self._well = False

    def well(self) -> bool:
        """Return whether a write came through within the last second."""
        with self._lock:
            if time.monotonic() - self._asked > MEMORY_SECONDS:
                self._well = can_write()
                self._asked = time.monotonic()
            return self._well


def can_write() -> bool:
    """Write one row, read it back, and take it away again."""
    key = f"healthz-{uuid4().hex}"
    try:
        cache.set(key, key, 5)
        wrote: bool = cache.get(key) == key
        cache.delete(key)
    except (DatabaseError, OSError):
        log.exception("The database does not answer.")
        return False
    return wrote


health = Health()


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the server can write, else 503 with a sentence."""
    if health.well():
        return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
    sentence = "数据库暂时无法写入;读取仍可继续。 The database cannot be written now; reading goes on where it can.\n"
    return HttpResponse(sentence, status=503, content_type="text/plain; charset=utf-8")
